"""Every sentence a person reads, and the words that an image model is given.

May import: learning, policy, ports, domain. A new text goes here, never beside the code that decides to say it.
"""
