"""What the page is given: the operator's desk, and the services that people may sign in with.

May import: settings, db, adapters. What a further part of the page needs of the installation goes here.
"""
