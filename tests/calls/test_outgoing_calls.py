"""A desk calls a number for a case: who is called, from where, and that nothing of it is a caller's call."""

from datetime import UTC, datetime

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.calls.core import messages as m
from auxilio.calls.core.barred_numbers import is_barred_to_desks
from auxilio.calls.core.model import AgentState, CallRecording, CallState, PartyEndReason
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.calls.service import CALL, COMMANDS, DESK, OUTGOING_CALL, CallService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.aggregates import AggregateRegistry
from auxilio.platform.database.command_executor import CommandContext
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import StateReader
from tests.actors import person, system
from tests.database import Database

pytestmark = pytest.mark.database
CASE, NUMBER = CaseId(new_id()), "+34961000100"
OWN = "+34961000112"
DESK_1, CENTRE_DESK = DeskId("desk-01"), DeskId("san-desk-1")
LUCIA = person("call_taker", DESK_1)
MARTA = person("dispatcher", CENTRE_DESK, agency="san", centre="san-1")


class Setup:
    """Calls of one centre; `closed`: the case is not open."""

    def __init__(self, database: Database) -> None:
        self.closed = False
        service = CallService(
            database.work,
            "ES",
            open_case=self._open_case,
            is_barred_to_desks=lambda number: is_barred_to_desks(number, {OWN}),
        )
        self.bus = CommandBus((COMMANDS, service.handle))
        self.states = StateReader(database.pool, AggregateRegistry(CALL, DESK, OUTGOING_CALL))

    async def _open_case(self, _attempt: CommandContext, _case: CaseId) -> Mode:
        if self.closed:
            raise Refused("case_not_open")
        return Mode.REAL

    async def do(self, actor: Actor, command: Command) -> None:
        await self.bus.handle(CommandId(new_id()), command, actor)

    async def has_line(self, desk: DeskId) -> None:
        await self.do(system(), m.ReportLine(desk=desk, up=True))

    async def dials(self, actor: Actor = LUCIA, number: str = NUMBER) -> CallId:
        call = CallId(new_id())
        await self.do(actor, m.DialForCase(call=call, case=CASE, number=number, whom="Hospital Clínico"))
        return call

    async def call(self, id: CallId) -> OutgoingCaseCall:
        found = await self.states.state(OUTGOING_CALL, id)
        assert found is not None
        return found

    async def stand(self, desk: DeskId = DESK_1) -> AgentState:
        found = await self.states.state(DESK, desk)
        assert found is not None
        return found.stand


def heard() -> CallRecording:
    return CallRecording(
        digest="a" * 64,
        media_type="audio/wav",
        parties=("caller", DESK_1),
        began_at=datetime(2026, 12, 3, 7, tzinfo=UTC),
        duration_s=2.0,
    )


@pytest.fixture
async def centre(database: Database) -> Setup:
    there = Setup(database)
    await there.has_line(DESK_1)
    await there.has_line(CENTRE_DESK)
    await there.do(LUCIA, m.SetDeskReady())
    return there


async def test_a_desk_that_dials_is_busy_until_its_call_is_over(centre: Setup) -> None:
    id = await centre.dials(number="961 000 100")
    call = await centre.call(id)
    assert (call.number, call.state, call.case, call.desk) == (NUMBER, OutgoingState.DIALLING, CASE, DESK_1)
    assert await centre.stand() == AgentState.BUSY
    await centre.do(system(), m.ReportCallerReached(call=id))
    assert (await centre.call(id)).state is OutgoingState.ANSWERED
    await centre.do(LUCIA, m.HangUpOutgoing(call=id))
    call = await centre.call(id)
    assert (call.state, call.reason) == (OutgoingState.OVER, PartyEndReason.DROPPED)
    assert await centre.stand() == AgentState.WRAP_UP


async def test_a_number_that_the_numbering_plan_does_not_know_yet_is_dialled(centre: Setup) -> None:
    assert (await centre.call(await centre.dials(number="999 001 100"))).number == "+34999001100"


async def test_a_desk_of_a_centre_dials_without_joining_the_queue(centre: Setup) -> None:
    id = await centre.dials(MARTA)
    assert await centre.stand(CENTRE_DESK) == AgentState.OFF
    with pytest.raises(Refused, match="desk_in_call"):
        await centre.dials(MARTA)
    await centre.do(system(), m.EndByCaller(call=id))
    assert (await centre.call(id)).reason is PartyEndReason.LEFT
    desk = await centre.states.state(DESK, CENTRE_DESK)
    assert desk is not None
    assert desk.joined is None


