"""Workflows as an operator exports them, for the simulated ComfyUI, and the mapping that goes with them."""

from typing import Any

PICTURES_MAX = 14
MAP: dict[str, Any] = {
    "prompt": ["6.text", "60.prompt"], "negative": ["7.text"], "seed": ["3.seed"], "width": ["5.width"], "height": ["5.height"],
    "steps": ["3.steps"], "images": ["@First picture.image", "11.image", *(f"@Picture {n}.image" for n in range(3, PICTURES_MAX + 1))],
    "mask": ["12.image"],
    "loras": {"anime": ["20.lora_name", "anime.safetensors"]},
}  # fmt: skip


def _node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


def draw() -> dict[str, Any]:
    """Words to a picture."""
    return {
        "3": _node(
            "KSampler", model=["20", 0], seed=1, steps=20, cfg=3.5, sampler_name="euler", scheduler="normal", positive=["6", 0],
            negative=["7", 0], latent_image=["5", 0], denoise=1.0,
        ),
        "4": _node("CheckpointLoaderSimple", ckpt_name="flux.safetensors"),
        "5": _node("EmptyLatentImage", width=1024, height=1024, batch_size=1),
        "6": _node("CLIPTextEncode", "Prompt", text="a placeholder {prompt}", clip=["4", 1]),
        "7": _node("CLIPTextEncode", "Negative", text="blurry", clip=["4", 1]),
        "8": _node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": _node("SaveImage", images=["8", 0], filename_prefix="Atelier"),
        "20": _node("LoraLoaderModelOnly", model=["4", 0], lora_name="plain.safetensors", strength_model=0.0),
    }  # fmt: skip


def edit(pictures: int = 1, *, mask: bool = False) -> dict[str, Any]:
    """Pictures and words to a picture, perhaps within a mask. From the third on they go to the model beside the prompt."""
    graph = draw()
    del graph["5"]
    graph["10"] = _node("LoadImage", "First picture", image="example.png")
    images: dict[str, Any] = {"image1": ["10", 0]}
    if pictures > 1:
        graph["11"] = _node("LoadImage", "Second picture", image="example.png")
        images["image2"] = ["11", 0]
    del graph["6"]
    graph["60"] = _node("TextEncodeQwenImageEditPlus", clip=["4", 1], vae=["4", 2], prompt="", **images)
    graph["3"]["inputs"]["positive"] = ["60", 0]
    for number in range(3, pictures + 1):
        graph[f"{number}00"] = _node("LoadImage", f"Picture {number}", image="example.png")
        graph[f"{number}01"] = _node("VAEEncode", pixels=[f"{number}00", 0], vae=["4", 2])
        graph[f"{number}02"] = _node(
            "ReferenceLatent", conditioning=graph["3"]["inputs"]["positive"], latent=[f"{number}01", 0]
        )
        graph["3"]["inputs"]["positive"] = [f"{number}02", 0]
    graph["13"] = _node("VAEEncode", pixels=["10", 0], vae=["4", 2])
    graph["3"]["inputs"]["latent_image"] = ["13", 0]
    if mask:
        graph["12"] = _node("LoadImageMask", image="example.png", channel="red")
        graph["14"] = _node("SetLatentNoiseMask", samples=["13", 0], mask=["12", 0])
        graph["3"]["inputs"]["latent_image"] = ["14", 0]
    return graph


def upscale() -> dict[str, Any]:
    """A picture to a larger one."""
    return {
        "10": _node("LoadImage", "First picture", image="example.png"),
        "30": _node("UpscaleModelLoader", model_name="x2.pth"),
        "31": _node("ImageUpscaleWithModel", upscale_model=["30", 0], image=["10", 0]),
        "9": _node("SaveImage", images=["31", 0], filename_prefix="Atelier"),
    }
