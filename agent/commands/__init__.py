"""What /commands and buttons do, one module a subject; `dispatch` finds the one that is meant, `buttons` those that need no plan.

May import: every other room of the core but `loop`. A new command is a row in `agent.actions` and a function here.
"""
