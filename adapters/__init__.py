"""The world outside: platforms, models, the web, pixels. One package for each.

May import: `agent`, never `db`; platforms do not know each other. A new platform or model server is a package beside these; what it
must do is in `agent.ports`.
"""
