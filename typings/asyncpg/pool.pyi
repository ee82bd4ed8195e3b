from . import Connection

class PoolConnectionProxy(Connection):
    """A connection lent by a pool: everything a Connection can do."""
