"""The gate for pixels: the only way a picture from outside comes in, and masks read from pixels.

May import: `agent`. A new picture format is a line in the gate.
"""
