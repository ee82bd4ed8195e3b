"""Planning by a language model: what it is shown, the shape it answers in, and how that is read back.

May import: `chat`. A new field of a plan is added to `plan_shape` and read in `plan_reading`.
"""
