"""The web chat: a page served by the bot itself, over HTTP and server-sent events. Its messages are kept by us alone (the Board).

Who may be whom: the page is for one household or team. Without a password it listens on loopback only; with one, whoever knows
the password may choose any name in it. What a person said in private, and private answers, are shown to that person's sessions only.
"""
