"""Cases in a real database."""

import asyncio

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.cases.core import messages as m
from auxilio.cases.core.model import CaseState, ClosingData
from auxilio.cases.service import CASE, COMMANDS, CaseService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader
from tests.actors import person, system
from tests.database import Database

LUCIA = person("call_taker", "desk-01")
CLOSING = ClosingData(disposition="attended")


class CaseSetup:
    def __init__(self, database: Database, *checks) -> None:
        self.cases = CommandBus((COMMANDS, CaseService(database.work, checks).handle))
        self.states = StateReader(database.pool, AggregateRegistry(CASE))

    async def do(self, command: Command, actor: Actor = LUCIA) -> CommandResult:
        return await self.cases.handle(CommandId(new_id()), command, actor)

    async def open(self) -> CaseId:
        case = CaseId(new_id())
        await self.do(m.OpenCase(case=case))
        return case

    async def state(self, case: CaseId) -> CaseState:
        return (await self.states.state(CASE, case)).state


@pytest.fixture
def room(database: Database) -> CaseSetup:
    return CaseSetup(database)


async def test_numbers_are_short_rise_and_are_never_given_twice(room: CaseSetup) -> None:
    done = await asyncio.gather(*(room.do(m.OpenCase(case=CaseId(new_id()))) for _ in range(20)))
    assert len({d.facts["number"] for d in done}) == 20


async def test_a_type_that_the_content_does_not_have_opens_nothing_and_refuses_no_case(
    database: Database,
) -> None:
    service = CaseService(database.work, is_type=lambda code: code == "SAN-01")
    states, case = StateReader(database.pool, AggregateRegistry(CASE)), CaseId(new_id())
    await service.handle(CommandId(new_id()), m.OpenCase(case=case, type="ZZZ-99"), LUCIA)
    assert (await states.state(CASE, case)).type is None
    with pytest.raises(Refused) as refusal:
        await service.handle(CommandId(new_id()), m.ClassifyCase(case=case, type="ZZZ-99"), LUCIA)
    assert refusal.value.code == "unknown_type"
    await service.handle(CommandId(new_id()), m.ClassifyCase(case=case, type="SAN-01"), LUCIA)
    assert (await states.state(CASE, case)).type == "SAN-01"


async def test_what_was_reserved_stays_so_in_the_case_in_which_it_goes_on(room: CaseSetup) -> None:
    one, two = await room.open(), await room.open()
    await room.do(m.ReserveCase(case=one, reason="Vive con quien le pega"))
    await room.do(m.MergeCase(case=one, into=two))
    lives = await room.states.state(CASE, two)
    assert (lives.reserved, lives.reserved_reason) == (True, "Vive con quien le pega")


async def test_a_call_linked_to_a_case_that_was_the_same_tells_of_the_one_that_lives_on(
    room: CaseSetup,
) -> None:
    one, two, three = await room.open(), await room.open(), await room.open()
    await room.do(m.MergeCase(case=one, into=two))
    await room.do(m.MergeCase(case=two, into=three))
    call = CallId(new_id())
    await room.do(m.LinkCall(case=one, call=call))
    assert [(await room.states.state(CASE, each)).calls for each in (one, two, three)] == [(), (), (call,)]


async def test_two_who_merge_two_cases_into_one_another_leave_one_that_lives(room: CaseSetup) -> None:
    one, two = await room.open(), await room.open()
    done = await asyncio.gather(
        room.do(m.MergeCase(case=one, into=two)),
        room.do(m.MergeCase(case=two, into=one)),
        return_exceptions=True,
    )
    assert [d.code for d in done if isinstance(d, Refused)] == ["case_not_open"]
    assert sorted([await room.state(one), await room.state(two)]) == [CaseState.MERGED, CaseState.OPEN]


async def test_a_case_is_not_merged_into_one_that_nobody_knows(room: CaseSetup) -> None:
    with pytest.raises(Refused, match="unknown_case"):
        await room.do(m.MergeCase(case=await room.open(), into=CaseId(new_id())))


async def test_what_is_still_open_keeps_a_case_open_and_nothing_is_half_closed(database: Database) -> None:
    async def something_is_open(attempt: CommandContext, case: CaseId) -> None:
        raise Refused("tasks_open", tasks="san-1")

    room = CaseSetup(database, something_is_open)
    case = await room.open()
    with pytest.raises(Refused, match="tasks_open"):
        await room.do(m.CloseCase(case=case, closing=CLOSING))
    assert await room.state(case) == CaseState.OPEN


async def test_all_that_eight_desks_note_at_once_is_kept(room: CaseSetup) -> None:
    case = await room.open()
    await asyncio.gather(*(room.do(m.NoteCase(case=case, words=f"nota {n}")) for n in range(8)))
    assert (await room.states.state(CASE, case)).notes == 8


async def test_only_the_system_proves_and_marks(room: CaseSetup) -> None:
    case = await room.open()
    for command in (m.MarkHelpSent(case=case), m.MarkSealed(case=case)):
        with pytest.raises(Refused, match="not_permitted"):
            await room.do(command)
    await room.do(m.MarkHelpSent(case=case), system())
    assert (await room.states.state(CASE, case)).help_sent_at is not None
