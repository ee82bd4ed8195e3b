"""Characters that nobody sees, in which text can be smuggled past a reader. Pure."""

import re

# Controls but line breaks and tabs, soft hyphen, zero-width and direction marks, byte-order mark, variation selectors
# supplement, the tag block, and lone surrogates. Joiners (U+200C, U+200D) stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def cleaned(text: str) -> str:
    """Without characters that nobody sees."""
    return _INVISIBLE.sub("", text)
