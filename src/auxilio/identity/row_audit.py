"""Are people and places as the events of their changes leave them (`accounts`)? Asked by `auxilio log verify`.

A role that was given in the database by hand is in the table and in no event. Hashes of passwords are in no event, and so
are compared with nothing.
"""

import msgspec

from auxilio.identity.core.accounts import AccountFields
from auxilio.identity.log_service import ACCOUNT, DIRECTORY
from auxilio.platform.database.connection import Connection
from auxilio.platform.database.row_audit import RecordedRow, compare_with_record, states_of_aggregate
from auxilio.platform.proof.audit import RowFault

PLACES: dict[str, tuple[str, ...]] = {
    "agency": ("service", "name", "phone", "has_console"),
    "centre": ("agency", "name", "phone", "zone"),
    "desk": ("centre", "name", "roles"),
    "contact": ("name", "phone", "organisation", "purpose", "hours", "languages", "agency"),
}


async def audit_directory_rows(connection: Connection) -> list[RowFault]:
    """Every row that is not as its last change left it."""
    faults = await compare_with_record(
        connection, "person", AccountFields.__struct_fields__, await _people(connection)
    )
    places = await _places(connection)
    for relation, columns in PLACES.items():
        faults += await compare_with_record(connection, relation, columns, places[relation])
    return faults


async def _people(connection: Connection) -> dict[str, RecordedRow]:
    accounts = [ACCOUNT.read_state(text) for text in await states_of_aggregate(connection, ACCOUNT.name)]
    return {
        str(one.person): RecordedRow(one.change, msgspec.structs.asdict(one.fields))
        for one in accounts
        if one.fields is not None
    }


async def _places(connection: Connection) -> dict[str, dict[str, RecordedRow]]:
    found: dict[str, dict[str, RecordedRow]] = {relation: {} for relation in PLACES}
    for text in await states_of_aggregate(connection, DIRECTORY.name):
        entry = DIRECTORY.read_state(text)
        relation, _, key = entry.id.partition(".")
        if relation in found and entry.data:  # empty: it was removed
            found[relation][key] = RecordedRow(entry.change, msgspec.json.decode(entry.data))
    return found
