"""Id tokens: each thing that is asked of one is asked, and one that lacks it alone vouches for nobody."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from adapters.web.sign_in.openid_connect import LEEWAY_SECONDS, OpenIdConnect
from adapters.web.sign_in_service import Attempt, SignInRefused

ISSUER, CLIENT, SECRET = "https://id.example", "atelier", "s3cret-that-both-sides-know-of-32"
ATTEMPT = Attempt(state="s" * 32, nonce="n" * 32, verifier="v" * 64, back="http://127.0.0.1:8080/back")
OURS = RSAKey.generate_key(2_048, {"kid": "1", "alg": "RS256", "use": "sig"})
ANOTHERS = RSAKey.generate_key(2_048, {"kid": "1", "alg": "RS256", "use": "sig"})
Token = Callable[[], str]


def claims(**other: object) -> dict[str, Any]:
    """Of a good one; None leaves a claim out."""
    now = int(time.time())  # Authlib goes by the machine's clock
    said = {
        "iss": ISSUER, "aud": CLIENT, "sub": "7f3a", "nonce": ATTEMPT.nonce, "iat": now, "exp": now + 300, **other,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None}


def signed(said: Mapping[str, Any], *, key: Any = OURS, algorithm: str = "RS256") -> str:
    return jwt.encode({"alg": algorithm, "kid": "1"}, dict(said), key, algorithms=[algorithm])


def unsigned(said: Mapping[str, Any]) -> str:
    """As libraries of old took it: the algorithm is none."""
    return f"{_before_signing('none', said)}."


def mistaken(said: Mapping[str, Any]) -> str:
    """By what everybody may know, for who takes the provider's public key for a secret."""
    told = _before_signing("HS256", said)
    signature = hmac.new(OURS.as_pem(private=False), told.encode(), hashlib.sha256).digest()
    return f"{told}.{_encoded(signature)}"


def _before_signing(algorithm: str, said: Mapping[str, Any]) -> str:
    parts = ({"alg": algorithm, "kid": "1"}, said)
    return ".".join(_encoded(json.dumps(part).encode()) for part in parts)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def provider_of(token: str) -> OpenIdConnect:
    """A provider that answers each code with this token."""
    pages: dict[str, Any] = {
        "/.well-known/openid-configuration": {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/a", "token_endpoint": f"{ISSUER}/t", "jwks_uri": f"{ISSUER}/k",
        },
        "/t": {"access_token": "a", "token_type": "Bearer", "id_token": token},
        "/k": KeySet([OURS]).as_dict(private=False),
    }  # fmt: skip
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=pages[request.url.path]))
    return OpenIdConnect(
        issuer=ISSUER, client_id=CLIENT, client_secret=SECRET, name="Example", transport=transport
    )


async def test_a_good_one_vouches_for_its_subject() -> None:
    assert (await provider_of(signed(claims())).finish(ATTEMPT, "code")).subject == "7f3a"


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(lambda: signed(claims(aud="another")), id="for another client"),
        pytest.param(lambda: signed(claims(aud=None)), id="for nobody"),
        pytest.param(lambda: signed(claims(iss="https://evil.example")), id="by another provider"),
        pytest.param(lambda: signed(claims(iss=None)), id="by nobody"),
        pytest.param(lambda: signed(claims(nonce="m" * 32)), id="of another sign-in"),
        pytest.param(lambda: signed(claims(nonce=None)), id="of no sign-in"),
        pytest.param(
            lambda: signed(claims(exp=int(time.time()) - LEEWAY_SECONDS - 60)), id="that has ended"
        ),
        pytest.param(lambda: signed(claims(exp=None)), id="that never ends"),
        pytest.param(lambda: signed(claims(sub=None)), id="of nobody"),
        pytest.param(lambda: signed(claims(), key=ANOTHERS), id="by another key"),
        pytest.param(lambda: unsigned(claims()), id="unsigned"),
        pytest.param(
            lambda: signed(claims(), key=OctKey.import_key(SECRET), algorithm="HS256"), id="by the shared secret"
        ),
        pytest.param(lambda: mistaken(claims()), id="by the public key as a secret"),
        pytest.param(lambda: "a.b.c", id="that is none"),
    ],
)  # fmt: skip
async def test_one_with_one_thing_wrong_vouches_for_nobody(token: Token) -> None:
    with pytest.raises(SignInRefused, match="no use"):
        await provider_of(token()).finish(ATTEMPT, "code")
