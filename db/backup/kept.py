"""What of the database goes into a backup: every table and sequence that is there, but for those that speak of living processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.pool import Connection

LEFT_OUT = frozenset({
    "schema_versions",  # written by the migrations that the restore runs
    "restoring",
    "workers", "procrastinate_workers", "procrastinate_events", "procrastinate_periodic_defers",
    "write_probe", "chores", "pause", "call_budgets", "previews",
})  # fmt: skip
READING_POSITIONS = "watermarks"
"""How far each Discord channel was read. Days later everything said since would be answered, most of it for the second time."""
OF_THIS_DATABASE = frozenset({"object_home", "objects_gone"})
"""A copy gets a folder of its own in the object store, and deletes nothing of the original's there."""

_COLUMNS_AS: Mapping[tuple[str, str], str] = {("procrastinate_jobs", "worker_id"): "null::bigint"}
"""A job under way has nobody any more who does it, and is put back by the first worker that looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    columns: Sequence[str]
    """Those that can be written."""

    @property
    def selection(self) -> str:
        """The query that reads it; names come from the catalogue, and are quoted all the same."""
        shown = ", ".join(_COLUMNS_AS.get((self.name, column), quoted(column)) for column in self.columns)
        return f"select {shown} from {quoted(self.name)}"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


async def tables(connection: Connection) -> Sequence[Table]:
    """Those whose rows other tables refer to come first."""
    columns: dict[str, list[str]] = {}
    for row in await connection.fetch(_COLUMNS):
        columns.setdefault(row["name"], []).append(row["column"])
    needs: dict[str, set[str]] = {name: set() for name in columns}
    for row in await connection.fetch(_REFERENCES):
        if row["name"] in needs and row["other"] in needs and row["name"] != row["other"]:
            needs[row["name"]].add(row["other"])
    return [Table(name=name, columns=columns[name]) for name in _ordered(needs) if name not in LEFT_OUT]


def _ordered(needs: Mapping[str, set[str]]) -> Sequence[str]:
    """
    >>> _ordered({"turns": {"people"}, "steps": {"turns"}, "people": set()})
    ['people', 'turns', 'steps']
    """
    done: list[str] = []
    while len(done) < len(needs):
        ready = sorted(name for name, others in needs.items() if name not in done and others <= set(done))
        if not ready:
            raise ValueError("tables refer to each other in a circle")
        done += ready
    return done


async def sequences(connection: Connection) -> Mapping[str, int]:
    """Name to the last number given, of those that gave any."""
    rows = await connection.fetch(_SEQUENCES)
    return {row["name"]: row["last"] for row in rows if row["last"] is not None}


# relkind r: ordinary tables; deptype e: made by an extension; attgenerated: computed from others.
_OURS = """
c.relnamespace = current_schema()::regnamespace
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
"""
_COLUMNS = f"""
select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and {_OURS}
order by c.relname, a.attnum
"""
_REFERENCES = """
select distinct c.relname as name, o.relname as other
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class o on o.oid = k.confrelid where k.contype = 'f'
"""
_SEQUENCES = """
select s.sequencename as name, s.last_value as last from pg_sequences s where s.schemaname = current_schema() order by 1
"""
