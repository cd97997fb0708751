"""Looking at a case is a fact, once for each person and while."""

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.identity.access_audit import CASE_ACCESS_LOG, COMMANDS, AccessAudit
from auxilio.identity.core.messages import RecordCaseView
from auxilio.kernel.ids import CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.database import Database


async def exercise(case: CaseId) -> Mode:
    return Mode.EXERCISE


async def test_a_look_is_kept_once_and_names_who_looked(database: Database) -> None:
    looking, case, nil = (
        AccessAudit(database.work, exercise),
        CaseId(new_id()),
        person("records_officer", name="Nil Torres"),
    )
    for _ in range(3):
        await looking.handle(CommandId(new_id()), RecordCaseView(case=case), nil)
    await looking.handle(
        CommandId(new_id()), RecordCaseView(case=case), person("supervisor", name="Clara Riba")
    )
    facts = await log.of_stream(database.pool, stream_id(CASE_ACCESS_LOG.name, case))
    assert [fact.actor_name for fact in facts] == ["Nil Torres", "Clara Riba"]
    assert {fact.case for fact in facts} == {case}
    assert {fact.mode for fact in facts} == {Mode.EXERCISE}, "the case's, not the one that they sit in"


async def test_an_administrator_looks_at_no_case(database: Database) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        await CommandBus((COMMANDS, AccessAudit(database.work, exercise).handle)).handle(
            CommandId(new_id()), RecordCaseView(case=CaseId(new_id())), person("administrator")
        )
