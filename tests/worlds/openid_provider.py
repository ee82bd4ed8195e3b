"""An OpenID Connect provider in a process of its own, as an organisation has one; it comes from a package."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from adapters.web.sign_in.openid_connect import OpenIdConnect
from tests.patience import PATIENCE_SECONDS

CLIENT, SECRET = "atelier", "s3cret"
_SERVES = re.compile(r"running on (http://[\d.]+:\d+)")


@dataclass(frozen=True, slots=True)
class Provider:
    issuer: str

    def service(self, **more: object) -> OpenIdConnect:
        settings: dict[str, object] = {
            "issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET, "name": "Example", **more,
        }  # fmt: skip
        return OpenIdConnect(**settings)  # pyright: ignore[reportArgumentType]

    async def agrees(self, address: str, subject: str, *, action: str = "") -> str:
        """What a person does at the provider; where it sends the browser then."""
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as browser:
            shown = await browser.get(address)
            assert shown.status_code == 200, shown.text
            form = {"action": action} if action else {"sub": subject}
            answer = await browser.post(address, data=form)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]


@contextmanager
def openid_provider(people: Sequence[Mapping[str, str]]) -> Iterator[Provider]:
    """Each person with their claims, `sub` among them."""
    told = [argument for person in people for argument in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce", *told]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield Provider(_address(process))
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    said: list[str] = []
    for line in process.stderr:
        said.append(line)
        if found := _SERVES.search(line):
            return found[1]
    raise AssertionError("the provider did not start: " + "".join(said))
