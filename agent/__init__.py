"""What the bot thinks.

One turn: a person writes, perhaps replying to a picture. The **planner** reads it together with the profile and the
recalled memories and names the **slots** the picture needs and the **gaps** among them. Each gap is **grounded** by
reasoning, search or recall; one that cannot be is **asked** about if that is worth it, or **assumed** by name. The
picture is **rendered**, **evaluated**, posted with buttons, and what the person said of lasting worth is **remembered**.

`loop.py` holds the only control flow. Nothing here knows a platform, a driver or a network library.
"""
