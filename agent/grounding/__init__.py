"""Closing gaps from outside the conversation: searches and what they find.

May import: wording, learning, policy, ports, domain. A new way to ground a gap is a module here, called from `loop`.
"""
