"""The limits of `agent.limits` and of the database as the settings have them."""

from agent.domain.plan_sizes import PLAN_SECONDS_MAX
from agent.limits import DayLimits, Limits
from bot.models.model_set import Models
from bot.settings import Settings
from db.turns.concurrency_limits import ConcurrencyLimits

DAY_PICTURES, DAY_MONEY_USD = 50, 10.0
"""A day's ceilings where pictures cost money and the operator set none: of each person, and of all together in US dollars."""


def limits_of(settings: Settings) -> Limits:
    """The operator's ceilings of a turn; no single wait in it is longer than the turn itself may be."""
    usual, seconds = Limits(), settings.turn_seconds
    return Limits(
        seconds=seconds,
        money_usd=settings.turn_money_usd,
        search_seconds=min(usual.search_seconds, seconds),
        plan_seconds=min(settings.plan_seconds or PLAN_SECONDS_MAX, seconds),
        model_seconds=min(usual.model_seconds, seconds),
        render_seconds=min(usual.render_seconds, seconds),
    )


def day_limits_of(settings: Settings, *, paid: bool) -> DayLimits:
    """The operator's ceilings; where pictures cost money (`paid`) and nothing was set, some all the same."""
    pictures, usd = settings.day_pictures_per_person, settings.day_money_usd
    return DayLimits(
        pictures_per_person=(DAY_PICTURES if paid else 0) if pictures is None else pictures,
        money_per_person_usd=settings.day_money_per_person_usd,
        money_usd=(DAY_MONEY_USD if paid else 0.0) if usd is None else usd,
    )


def concurrency_limits_of(settings: Settings) -> ConcurrencyLimits:
    return ConcurrencyLimits(per_person=settings.turns_per_person, per_community=settings.turns_per_community)


def spending(settings: Settings, models: Models) -> list[str]:
    """What a day may cost where pictures cost money, and which of them have no known price."""
    if not models.paid:
        return []
    limits = day_limits_of(settings, paid=True)
    money = f"${limits.money_usd:.2f} a day" if limits.money_usd else "no limit of money"
    pictures = (
        f"{limits.pictures_per_person} pictures a day for each person"
        if limits.pictures_per_person
        else "no limit of pictures"
    )
    chosen = settings.day_money_usd is not None and settings.day_pictures_per_person is not None
    lines = [
        f"{money}, {pictures}" + ("" if chosen else " (ATELIER_DAY_MONEY, ATELIER_DAY_PICTURES_PER_PERSON)")
    ]
    unpriced = [
        one.card.model or one.card.name
        for one in models.catalogue.offered
        if one.card.prices.picture is None and not one.is_listed
    ]
    return [
        *lines,
        *(f"{name} has no known price: it counts as the dearest (ATELIER_PRICES)" for name in unpriced),
    ]
