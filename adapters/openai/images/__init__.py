"""Drawing by an image model: what servers can do, what they answer, and what goes wrong.

May import: the connection. What a new server can do is a row in `capabilities`.
"""
