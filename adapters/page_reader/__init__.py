"""Finds the text of strangers' web pages in a process of its own, `python -m adapters.page_reader`, that may be killed at any moment.

A page of 50 KB whose lists nobody closes takes the parser 22 s, one of 100 KB 113 s. `adapters.http.page_readers` gives it work.
"""
