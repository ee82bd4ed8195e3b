"""What the bot thinks: the only control flow (`loop`), the table of actions, and the rooms of its steps.

May import: the standard library, pydantic, jinja2. A new need of the core is a Protocol in `ports`; a new step is a leaf in the room
of its kind, called from `loop`.
"""
