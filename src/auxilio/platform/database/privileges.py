"""What the running system may do in the database: what its commands need, and nothing that rewrites the log.

The application connects as a role that owns nothing (decision 0237). It reads and appends; a fact, a sealed leaf or a
signed head it cannot change or remove, and the state of an aggregate moves only through `append_together`, which runs with the
rights of its owner. Every table has a line here; one without is closed to the application until it has.
"""

from auxilio.platform.database.connection import Connection

_READ, _ADD = ("SELECT",), ("SELECT", "INSERT")
_CHANGE, _ALL = (*_ADD, "UPDATE"), (*_ADD, "UPDATE", "DELETE")
TABLES: dict[str, tuple[str, ...]] = {
    # The log, and what is folded from it: written by append_together alone.
    "event": _READ,
    "stream": _READ,
    "log_epoch": _READ,
    "command": ("SELECT", "DELETE"),  # ids are forgotten after thirty days
    "outbox": ("SELECT", "UPDATE"),
    "migration": _READ,
    # The proof over the log.
    "seal": ("SELECT", "UPDATE"),
    "seal_leaf": _ADD,
    "seal_node": _ADD,
    "seal_head": _ADD,
    # Readers and leaders.
    "reader_cursor": _CHANGE,
    "reader_failure": _ALL,
    "lease": _ALL,
    # People and places.
    "agency": _ALL,  # one that an import made is removed when the import is taken back, where nothing refers to it
    "centre": _ALL,
    "desk": _ALL,
    "contact": _ALL,
    "person_preferences": _CHANGE,
    "person": _CHANGE,
    "reference_change": _ADD,
    "session": _ALL,
    "sign_in_failure": _ALL,
    "allowance": _ALL,
    "sign_in_place": _ALL,
    "setup_link": _ALL,
    # Content and reviews.
    "content_file": _ADD,
    "content_set": _CHANGE,
    "content_version": _ADD,
    "scorecard": _ADD,
    # Telemetry and what lives as long as a call.
    "unit_position": _CHANGE,
    "unit_track": ("SELECT", "INSERT", "DELETE"),
    "unit_device": _CHANGE,
    "unit_doubt": ("SELECT", "INSERT", "DELETE"),
    "push_subscription": _ALL,
    "device_refusal": _ALL,
    "voice_leg": _ALL,
    "voice_callout": _ALL,
    "parked_fix": _ALL,
    "sms_part": _ALL,
    "sms_sent": _ALL,
    "sms_link": _CHANGE,
    "radio_gateway": _CHANGE,
    "api_key_use": _CHANGE,
}
COLUMNS = {("reference_change", "recorded_at"): ("UPDATE",)}
"""Rights to single columns: a note is for ever; that it became an event is written beside it."""
SEQUENCES = ("case_number", "call_number", "release_number")
_APPEND = "append_together"
_GRANTED = """
select c.relname as name, '' as "column", a.privilege_type as "right" from pg_class c, aclexplode(c.relacl) a
where c.relnamespace = 'public'::regnamespace and a.grantee = $1::regrole
union all
select c.relname, t.attname, a.privilege_type from pg_class c join pg_attribute t on t.attrelid = c.oid,
  aclexplode(t.attacl) a
where c.relnamespace = 'public'::regnamespace and a.grantee = $1::regrole
"""
_FUNCTION = """
select p.oid::regprocedure::text as name, bool_or(a.grantee = 0) as public, bool_or(a.grantee = r.oid) as held
from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a, pg_roles r
where p.proname = $1 and r.rolname = $2 group by p.oid
"""
_EXISTING_TABLES = (
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')"
)


async def grant_privileges(connection: Connection, role: str) -> bool:
    """Give `role` exactly the rights above; False where it owns the tables itself, and nothing can be taken from it.

    Called in the transaction of the migrations, as the owner.
    """
    if role == await connection.fetchval("select current_user"):
        return False
    there = {row["relname"] for row in await connection.fetch(_EXISTING_TABLES)}
    wanted = {(name, "", right) for name, rights in TABLES.items() for right in rights}
    wanted |= {(name, "", "USAGE") for name in SEQUENCES}
    wanted |= {(name, column, right) for (name, column), rights in COLUMNS.items() for right in rights}
    wanted = {one for one in wanted if one[0] in there}
    held = {(row["name"], row["column"], row["right"]) for row in await connection.fetch(_GRANTED, role)}
    quoted = '"{}"'.format(role.replace('"', '""'))
    for name, column, right in sorted(held - wanted):
        await connection.execute(f"revoke {right} {_on(name, column)} from {quoted}")
    for name, column, right in sorted(wanted - held):
        await connection.execute(f"grant {right} {_on(name, column)} to {quoted}")
    function = await connection.fetchrow(_FUNCTION, _APPEND, role)
    if function is not None and function["public"]:  # as it is made, and as it comes back from a backup
        await connection.execute(f"revoke execute on function {function['name']} from public")
    if function is not None and not function["held"]:
        await connection.execute(f"grant execute on function {function['name']} to {quoted}")
    return True


def _on(name: str, column: str) -> str:
    of = f' ("{column}")' if column else ""
    return f'{of} on {"sequence" if name in SEQUENCES else "table"} "{name}"'
