"""What surely is not to be drawn leaves the subject; what is in doubt stays."""

import numpy as np
import pytest

from adapters.builtin.planner.reading.reading import Reading
from adapters.builtin.planner.word_roles import misplaced
from adapters.builtin.planner.word_roles.misplaced import put_right
from adapters.builtin.planner.word_roles.roles import ROLES, WEIGHTS, made_of
from adapters.builtin.planner.word_roles.train import Example, examples, fitted
from agent.errors import ModelUnavailable

TEXT = "a bear on a swing for my niece, chunky crayon"
READING = Reading(language="en", subject=TEXT)


def likely(*runs: tuple[str, tuple[int, int], float], words: int = 11) -> list[list[float]]:
    """Every word is of the subject, but for the words of these runs."""
    rows = np.zeros((words, len(ROLES)))
    rows[:, ROLES.index("subject")] = 1
    for role, (first, last), sure in runs:
        rows[first:last, ROLES.index("subject")] = 1 - sure
        rows[first:last, ROLES.index(role)] = sure
    return rows.tolist()


def put(
    monkeypatch: pytest.MonkeyPatch, rows: list[list[float]], names: frozenset[str] = frozenset()
) -> Reading:
    monkeypatch.setattr(misplaced, "likelihoods", lambda _: rows)
    return put_right(READING, TEXT, names)


def test_what_is_surely_a_reason_or_a_look_leaves_the_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    read = put(monkeypatch, likely(("for", (5, 8), 0.99), ("style", (8, 10), 0.99), words=10))

    assert (read.subject, read.style) == ("a bear on a swing", "chunky crayon")


def test_what_is_in_doubt_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert put(monkeypatch, likely(("for", (5, 8), 0.8), ("style", (8, 10), 0.8), words=10)) == READING


def test_nobody_who_is_known_by_name_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    read = put(monkeypatch, likely(("for", (5, 8), 0.99), words=10), frozenset({"niece"}))

    assert read.subject == TEXT


def test_a_subject_never_becomes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert put(monkeypatch, likely(("talk", (0, 10), 0.99), words=10)).subject == TEXT


def test_without_the_model_of_words_the_reading_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> list[list[float]]:
        raise ModelUnavailable("gone")

    monkeypatch.setattr(misplaced, "likelihoods", fail)

    assert put_right(READING, TEXT) == READING


def test_the_weights_belong_to_the_examples() -> None:
    with np.load(WEIGHTS) as kept:
        assert str(kept["made_of"]) == made_of(), "run python -m adapters.builtin.planner.word_roles.train"


def test_every_example_can_be_read() -> None:
    told = examples()

    assert len({one.text for one in told}) == len(told) > 900
    assert {ROLES[role] for one in told for role in one.roles} == set(ROLES)


def test_a_role_is_learned_from_the_word_and_from_the_one_before() -> None:
    talk, thing = ROLES.index("talk"), ROLES.index("subject")
    one = np.eye(3, dtype=np.float32)
    told = [Example(text="draw fox please", roles=(talk, thing, talk))] * 60

    chain = fitted(told, [one] * 60)

    assert (chain.points(one)[:, talk] > chain.points(one)[:, thing]).tolist() == [True, False, True]
    assert chain.follows[talk, thing] > chain.follows[talk, talk]
