"""Which pictures go to an image model, in which order, and how its prompt speaks of them."""

from agent.domain.generation import Reference
from agent.image_prompt import by_use, in_words, left_out_in_words


def ref(name: str, role: str, detail: str = "") -> Reference:
    return Reference(image=f"{role}-{name}-{detail}", role=role, label=name, detail=detail)  # pyright: ignore[reportArgumentType]


def roles(*references: Reference) -> list[str]:
    return [f"{one.role} {one.label}{f'/{one.detail}' if one.detail else ''}" for one in by_use(references)]


def test_what_a_picture_is_worst_done_without_comes_first() -> None:
    given = [ref("ink", "style"), ref("Luna", "character"), ref("Ben", "person"), ref("fox", "base")]

    assert roles(*given) == ["base fox", "person Ben", "character Luna", "style ink"]


def test_everybody_is_shown_once_before_anybody_is_shown_twice() -> None:
    given = [
        ref("Ben", "person", "front"), ref("Ben", "person", "glasses"), ref("Luna", "character", "front"),
        ref("Luna", "character", "side"), ref("ink", "style"),
    ]  # fmt: skip

    assert roles(*given)[:3] == ["person Ben/front", "character Luna/front", "style ink"]
    assert roles(*given)[3:] == ["person Ben/glasses", "character Luna/side"]


def test_pictures_without_a_name_are_each_somebody_of_their_own() -> None:
    given = [Reference(image="1", role="subject"), Reference(image="2", role="subject"), ref("ink", "style")]

    assert [one.image for one in by_use(given)][:2] == ["1", "2"]


def test_the_same_picture_for_the_same_use_goes_once() -> None:
    assert len(by_use([ref("Ben", "person"), ref("Ben", "person")])) == 1


def test_the_prompt_speaks_of_each_picture_by_its_place() -> None:
    said = in_words(
        by_use(
            [
                ref("our board", "style"),
                ref("Ben", "person", "with glasses"),
                ref("fox", "base"),
                ref("Luna", "character"),
            ]
        )
    )

    assert said.startswith(
        "Picture 1 is the one to change. Picture 2 shows Ben (with glasses), a real person"
    )
    assert "Picture 3 shows Luna" in said
    assert said.endswith("Picture 4 gives the style only (our board): take nothing else from it.")


def test_pictures_of_one_figure_that_stand_together_are_named_together() -> None:
    said = in_words(
        [ref("Ben", "person", "front"), ref("Ben", "person", "glasses"), ref("Luna", "character")]
    )

    assert said.startswith("Pictures 1 and 2 show Ben (front, glasses), a real person")
    assert "Picture 3 shows Luna" in said


def test_somebody_who_is_still_there_in_one_picture_is_not_said_to_be_left_out() -> None:
    given, beyond = [ref("Ben", "person", "front")], [ref("Ben", "person", "side"), ref("Luna", "character")]

    assert left_out_in_words(given, beyond) == ("Luna as it looks in the reference picture",)
    assert left_out_in_words((), [ref("house", "style")]) == ("the style of the reference picture (house)",)