@pytest.mark.parametrize(
    "reason", [PartyEndReason.BUSY, PartyEndReason.NO_ANSWER, PartyEndReason.UNREACHABLE]
)
async def test_a_call_that_came_to_nothing_says_why_and_frees_the_desk(
    centre: Setup, reason: PartyEndReason
) -> None:
    id = await centre.dials()
    await centre.do(system(), m.ReportCallerUnreached(call=id, reason=reason))
    assert (await centre.call(id)).reason is reason
    assert await centre.stand() == AgentState.WRAP_UP


async def test_a_desk_that_loses_its_line_loses_the_call_and_queues_nobody(centre: Setup) -> None:
    id = await centre.dials()
    await centre.do(system(), m.ReportCallerReached(call=id))
    await centre.do(system(), m.LoseDeskLine(call=id, desk=DESK_1))
    assert (await centre.call(id)).reason is PartyEndReason.LOST
    assert await centre.stand() == AgentState.PAUSE
    assert await centre.states.live(CALL, state=CallState.QUEUED.value) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [("112", "number_not_dialled"), ("+49112", "number_not_dialled"), ("061", "number_not_dialled"), ("hola", "number_not_dialled"),
     ("803 000 000", "number_barred"), ("+88213000000", "number_barred"), (OWN, "number_barred")],
)  # fmt: skip
async def test_an_emergency_or_barred_number_is_never_dialled(centre: Setup, number: str, code: str) -> None:
    with pytest.raises(Refused, match=f"^{code}") as refused:
        await centre.dials(number=number)
    assert refused.value.code == code
    assert await centre.stand() == AgentState.READY


async def test_nothing_is_dialled_for_a_case_that_is_not_open_or_from_a_desk_without_a_line(
    centre: Setup,
) -> None:
    with pytest.raises(Refused, match="desk_has_no_line"):
        await centre.dials(person("call_taker", "desk-09"))
    centre.closed = True
    with pytest.raises(Refused, match="case_not_open"):
        await centre.dials()


async def test_what_was_heard_is_kept_with_the_call_once_and_also_when_it_is_over(centre: Setup) -> None:
    id = await centre.dials()
    await centre.do(system(), m.EndByCaller(call=id))
    kept = heard()
    for _ in range(2):
        await centre.do(system(), m.KeepRecording(call=id, recording=kept))
    assert (await centre.call(id)).recordings == (kept,)


async def test_no_call_of_a_caller_stands_in_the_log_for_it(centre: Setup, database: Database) -> None:
    id = await centre.dials()
    await centre.do(system(), m.ReportCallerReached(call=id))
    await centre.do(system(), m.ReportSilence(call=id, since=SystemClock().now()))
    await centre.do(system(), m.EndByCaller(call=id))
    kinds = await database.pool.fetch("select kind from event where call_id = $1 order by tx, seq", id)
    told = [row["kind"] for row in kinds]
    assert [kind for kind in told if kind.startswith("calls.call.")] == []
    assert await database.pool.fetchval("select count(*) from stream where noun = 'call'") == 0
    assert (await centre.call(id)).state is OutgoingState.OVER


async def test_a_recording_is_heard_by_who_called_and_by_others_with_a_reason(centre: Setup) -> None:
    id = await centre.dials()
    await centre.do(system(), m.EndByCaller(call=id))
    await centre.do(system(), m.KeepRecording(call=id, recording=heard()))
    await centre.do(LUCIA, m.HearOutgoingRecording(call=id, digest=heard().digest))
    with pytest.raises(Refused, match="unknown_recording"):
        await centre.do(LUCIA, m.HearOutgoingRecording(call=id, digest="b" * 64))
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(person("call_taker"), m.HearOutgoingRecording(call=id, digest=heard().digest))
    chief = person("room_chief")
    with pytest.raises(Refused, match="recording_needs_reason"):
        await centre.do(chief, m.HearOutgoingRecording(call=id, digest=heard().digest))
    await centre.do(chief, m.HearOutgoingRecording(call=id, digest=heard().digest, reason="quality review"))
