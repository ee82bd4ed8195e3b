"""From what is wanted to the plan: a new picture, a change, a series."""
