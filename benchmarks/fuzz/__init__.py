"""`python -m benchmarks.fuzz --minutes N [--only NAME] [--seed N] [--json]`: broken and hostile input at every door that parses.

A target is an object with a `name` and `async def once(dice) -> Outcome`; `targets.py` lists them. The report has a line for each:

    inputs       how many were tried
    refused      with a sentence for the person
    accepted
    tracebacks   anything else that was raised: the first of each is printed, with the seed that makes it again
    slowest      seconds of the slowest answer

Exit code 1 on a traceback, or on an answer that took over 5 s.
"""
