"""What was set in a person's private chat, or granted to them by name, is theirs: it goes when they have everything forgotten."""

from agent.domain.conversation import AuthorId, Place
from agent.domain.memory import ChannelSettings, MemoryScope, NewMemory
from agent.turn_context import reader_of
from tests.contracts.memory.memory_house import ANA, ART, BOB, direct
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse


def _chat_of(name: str) -> Place:
    """A private chat as Telegram names it, after its person."""
    return Place(platform="telegram", channel=name, private=True)


async def _set_in_private(house: PgMemoryHouse, place: Place, by: AuthorId, words: str) -> None:
    """Whoever is alone with the bot manages that chat: a setting, and a rule."""
    scope = MemoryScope(kind="channel", key=place.channel_key)
    await house.settings.save_channel(scope, ChannelSettings(model=f"{words} style"))
    await house.store.remember(NewMemory(scope=scope, kind="rule", text=f"always {words}", author=by))


async def test_what_a_person_set_in_their_private_chat_goes_with_them(house: PgMemoryHouse) -> None:
    await house.hear("draw a fox", by=ANA, place=direct(ANA))
    await _set_in_private(house, direct(ANA), ANA, "zanzibar")
    await _set_in_private(house, ART, ANA, "gouache")
    await house.hear("draw a fox", by=BOB, place=direct(BOB))
    await _set_in_private(house, direct(BOB), BOB, "pastel")

    await house.desk.forget_everything(reader_of(ANA, direct(ANA)))

    left = await dump(house.pool)
    assert not quoting(left, "zanzibar")
    assert len(quoting(left, "pastel style", "always pastel")) == 2
    assert len(quoting(left, "gouache style", "always gouache")) == 2, "a place's own stays, without a name"


async def test_a_private_chat_is_known_after_its_messages_have_had_their_time(house: PgMemoryHouse) -> None:
    await _set_in_private(house, _chat_of("7001700170"), AuthorId("telegram:7001700170"), "zanzibar")
    await _set_in_private(house, _chat_of("700"), AuthorId("telegram:700"), "pastel")

    await house.desk.forget_everything(reader_of(AuthorId("telegram:7001700170"), _chat_of("7001700170")))

    left = await dump(house.pool)
    assert not quoting(left, "zanzibar", "7001700170")
    assert len(quoting(left, "pastel style", "always pastel")) == 2


async def test_what_moderators_granted_a_person_by_name_names_them_no_more(house: PgMemoryHouse) -> None:
    scope = MemoryScope(kind="channel", key=ART.channel_key)
    await house.settings.save_channel(
        scope, ChannelSettings(person_pictures_per_day={"telegram:7001700170": 3, BOB: 4}, pictures_per_day=2)
    )

    await house.desk.forget_everything(reader_of(AuthorId("telegram:7001700170"), ART))

    left = await house.settings.channel(ART)
    assert (left.person_pictures_per_day, left.pictures_per_day) == ({BOB: 4}, 2)
    assert not quoting(await dump(house.pool), "7001700170")


async def test_a_name_that_looks_like_another_s_chat_opens_nothing(house: PgMemoryHouse) -> None:
    bobs = Place(platform="web", channel="@bob", private=True)
    await _set_in_private(house, bobs, AuthorId("web:bob"), "pastel")

    await house.desk.forget_everything(reader_of(AuthorId("web:@bob"), ART))

    assert len(quoting(await dump(house.pool), "pastel style", "always pastel")) == 2
