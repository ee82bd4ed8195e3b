"""The process: settings, the composition root, and who starts what.

May import everything. Only `app` and `platforms` name concrete classes.
"""
