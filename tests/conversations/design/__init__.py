"""Which conversations are played where, and why these."""
