"""Styles: each makes a picture of a painting in its own way."""

from adapters.offline.drawing.treatments.treat import TREATMENTS, treated

__all__ = ["TREATMENTS", "treated"]
