"""Commands to calls and desks: load, decide, commit. The queue's own offers start in workflows/call_answering.py."""

from collections.abc import Awaitable, Callable

import msgspec

from auxilio.calls.core import (
    call_back_machine,
    caller_lines,
    carrier_tests,
    desk_machine,
    guidance_machine,
    location_senders,
    machine,
    outgoing_machine,
)
from auxilio.calls.core import messages as m
from auxilio.calls.core.barred_numbers import number_to_call
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.model import AgentDesk, AgentState, Call, CallState
from auxilio.calls.core.outgoing_model import OutgoingCaseCall, OutgoingState
from auxilio.calls.core.policy import has_media_for, match_desks, to_e164
from auxilio.calls.sms_answers import send_answers
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Event, Links, union_members
from auxilio.kernel.ids import CallId, CaseId, CommandId, DeskId, PersonId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

CALL = Aggregate(
    "call",
    Call,
    m.CallEvent,
    machine.evolve,
    links=lambda c: Links(case=c.case, call=c.id, mode=c.mode),
    # An unanswered call stays on the boards until somebody has called back, or has said what it was.
    live=lambda c: (
        c.state not in {CallState.ENDED, CallState.CALLED_BACK, CallState.REFUSED}
        and not (c.state == CallState.ABANDONED and c.disposition is not None)
    ),
    leaves=lambda event: event.case if isinstance(event, m.CallLeftCase) else None,
)
DESK = Aggregate(
    "desk",
    AgentDesk,
    m.DeskEvent,
    desk_machine.evolve,
    links=lambda d: Links(call=d.call, mode=d.mode or Mode.REAL),
    # A centre's desk stands apart from the queue; with a line it can be asked into a call.
    live=lambda d: d.stand != AgentState.OFF or d.line or d.joined is not None,
)
OUTGOING_CALL = Aggregate(
    "outgoing_call",
    OutgoingCaseCall,
    m.OutgoingEvent,
    outgoing_machine.evolve,
    links=lambda c: Links(case=c.case, call=c.id, mode=c.mode),
    live=lambda c: c.state is not OutgoingState.OVER,
)
TEST_CALL = Aggregate(
    "test_call",
    carrier_tests.TestCall,
    m.TestCallAnswered,
    carrier_tests.evolve,
    links=lambda t: Links(mode=t.mode),
    live=lambda t: False,
)
LOCATION_SENDER = Aggregate(
    "location_sender",
    location_senders.LocationSender,
    location_senders.LocationSenderRejected,
    location_senders.evolve,
    links=lambda _: Links(),
    live=lambda _: False,
)
COMMANDS: tuple[type[Command], ...] = (
    *union_members(m.CallCommand),
    *union_members(m.DeskCommand),
    m.ReportLine,
    m.RecordTestCall,
    m.ConfirmRetry,
    m.VacateDesk,
    m.DialForCase,
    m.HangUpOutgoing,
    m.HearOutgoingRecording,
    location_senders.RecordRejectedSender,
)
ROUTED_COMMANDS: tuple[type[Command], ...] = (m.AttachUpload,)
"""Given by a route of its own alone: only the route that wrote the bytes of a file states its digest."""


type WorkableCase = Callable[[CommandContext, CaseId], Awaitable[Mode]]
"""The mode of an open case. Raises `Refused("case_not_open")`."""


async def any_case(_attempt: CommandContext, _case: CaseId) -> Mode:
    """For tests without cases."""
    return Mode.REAL


