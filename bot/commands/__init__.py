"""The commands of `python -m bot`, one module each.

May import everything. A new command is a module here and a line in `bot.__main__`.
"""
