"""What `/privacy` answers: docs/privacy.md in a few sentences, the same on every platform; and what the first reply says of it."""

from dataclasses import replace

from agent.domain.conversation import Reply
from agent.translation.catalogue import N_, _

FIRST_CONTACT = N_("I am an AI: what I draw and say is generated. `/privacy` says what I keep.")

PRIVACY = N_("""**I am an AI: what I draw and say is generated.** My pictures say so in their files.
**What I keep:** what you write to me and my replies, pictures you send me or I draw for you, and what you have me remember. \
What people write to each other I do not keep.
**Who sees it:** what you tell me about yourself is used for you alone; what you tell me in private stays there. \
What holds for a channel is used for everyone in it. Whoever runs this bot has the database.
**Where it goes:** to the model services that whoever runs this bot has set up, as far as a picture \
needs it, and to a web search if there is one.
**What you can do:** `/memory` shows it, `/forget WORDS` forgets one thing, `/forget everything` all of it, `/export` gives it to you, \
`/memory off` stops it.""")


def with_introduction(reply: Reply) -> Reply:
    """The reply as the first that a person gets."""
    if reply.text == _(PRIVACY):
        return reply
    return replace(reply, text=f"{reply.text}\n{_(FIRST_CONTACT)}")
