"""The web chat: a page served by the bot itself, over HTTP and server-sent events. Its messages are kept by us alone (the Board).

Who may be whom: without a password it listens on loopback only, and anybody there may be anybody. With one, the password says who may come
in, and a name belongs to the browsers that hold it (sessions.py, holding.py). What a person said in private, and private answers, are
shown to that person's sessions only. docs/security.md says what strangers try and which test holds.
"""