class CallService:
    """The service of stage 1: calls."""

    def __init__(
        self,
        work: UnitOfWork,
        country: str = "",
        *,
        has_location_server: bool = False,
        open_case: WorkableCase = any_case,
        is_barred_to_desks: Callable[[Phone], bool] = lambda _number: False,
    ) -> None:
        """`country` (ISO 3166): where numbers without a country's code are dialled; without one they stay as received.
        `has_location_server`: whether a desk can ask where a telephone is. `is_barred_to_desks`: whether no desk calls a number
        (`core.barred_numbers`)."""
        self._work, self._country, self._has_location_server = work, country, has_location_server
        self._open_case, self._is_barred = open_case, is_barred_to_desks

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        said = getattr(command, "phone", None)
        if said and (phone := to_e164(said, self._country)):
            command = msgspec.structs.replace(command, phone=phone)

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.ReceiveCall() | m.LogManualCall():
                    await self._receive_call(attempt, command, actor)
                case m.SetDeskReady() | m.PauseDesk() | m.SignOff() | m.RequestHelp():
                    await self._change_desk(attempt, command, actor)
                case m.ReportLine(desk=desk, up=up):
                    held = await attempt.find(DESK, desk)
                    attempt.record(DESK, desk, desk_machine.change_line(held, desk, up))
                case m.VacateDesk(desk=desk):
                    attempt.record(DESK, desk, desk_machine.vacate(await attempt.find(DESK, desk), command))
                case m.RecordTestCall(test_call=test_call):
                    attempt.create(TEST_CALL, test_call)
                    attempt.record(TEST_CALL, test_call, carrier_tests.decide(command))
                case location_senders.RecordRejectedSender(sender=sender):
                    await attempt.find(LOCATION_SENDER, sender)
                    attempt.record(LOCATION_SENDER, sender, location_senders.decide(command))
                case m.ConfirmRetry(call=call, by=by):
                    await attempt.load((CALL, call), (CALL, by))
                    unanswered = await attempt.get(CALL, call)
                    facts = call_back_machine.confirm_retry(unanswered, await attempt.get(CALL, by), actor)
                    await self._record(attempt, unanswered, facts)
                case m.AttachUpload(call=call, attachment=attachment):
                    await self._change(attempt, m.AttachFile(call=call, attachment=attachment), actor)
                case g.ReportShown() | g.ProposeAnswer() | g.ReportCallerMark():
                    await self._report(attempt, command, actor)
                case m.SendCallerText(call=call) if actor.kind == "citizen":
                    caller_lines.must_be_of_call(await attempt.get(CALL, call), command_id)
                    await self._change(attempt, command, actor)
                case m.DialForCase() | m.HangUpOutgoing() | m.HearOutgoingRecording():
                    await self._handle_outgoing(attempt, command, actor)
                case m.RequestLocation() if not self._has_location_server:
                    raise Refused("location_server_unset")
                case _:
                    await self._change(attempt, command, actor)  # type: ignore[arg-type]  # the union is checked by decide

        return await self._work.run(command_id, command, actor, decide)

    async def _receive_call(
        self, attempt: CommandContext, command: m.ReceiveCall | m.LogManualCall, actor: Actor
    ) -> None:
        earlier = await self._earlier(attempt, command, actor)
        number = await attempt.next_number("call")
        attempt.create(CALL, command.call)
        facts = machine.receive_call(command, number, actor, attempt.at, earlier)
        attempt.record(CALL, command.call, facts)
        attempt.facts["number"] = str(number)
        if isinstance(command, m.LogManualCall) and actor.desk:
            desk = await attempt.find(DESK, actor.desk)
            attempt.record(
                DESK,
                actor.desk,
                desk_machine.occupy(desk, actor.desk, command.call, PersonId(actor.id), actor.name),
            )

    async def _earlier(
        self, attempt: CommandContext, command: m.ReceiveCall | m.LogManualCall, actor: Actor
    ) -> Call | None:
        """The call whose token the page has shown, of the same mode; None when there is none."""
        if not isinstance(command, m.ReceiveCall) or command.earlier in {None, command.call}:
            return None
        assert command.earlier is not None, "a set with None in it was asked"
        found = await attempt.find(CALL, command.earlier)
        return found if found is not None and found.mode == actor.mode else None

    async def _change_desk(self, attempt: CommandContext, command: m.DeskCommand, actor: Actor) -> None:
        if actor.desk is None:
            raise Refused("no_desk")
        desk = await attempt.find(DESK, actor.desk)
        attempt.record(DESK, actor.desk, desk_machine.decide(desk, command, actor))

    async def _change(self, attempt: CommandContext, command: m.CallCommand, actor: Actor) -> None:
        if actor.kind == "system" and await attempt.find(CALL, command.call) is None:
            outgoing = await attempt.find(
                OUTGOING_CALL, command.call
            )  # whose legs are told of as those of callers
            if outgoing is not None:
                await self._change_outgoing(attempt, outgoing, command)
                return
        call = await attempt.get(CALL, command.call)
        await self._record(attempt, call, machine.decide(call, command, actor, attempt.at))

    async def _handle_outgoing(
        self,
        attempt: CommandContext,
        command: m.DialForCase | m.HangUpOutgoing | m.HearOutgoingRecording,
        actor: Actor,
    ) -> None:
        if isinstance(command, m.DialForCase):
            await self._dial_for_case(attempt, command, actor)
            return
        call = await attempt.get(OUTGOING_CALL, command.call)
        if isinstance(command, m.HangUpOutgoing):
            await self._change_outgoing(attempt, call, command)
        else:
            attempt.record(OUTGOING_CALL, call.id, outgoing_machine.hear(call, command, actor, attempt.at))

    async def _dial_for_case(self, attempt: CommandContext, command: m.DialForCase, actor: Actor) -> None:
        """Raises `Refused`: `number_not_dialled`, `number_barred`, `case_not_open`, `no_desk`, `desk_has_no_line`, `desk_in_call`."""
        number = number_to_call(command.number, self._country)
        if number is None:
            raise Refused("number_not_dialled")
        if self._is_barred(number):
            raise Refused("number_barred")
        await self._open_case(attempt, command.case)
        attempt.create(OUTGOING_CALL, command.call)
        attempt.record(OUTGOING_CALL, command.call, outgoing_machine.dial(command, number, actor))
        assert actor.desk is not None, "`dial` asks for a desk"
        held = await attempt.find(DESK, actor.desk)
        taken = desk_machine.dial_from(held, actor.desk, command.call, PersonId(actor.id), actor.name)
        attempt.record(DESK, actor.desk, taken)

    async def _change_outgoing(
        self, attempt: CommandContext, call: OutgoingCaseCall, command: Command
    ) -> None:
        facts = outgoing_machine.decide(call, command)
        attempt.record(OUTGOING_CALL, call.id, facts)
        if any(isinstance(fact, m.OutgoingCallEnded) for fact in facts):
            lost = isinstance(command, m.LoseDeskLine)
            leaves = desk_machine.pause_line_lost if lost else desk_machine.release_desk
            attempt.record(DESK, call.desk, leaves(await attempt.find(DESK, call.desk), call.id))

    async def _report(self, attempt: CommandContext, command: g.GuidanceCommand, actor: Actor) -> None:
        """What the caller's page says, at its own moment: it may have been kept without network."""
        call = await attempt.get(CALL, command.call)
        at = guidance_machine.report_time(call, command, attempt.at)
        facts = machine.decide(call, command, actor, attempt.at)
        attempt.record(CALL, call.id, facts, happened_at=at)

    async def _record(self, attempt: CommandContext, call: Call, facts: tuple[Event, ...]) -> None:
        """The facts of a call, and what they mean for desks and for who must be told."""
        attempt.record(CALL, call.id, facts)
        send_answers(attempt, call, facts)
        for fact in facts:
            if isinstance(fact, m.LinkGiven):
                attempt.facts["until"] = iso_us(fact.until)
            await self._move_desk(attempt, call, fact)

    async def _move_desk(self, attempt: CommandContext, before: Call, fact: Event) -> None:
        """A call and the desk it is at change together or not at all."""
        match fact:
            case m.CallOffered(desk=desk):
                attempt.record(DESK, desk, desk_machine.offer(await attempt.find(DESK, desk), before.id))
            case m.CallAnswered(desk=desk) | m.CallBackStarted(desk=desk):
                if before.offered_to and before.offered_to != desk:
                    await self._release_desk(attempt, before.offered_to, before.id)
                held = await attempt.find(DESK, desk)
                # Who is rung back is rung by telephone, whatever they came by.
                rings = isinstance(fact, m.CallBackStarted)
                if not has_media_for(held, before) or (rings and (held is None or not held.line)):
                    raise Refused("desk_has_no_line", desk=desk)
                taken = desk_machine.occupy(held, desk, before.id, fact.operator, fact.operator_name)
                attempt.record(DESK, desk, taken)
            case m.CallQueued(desk_lost=str() as lost_at):
                held = await attempt.find(DESK, lost_at)
                attempt.record(DESK, lost_at, desk_machine.pause_line_lost(held, before.id))
                await self._release_desks(attempt, before, but=lost_at)
            case m.CallQueued() if before.offered_to:
                held = await attempt.find(DESK, before.offered_to)
                attempt.record(DESK, before.offered_to, desk_machine.pause_unanswered(held, before.id))
            case m.CallEnded() | m.CallAbandoned() | m.CallQueued() | m.CallBackAttempted() | m.RetryJoined():
                await self._release_desks(attempt, before)
            case _:
                await self._move_party(attempt, before, fact)

    async def _move_party(self, attempt: CommandContext, before: Call, fact: Event) -> None:
        match fact:
            case m.PartyRang(desk=str() as desk):
                desk_machine.require_desk_line(await attempt.find(DESK, desk), desk, before.id)
            case m.PartyJoined(desk=str() as desk) | m.MonitoringStarted(desk=desk):
                held = await attempt.find(DESK, desk)
                attempt.record(DESK, desk, desk_machine.joined(held, desk, before.id))
            case m.PartyLeft(party=id):
                for party in before.parties:
                    if party.id == id and party.desk is not None:
                        await self._release_desk(attempt, party.desk, before.id)
            case m.MonitoringEnded(desk=desk):
                await self._release_desk(attempt, desk, before.id)
            case m.CallTransferred(desk=desk, operator=operator, operator_name=name, desk_lost=lost):
                if before.desk is not None:
                    leaves = desk_machine.pause_line_lost if lost else desk_machine.release_desk
                    held = await attempt.find(DESK, before.desk)
                    attempt.record(DESK, before.desk, leaves(held, before.id))
                if desk is not None and operator is not None:
                    held = await attempt.find(DESK, desk)
                    taken = desk_machine.take_over(held, desk, before.id, operator, name or "")
                    attempt.record(DESK, desk, taken)
            case _:
                pass

    async def _release_desks(self, attempt: CommandContext, call: Call, *, but: DeskId | None = None) -> None:
        """Nobody is in this call any more."""
        asked = [call.desk, call.offered_to, *(party.desk for party in call.parties)]
        there = {*filter(None, asked), *(each.desk for each in call.listeners)}
        for desk in sorted(there - {but}):
            await self._release_desk(attempt, desk, call.id)

    async def _release_desk(self, attempt: CommandContext, desk: DeskId, call: CallId) -> None:
        attempt.record(DESK, desk, desk_machine.release_desk(await attempt.find(DESK, desk), call))


def next_offers(
    calls: list[Call], desks: list[AgentDesk], alone: frozenset[PersonId] = frozenset()
) -> list[m.OfferCall]:
    """What the queue would offer now: waiting calls to ready desks. `alone`: who practises without a trainer."""
    waiting = [c for c in calls if c.state == CallState.QUEUED]
    ready = [d for d in desks if d.stand == AgentState.READY and d.joined is None]
    return [
        m.OfferCall(call=choice.call.id, desk=choice.desk.id) for choice in match_desks(waiting, ready, alone)
    ]
