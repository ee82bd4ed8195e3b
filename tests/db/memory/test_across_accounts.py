"""One person with several accounts: what each may read of the others', where, and what nobody else may."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent.domain.conversation import Author, AuthorId, Place
from agent.domain.memory import AuthorSettings, MemoryScope, Reader
from agent.errors import NotFound, OverBudget
from agent.limits import DayLimits
from agent.turn_context import reader_of
from db.accounts.account_store import PgAccounts
from db.settings_store import PgSettingsStore
from db.turns.spending import PgSpending
from tests.contracts.memory.memory_house import ANA, ART, BOB, direct, pixels, recalled, switch_memory, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.builders import turn

TANA = AuthorId("telegram:ana")
GROUP = Place(platform="telegram", community="group", channel="group")
CHAT = Place(platform="telegram", channel="ana", private=True)
"""Ana's own with the bot."""


async def link(house: PgMemoryHouse, one: AuthorId = ANA, other: AuthorId = TANA) -> PgAccounts:
    accounts = PgAccounts(house.pool, house.clock, page="https://atelier.example")
    code = await accounts.offer(Author(id=one, name=one))
    assert await accounts.join(Author(id=other, name=other), code) is None
    return accounts


async def profile(house: PgMemoryHouse, reader: Reader) -> list[str]:
    return [memory.sentence() for memory in (await house.store.profile(reader)).memories]


async def read(
    house: PgMemoryHouse, reader: Reader, text: str = "watercolour castle dragon otter"
) -> set[str]:
    """All that any door shows."""
    listed = [memory.sentence() for memory in await house.desk.list(reader, history=True)]
    return {*listed, *await profile(house, reader), *await recalled(house, reader, text)}


async def test_what_is_told_to_one_account_is_known_to_the_other_once_they_are_one_person(
    house: PgMemoryHouse,
) -> None:
    await tell(house, "prefers watercolour", by=ANA, at=ART)
    before = await read(house, reader_of(TANA, GROUP))

    accounts = await link(house)
    joined = await read(house, reader_of(TANA, GROUP))
    await accounts.part(ANA, TANA)

    assert before == set()
    assert joined == {"prefers watercolour"}
    assert await read(house, reader_of(TANA, GROUP)) == set()
    assert await read(house, reader_of(ANA, ART)) == {"prefers watercolour"}


async def test_rows_stay_where_they_were_told_and_leave_with_their_account(house: PgMemoryHouse) -> None:
    accounts = await link(house)
    told = await tell(house, "has an otter", by=TANA, at=GROUP, kind="fact")
    await tell(house, "has a castle", by=ANA, kind="fact")
    await accounts.part(ANA, ANA)

    assert told.memory.scope == MemoryScope(kind="user", key=TANA)
    assert await read(house, reader_of(ANA, ART)) == {"has a castle"}
    assert await read(house, reader_of(TANA, GROUP)) == {"has an otter"}
    await link(house, BOB, TANA)
    assert await read(house, reader_of(BOB, ART)) == {"has an otter"}


async def test_what_was_said_in_private_is_read_in_private_alone_on_every_platform(
    house: PgMemoryHouse,
) -> None:
    await tell(house, "fears the otter", by=ANA, at=direct(ANA), kind="fact")
    await link(house)

    assert await read(house, reader_of(TANA, CHAT)) == {"fears the otter"}
    assert await read(house, reader_of(TANA, GROUP)) == set()
    assert await read(house, reader_of(ANA, ART)) == set()


@pytest.mark.parametrize(
    ("said_to", "read_by", "shown"), [(True, True, True), (True, False, False), (False, True, False)]
)
async def test_private_words_are_shown_in_a_shared_place_only_where_both_accounts_chose_so(
    house: PgMemoryHouse, said_to: bool, read_by: bool, shown: bool
) -> None:
    await tell(house, "fears the otter", by=ANA, at=direct(ANA), kind="fact")
    for author, chosen in ((ANA, said_to), (TANA, read_by)):
        await house.settings.save_author(author, replace(AuthorSettings(), private_in_public=chosen))
    await link(house)

    assert await read(house, reader_of(TANA, GROUP)) == ({"fears the otter"} if shown else set())


