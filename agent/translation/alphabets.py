"""The letters by which a language is known among others, beyond the ones that all of Latin script share."""

from collections.abc import Mapping

ALPHABETS: Mapping[str, frozenset[str]] = {
    name: frozenset(letters)
    for name, letters in {
        "de": "äöüß", "es": "áéíñóúü¿¡", "fr": "àâæçèéêëîïôœùûüÿ", "pt_BR": "áâãàçéêíóôõúü", "it": "àèéìíîòóùú", "nl": "áéëèíïóöúü",
        "pl": "ąćęłńóśźż", "tr": "çğıöşüâîû", "id": "éè",
        # Not spoken here, but told from those that are.
        "sv": "åäöé", "fi": "äöå", "da": "åæøé", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž", "hu": "áéíóöőúüű", "ro": "ăâîșțşţ",
        "hr": "čćđšž", "ca": "àçèéíïòóúü", "et": "äöüõšž", "vi": "ăâđêôơư",
    }.items()
}  # fmt: skip
"""Languages in Latin script by the letters that each adds to a to z."""
MARKS = frozenset("".join(chr(point) for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))) | {"¿", "¡"}
"""Letters and signs beyond a to z that tell of a language."""

RUSSIAN, UKRAINIAN = frozenset("ыэъё"), frozenset("іїєґ")
CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщьюя") | RUSSIAN | UKRAINIAN
"""A letter beyond these is Serbian, Macedonian, Kazakh or another's."""
NOT_ARABIC = frozenset("پچژگکیٹڈڑںےھۆێ")
"""Letters of Persian, Urdu and Kurdish, which write Arabic's others too."""
CHINESE = frozenset("的把它你她吗嗎吧呢很这這那哪们們也都给個个")
"""Small words of Chinese: a text without kana that has one is no Japanese."""

SCRIPTS: tuple[tuple[str, int, int], ...] = (
    ("kana", 0x3040, 0x30FF), ("hangul", 0xAC00, 0xD7AF), ("hangul", 0x1100, 0x11FF), ("han", 0x3400, 0x9FFF),
    ("cyrillic", 0x0400, 0x052F), ("arabic", 0x0600, 0x06FF), ("devanagari", 0x0900, 0x097F), ("latin", 0x0041, 0x024F),
    ("latin", 0x1E00, 0x1EFF),
)  # fmt: skip
"""Script, and the code points of its letters."""


def is_simplified(character: str) -> bool:
    """Of China's national set alone (GB 2312): neither in Taiwan's (Big5) nor among the common ones of Japan."""
    return (
        _is_in("gb2312", character) and not _is_in("big5", character) and not _is_common_in_japan(character)
    )


def is_traditional(character: str) -> bool:
    """Of Taiwan's set alone: Japan has simplified these too, in its own way."""
    return (
        _is_in("big5", character) and not _is_in("gb2312", character) and not _is_common_in_japan(character)
    )


def _is_in(codec: str, character: str) -> bool:
    return bool(character.encode(codec, "ignore"))


def _is_common_in_japan(character: str) -> bool:
    """Of the first level of JIS X 0208: its rows 16 to 47, which EUC writes from 0xB0 to 0xCF."""
    return 0xB0 <= (character.encode("euc_jp", "ignore") or b" ")[0] <= 0xCF
