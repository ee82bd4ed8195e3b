"""What somebody does, of a verb that somebody is to do: "smiling" of "smile", "lächelnd" of "lächeln", "sonriendo" of "sonreír"."""

import re

_ENDINGS = {
    "de": ((r"(?<=.)(e?n)$", r"\1d"),),
    "nl": ((r"(?<=.)en$", "end"),),
    "it": ((r"are$", "ando"), (r"[ei]re$", "endo")),
    "pt": ((r"(?<=[aeio])r$", "ndo"),),
    "es": ((r"ar$", "ando"), (r"eír$", "iendo"), (r"[eí]r$|(?<!e)ir$", "iendo")),
    "fr": ((r"^(.+(?:er|ir|re))$", r"en train de \1"),),
}
"""The ends of a verb in its dictionary form, by language, and what they become."""


def doing(verb: str, language: str = "en") -> str:
    """As the verb was said where a language is not known here, or it is in another form: "улыбается", "sonría"."""
    if language == "en":
        return _in_english(verb)
    changed = (re.sub(end, new, verb) for end, new in _ENDINGS.get(language, ()) if re.search(end, verb))
    return next(changed, verb)


def _in_english(verb: str) -> str:
    if verb.endswith("ing"):
        return verb
    if verb.endswith("e") and not verb.endswith("ee"):
        return f"{verb[:-1]}ing"
    doubled = re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb)
    return f"{verb}{verb[-1] if doubled else ''}ing"
