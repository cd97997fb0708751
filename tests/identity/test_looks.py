"""Looking at a case is a fact, once for each person and while."""

import pytest

from auxilio.identity.looks import LOOKS, Looking
from auxilio.identity.messages import LookAtCase
from auxilio.kernel.ids import CaseId, CommandId, stream_id
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from tests.database import Database
from tests.people import person


async def exercise(case: CaseId) -> Mode:
    return Mode.EXERCISE


async def test_a_look_is_kept_once_and_names_who_looked(database: Database) -> None:
    looking, case, nil = (
        Looking(database.work, exercise),
        CaseId(new_id()),
        person("records_officer", name="Nil Torres"),
    )
    for _ in range(3):
        await looking.handle(CommandId(new_id()), LookAtCase(case=case), nil)
    await looking.handle(CommandId(new_id()), LookAtCase(case=case), person("supervisor", name="Clara Riba"))
    facts = await log.of_stream(database.pool, stream_id(LOOKS.name, case))
    assert [fact.actor_name for fact in facts] == ["Nil Torres", "Clara Riba"]
    assert {fact.case for fact in facts} == {case}
    assert {fact.mode for fact in facts} == {Mode.EXERCISE}, "the case's, not the one that they sit in"


async def test_an_administrator_looks_at_no_case(database: Database) -> None:
    with pytest.raises(Refused, match="not_permitted"):
        await Looking(database.work, exercise).handle(
            CommandId(new_id()), LookAtCase(case=CaseId(new_id())), person("administrator")
        )
