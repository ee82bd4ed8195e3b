"""Figures: each command is a module here (`python -m benchmarks.NAME`) and prints a table; what commands share is in the rooms.

May import everything but tests.
"""
