"""A language model with structured output: dialects of the API, shapes of answers, and what is said made fit to be kept.

May import: the connection.
"""
