"""Calls to Discord: REST, login, its errors as ours, and the count of refusals that would ban the address.

May import: nothing of the other rooms.
"""
