"""Commands to watches, messages and handovers: load, decide, commit."""

from collections.abc import Awaitable, Callable
from typing import assert_never

from msgspec import structs

from auxilio.followup import machine, room_machine
from auxilio.followup import messages as m
from auxilio.followup.model import OVER, Handover, HandoverState, Message, Room, Watch
from auxilio.followup.ports import GUARD_CHANNEL, GuardCall
from auxilio.identity.gate import require
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled, Links, members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork

WATCH = Noun(
    "watch",
    Watch,
    m.WatchEvent,
    machine.evolve,
    links=lambda w: Links(case=w.case, call=w.call, mode=w.mode),
    live=lambda w: w.state not in OVER,
)
MESSAGE = Noun(
    "message",
    Message,
    m.MessageEvent,
    machine.evolve_message,
    links=lambda message: Links(case=message.case, mode=message.mode),
    # A message that somebody read is found in the story of its case; one that nobody read waits on the boards.
    live=lambda message: not message.read,
)
HANDOVER = Noun(
    "handover",
    Handover,
    m.HandoverEvent,
    machine.evolve_handover,
    links=lambda h: Links(mode=h.mode),
    live=lambda h: h.state == HandoverState.OFFERED,
)
ROOM = Noun(
    "room",
    Room,
    m.RoomEvent,
    room_machine.evolve,
    links=lambda room: Links(mode=room.mode),
    live=lambda _: True,
)
type FollowupCommand = m.WatchCommand | m.MessageCommand | m.HandoverCommand | m.RoomCommand
COMMANDS: tuple[type[Command], ...] = (
    *members(m.WatchCommand),
    *members(m.MessageCommand),
    *members(m.HandoverCommand),
    *members(m.RoomCommand),
)


type Speaks = Callable[[CaseId, Actor], Awaitable[None]]
"""Whether somebody may write about a case: a crew about its own alone. Raises `Refused("not_your_case")`."""
type ModeOf = Callable[[CaseId], Awaitable[Mode]]
"""The mode of a case: words about an exercise belong to the exercise for ever. Raises `Refused("unknown_case")`."""
type LivesOn = Callable[[CaseId], Awaitable[CaseId]]
"""The case in which a case goes on: itself, unless it was the same as another."""


class Followup:
    """The shell of stage 5."""

    def __init__(
        self,
        work: UnitOfWork,
        mode_of: ModeOf | None = None,
        speaks: Speaks | None = None,
        lives_on: LivesOn | None = None,
    ) -> None:
        self._work, self._mode_of, self._speaks, self._lives_on = work, mode_of, speaks, lives_on

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)
        mode = actor.mode
        if self._mode_of is not None and isinstance(command, m.SendMessage):
            mode = await self._mode_of(command.case)
        if self._speaks is not None and isinstance(command, m.SendMessage):
            await self._speaks(command.case, actor)

        async def decide(attempt: Attempt) -> None:
            match command:
                case m.SetWatch():
                    watch = await attempt.find(WATCH, command.watch)
                    attempt.record(WATCH, command.watch, machine.set_watch(watch, command, actor))
                case (
                    m.KeepWatch()
                    | m.FireWatch()
                    | m.EscalateWatch()
                    | m.AnswerWatch()
                    | m.CancelWatch()
                    | m.MoveWatch()
                ):
                    await self._change(attempt, command, actor)
                case m.SendMessage() | m.ReadMessage() | m.MoveMessage():
                    await self._message(attempt, command, actor, mode)
                case m.HandOver() | m.AcceptHandover() | m.WithdrawHandover():
                    await self._handover(attempt, command, actor)
                case m.DeclareSurge() | m.EndSurge() | m.PostNews() | m.WithdrawNews():
                    room = room_machine.room_of(actor)
                    known = await attempt.find(ROOM, room)
                    attempt.record(ROOM, room, room_machine.decide(known, command, actor))
                case _:
                    raise TypeError(f"not a command of followup: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)

    async def _change(self, attempt: Attempt, command: m.WatchCommand, actor: Actor) -> None:
        watch = await attempt.get(WATCH, command.watch)
        facts = machine.decide(watch, command, actor, attempt.at)
        attempt.record(WATCH, watch.id, facts)
        for fact in facts:
            # From an exercise no real telephone can be reached: it is refused here, not by the deliverer.
            if isinstance(fact, m.WatchEscalated) and fact.telephone and watch.mode == Mode.REAL:
                attempt.send(GUARD_CHANNEL, GuardCall(watch=watch.id, kind=watch.kind, case=watch.case))

    async def _message(self, attempt: Attempt, command: m.MessageCommand, actor: Actor, mode: Mode) -> None:
        match command:
            case m.SendMessage():
                if await attempt.find(MESSAGE, command.message) is not None:
                    raise Refused("message_already_sent")
                if self._lives_on is not None:
                    # Whoever writes may still see the case that was merged; whoever reads sees the one that lives on.
                    command = structs.replace(command, case=await self._lives_on(command.case))
                attempt.record(MESSAGE, command.message, machine.send(command, actor, mode))
            case m.ReadMessage():
                message = await attempt.get(MESSAGE, command.message)
                attempt.record(MESSAGE, message.id, machine.read(message, actor))
            case m.MoveMessage():
                message = await attempt.get(MESSAGE, command.message)
                attempt.record(MESSAGE, message.id, machine.move(message, command))
            case _ as never:
                assert_never(never)

    async def _handover(self, attempt: Attempt, command: m.HandoverCommand, actor: Actor) -> None:
        match command:
            case m.HandOver():
                if await attempt.find(HANDOVER, command.handover) is not None:
                    raise Refused("handover_already_offered")
                attempt.record(HANDOVER, command.handover, machine.hand_over(command, actor))
            case m.AcceptHandover() | m.WithdrawHandover():
                handover = await attempt.get(HANDOVER, command.handover)
                facts = machine.decide_handover(handover, command, actor)
                attempt.record(HANDOVER, handover.id, facts)
            case _ as never:
                assert_never(never)
