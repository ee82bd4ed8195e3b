"""What the tests of names behind the password share."""

import httpx

PASSWORD = "open sesame"
WAYS = {"password": False, "links_from": [], "services": [], "proxy": ""}
AT_THE_DOOR = {"login": True, "ways": {**WAYS, "password": True}}
"""What is told to who was not let in."""


async def link_of(visitor: httpx.AsyncClient) -> str:
    answer = await visitor.post("/api/links", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()["path"].removeprefix("/#open=")


async def who(visitor: httpx.AsyncClient) -> str:
    told = (await visitor.get("/api/session")).json()
    return told["me"]["name"] if told.get("me") else ""
