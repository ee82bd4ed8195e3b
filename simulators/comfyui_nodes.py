"""Node classes of the simulated ComfyUI: what each takes, and what a graph of them paints."""

import io
import json
from typing import Any, cast

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from simulators.pictures import drawn, within

Files = dict[tuple[str, str, str], bytes]
_MODELS = ["flux.safetensors", "qwen-edit.safetensors"]
_LORAS = ["anime.safetensors", "plain.safetensors"]


def _class(required: dict[str, list[Any]], *, output: bool = False, **optional: list[Any]) -> dict[str, Any]:
    return {"input": {"required": required, "optional": optional}, "output_node": output}


_INT = {"min": 0, "max": 2**64 - 1}
CLASSES: dict[str, dict[str, Any]] = {
    "CheckpointLoaderSimple": _class({"ckpt_name": [_MODELS]}),
    "LoraLoaderModelOnly": _class({"model": ["MODEL"], "lora_name": [_LORAS], "strength_model": ["FLOAT", {"min": -100, "max": 100}]}),
    "CLIPTextEncode": _class({"text": ["STRING", {"multiline": True}], "clip": ["CLIP"]}),
    "TextEncodeQwenImageEditPlus": _class(
        {"clip": ["CLIP"], "prompt": ["STRING", {}]}, vae=["VAE"], image1=["IMAGE"], image2=["IMAGE"], image3=["IMAGE"]
    ),
    "EmptyLatentImage": _class({name: ["INT", {"min": 1, "max": 16384}] for name in ("width", "height", "batch_size")}),
    "VAEEncode": _class({"pixels": ["IMAGE"], "vae": ["VAE"]}),
    "ReferenceLatent": _class({"conditioning": ["CONDITIONING"]}, latent=["LATENT"]),
    "SetLatentNoiseMask": _class({"samples": ["LATENT"], "mask": ["MASK"]}),
    "KSampler": _class(
        {
            "model": ["MODEL"], "seed": ["INT", _INT], "steps": ["INT", {"min": 1, "max": 10000}], "cfg": ["FLOAT", {"min": 0, "max": 100}],
            "sampler_name": [["euler", "dpmpp_2m"]], "scheduler": [["normal", "simple"]], "positive": ["CONDITIONING"],
            "negative": ["CONDITIONING"], "latent_image": ["LATENT"], "denoise": ["FLOAT", {"min": 0, "max": 1}],
        }
    ),
    "VAEDecode": _class({"samples": ["LATENT"], "vae": ["VAE"]}),
    "LoadImage": _class({"image": ["UPLOAD"]}),
    "LoadImageMask": _class({"image": ["UPLOAD"], "channel": [["alpha", "red", "green", "blue"]]}),
    "UpscaleModelLoader": _class({"model_name": [["x2.pth"]]}),
    "ImageUpscaleWithModel": _class({"upscale_model": ["UPSCALE_MODEL"], "image": ["IMAGE"]}),
    "SaveImage": _class({"images": ["IMAGE"], "filename_prefix": ["STRING", {}]}, output=True),
    "PreviewImage": _class({"images": ["IMAGE"]}, output=True),
}  # fmt: skip


class NodeFailed(Exception):
    """A node raised."""

    def __init__(self, node_type: str, message: str) -> None:
        super().__init__(message)
        self.node_type, self.message = node_type, message


def complaint_of(graph: Any, files: Files) -> dict[str, Any] | None:
    """The body of a 400, or None for a graph that can run."""
    if not isinstance(graph, dict) or not graph:
        return {
            "error": {"type": "no_prompt", "message": "No prompt provided", "details": "", "extra_info": {}},
            "node_errors": {},
        }
    nodes = cast("dict[str, Any]", graph)
    for node, data in nodes.items():
        if data.get("class_type") not in CLASSES:
            told = {
                "type": "missing_node_type",
                "message": f"Node '{data.get('class_type')}' not found.",
                "details": f"Node ID '#{node}'",
            }
            return {"error": told, "node_errors": {}}
    if not any(CLASSES[data["class_type"]]["output_node"] for data in nodes.values()):
        return {
            "error": {"type": "prompt_no_outputs", "message": "Prompt has no outputs", "details": ""},
            "node_errors": {},
        }
    errors = {node: wrong for node, data in nodes.items() if (wrong := _wrong(nodes, data, files))}
    if not errors:
        return None
    told = {
        "type": "prompt_outputs_failed_validation",
        "message": "Prompt outputs failed validation",
        "details": "",
    }
    listed = {
        node: {"errors": [wrong], "class_type": nodes[node]["class_type"], "dependent_outputs": []}
        for node, wrong in errors.items()
    }
    return {"error": told, "node_errors": listed}


