"""Who speaks and where, in a console: places and people from their names. Pure."""

from urllib.parse import quote, unquote

from agent.domain.conversation import Author, AuthorId, Place

_PLAIN = " !$&'()*+,;=?[]{}|^`\"<>.-_\\"
"""Signs that a name keeps in its key. `/ # ~ @ : %` part the keys of places, so they are written as %XX there."""


def key(name: str) -> str:
    """A name as part of a key: two names never make the same key, and none reaches into another's place."""
    return quote(name, safe=_PLAIN)


def author(name: str, *, may_manage: bool, locale: str | None = None) -> Author:
    return Author(id=AuthorId(f"console:{key(name)}"), name=name, may_manage=may_manage, locale=locale)


def place(
    community: str | None, channel: str, thread: str | None, *, of: Author, private: bool = False
) -> Place:
    """A private place is the author's own: the same channel name of two people is two places."""
    inside = key(thread) if thread else None
    if private:
        return Place(
            platform="console", channel=f"{key(channel)}@{key(of.name)}", thread=inside, private=True
        )
    return Place(
        platform="console",
        community=key(community) if community else None,
        channel=key(channel),
        thread=inside,
    )


def shown_channel(found: Place) -> str:
    """The channel as people name it."""
    return unquote(found.channel.split("@")[0])


def shown_community(found: Place) -> str | None:
    return None if found.community is None else unquote(found.community)
