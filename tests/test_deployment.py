"""The files under deploy/: manifests a cluster takes, expressions Prometheus reads, metrics that exist, runbooks that are written."""

import configparser
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import promql_parser
import pytest
import yaml

from bot.instruments import PROCESS
from bot.settings import Settings
from bot.worker.metrics import OF_THE_FLEET
from tests.patience import PATIENCE_SECONDS
from tests.test_docs import anchor_of

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
KUBERNETES = "1.32"
MANIFESTS = [
    path for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if path.name != "kustomization.yaml"
]


def documents(path: Path) -> list[dict[str, Any]]:
    return [*yaml.safe_load_all(path.read_text(encoding="utf-8"))]


def alerts() -> list[dict[str, Any]]:
    (found,) = documents(DEPLOY / "prometheus" / "alerts.yaml")
    return [rule for group in found["groups"] for rule in group["rules"]]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    dashboard = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text(encoding="utf-8"))
    yield from (target["expr"] for panel in dashboard["panels"] for target in panel["targets"])


def told() -> set[str]:
    """Every series that /metrics may have."""
    ends = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
    ours = {metric.name + end for metric in PROCESS.collect() for end in ends[metric.type]}
    return ours | OF_THE_FLEET


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_a_manifest_is_one_that_a_cluster_takes(path: Path) -> None:
    for document in documents(path):
        kubernetes_validate.validate(document, KUBERNETES, strict=True)


def test_all_manifests_are_in_the_kustomization() -> None:
    (found,) = documents(DEPLOY / "kubernetes" / "kustomization.yaml")

    assert found["resources"] == [
        path.name for path in sorted(MANIFESTS, key=lambda path: found["resources"].index(path.name))
    ]
    assert {path.name for path in MANIFESTS} == {*found["resources"]}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_its_settings_are_settings(path: Path) -> None:
    known = {str(field.alias) for field in Settings.model_fields.values()}
    for document in documents(path):
        for container in document["spec"].get("template", {}).get("spec", {}).get("containers", ()):
            assert {variable["name"] for variable in container["env"]} <= known


@pytest.mark.parametrize("expression", [*expressions()])
def test_an_expression_is_promql_and_names_what_is_told(expression: str) -> None:
    promql_parser.parse(expression)

    assert {*re.findall(r"\batelier_\w+", expression)} <= told()


def test_every_alert_has_a_runbook_that_is_written() -> None:
    written = {
        anchor_of(line.lstrip("# "))
        for line in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    }

    for rule in alerts():
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert page == "docs/operations.md"
        assert anchor in written, f"{rule['alert']} points to {anchor}"


def test_the_unit_starts_what_is_there() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "systemd" / "atelier.service", encoding="utf-8")

    assert unit["Service"]["ExecStart"].endswith("/.venv/bin/python -m bot run")
    assert int(unit["Service"]["TimeoutStopSec"]) > 30
    assert unit["Service"]["Environment"].startswith(
        "ATELIER_DATA_DIR=/var/lib/" + unit["Service"]["StateDirectory"]
    )


def test_the_image_is_built_as_its_linter_advises() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("hadolint"), ROOT / "Dockerfile"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert found.returncode == 0, found.stdout
