"""compose.yaml is what Docker understands, and no container of it may do more than it needs."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.patience import PATIENCE_SECONDS

COMPOSE = Path(__file__).parent.parent / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe").load(COMPOSE)["services"]


def test_it_is_of_the_compose_specification_s_shape() -> None:
    command = [
        sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "--no-cache", str(COMPOSE),
    ]  # fmt: skip

    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"] == service["memswap_limit"], "no swapping beside the limit"
    assert service["pids_limit"] > 0
    assert all("size=" in mount for mount in service["tmpfs"]), (
        "a file system in memory counts against the limit"
    )
    assert not service.get("privileged")


def test_only_the_page_is_published_and_only_to_this_machine() -> None:
    assert [port for service in SERVICES.values() for port in service.get("ports", [])] == [
        "127.0.0.1:8080:8080"
    ]
