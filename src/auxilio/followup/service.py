"""Commands to watches, messages and handovers: load, decide, commit."""

from collections.abc import Awaitable, Callable
from typing import assert_never

from msgspec import structs

from auxilio.followup.core import control_room_machine, machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.model import OPEN_HANDOVER, OVER, CaseMessage, ControlRoom, ShiftHandover, Watch
from auxilio.kernel.actor import Actor
from auxilio.kernel.case_mode import ModeOf
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CaseId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork

WATCH = Aggregate(
    "watch",
    Watch,
    m.WatchEvent,
    machine.evolve,
    links=lambda w: Links(case=w.case, call=w.call, mode=w.mode),
    live=lambda w: w.state not in OVER,
)
MESSAGE = Aggregate(
    "message",
    CaseMessage,
    m.MessageEvent,
    machine.evolve_message,
    links=lambda message: Links(case=message.case, mode=message.mode),
    # A message that somebody read is found in the story of its case; one that nobody read waits on the boards.
    live=lambda message: not message.read,
)
HANDOVER = Aggregate(
    "handover",
    ShiftHandover,
    m.HandoverEvent,
    machine.evolve_handover,
    links=lambda h: Links(mode=h.mode),
    live=lambda h: h.state in OPEN_HANDOVER,
)
ROOM = Aggregate(
    "room",
    ControlRoom,
    m.RoomEvent,
    control_room_machine.evolve,
    links=lambda room: Links(mode=room.mode),
    live=lambda _: True,
)
COMMANDS: tuple[type[Command], ...] = (
    *union_members(m.WatchCommand),
    *union_members(m.MessageCommand),
    *union_members(m.HandoverCommand),
    *union_members(m.RoomCommand),
)

type LivesOn = Callable[[CaseId], Awaitable[CaseId]]
"""The case in which a case goes on: itself, unless it was the same as another."""


class Followup:
    """The service of stage 5: follow-up."""

    def __init__(
        self,
        work: UnitOfWork,
        mode_of: ModeOf | None = None,
        lives_on: LivesOn | None = None,
    ) -> None:
        self._work, self._mode_of, self._lives_on = work, mode_of, lives_on

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""
        mode = actor.mode
        if self._mode_of is not None and isinstance(command, m.SendMessage):
            mode = await self._mode_of(command.case)

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.SetWatch():
                    watch = await attempt.find(WATCH, command.watch)
                    attempt.record(WATCH, command.watch, machine.set_watch(watch, command, actor))
                case (
                    m.KeepWatch()
                    | m.FireWatch()
                    | m.EscalateWatch()
                    | m.AnswerWatch()
                    | m.TellDutyOfficer()
                    | m.TellNotice()
                    | m.ReviewNotice()
                    | m.CancelWatch()
                    | m.MoveWatch()
                ):
                    await self._change(attempt, command, actor)
                case m.SendMessage() | m.ReadMessage() | m.MoveMessage():
                    await self._message(attempt, command, actor, mode)
                case m.OfferShiftHandover() | m.AcceptHandover() | m.WithdrawHandover():
                    await self._handover(attempt, command, actor)
                case m.DeclareSurge() | m.EndSurge() | m.PostNews() | m.WithdrawNews():
                    room = control_room_machine.room_of(actor)
                    known = await attempt.find(ROOM, room)
                    attempt.record(ROOM, room, control_room_machine.decide(known, command, actor))
                case _:
                    raise TypeError(f"not a command of followup: {type(command).__name__}")

        return await self._work.run(command_id, command, actor, decide)

    async def _change(self, attempt: CommandContext, command: m.WatchCommand, actor: Actor) -> None:
        watch = await attempt.get(WATCH, command.watch)
        attempt.record(WATCH, watch.id, machine.decide(watch, command, actor, attempt.at))

    async def _message(
        self, attempt: CommandContext, command: m.MessageCommand, actor: Actor, mode: Mode
    ) -> None:
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

    async def _handover(self, attempt: CommandContext, command: m.HandoverCommand, actor: Actor) -> None:
        match command:
            case m.OfferShiftHandover():
                if await attempt.find(HANDOVER, command.handover) is not None:
                    raise Refused("handover_already_offered")
                attempt.record(HANDOVER, command.handover, machine.hand_over(command, actor))
            case m.AcceptHandover() | m.WithdrawHandover():
                handover = await attempt.get(HANDOVER, command.handover)
                facts = machine.decide_handover(handover, command, actor)
                attempt.record(HANDOVER, handover.id, facts)
            case _ as never:
                assert_never(never)