@pytest.mark.parametrize("off", [ANA, TANA])
async def test_an_account_whose_memory_is_off_neither_lends_nor_borrows(
    house: PgMemoryHouse, off: AuthorId
) -> None:
    await tell(house, "prefers watercolour", by=ANA)
    await link(house)
    await switch_memory(house, author=off, on=False)

    reader = reader_of(TANA, GROUP)
    assert await profile(house, reader) == []
    assert await recalled(house, reader, "watercolour") == []


async def test_the_newest_word_wins_whichever_account_it_was_said_to(house: PgMemoryHouse) -> None:
    await tell(house, "prefers watercolour", by=ANA)
    await tell(house, "prefers oil paintings", by=TANA, at=GROUP)
    await tell(house, "no text in pictures", by=ANA)
    accounts = await link(house)

    for reader in (reader_of(ANA, ART), reader_of(TANA, GROUP)):
        assert set(await profile(house, reader)) == {"prefers oil paintings", "no text in pictures"}
        assert "prefers watercolour" not in await recalled(house, reader, "watercolour or oil")
    await tell(house, "prefers watercolour again", by=ANA)
    assert "prefers oil paintings" not in await profile(house, reader_of(TANA, GROUP))
    await accounts.part(ANA, TANA)
    assert await profile(house, reader_of(TANA, GROUP)) == ["prefers oil paintings"]


async def test_characters_of_one_name_stay_two_and_one_s_own_comes_first(house: PgMemoryHouse) -> None:
    await tell(house, "a silver-haired elf", by=ANA, kind="character", name="Luna")
    await tell(house, "a black cat", by=TANA, at=GROUP, kind="character", name="Luna")
    await link(house)

    for by, at, first in ((ANA, ART, "elf"), (TANA, GROUP, "cat")):
        found = await recalled(house, reader_of(by, at), "draw Luna")
        assert len(found) == 2
        assert first in found[0]
        assert len(await house.desk.list(reader_of(by, at), search="Luna")) == 2


async def test_one_person_forgets_and_changes_their_own_from_any_account(house: PgMemoryHouse) -> None:
    told = await tell(house, "prefers watercolour", by=ANA)
    otter = await tell(house, "has an otter", by=ANA, kind="fact")
    await link(house)
    reader = reader_of(TANA, CHAT)

    await house.desk.edit(reader, told.memory.id, text="prefers gouache")
    assert await house.desk.forget(reader, [otter.memory.id]) == 1

    assert await read(house, reader_of(ANA, ART)) == {"prefers gouache"}
    with pytest.raises(NotFound):
        await house.desk.edit(reader_of(BOB, ART), told.memory.id, text="x")


async def test_what_holds_for_a_place_does_not_come_along(house: PgMemoryHouse) -> None:
    """Nor any right there: a moderator of the one is nobody on the other."""
    rule = await tell(house, "never gore", by=ANA, scope="channel", kind="rule")
    await link(house)

    assert await read(house, reader_of(TANA, GROUP)) == set()
    assert await house.desk.forget(reader_of(TANA, GROUP), [rule.memory.id], may_manage=True) == 0


async def test_pictures_are_found_from_the_other_account_and_private_ones_in_private(
    house: PgMemoryHouse,
) -> None:
    await house.post("an otter in the rain", pixels("open"), by=ANA, place=ART)
    await house.post("an otter in the bath", pixels("secret"), by=ANA, place=direct(ANA))
    await link(house)

    async def found(reader: Reader) -> set[str]:
        return {p.caption for p in (await house.store.recall(reader, "the otter", limit=6)).pictures}

    assert await found(reader_of(TANA, GROUP)) == {"an otter in the rain"}
    assert await found(reader_of(TANA, CHAT)) == {"an otter in the rain", "an otter in the bath"}
    assert await found(reader_of(BOB, GROUP)) == set()


async def test_a_picture_of_one_account_may_show_a_character_of_the_other(house: PgMemoryHouse) -> None:
    image = await house.save_image(pixels("otter"), owner=ANA)
    told = await tell(house, "an otter", by=TANA, at=CHAT, kind="character", name="Otto")
    with pytest.raises(NotFound):
        await house.desk.add_image(reader_of(TANA, CHAT), told.memory.id, image)
    await link(house)

    assert (await house.desk.add_image(reader_of(TANA, CHAT), told.memory.id, image)).images == (image,)


