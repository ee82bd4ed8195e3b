"""Planning by a language model: what it is shown, the shape it answers in, and how that is read back.

May import: `chat`. The contract has three sizes (`plan_sizes`). A new field of a full plan is added to `plan_shape` and
read in `plan_reading`; what a model claims of a value is looked up in `claims`, and what it left out comes from `supplement`.
"""
