"""Finding words in an outcome, as tolerantly as FORMAT.md says. Pure."""

import re
import unicodedata
from functools import cache

_MARKS = re.compile("[\u0300-\u036f]")
_JOINS = re.compile(r"[-‐‑–—'’`´]")
_LETTERS = str.maketrans("ıłøđ", "ilod")
"""Latin letters with a stroke or without a dot, which Unicode does not take apart."""
_OUTER = " \t\n\"'“”„‟‘’‚«»‹›「」『』《》`.,!?;:…。！？"
_ENDING_CHARS_MAX = 2
_LATIN_UP_TO = 0x024F
"""Letters beyond have scripts without spaces, or languages whose endings are longer than that."""

_NUMBERS = {
    2: "two|dos|zwei|deux|dois|duas|due|два|две|дві|двух|dwa|dwie|dwoje|twee|iki|اثنان|اثنين|दो|二|两|둘|두|dua|couple|pair",
    3: "three|tres|drei|trois|três|tre|три|трёх|трьох|trzy|troje|drie|üç|ثلاث|तीन|三|셋|세|tiga",
    4: "four|cuatro|vier|quatre|quatro|quattro|четыре|чотири|cztery|dört|أربع|اربع|चार|四|넷|네|empat",
    5: "five|cinco|fünf|cinq|cinque|пять|п'ять|pięć|vijf|beş|خمس|पाँच|पांच|五|다섯|lima",
    6: "six|seis|sechs|sei|шесть|шість|sześć|zes|altı|ست|छह|छः|六|여섯|enam",
    7: "seven|siete|sieben|sept|sete|sette|семь|сім|siedem|zeven|yedi|سبع|सात|七|일곱|tujuh",
    8: "eight|ocho|acht|huit|oito|otto|восемь|вісім|osiem|sekiz|ثمان|आठ|八|여덟|delapan",
    9: "nine|nueve|neun|neuf|nove|девять|дев'ять|dziewięć|negen|dokuz|تسع|नौ|九|아홉|sembilan",
    10: "ten|diez|zehn|dix|dez|dieci|десять|dziesięć|tien|عشر|दस|十|열|sepuluh",
    12: "twelve|dozen|doce|zwölf|douze|doze|dodici|двенадцать|дванадцять|dwanaście|twaalf|बारह|十二|열두|dua belas",
}  # fmt: skip


def found(pattern: str, text: str) -> bool:
    """Whether one of the pattern's alternatives is in the text.

    >>> found("fox|zorro", "Two Foxes asleep"), found("cat", "a cathedral"), found("silver-haired", "Silver haired elf")
    (True, False, True)
    """
    folded = _folded(text)
    return any(_expression(each).search(folded) is not None for each in pattern.split("|") if each.strip())


def number_pattern(number: int) -> str:
    """What finds that number, in figures or as a word.

    >>> found(number_pattern(5), "fünf Äpfel"), found(number_pattern(5), "15 apples")
    (True, False)
    """
    return f"{number}|{_NUMBERS[number]}" if number in _NUMBERS else str(number)


def same_words(wanted: str, given: str) -> bool:
    """Whether these are the printed words: exactly, but for case, outer quotes and stops, and spaces."""
    return any(_bare(each) == _bare(given) for each in wanted.split("|"))


@cache
def _expression(alternative: str) -> re.Pattern[str]:
    is_open = alternative.rstrip().endswith("*")
    words = _folded(alternative.rstrip().rstrip("*"))
    if any(ord(letter) > _LATIN_UP_TO and letter.isalpha() for letter in words):
        return re.compile(re.escape(words))
    if words.isdigit():
        return re.compile(rf"(?<!\d){words}(?!\d)")
    ending = "" if is_open else rf"\w{{0,{_ENDING_CHARS_MAX}}}(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(words)}{ending}")


def _folded(text: str) -> str:
    """Without case, Latin accents and hyphens; other scripts' marks stay, they are letters there."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)))
    return " ".join(_JOINS.sub(" ", unicodedata.normalize("NFC", plain)).split())


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(_OUTER)
