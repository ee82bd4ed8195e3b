"""Stand-ins of the world on loopback, as strict as the world is: for tests, benchmarks and demonstrations.

May import: nothing of the bot's. Each speaks the real protocol over real HTTP; what the real one refuses, it refuses in the same words.
"""
