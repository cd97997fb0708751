"""Commands to calls and desks: load, decide, commit. The queue's own offers start in process/answered.py."""

from typing import get_args

from auxilio.calls import desk_machine, machine
from auxilio.calls import messages as m
from auxilio.calls.model import Call, CallState, Desk, Stand
from auxilio.calls.policy import choose
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links
from auxilio.kernel.ids import CallId, CommandId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

CALL = Noun(
    "call",
    Call,
    m.CallEvent,
    machine.evolve,
    links=lambda c: Links(case=c.case, call=c.id, mode=c.mode),
    # An unanswered call stays on the boards until somebody has called back.
    live=lambda c: c.state not in {CallState.ENDED, CallState.CALLED_BACK},
)
DESK = Noun(
    "desk",
    Desk,
    m.DeskEvent,
    desk_machine.evolve,
    links=lambda d: Links(call=d.call),
    live=lambda d: d.stand != Stand.OFF,
)
COMMANDS: tuple[type[Command], ...] = (*get_args(m.CallCommand.__value__), *get_args(m.DeskCommand.__value__))


class Calls:
    """The shell of stage 1."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            match command:
                case m.Ring() | m.RecordCall():
                    await self._ring(attempt, command, actor)
                case m.StandReady() | m.Pause() | m.SignOff() | m.AskHelp():
                    await self._stand(attempt, command, actor)
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
            attempt.record(DESK, actor.desk, desk_machine.busy(desk, actor.desk, command.call, actor))

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
            await self._move_desk(attempt, call, fact, actor)

    async def _move_desk(self, attempt: Attempt, before: Call, fact: Event, actor: Actor) -> None:
        """A call and the desk it is at change together or not at all."""
        match fact:
            case m.CallOffered(desk=desk):
                attempt.record(DESK, desk, desk_machine.offered(await attempt.find(DESK, desk), before.id))
            case m.CallAnswered(desk=desk):
                if before.offered_to and before.offered_to != desk:
                    await self._let_go(attempt, before.offered_to, before.id)
                held = await attempt.find(DESK, desk)
                attempt.record(DESK, desk, desk_machine.busy(held, desk, before.id, actor))
            case m.CallQueued() if before.offered_to:
                held = await attempt.find(DESK, before.offered_to)
                attempt.record(DESK, before.offered_to, desk_machine.did_not_answer(held, before.id))
            case m.CallEnded() | m.CallAbandoned():
                for desk in filter(None, {before.desk, before.offered_to}):
                    await self._let_go(attempt, desk, before.id)
            case _:
                pass

    async def _let_go(self, attempt: Attempt, desk: DeskId, call: CallId) -> None:
        attempt.record(DESK, desk, desk_machine.let_go(await attempt.find(DESK, desk), call))


def offers(calls: list[Call], desks: list[Desk]) -> list[m.Offer]:
    """What the queue would offer now: waiting calls to ready desks."""
    waiting = [c for c in calls if c.state == CallState.QUEUED]
    ready = [d for d in desks if d.stand == Stand.READY]
    return [m.Offer(call=choice.call.id, desk=choice.desk.id) for choice in choose(waiting, ready)]
