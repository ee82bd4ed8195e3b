"""A workflow in ComfyUI's API format, and where a request's values go in it. Pure.

Values are set in the parsed tree: a prompt's quotes, braces and newlines are a string's, whatever they look like.
"""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

Workflow = dict[str, Any]
"""Node id to `{class_type, inputs, _meta?}`."""
SINGLE = ("prompt", "negative", "seed", "width", "height", "steps", "images", "mask", "output")
"""What a mapping may name, beside `loras`. `output` names nodes, the others inputs."""
_TITLED = re.compile(r"@(?P<title>.+)\.(?P<input>[^.]+)\Z")
_NUMBERED = re.compile(r"(?P<node>[^@.][^.]*)\.(?P<input>[^.]+)\Z")


class WrongWorkflow(ValueError):
    """The file or its mapping cannot be used; the message says what would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    """A style that people may ask for by its name: the input that takes the file."""

    target: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeMap:
    """Logical inputs to targets: "NODE.input", or "@Title.input", which survives a new export."""

    targets: Mapping[str, tuple[str, ...]]
    loras: Mapping[str, Lora]


def read_workflow(text: str) -> Workflow:
    """Raises WrongWorkflow with the mend."""
    try:
        data: object = json.loads(text)
    except ValueError as error:
        raise WrongWorkflow(f"it is no JSON ({error}); use Workflow > Export (API) in ComfyUI") from error
    nodes = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    if "nodes" in nodes and "links" in nodes:
        raise WrongWorkflow("it is the editor's own format; use Workflow > Export (API) in ComfyUI")
    if not nodes or not all(_is_node(node) for node in nodes.values()):
        raise WrongWorkflow(
            "it has no nodes with class_type and inputs; use Workflow > Export (API) in ComfyUI"
        )
    return nodes


def _is_node(node: object) -> bool:
    data = cast("dict[str, Any]", node) if isinstance(node, dict) else {}
    return "class_type" in data and isinstance(data.get("inputs"), dict)


def read_mapping(raw: Mapping[str, Any]) -> NodeMap:
    """Raises WrongWorkflow."""
    unknown = sorted(raw.keys() - {*SINGLE, "loras"})
    if unknown:
        raise WrongWorkflow(f"map has {unknown[0]!r}, which is none of {', '.join((*SINGLE, 'loras'))}")
    targets = {name: _targets(name, raw[name]) for name in SINGLE if name in raw}
    if not targets.get("prompt"):
        raise WrongWorkflow('map names no prompt; write map = { prompt = ["6.text"], ... }')
    loras = raw.get("loras", {})
    if not isinstance(loras, dict):
        raise WrongWorkflow('loras must be like { anime = ["20.lora_name", "anime.safetensors"] }')
    return NodeMap(
        targets=targets, loras={str(n): _lora(str(n), v) for n, v in cast("dict[Any, Any]", loras).items()}
    )


def _targets(name: str, value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(
        isinstance(target, str) for target in cast("list[object]", listed)
    ):
        raise WrongWorkflow(f'{name} must be a list like ["6.text"]')
    targets = tuple(cast("list[str]", listed))
    for target in targets:
        if name != "output" and not (_TITLED.match(target) or _NUMBERED.match(target)):
            raise WrongWorkflow(f'{name} has {target!r}; write "NODE.input" or "@Title.input"')
    return targets


def _lora(name: str, value: object) -> Lora:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    if len(listed) != 2 or not all(isinstance(item, str) for item in listed):
        raise WrongWorkflow(f'the lora {name!r} must be like ["20.lora_name", "anime.safetensors"]')
    target, file = cast("list[str]", listed)
    return Lora(target=target, file=file)


def spot_of(workflow: Workflow, target: str) -> tuple[str, str] | None:
    """The node and the input that a target means in this workflow; None where it has no such input."""
    if found := _TITLED.match(target):
        nodes = [node for node, data in workflow.items() if _title(data) == found["title"]]
    else:
        numbered = _NUMBERED.match(target)
        found, nodes = numbered, [numbered["node"]] if numbered else []
    for node in nodes:
        if found and node in workflow and found["input"] in workflow[node]["inputs"]:
            return node, found["input"]
    return None


def _title(node: Mapping[str, Any]) -> str:
    return str(node.get("_meta", {}).get("title", ""))


def spots_of(workflow: Workflow, targets: Sequence[str]) -> list[tuple[str, str]]:
    """Those of the targets that this workflow has."""
    return [spot for target in targets if (spot := spot_of(workflow, target)) is not None]


def checked(workflow: Workflow, mapping: NodeMap) -> None:
    """Raises WrongWorkflow when the prompt has nowhere to go, or a value would replace a link between nodes."""
    if not spots_of(workflow, mapping.targets["prompt"]):
        wanted = ", ".join(mapping.targets["prompt"])
        raise WrongWorkflow(f"it has no input {wanted} for the prompt; {_texts(workflow)}")
    targets = [target for name, listed in mapping.targets.items() if name != "output" for target in listed]
    for node, name in spots_of(workflow, [*targets, *(lora.target for lora in mapping.loras.values())]):
        if isinstance(workflow[node]["inputs"][name], list):
            raise WrongWorkflow(f"{node}.{name} is linked to another node; name the input at the other end")


def _texts(workflow: Workflow) -> str:
    """What could be meant."""
    found = [
        f"{node}.{name}"
        for node, data in workflow.items()
        for name, value in data["inputs"].items()
        if isinstance(value, str)
    ]
    return f"it has {', '.join(found[:8])}" if found else "it takes no text at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a request sets. None, or (): the workflow's own stays."""

    prompt: str
    negative: str = ""
    """Added to what the workflow excludes itself."""
    seed: int
    width: int | None = None
    height: int | None = None
    steps: int | None = None
    images: tuple[str, ...] = ()
    """Names of uploaded pictures, in order; inputs beyond them get the last one once more."""
    mask: str = ""
    loras: tuple[str, ...] = ()


def filled(workflow: Workflow, mapping: NodeMap, values: Values) -> Workflow:
    """A copy with the values set, and nothing else changed."""
    made = copy.deepcopy(workflow)
    plain: dict[str, object] = {
        "prompt": values.prompt, "seed": values.seed, "width": values.width, "height": values.height, "steps": values.steps,
        "mask": values.mask or None,
    }  # fmt: skip
    for name, value in plain.items():
        if value is not None:
            for node, key in spots_of(made, mapping.targets.get(name, ())):
                made[node]["inputs"][key] = value
    for node, key in spots_of(made, mapping.targets.get("negative", ())):
        own = str(made[node]["inputs"][key])
        made[node]["inputs"][key] = ", ".join(text for text in (own, values.negative) if text)
    if values.images:
        for number, (node, key) in enumerate(spots_of(made, mapping.targets.get("images", ()))):
            made[node]["inputs"][key] = values.images[min(number, len(values.images) - 1)]
    for name in values.loras:
        for node, key in spots_of(made, (mapping.loras[name].target,)):
            made[node]["inputs"][key] = mapping.loras[name].file
    return made
