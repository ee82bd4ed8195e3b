"""Every command that the documents name is carried out by something, and what is quick is carried out here."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from benchmarks.docs.__main__ import play
from benchmarks.docs.documents import ROOT, commands, documents, is_command, settings_blocks
from benchmarks.docs.ledger import REASON_CHARS, Step, Story, read_ledger
from benchmarks.docs.sandbox import NotAsWritten
from bot.settings import Settings

LEDGER = read_ledger()
NOT_RUN = 7
"""Commands that nothing here can carry out. One more is one more promise that nobody looked at."""


@cache
def named() -> dict[str, Path]:
    """Command to a document that names it."""
    return {command: path for path in documents() for command in commands(path)}


def test_every_command_of_the_documents_is_accounted_for() -> None:
    known = {*LEDGER.known()}

    assert {command: path.name for command, path in named().items() if command not in known} == {}, (
        "give it a story in benchmarks/docs/commands.toml"
    )


def test_what_is_accounted_for_is_named_in_a_document() -> None:
    assert [command for command in LEDGER.known() if command not in named()] == []


def test_a_command_is_either_carried_out_or_not() -> None:
    run = {step.run for story in LEDGER.stories for step in story.steps if step.documented}

    assert not run & LEDGER.elsewhere.keys()
    assert not run & LEDGER.not_run.keys()
    assert not LEDGER.elsewhere.keys() & LEDGER.not_run.keys()


def test_what_carries_one_out_elsewhere_is_there_and_names_it() -> None:
    for command, name in LEDGER.elsewhere.items():
        assert command.split()[-1].partition(" ")[0] in (ROOT / name).read_text(encoding="utf-8"), command


def test_what_is_not_carried_out_has_a_reason() -> None:
    assert len(LEDGER.not_run) == NOT_RUN
    assert [command for command, reason in LEDGER.not_run.items() if len(reason) < REASON_CHARS] == []


def test_stories_have_names_of_their_own() -> None:
    assert max(Counter(story.name for story in LEDGER.stories).values()) == 1


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("python -m bot run", True),
        ("ATELIER_DATA_DIR=new python -m bot restore a.zip", True),
        (".venv/bin/python -m bot check", True),
        ("make texts NEW=sv", True),
        ("make it night", False),
        ("make this a pirate ~/cat.png", False),
        ("pg_dump", False),
        ("ATELIER_OBJECTS=/srv/pictures", False),
        ("/memory", False),
    ],
)
def test_a_command_is_told_from_what_is_said_to_the_bot(text: str, is_one: bool) -> None:
    assert is_command(text) is is_one


def test_commands_of_blocks_sentences_and_comments_are_found(tmp_path: Path) -> None:
    page, manifest = tmp_path / "page.md", tmp_path / "manifest.yaml"
    page.write_text(
        "Say `make it night`, type `make\nrun` or:\n\n```sh\npython -m bot status  # now\n```\n```toml\nmake = 1\n```\n"
    )
    manifest.write_text("# kubectl apply -k deploy      (then wait)\nname: x # see `make chat`\n")

    assert [*commands(page)] == ["python -m bot status", "make run"]
    assert [*commands(manifest)] == ["kubectl apply -k deploy", "make chat"]


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, id=f"{path.name}: {block.strip().splitlines()[0]}")
        for path in documents()
        if path.suffix == ".md"
        for block in settings_blocks(path)
    ],
)
def test_a_block_of_settings_is_one_that_the_bot_reads(block: str, tmp_path: Path) -> None:
    """As a file `.env`, with something where the reader puts their own."""
    file = tmp_path / ".env"
    file.write_text(re.sub(r"(?<=URL=)\.\.\.", "http://127.0.0.1:8000/v1", block).replace("...", "x" * 32))

    assert Settings(_env_file=file).model_fields_set  # type: ignore[call-arg]


@pytest.mark.e2e
@pytest.mark.parametrize(
    "story", [each for each in LEDGER.stories if each.is_quick], ids=lambda each: each.name
)
async def test_it_does_what_is_written(story: Story) -> None:
    await play(story)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(Step(run="exit 3"), id="exit code"),
        pytest.param(Step(run="echo fox", prints=["cat"]), id="words"),
        pytest.param(Step(run="echo fox", keeps={"number": r"(\d+)"}), id="nothing to keep"),
        pytest.param(Step(run="true", makes=["file"]), id="no file"),
        pytest.param(Step(run="echo fox", until="ready"), id="a service that ends"),
        pytest.param(Step(run="echo fox", given={"cat": "dog"}), id="a word that is not there"),
    ],
)
async def test_a_command_that_does_otherwise_is_told(step: Step) -> None:
    with pytest.raises(NotAsWritten):
        await play(Story(name="wrong", steps=[step]))
