"""A command that consists of others commits all of them or none, by the rules of each."""

import msgspec
import pytest

from auxilio.directory_import.core.entry_commands import register_unit
from auxilio.directory_import.core.messages import ApplyImport, ImportPart
from auxilio.directory_import.core.model import EXAMPLES, ImportKind, UnitEntry
from auxilio.directory_import.import_handler import entry_json
from auxilio.dispatch.store import DispatchStore
from auxilio.identity.core.imports import ImportRecord
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.directory_import.conftest import Office

EXAMPLE = EXAMPLES[ImportKind.UNITS]
assert isinstance(EXAMPLE, UnitEntry)
UNIT: UnitEntry = EXAMPLE


def importing(office: Office, *parts: ImportPart) -> ApplyImport:
    record = ImportRecord(
        id=new_id(),
        kind=ImportKind.UNITS,
        file="f.csv",
        digest="",
        by=office.actor.id,
        by_name=office.actor.name,
        changes=(),
    )
    return ApplyImport(record=record, parts=parts)


def part(before: str | None = None, mode: Mode = Mode.REAL) -> ImportPart:
    return ImportPart(command=register_unit(new_id(), UNIT, mode), before=before)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (part(), "callsign_taken"),
        (part(entry_json(UNIT)), "import_changed_meanwhile"),
        (part(mode=Mode.TRAINING), "session_mode_differs"),
    ],
)
async def test_one_part_that_is_refused_leaves_nothing_of_the_others(
    office: Office, second: ImportPart, code: str
) -> None:
    facts = await office.runtime.pool.fetchval("select count(*) from event")
    with pytest.raises(Refused) as wrong:
        await office.runtime.commands.handle(
            CommandId(new_id()), importing(office, part(), second), office.actor
        )
    assert wrong.value.code == code
    assert await DispatchStore(office.runtime.pool).units() == []
    assert await office.runtime.pool.fetchval("select count(*) from event") == facts


async def test_the_permission_of_each_part_is_asked(office: Office) -> None:
    without = msgspec.structs.replace(
        office.actor, permissions=office.actor.permissions - {Permission.UNIT_ADMIN}
    )
    with pytest.raises(Refused, match="not_permitted"):
        await office.runtime.commands.handle(CommandId(new_id()), importing(office, part()), without)


async def test_an_import_that_is_sent_again_is_applied_once(office: Office) -> None:
    command, id = importing(office, part()), CommandId(new_id())
    first = await office.runtime.commands.handle(id, command, office.actor)
    assert await office.runtime.commands.handle(id, command, office.actor) == first
    assert len(await DispatchStore(office.runtime.pool).units()) == 1
