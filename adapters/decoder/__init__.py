"""Reads pictures of strangers in a process of its own, `python -m adapters.decoder`, that may be killed at any moment.

It is small (16 MB) and starts fast because it imports Pillow and nothing of the bot; it holds no secret, no socket and no file.
`adapters.media` gives it work.
"""
