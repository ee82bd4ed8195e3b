"""URLs as they are shown: in the greeting, in what `check` prints, in the mend of a setting, in the log."""

import re

_USERINFO = re.compile(r"(?<=://)[^/\s?#\"'<>\\]*@")
_QUERY_SECRET = re.compile(
    r"([?&](?:[\w-]*(?:key|token|secret|password|signature|sig)[\w-]*)=)[^&\s#\"\\]+", re.IGNORECASE
)
_HIDDEN = "[secret]"


def shown_url(text: str) -> str:
    """A URL, or text that holds some, without user, password and what a query names a secret. What is no URL stays as it is.

    >>> shown_url("https://ana:hunter2@models.example:8000/v1?api_key=abc&n=2")
    'https://[secret]@models.example:8000/v1?api_key=[secret]&n=2'
    """
    return _QUERY_SECRET.sub(rf"\1{_HIDDEN}", _USERINFO.sub(f"{_HIDDEN}@", text))


def host_of(url: str) -> str:
    """Host and port alone, as in "models.example:8000"."""
    return _USERINFO.sub("", url).partition("://")[2].partition("/")[0].partition("?")[0]
