"""How old somebody is, where the number stands behind them: "a girl of 12", "she is only eleven", "age: 13". (Before it, "12 years old",
the lists of `content_words.toml` see it.) Pure."""

import re

ADULT_YEARS = 18
_SOMEBODY = (
    r"girls?|boys?|lass|lad|she|he|her|him|pupils?|students?|sisters?|brothers?|mädchen|junge|jungen|bub|schüler\w*|sie|er"
    r"|chic[ao]s?|niñ[ao]s?|muchach[ao]s?|ella|él|filles?|garçons?|élèves?|elle|il|ragazz\w+|bambin\w+|lei|lui"
    r"|menin[ao]s?|garot[ao]s?|rapariga|ela|ele|meisjes?|jongens?|zij|hij|dziewczyn\w*|chłop\w+|ona|on"
    r"|девочк\w*|девушк\w*|мальчик\w*|она|он|дівчин\w*|хлопчи\w*|вона|він|kız\w*|oğlan\w*|gadis|perempuan|lelaki|dia"
    r"|लड़की|लड़का|فتاة|بنت|ولد|صبي"
)
_AGE = r"aged?|alter|edad|âge|âgée?|età|leeftijd|wiek\w*|idade|возраст\w*|вік\w*|yaş\w*|usia|umur|berusia|उम्र|عمرها|عمره"
_LINKS = (
    r"of|aged?|is|are|was|who|s|re|only|just|about|around|turning|turns|von|mit|ist|erst|gerade|de|del|di|da|du|tiene|con|solo|a|ans?|ha|est|n"
    r"|tem|com|van|is|pas|ma|w|wieku|лет|в|у|ей|ему|baru|berumur"
)
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
_NUMBER = rf"(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})(?!\w|[.,:]\d)"
_BEHIND = re.compile(
    rf"(?<!\w)(?:(?:{_SOMEBODY})(?:(?:\s\w+)?(?:\W{{1,3}}(?:{_LINKS})){{1,4}}\W{{1,3}}|\s?[,(:–-]\s?)|(?:{_AGE})(?:\W{{1,3}}(?:{_LINKS}))?\W{{1,3}}){_NUMBER}",
    re.IGNORECASE,
)


def names_a_minors_age(text: str) -> bool:
    """Whether somebody in it is younger than an adult.

    >>> [names_a_minors_age(one) for one in ("a girl of 12 on a swing", "she's only twelve", "a girl of 25", "a girl with 12 candles")]
    [True, True, False, False]
    """
    return any(
        int(_NUMBERS.get(found["number"].lower(), found["number"])) < ADULT_YEARS
        for found in _BEHIND.finditer(text)
    )
