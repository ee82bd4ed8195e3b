"""The words of the house as types: conversation, generation, memory, formats, recurrence, and what is pure about them.

May import: `agent.errors`, `agent.limits`. A new type that several rooms speak of goes here; behaviour goes to the room it belongs to.
"""
