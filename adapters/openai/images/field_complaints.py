"""What an image server turns a request down for, and what to ask of it instead. A request that was turned down has drawn nothing."""

import re
from dataclasses import replace
from typing import Any

import openai

from adapters.openai.images.capabilities import Capabilities

_WITHOUT: dict[str, dict[str, Any]] = {
    "partial_images": {"partials": 0},
    "stream": {"partials": 0},
    "quality": {"quality": None},
    "output_format": {"output_format": None},
    "response_format": {"response_format": False},
    "safety_identifier": {"safety_identifier": False},
    "negative_prompt": {"negative_prompt": ""},
    "seed": {"seed": ""},
    "mask": {"masks": False},
    "background": {"transparent": False},
}
"""Parameters that a picture can do without, and the capability that each one goes with."""
_NO_EDITS = (404, 405, 501)
_TURNED_DOWN = (400, 415, 422)


def lowered(able: Capabilities, complaint: BaseException, *, edits: bool) -> Capabilities | None:
    """The capabilities without what the server complains of; None when it complains of something else."""
    if not isinstance(complaint, openai.APIStatusError):
        return None
    if edits and able.references_max > 0 and complaint.status_code in _NO_EDITS:
        return replace(able, references_max=0)
    if complaint.status_code not in _TURNED_DOWN:
        return None
    said = f"{complaint.param or ''} {complaint.message} {complaint.body}"
    for name, without in _WITHOUT.items():
        lower = replace(able, **without)
        if lower != able and re.search(rf"\b{name}\b", said):
            return lower
    return None
