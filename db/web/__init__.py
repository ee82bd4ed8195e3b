"""What the page keeps of its own: who holds which name, its sessions and links, the channels that were made there.

May import: accounts. Everything that other platforms have too is in the other rooms.
"""
