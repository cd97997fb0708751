"""The whole of `auxilio log verify`: the log, its heads, and everything beside it that follows from it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence

import msgspec

from auxilio.app.capabilities import all_aggregates
from auxilio.archive.store import ArchiveReads
from auxilio.identity.row_audit import audit_directory_rows
from auxilio.platform.database.connection import Connection, Pool, snapshot_transaction
from auxilio.platform.database.seal_store import PostgresSealStore
from auxilio.platform.database.state_audit import StateAudit
from auxilio.platform.keys.public import PublicKeys
from auxilio.platform.proof.audit import HeadFault, HeadFaultKind, LogReport, RowFault, audit_log
from auxilio.platform.proof.head import SignedHead

type TableCheck = Callable[[Connection], Awaitable[Sequence[RowFault]]]
"""Compares tables that are no state of an aggregate with what is recorded of them; the faults it finds."""

TABLE_CHECKS: tuple[TableCheck, ...] = (audit_directory_rows,)
"""Each is asked in the same picture as the log. A capability whose tables follow from events adds its own here."""


async def audit_database(
    pool: Pool, keys: PublicKeys, kept: Iterable[SignedHead], *, none_kept: bool = False
) -> LogReport:
    """Look at everything, in one picture: what is committed meanwhile is neither missed nor taken for a fault.

    `kept`: heads from outside the database; `none_kept`: they were to be there and are not.
    """
    async with snapshot_transaction(pool) as connection:
        tables = PostgresSealStore(connection)
        redacted = await ArchiveReads(connection).redacted()
        states = StateAudit(connection, all_aggregates(), frozenset(redacted))
        report = await audit_log(
            states.beside(tables.streams()),
            tables.leaves(),
            [*await tables.heads(), *kept],
            keys.check,
            redacted=redacted,
        )
        rows = [fault for check in TABLE_CHECKS for fault in await check(connection)]
    absent = (HeadFault(kind=HeadFaultKind.NONE_KEPT, size=report.sealed, intact_to=0),) if none_kept else ()
    return msgspec.structs.replace(
        report,
        faults=(*report.faults, *absent, *states.faults, *rows),
        folded=states.folded,
        redacted=tuple(states.redacted),
    )
