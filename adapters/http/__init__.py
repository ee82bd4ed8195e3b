"""The ways to other people's servers: the one fetcher with its rules for addresses, and the breaker for providers that are down.

May import: `agent`, and for pages that are read apart `adapters.child_processes`. Nothing else in the house opens an address that came from
outside.
"""
