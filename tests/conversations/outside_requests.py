"""Requests for what is another's, as they were tried from outside, with that person's ids in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

FORGET = {"confirm": "forget everything"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """A request with another's ids in it, and the answers that do no harm."""

    address: str
    """Method and path; {private}, {public} and the like are Ana's ids."""
    says: tuple[int, ...] = (404,)
    json: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    owner: bool = False
    """Sent with Ana's own cookie, as another page makes her browser do."""


def by_other_page(address: str, json: object = None, **headers: str) -> Try:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Try(
        address=address,
        json=json,
        says=(403,),
        owner=True,
        headers=named or {"Origin": "https://evil.example"},
    )


PICTURES = ["{private_picture}", "{public_picture}"]
TRIES = (
    *(Try(address=f"GET /api/images/{{private_picture}}{query}") for query in ("", "?w=320", "?download=1")),
    Try(address="GET /api/messages/{private}"),
    Try(address="GET /api/messages/{own}"),
    Try(address="GET /api/messages/{private}/preview"),
    Try(address="DELETE /api/messages/{own}", says=(403, 404)),
    Try(address="DELETE /api/messages/{public}", says=(403, 404)),
    # Channels and searches that are another's
    *(
        Try(address=f"GET /api/channels/{channel}/messages", says=(200, 400, 404))
        for channel in ("@ana", "@me:ana", "%40me%3Aana", "web:ana", "@web:ana", "private", "@me%2F..%2F@ana", "dm-ana", "@me%00ana")
    ),
    Try(address="GET /api/channels/@me/messages?before={private}", says=(200, 400, 404)),
    Try(address="GET /api/channels/@me/messages?thread={private}", says=(200, 400, 404)),
    *(
        Try(address=f"GET /api/channels/{where}/search?words={word}", says=(200, 400, 404))
        for where in ("@me", "@ana", "art") for word in ("vermilion", "lamplight")
    ),
    # The gallery
    *(
        Try(address=f"GET /api/gallery?{query}", says=(200, 400))
        for query in (
            "owner=web:ana", "owners=web:ana", "author=web:ana", "after={private_picture}", "after={private}", "search=lamplight",
            "channel=@ana", "channel=art&person=ana",
        )
    ),
    Try(address="GET /api/gallery/facets", says=(200,)),
    Try(address="GET /api/gallery/facets?author=web:ana", says=(200,)),
    *(Try(address=f"GET /api/gallery/{picture}/prompt") for picture in PICTURES),
    Try(address="DELETE /api/gallery", json={"images": ["{private_picture}", "{public_picture}"]}),
    # Memory, export, browsers, accounts
    Try(address="DELETE /api/memory/{memory}"),
    Try(address="PATCH /api/memory/{memory}", json={"text": "likes mud"}),
    *(
        Try(address=f"GET /api/memory{rest}", says=(200,))
        for rest in ("?author=web:ana", "/export?author=web:ana", "/export?everywhere=1", "/export?person=web:ana&everywhere=1")
    ),
    Try(address="DELETE /api/sessions/{session}"),
    Try(address="DELETE /api/accounts/web:ana"),
    Try(address="POST /api/accounts/join", json={"code": "BCDFBCDFBCDF", "account": "web:ana"}, says=(422,)),
    Try(address="POST /api/links/look", json={"link": "{link}"}, says=(422,)),
    Try(address="POST /api/links/open", json={"link": "{link}"}, says=(422,)),
    # Rights that nobody gave
    *(
        Try(address=f"GET /api/desk/{desk}", says=(403, 404))
        for desk in ("community", "operator", "operator/turns/{turn}", "operator/turns/%25")
    ),
    Try(address="PUT /api/desk/operator/pause", json={"paused": True}, says=(403, 404)),
    Try(address="POST /api/desk/operator/forget", json={"community": "web:atelier"}, says=(403, 404)),
    Try(address="PATCH /api/channels/art", json={"title": "mine"}, says=(403,)),
    Try(address="DELETE /api/channels/art", says=(403,)),
    Try(address="POST /api/session", json={"name": "Ana"}, says=(403, 409, 422)),
    Try(address="POST /api/session", json={"name": "Eve", "moderator": True}, says=(403, 409, 422)),
    Try(address="GET /api/memory", headers={"X-HTTP-Method-Override": "DELETE"}, says=(200,)),
    # What a proxy would say, from a stranger, and hosts that are not ours
    *(Try(address="GET /api/memory", headers={name: "ana"}, says=(200,)) for name in ("X-Forwarded-User", "Remote-User", "X-Remote-User")),
    Try(address="POST /api/sign-in/proxy", headers={"X-Forwarded-User": "ana"}, json={}, says=(403, 404, 422)),
    Try(address="GET /api/session", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}, says=(200,)),
    *(
        Try(address=f"GET {path}", headers={"Host": host}, says=(403,), owner=True)
        for path in ("/api/session", "/api/memory", "/api/images/{private_picture}", "/sign-in/oidc")
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example")
    ),
    # Another page, with Ana's own cookie
    *(
        by_other_page("DELETE /api/memory", FORGET, **headers)
        for headers in (
            {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
            {"Sec_Fetch_Site": "same-site", "Origin": "http://other.localhost"},
        )
    ),
    *(
        by_other_page(address, {})
        for address in (
            "POST /api/links", "POST /api/links/open", "POST /api/channels/art/messages", "POST /api/messages/{private}/press",
            "DELETE /api/messages/{own}", "DELETE /api/sessions/{session}", "POST /api/logout",
        )
    ),
    by_other_page("DELETE /api/gallery", {"images": PICTURES}),
    *(
        by_other_page(f"GET {path}", Sec_Fetch_Site="cross-site")
        for path in ("/api/memory/export", "/api/images/{private_picture}", "/api/gallery")
    ),
)  # fmt: skip


def filled(value: Any, ids: Mapping[str, str]) -> Any:
    """With Ana's ids in it."""
    match value:
        case str():
            for name, one in ids.items():
                value = value.replace(f"{{{name}}}", one)
            return value
        case dict():
            return {name: filled(one, ids) for name, one in cast("dict[str, object]", value).items()}
        case list():
            return [filled(one, ids) for one in cast("list[object]", value)]
        case _:
            return value
