"""What the installation is made of: every package that is shipped, in a shape that scanners take, with the licences it carries."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from bot.commands.components import (
    BILL_FILE,
    NOTICES_FILE,
    Component,
    bill_of,
    components,
    locked,
    notices_of,
    write_components,
)

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.txt"
_PIN = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)(?: ; ([^\\\n]+))?", re.MULTILINE)


def shipped_here() -> dict[str, str]:
    """Name to version, of those that this Python and system want, read from the lock by another way."""
    return {
        canonicalize_name(name): version
        for name, version, marker in _PIN.findall(LOCK.read_text(encoding="utf-8"))
        if not marker or Marker(marker.strip()).evaluate()
    }


def package(name: str = "fox", **more: object) -> Component:
    return Component(
        **{"name": name, "version": "1", "expression": "", "named": "", "texts": (), "needs": (), **more}
    )  # type: ignore[arg-type]


def test_it_lists_what_the_lock_ships_and_no_tool_of_development(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write_components(tmp_path / "made" / "here") == 0

    bill = json.loads((tmp_path / "made" / "here" / BILL_FILE).read_text())
    listed = {each["name"]: each["version"] for each in bill["components"] if each["type"] == "library"}
    assert listed == shipped_here()
    assert "pytest" not in listed
    assert f"{len(listed)} packages" in capsys.readouterr().out


def test_the_bill_is_valid_and_the_same_each_time(tmp_path: Path) -> None:
    found = components(locked(LOCK))

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill_of(found))) is None
    assert bill_of(found) == bill_of(components(locked(LOCK)))


def test_what_a_package_needs_is_named_and_is_in_it() -> None:
    bill = bill_of(components(locked(LOCK)))
    needed = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    known = {each["bom-ref"] for each in bill["components"]}

    (discord,) = [ref for ref in needed if ref.startswith("pkg:pypi/discord-py@")]
    assert any(ref.startswith("pkg:pypi/aiohttp@") for ref in needed[discord])
    assert {ref for refs in needed.values() for ref in refs} <= known


def test_every_package_states_its_licence() -> None:
    assert [each.name for each in components(locked(LOCK)) if not (each.expression or each.named)] == []


def test_the_notices_hold_the_texts_and_say_where_there_is_none(tmp_path: Path) -> None:
    write_components(tmp_path)
    notices = (tmp_path / NOTICES_FILE).read_text()

    assert all(f"\n{name} {version}: " in notices for name, version in shipped_here().items())
    assert "Apache License" in notices
    assert "carries no text of its licence." in notices_of([package(expression="MIT")])
    assert "it states no licence" in notices_of([package()])


def test_without_a_lock_everything_that_is_installed_belongs_to_it(tmp_path: Path) -> None:
    """As in the image."""
    assert locked(tmp_path / "requirements.txt") is None
    assert "pytest" in {each.name for each in components(None)}


def test_a_licence_that_is_no_spdx_expression_is_a_name() -> None:
    (_, one, two, three) = bill_of(
        [package("a", expression="MIT"), package("b", named="BSD License"), package("c")]
    )["components"]

    assert one["licenses"] == [{"expression": "MIT"}]
    assert two["licenses"] == [{"license": {"name": "BSD License"}}]
    assert "licenses" not in three
