"""Whether a server can run a workflow: its node classes are there, and so are the files that they name. Pure."""

from collections.abc import Mapping
from typing import Any, cast

from adapters.comfyui.workflow import Workflow


def lacks(workflow: Workflow, classes: Mapping[str, Any]) -> tuple[str, ...]:
    """What the server does not have, as phrases. `classes`: as /object_info answers."""
    found: list[str] = []
    for node, data in workflow.items():
        kind = str(data["class_type"])
        if kind not in classes:
            found.append(f"the node class {kind} (a custom node to install?)")
            continue
        choices = _choices(classes[kind])
        for name, value in data["inputs"].items():
            if name in choices and isinstance(value, str) and value not in choices[name]:
                found.append(f"{value!r} for {node}.{name}")
    return tuple(dict.fromkeys(found))


def _choices(described: object) -> dict[str, list[Any]]:
    """Inputs that take one of several values, but for uploaded pictures, which a request sets."""
    inputs = _dict(_dict(described).get("input"))
    taken: dict[str, list[Any]] = {}
    for group in ("required", "optional"):
        for name, spec in _dict(inputs.get(group)).items():
            listed = cast("list[Any]", spec)[0] if isinstance(spec, list) and spec else None
            is_upload = (
                isinstance(spec, list)
                and len(cast("list[Any]", spec)) > 1
                and _dict(cast("list[Any]", spec)[1]).get("image_upload")
            )
            if isinstance(listed, list) and not is_upload:
                taken[name] = cast("list[Any]", listed)
    return taken


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