def _wrong(graph: dict[str, Any], data: dict[str, Any], files: Files) -> dict[str, str] | None:
    """The first thing that is wrong with a node."""
    takes = CLASSES[data["class_type"]]["input"]
    for name, kind in takes["required"].items():
        if name not in data["inputs"]:
            return {"type": "required_input_missing", "message": "Required input is missing", "details": name}
        if wrong := _wrong_value(graph, data["inputs"][name], kind, files):
            return {"type": "invalid_input", "message": wrong, "details": name}
    return None


def _wrong_value(graph: dict[str, Any], value: Any, kind: list[Any], files: Files) -> str:
    if isinstance(value, list):
        return "" if len(cast("list[Any]", value)) == 2 and value[0] in graph else "Bad linked input"
    if isinstance(kind[0], list):
        return "" if value in kind[0] else "Value not in list"
    if kind[0] == "STRING":
        return "" if isinstance(value, str) else "Failed to convert to STRING"
    if kind[0] == "UPLOAD":
        folder, _, name = str(value).rpartition("/")
        return "" if ("input", folder, name) in files else "Invalid image file"
    if kind[0] in ("INT", "FLOAT"):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"Failed to convert to {kind[0]}"
        return "" if kind[1]["min"] <= value <= kind[1]["max"] else "Value out of range"
    return "Required input is missing a link"


def painted(graph: dict[str, Any], output: str, files: Files) -> bytes:
    """What an output node saves: one colour of the words, the seed and the LoRA, within the mask if there is one, with the whole
    workflow in its metadata."""
    nodes = [graph[node] for node in _ancestors(graph, output)]
    by_class = {data["class_type"]: data["inputs"] for data in nodes}
    loaded = [_file(files, data["inputs"]["image"]) for data in nodes if data["class_type"] == "LoadImage"]
    if "ImageUpscaleWithModel" in by_class:
        with Image.open(io.BytesIO(loaded[0])) as image:
            return _saved(image.resize((image.width * 2, image.height * 2)), graph)
    width, height = _size(by_class, loaded)
    sampler = by_class["KSampler"]
    lora = by_class.get("LoraLoaderModelOnly", {}).get("lora_name", "")
    words = f"{_words(graph, sampler['positive'][0])} {sampler['seed']} {lora}"
    data = drawn(width, height, words)
    if "LoadImageMask" in by_class and loaded:
        data = within(data, loaded[0], _file(files, by_class["LoadImageMask"]["image"]))
    with Image.open(io.BytesIO(data)) as image:
        return _saved(image, graph)


def _ancestors(graph: dict[str, Any], node: str) -> list[str]:
    """The node and all it hangs on, each once."""
    found: dict[str, None] = {}
    left = [node]
    while left:
        current = left.pop(0)
        if current not in found:
            found[current] = None
            left += [value[0] for value in graph[current]["inputs"].values() if isinstance(value, list)]
    return list(found)


def _words(graph: dict[str, Any], node: str) -> str:
    """Those of the nearest node that has any."""
    inputs = [graph[one]["inputs"] for one in _ancestors(graph, node)]
    return next(str(of.get("text", of.get("prompt"))) for of in inputs if "text" in of or "prompt" in of)


def _file(files: Files, value: str) -> bytes:
    folder, _, name = value.rpartition("/")
    return files["input", folder, name]


def _size(by_class: dict[str, Any], loaded: list[bytes]) -> tuple[int, int]:
    if "EmptyLatentImage" in by_class:
        return by_class["EmptyLatentImage"]["width"], by_class["EmptyLatentImage"]["height"]
    with Image.open(io.BytesIO(loaded[0])) as image:
        return image.size


def _saved(image: Image.Image, graph: dict[str, Any]) -> bytes:
    info = PngInfo()
    info.add_text("prompt", json.dumps(graph))
    out = io.BytesIO()
    image.save(out, "PNG", pnginfo=info, compress_level=1)
    return out.getvalue()
