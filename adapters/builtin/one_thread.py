"""Numpy's algebra on one thread.

OpenBLAS ends its threads whenever the process forks (Postgres, a decoder), in the parent too: a product that is under way in another
thread then waits for ever. Seen at one start in two, where the planner's examples are fitted beside the start of the rest. Our matrices are
small: one thread is as quick.
"""

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def keep_to_one_thread() -> None:
    """For the life of the process, whatever has loaded numpy before. Called before anything is multiplied."""
    threadpool_limits(limits=1, user_api="blas")
