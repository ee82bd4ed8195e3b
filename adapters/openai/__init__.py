"""Models behind any server that speaks the OpenAI API: connection, prices, and one port each.

May import: `agent`, `adapters.http`. What is spoken is in `chat`, planning in `planner`, drawing in `images`.
"""
