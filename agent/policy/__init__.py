"""Who may do what, what a place may see, and what one person's pictures and memory give to another.

May import: ports, domain, `turn_context`. A new rule about permission is a function here, called where the turn meets it.
"""
