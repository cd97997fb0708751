"""Commands to calls and desks: load, decide, commit. The queue's own offers start in process/answered.py."""

import msgspec

from auxilio.calls import desk_machine, machine
from auxilio.calls import messages as m
from auxilio.calls.model import Call, CallState, Desk, Stand
from auxilio.calls.policy import can_take, choose, international
from auxilio.calls.ports import CALLER_CHANNEL, CallerMessage
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links, members
from auxilio.kernel.ids import CallId, CommandId, DeskId, PersonId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

CALL = Noun(
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
)
DESK = Noun(
    "desk",
    Desk,
    m.DeskEvent,
    desk_machine.evolve,
    links=lambda d: Links(call=d.call),
    # A centre's desk stands apart from the queue; with a line it can be asked into a call.
    live=lambda d: d.stand != Stand.OFF or d.line or d.joined is not None,
)
COMMANDS: tuple[type[Command], ...] = (
    *members(m.CallCommand),
    *members(m.DeskCommand),
    m.ReportLine,
)


class Calls:
    """The shell of stage 1."""

    def __init__(self, work: UnitOfWork, country: str = "") -> None:
        """`country` (ISO 3166): where numbers without a country's code are dialled; without one they stay as received."""
        self._work, self._country = work, country

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)
        said = getattr(command, "phone", None)
        if said and (phone := international(said, self._country)):
            command = msgspec.structs.replace(command, phone=phone)

        async def decide(attempt: Attempt) -> None:
            match command:
                case m.Ring() | m.RecordCall():
                    await self._ring(attempt, command, actor)
                case m.StandReady() | m.Pause() | m.SignOff() | m.AskHelp():
                    await self._stand(attempt, command, actor)
                case m.ReportLine(desk=desk, up=up):
                    held = await attempt.find(DESK, desk)
                    attempt.record(DESK, desk, desk_machine.line_changed(held, desk, up))
                case _:
                    await self._change(attempt, command, actor)  # type: ignore[arg-type]  # the union is checked by decide

        return await self._work.run(command_id, command, actor, decide)

    async def _ring(self, attempt: Attempt, command: m.Ring | m.RecordCall, actor: Actor) -> None:
        number = await attempt.next_number("call")
        attempt.create(CALL, command.call)
        facts = machine.ring(command, number, actor)
        attempt.record(CALL, command.call, facts)
        attempt.facts["number"] = str(number)
        if isinstance(command, m.RecordCall) and actor.desk:
            desk = await attempt.find(DESK, actor.desk)
            attempt.record(
                DESK,
                actor.desk,
                desk_machine.busy(desk, actor.desk, command.call, PersonId(actor.id), actor.name),
            )

    async def _stand(self, attempt: Attempt, command: m.DeskCommand, actor: Actor) -> None:
        if actor.desk is None:
            raise Refused("no_desk")
        desk = await attempt.find(DESK, actor.desk)
        attempt.record(DESK, actor.desk, desk_machine.decide(desk, command, actor))

    async def _change(self, attempt: Attempt, command: m.CallCommand, actor: Actor) -> None:
        call = await attempt.get(CALL, command.call)
        if actor.kind == "citizen" and actor.id != call.id:
            raise Refused("not_your_call")
        facts = machine.decide(call, command, actor, attempt.at)
        attempt.record(CALL, call.id, facts)
        for fact in facts:
            if isinstance(fact, m.LinkGiven):
                attempt.facts["until"] = iso_us(fact.until)
            # From an exercise no real telephone is reached: it is not put down here, so nobody can deliver it.
            if isinstance(fact, m.CallerMessaged) and call.mode == Mode.REAL:
                attempt.send(CALLER_CHANNEL, CallerMessage(call=call.id, code="call_back"))
            await self._move_desk(attempt, call, fact)

    async def _move_desk(self, attempt: Attempt, before: Call, fact: Event) -> None:
        """A call and the desk it is at change together or not at all."""
        match fact:
            case m.CallOffered(desk=desk):
                attempt.record(DESK, desk, desk_machine.offered(await attempt.find(DESK, desk), before.id))
            case m.CallAnswered(desk=desk) | m.RingingBack(desk=desk):
                if before.offered_to and before.offered_to != desk:
                    await self._let_go(attempt, before.offered_to, before.id)
                held = await attempt.find(DESK, desk)
                if not can_take(held, before):
                    raise Refused("desk_has_no_line", desk=desk)
                taken = desk_machine.busy(held, desk, before.id, fact.operator, fact.operator_name)
                attempt.record(DESK, desk, taken)
            case m.CallQueued(desk_lost=str() as lost_at):
                held = await attempt.find(DESK, lost_at)
                attempt.record(DESK, lost_at, desk_machine.line_lost(held, before.id))
                await self._all_go(attempt, before, but=lost_at)
            case m.CallQueued() if before.offered_to:
                held = await attempt.find(DESK, before.offered_to)
                attempt.record(DESK, before.offered_to, desk_machine.did_not_answer(held, before.id))
            case m.CallEnded() | m.CallAbandoned() | m.CallQueued() | m.CallBackTried() | m.RetryJoined():
                await self._all_go(attempt, before)
            case _:
                await self._move_party(attempt, before, fact)

    async def _move_party(self, attempt: Attempt, before: Call, fact: Event) -> None:
        match fact:
            case m.PartyRang(desk=str() as desk):
                desk_machine.need_line(await attempt.find(DESK, desk), desk, before.id)
            case m.PartyJoined(desk=str() as desk) | m.ListenerCame(desk=desk):
                held = await attempt.find(DESK, desk)
                attempt.record(DESK, desk, desk_machine.joined(held, desk, before.id))
            case m.PartyLeft(party=id):
                for party in before.parties:
                    if party.id == id and party.desk is not None:
                        await self._let_go(attempt, party.desk, before.id)
            case m.ListenerLeft(desk=desk):
                await self._let_go(attempt, desk, before.id)
            case m.CallTransferred(desk=desk, operator=operator, operator_name=name, desk_lost=lost):
                if before.desk is not None:
                    leaves = desk_machine.line_lost if lost else desk_machine.let_go
                    held = await attempt.find(DESK, before.desk)
                    attempt.record(DESK, before.desk, leaves(held, before.id))
                if desk is not None and operator is not None:
                    held = await attempt.find(DESK, desk)
                    taken = desk_machine.takes_over(held, desk, before.id, operator, name or "")
                    attempt.record(DESK, desk, taken)
            case _:
                pass

    async def _all_go(self, attempt: Attempt, call: Call, *, but: DeskId | None = None) -> None:
        """Nobody is in this call any more."""
        asked = [call.desk, call.offered_to, *(party.desk for party in call.parties)]
        there = {*filter(None, asked), *(each.desk for each in call.listeners)}
        for desk in sorted(there - {but}):
            await self._let_go(attempt, desk, call.id)

    async def _let_go(self, attempt: Attempt, desk: DeskId, call: CallId) -> None:
        attempt.record(DESK, desk, desk_machine.let_go(await attempt.find(DESK, desk), call))


def offers(calls: list[Call], desks: list[Desk]) -> list[m.Offer]:
    """What the queue would offer now: waiting calls to ready desks."""
    waiting = [c for c in calls if c.state == CallState.QUEUED]
    ready = [d for d in desks if d.stand == Stand.READY and d.joined is None]
    return [m.Offer(call=choice.call.id, desk=choice.desk.id) for choice in choose(waiting, ready)]
