"""Who a visitor is, and what every request passes before anything is done for it.

May import: nothing of the other rooms.
"""
