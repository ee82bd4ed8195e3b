"""Numbers as people of a language write them: the marks of decimals and of thousands are texts of the catalogue."""

from agent.translation.catalogue import pgettext


def decimal(value: float, digits: int) -> str:
    """
    >>> decimal(1234.5, 2)
    '1,234.50'
    """
    marks = {
        ",": pgettext("the mark between thousands, as in 1,234", ","),
        ".": pgettext("the mark before decimals, as in 0.5", "."),
    }
    return "".join(marks.get(sign, sign) for sign in f"{value:,.{digits}f}")


def whole(value: float) -> str:
    """
    >>> whole(12345)
    '12,345'
    """
    return decimal(value, 0)


def money(usd: float, digits: int = 2) -> str:
    """US dollars.

    >>> money(0.5)
    '$0.50'
    """
    return pgettext("an amount of US dollars, as in $0.50", "${amount}", amount=decimal(usd, digits))
