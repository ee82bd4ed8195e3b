"""The gate for pixels: the only way a picture from outside comes in, and masks read from pixels; and contact sheets of what came in.

May import: `agent`, `adapters.child_processes`, `adapters.decoder`, and for letters on a sheet `adapters.builtin.sketch.lettering`. A
new picture format is a line in the gate.
"""

from adapters.decoder.tasks import PNG_PIXELS_MAX as PNG_PIXELS_MAX
from adapters.media.decoders import Decoders as Decoders
from adapters.media.gate import PillowGate as PillowGate
