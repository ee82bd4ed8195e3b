"""Both compose files are what Docker understands, and no container of them may do more than it needs."""

import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from bot.settings import Settings
from tests.patience import PATIENCE_SECONDS

FILES = {name: Path(__file__).parent.parent / name for name in ("compose.yaml", "compose.roles.yaml")}
SERVICES: dict[tuple[str, str], dict[str, Any]] = {
    (file, name): service
    for file, path in FILES.items()
    for name, service in YAML(typ="safe").load(path)["services"].items()
}


@pytest.mark.parametrize("file", FILES)
def test_it_is_of_the_compose_specification_s_shape(file: str) -> None:
    command = [
        sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "--no-cache", str(FILES[file]),
    ]  # fmt: skip

    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("file", "name"), SERVICES)
def test_a_container_may_do_no_more_than_it_needs(file: str, name: str) -> None:
    service = SERVICES[file, name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"] == service["memswap_limit"], "no swapping beside the limit"
    assert service["pids_limit"] > 0
    assert all("size=" in mount for mount in service["tmpfs"]), (
        "a file system in memory counts against the limit"
    )
    assert not service.get("privileged")


@pytest.mark.parametrize("file", FILES)
def test_only_the_page_is_published_and_only_to_this_machine(file: str) -> None:
    published = [
        port for (of, _), service in SERVICES.items() if of == file for port in service.get("ports", [])
    ]

    assert published == ["127.0.0.1:8080:8080"]


def test_each_service_of_the_roles_has_one_of_its_own() -> None:
    """Which are together what a bot does."""
    roles = {
        name: service["command"][-1]
        for (file, name), service in SERVICES.items()
        if file == "compose.roles.yaml"
    }

    assert set(roles.values()) == {*get_args(Settings.model_fields["role"].annotation)} - {"all"}
    assert all(name == role for name, role in roles.items())
