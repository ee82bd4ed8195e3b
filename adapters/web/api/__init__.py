"""What the page asks for and is told: messages, pictures, the memory panel, the event stream.

May import: `identity`. A new endpoint is a module here, and a route in `adapters.web.app`.
"""
