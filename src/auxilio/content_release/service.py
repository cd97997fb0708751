"""Commands to releases: load, decide, commit."""

from auxilio.content_release.core import machine
from auxilio.content_release.core import messages as m
from auxilio.content_release.core.model import SHELF, Release, Shelf
from auxilio.content_release.ports import Sets
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Links, union_members
from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.keys.ports import Signer

RELEASE = Aggregate(
    "release", Release, m.ReleaseEvent, machine.evolve, links=lambda _: Links(), live=lambda _: False
)
SHELVES = Aggregate(
    "shelf", Shelf, m.ShelfEvent, machine.evolve_shelf, links=lambda _: Links(), live=lambda _: False
)
COMMANDS: tuple[type[Command], ...] = union_members(m.ReleaseCommand)


class ReleaseService:
    """The service of releases. A command that reads the shelf loads it, so that one of two concurrent changes is decided again."""

    def __init__(self, work: UnitOfWork, signer: Signer, sets: Sets) -> None:
        self._work, self._signer, self._sets = work, signer, sets

    async def handle(self, command_id: CommandId, command: m.ReleaseCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case m.ProposeRelease():
                    await self._propose(attempt, command, actor)
                case m.ConfirmContent():
                    await self._confirm(attempt, command, actor)
                case m.SignRelease():
                    await self._sign(attempt, command, actor)
                case _:
                    release = await attempt.get(RELEASE, command.release)
                    events = machine.decide(release, command, actor)
                    if isinstance(command, m.TakeBackRelease):
                        taken = machine.take(await attempt.find(SHELVES, SHELF) or Shelf(), release)
                        attempt.record(SHELVES, SHELF, taken)
                    attempt.record(RELEASE, command.release, events)

        return await self._work.run(command_id, command, actor, decide)

    async def _propose(self, attempt: CommandContext, command: m.ProposeRelease, actor: Actor) -> None:
        proven = await self._sets.proven(command.content)
        if proven is None:
            raise Refused("set_not_checked", content=command.content[:12])
        shelf = await attempt.find(SHELVES, SHELF) or Shelf()
        top = shelf.top(await self._sets.ground())
        attempt.create(RELEASE, command.release)
        number = await attempt.next_number("release")
        attempt.facts["number"] = str(number)
        events = machine.propose(command, actor, number, proven, top, attempt.at)
        attempt.record(RELEASE, command.release, events)

    async def _confirm(self, attempt: CommandContext, command: m.ConfirmContent, actor: Actor) -> None:
        shelf = await attempt.find(SHELVES, SHELF) or Shelf()
        top, standing = shelf.top(await self._sets.ground()), await self._sets.standing()
        attempt.create(RELEASE, command.release)
        number = await attempt.next_number("release")
        attempt.facts["number"] = str(number)
        events = machine.confirm(command, actor, number, standing, top, attempt.at, self._key)
        attempt.record(RELEASE, command.release, events)

    async def _sign(self, attempt: CommandContext, command: m.SignRelease, actor: Actor) -> None:
        await attempt.load((RELEASE, command.release), (SHELVES, SHELF))
        release = await attempt.get(RELEASE, command.release)
        shelf = await attempt.find(SHELVES, SHELF) or Shelf()
        top = shelf.top(await self._sets.ground())
        signed, put = machine.sign(release, shelf, command, actor, attempt.at, top, self._key)
        attempt.record(RELEASE, command.release, signed)
        attempt.record(SHELVES, SHELF, put)

    def _key(self, message: bytes) -> tuple[str, bytes]:
        return self._signer.key_id, self._signer.sign(message)