async def test_a_day_s_pictures_count_for_the_person(house: PgMemoryHouse) -> None:
    spending = PgSpending(house.pool, DayLimits(pictures_per_person=2))

    async def draws(by: AuthorId, number: int) -> None:
        asked = turn(id=f"{by} {number}")
        asked = replace(asked, author=replace(asked.author, id=by))
        await spending.take(asked, "render-0", pictures=1)

    await draws(ANA, 1)
    await draws(TANA, 1)
    await draws(TANA, 2)  # of their own: they are two people
    accounts = await link(house)

    with pytest.raises(OverBudget):
        await draws(ANA, 2)
    await accounts.part(ANA, TANA)
    await draws(ANA, 2)


async def test_forgetting_and_the_export_are_of_this_account_or_of_all(house: PgMemoryHouse) -> None:
    for everywhere, left in ((False, {"has an otter"}), (True, set[str]())):
        await tell(house, "has a castle", by=ANA, kind="fact")
        await tell(house, "has an otter", by=TANA, at=GROUP, kind="fact")
        accounts = await link(house)
        here = await house.desk.export(reader_of(ANA, ART), everywhere=everywhere)

        await house.desk.forget_everything(reader_of(ANA, ART), everywhere=everywhere)

        assert (b"telegram" in here) is everywhere
        assert await read(house, reader_of(ANA, ART)) == set()
        assert await read(house, reader_of(TANA, GROUP)) == left
        assert await accounts.of(ANA) == []


@pytest.mark.parametrize("seed", range(3))
async def test_whoever_is_linked_with_whom_nothing_else_is_read(house: PgMemoryHouse, seed: int) -> None:
    """Twelve accounts, linked and parted at random: each reads its person's words, and private ones in private alone."""
    chance = random.Random(seed)
    people = [AuthorId(f"{platform}:{n}") for platform in ("discord", "telegram", "web") for n in range(4)]
    accounts = PgAccounts(house.pool, house.clock, page="")
    for who in people:
        await tell(house, f"has open{_word(who)}", by=who, at=_shared(who), kind="fact")
        await tell(house, f"has secret{_word(who)}", by=who, at=_own(who), kind="fact")
    person_of = {who: frozenset((who,)) for who in people}
    for _ in range(14):
        one, other = chance.sample(people, 2)
        if chance.random() < 0.3:
            if await accounts.part(one, one):
                rest = person_of[one] - {one}
                person_of |= {each: rest for each in rest} | {one: frozenset((one,))}
        elif await accounts.join(
            Author(id=one, name="x"), await accounts.offer(Author(id=other, name="y"))
        ) is None:  # fmt: skip
            joined = person_of[one] | person_of[other]
            person_of |= {each: joined for each in joined}
        await _all_read_their_own(house, people, person_of)


async def _all_read_their_own(
    house: PgMemoryHouse, people: Sequence[AuthorId], person_of: dict[AuthorId, frozenset[AuthorId]]
) -> None:
    for who in people:
        theirs = {f"has open{_word(each)}" for each in person_of[who]}
        secrets = {f"has secret{_word(each)}" for each in person_of[who]}
        assert await read(house, reader_of(who, _shared(who)), "has") == theirs
        assert await read(house, reader_of(who, _own(who)), "has") == theirs | secrets


def _word(who: str) -> str:
    return who.replace(":", "")


def _platform(who: str) -> str:
    return who.partition(":")[0]


def _shared(who: str) -> Place:
    return Place(platform=_platform(who), community="c", channel="c")  # pyright: ignore[reportArgumentType]


def _own(who: str) -> Place:
    return Place(platform=_platform(who), channel=_word(who), private=True)  # pyright: ignore[reportArgumentType]


async def test_a_link_that_only_the_process_believes_in_opens_nothing(house: PgMemoryHouse) -> None:
    """What a process remembers of other accounts says what is cached; SQL says what is read."""
    await tell(house, "prefers watercolour", by=ANA)
    accounts = await link(house)
    assert await recalled(house, reader_of(TANA, GROUP), "watercolour") == ["prefers watercolour"]

    await accounts.part(TANA, ANA)

    assert await recalled(house, reader_of(TANA, GROUP), "watercolour") == []
    assert (await PgSettingsStore(house.pool).author(TANA)).memory
