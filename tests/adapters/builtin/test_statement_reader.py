"""What /remember makes of a text, in the languages that the planner speaks."""

import pytest

from adapters.builtin.statement_reader import STATEMENTS_MAX, BuiltInStatementReader
from agent.domain.generation import Statement
from agent.ports import StatementReader
from tests.contracts.models.statement_reader_contract import StatementReaderContract
from tests.fakes.models.statement_reader import FakeStatementReader


class TestOfflineStatementReader(StatementReaderContract):
    @pytest.fixture
    def reader(self) -> StatementReader:
        return BuiltInStatementReader()


class TestFakeStatementReader(StatementReaderContract):
    @pytest.fixture
    def reader(self) -> StatementReader:
        return FakeStatementReader()


READ: dict[str, tuple[str, str, str, str]] = {
    # text: kind, scope, name, text
    "luna is a silver-haired elf": ("character", "user", "Luna", "silver-haired elf"),
    "Luna is an elf. She wears a green cloak.": ("character", "user", "Luna", "elf, wears a green cloak"),
    "Luna: a silver-haired elf": ("character", "user", "Luna", "silver-haired elf"),
    "my dog Rex is brown": ("character", "user", "Rex", "brown dog"),
    "I like watercolour": ("preference", "user", "", "prefers watercolour"),
    "that I hate spiders": ("preference", "user", "", "dislikes spiders"),
    "remember that I like noir": ("preference", "user", "", "prefers noir"),
    "pixel art": ("preference", "user", "", "prefers pixel art"),
    "banners are 3:1": ("preference", "user", "", "banners are 3:1"),
    "no gore here": ("rule", "channel", "", "no gore"),
    "my birthday is on 3 May": ("fact", "user", "", "my birthday is on 3 May"),
    "The Raid Team is cool": ("fact", "user", "", "The Raid Team is cool"),
    "Luna es una elfa de pelo plateado": ("character", "user", "Luna", "elfa de pelo plateado"),
    "Luna tiene pelo plateado": ("character", "user", "Luna", "tiene pelo plateado"),
    "odio las arañas": ("preference", "user", "", "dislikes arañas"),
    "siempre quiero imágenes cuadradas": ("preference", "user", "", "always wants imágenes cuadradas"),
    "Luna ist eine Elfe mit silbernem Haar": ("character", "user", "Luna", "Elfe mit silbernem Haar"),
    "ich mag Aquarell": ("preference", "user", "", "prefers Aquarell"),
    "nie Spinnen": ("preference", "user", "", "never wants Spinnen"),
    "mon chat s'appelle Miso": ("character", "user", "Miso", "chat"),
    "je déteste les araignées": ("preference", "user", "", "dislikes araignées"),
    "Luna é uma elfa": ("character", "user", "Luna", "elfa"),
    "eu gosto de aquarela": ("preference", "user", "", "prefers aquarela"),
    "露娜是银发精灵": ("character", "user", "露娜", "银发精灵"),
    "我喜欢水彩": ("preference", "user", "", "prefers 水彩"),
}


@pytest.mark.parametrize("text", READ)
def test_an_order_is_read(text: str) -> None:
    kind, scope, name, said = READ[text]

    assert BuiltInStatementReader().statements(text) == (
        Statement(kind=kind, scope=scope, name=name, text=said),
    )


def test_several_sentences_are_several_statements() -> None:
    found = BuiltInStatementReader().statements("I like noir. I hate clowns. Rex is a brown dog.")

    assert [(one.kind, one.text) for one in found] == [
        ("preference", "prefers noir"), ("preference", "dislikes clowns"), ("character", "brown dog"),
    ]  # fmt: skip


def test_an_order_holds_so_many_statements() -> None:
    assert len(BuiltInStatementReader().statements("I like noir. " * 40)) <= STATEMENTS_MAX
