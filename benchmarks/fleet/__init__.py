"""A fleet of real processes, the people who write to it, the world it speaks to, and what strikes it."""
