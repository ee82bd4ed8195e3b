"""The whole process while strangers throw pictures at it. How fast it is meanwhile: `python -m benchmarks.bombs`."""

import asyncio

import pytest

from benchmarks.fleet.doors import House, open_house
from simulators import hostile_pictures as hostile
from tests.e2e.processes.web_process import empty_home

pytestmark = pytest.mark.e2e
DEAR, REFUSED, HONEST = "dear", "refused", "honest"


async def test_bombs_hold_up_neither_an_honest_picture_nor_a_drawing_nor_the_end() -> None:
    dear, layers = hostile.deep(colours=hostile.GREY), hostile.many_layers()
    with empty_home() as home:
        async with open_house(home) as house:
            order = await thrown(
                house, [(DEAR, dear)] * 6 + [(REFUSED, layers)] * 4 + [(HONEST, hostile.honest())]
            )
            assert order.index(HONEST) < len(order) - 1 - order[::-1].index(DEAR), order
            await house.drawn("Bob", "draw a fox")

            amid = [asyncio.create_task(house.by_page(f"Mallory {number}", dear)) for number in range(6)]
            await asyncio.wait(amid, return_when=asyncio.FIRST_COMPLETED)
            _, code = await house.stopped()
            await asyncio.gather(*amid, return_exceptions=True)

        assert code == 0
        assert "Traceback" not in (said := house.log.read_text()), said[said.index("Traceback") - 500 :][
            :4_000
        ]


async def thrown(house: House, pictures: list[tuple[str, bytes]]) -> list[str]:
    """The names in the order in which they were answered, which every one was."""
    order: list[str] = []

    async def one(number: int, name: str, data: bytes) -> None:
        _, status, said = await house.by_page(
            f"Mallory {number}", data, text=""
        )  # the picture alone is answered at the door
        order.append(name)
        assert ("so many layers" in said) == (name == REFUSED), (status, said)

    for number in range(len(pictures)):
        await house.visitor(f"Mallory {number}")
    await asyncio.gather(*(one(number, *picture) for number, picture in enumerate(pictures)))
    return order
