"""Commands to the radio: load, decide, commit. And what is asked of it without changing anything."""

from typing import assert_never
from uuid import UUID, uuid5

from auxilio.identity.gate import holds, require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Event, Handled, Links, members
from auxilio.kernel.ids import CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.platform.database.nouns import Noun
from auxilio.platform.database.work import Attempt, UnitOfWork
from auxilio.radio import wire
from auxilio.radio.machine import links as link_machine
from auxilio.radio.machine import log as log_machine
from auxilio.radio.machine import nets as net_machine
from auxilio.radio.messages import links as k
from auxilio.radio.messages import log as g
from auxilio.radio.messages import nets as n
from auxilio.radio.model import Bearer, Entry, EntryId, Link, Net, RadioPlan, Tasked, Terminal
from auxilio.radio.ports import Fleet, Plans, Workable
from auxilio.radio.store import Asked, RadioStore

NETS_MAX = 1_000
_AIR = UUID("0f6a6a86-6c39-5d38-8f4c-4f1d3a0f5d51")
"""Ids of what gateways tell are derived from their names for it, in this space."""

NET = Noun(
    "net",
    Net,
    n.NetEvent,
    net_machine.evolve,
    links=lambda net: Links(case=net.case, mode=net.mode),
    # The groups of a case stay on the boards as long as it does; a command holds its group until it is ended.
    live=lambda net: net.command is not None,
    with_case=True,
)
ENTRY = Noun(
    "radio_entry",
    Entry,
    g.LogEvent,
    log_machine.evolve,
    links=lambda entry: Links(case=entry.case, mode=entry.mode),
    live=lambda entry: entry.waits,
)
LINK = Noun(
    "radio_link",
    Link,
    k.LinkEvent,
    link_machine.evolve,
    links=lambda link: Links(mode=link.mode),
    live=lambda _: True,
)
TERMINAL = Noun(
    "terminal",
    Terminal,
    k.TerminalEvent,
    link_machine.evolve_terminal,
    links=lambda one: Links(mode=one.mode),
    live=lambda one: one.unit is not None,
)
type RadioCommand = n.NetCommand | g.LogCommand | k.LinkCommand
COMMANDS: tuple[type[Command], ...] = (
    *members(n.NetCommand),
    *members(g.LogCommand),
    *members(k.LinkCommand),
)


def hearing_id(gateway: str, epoch: str, seq: int) -> CommandId:
    """The id of the command that hears one message: told twice, it is heard once."""
    return CommandId(uuid5(_AIR, f"{gateway} {epoch} {seq}"))


def entry_id(command: g.HearRadio) -> EntryId:
    """The id of the line that a message makes; a call's beginning and its end make one."""
    told = command.told
    if isinstance(told, wire.AirCallBegan | wire.AirCallEnded):
        return EntryId(uuid5(_AIR, f"{command.gateway} {command.epoch} call {told.call}"))
    return EntryId(uuid5(_AIR, f"{command.gateway} {command.epoch} line {command.seq}"))


class Radio:
    """The shell of the radio. `mode` is that of this house, and so of its gateways."""

    def __init__(
        self, work: UnitOfWork, pool: Pool, plans: Plans, fleet: Fleet, workable: Workable, mode: Mode
    ) -> None:
        self._work, self._pool, self._plans = work, pool, plans
        self._fleet, self._workable, self._mode = fleet, workable, mode

    async def handle(self, command_id: CommandId, command: RadioCommand, actor: Actor) -> Handled:
        """Any command of this capability. Raises `Refused`."""
        require(actor, command.permission)

        async def decide(attempt: Attempt) -> None:
            match command:
                case n.GiveGroup() | n.AssignGroup() | n.SetUpCommand() | n.EndCommand():
                    await self._net(attempt, command, actor)
                case g.HearRadio():
                    await self._hear(attempt, command)
                case g.NoteCall():
                    await self._note(attempt, command, actor)
                case g.SendRadio():
                    await self._send(attempt, command, actor)
                case g.JudgeEntry() | g.AnswerEntry() | g.SeeEntry():
                    entry = await attempt.get(ENTRY, command.entry)
                    if isinstance(command, g.SeeEntry):
                        _may_see(entry, actor)
                    attempt.record(ENTRY, entry.id, log_machine.decide(entry, command, actor))
                case k.LinkUp() | k.LoseLink():
                    link = await attempt.find(LINK, command.gateway)
                    facts = link_machine.decide(link, command, self._mode)
                    attempt.record(LINK, command.gateway, facts)
                case _ as never:
                    assert_never(never)

        return await self._work.run(command_id, command, actor, decide)

    # --- nets -------------------------------------------------------------------------------------

    async def _net(self, attempt: Attempt, command: n.NetCommand, actor: Actor) -> None:
        net = await attempt.find(NET, command.case)
        if isinstance(command, n.EndCommand):
            await self._may_command(command, actor)
            attempt.record(NET, command.case, net_machine.end(net, command, actor))
            return
        mode, plan = await self._workable(attempt, command.case), self._plans()
        facts: tuple[Event, ...]
        match command:
            case n.GiveGroup():
                facts = net_machine.give(net, command, plan, actor, mode)
            case n.AssignGroup():
                task = await self._task(command, actor)
                facts = net_machine.assign(net, command, task.agency, plan, actor, mode)
            case n.SetUpCommand():
                await self._may_command(command, actor)
                taken = await self._taken(command, mode)
                facts = net_machine.set_up(net, command, plan, taken, actor, mode)
        attempt.record(NET, command.case, facts)

    async def _task(self, command: n.AssignGroup, actor: Actor) -> Tasked:
        """The task, where it is theirs to say. Raises `Refused`: `unknown_task`, `not_your_centre`."""
        task = await self._fleet.task(command.task)
        if task is None or task.case != command.case:
            raise Refused("unknown_task", id=str(command.task))
        if actor.centre not in (None, task.centre) and not holds(actor, Permission.ROOM_WATCH):
            raise Refused("not_your_centre", centre=task.centre)
        return task

    async def _may_command(self, command: n.SetUpCommand | n.EndCommand, actor: Actor) -> None:
        if actor.kind != "system" and not await self._fleet.has_part(command.case, actor):
            raise Refused("no_task_here")

    async def _taken(self, command: n.SetUpCommand, mode: Mode) -> set[str]:
        live = await live_where(self._pool, NET, NETS_MAX, mode=mode.value)
        return {net.command.gssi for net in live if net.command is not None and net.case != command.case}

    # --- what gateways tell -----------------------------------------------------------------------

    async def _hear(self, attempt: Attempt, command: g.HearRadio) -> None:
        told, id = command.told, entry_id(command)
        match told:
            case wire.AirRegistered() | wire.AirLost():
                bearer = await self._fleet.of_radio(told.radio)
                terminal = await attempt.find(TERMINAL, told.radio)
                unit = bearer.unit if bearer else None
                mode = bearer.mode if bearer else self._mode
                facts = link_machine.hear(terminal, told, command.gateway, unit, mode)
                attempt.record(TERMINAL, told.radio, facts)
            case wire.AirGap(count=count):
                await attempt.find(LINK, command.gateway)
                missed = k.LinkMissed(gateway=command.gateway, mode=self._mode, count=count)
                attempt.record(LINK, command.gateway, (missed,))
            case wire.AirCallEnded():
                call = await attempt.find(ENTRY, id)
                attempt.record(ENTRY, id, log_machine.end(call, min(command.at, attempt.at)))
            case wire.AirUnread(raw=raw):
                attempt.create(ENTRY, id, derived=True)
                attempt.record(ENTRY, id, (log_machine.unread(id, command, raw, self._mode, attempt.at),))
            case wire.AirStatus() | wire.AirText() | wire.AirAlarm() | wire.AirCallBegan():
                await self._line(attempt, command, told, id)
            case _ as never:
                assert_never(never)

    async def _line(
        self, attempt: Attempt, command: g.HearRadio, said: log_machine.OneSaid, id: EntryId
    ) -> None:
        if await attempt.find(ENTRY, id) is not None:
            return  # a bridge that used one call's reference twice
        bearer = await self._fleet.of_radio(said.radio)
        to = said.to if isinstance(said, wire.AirText | wire.AirCallBegan) else None
        plan = self._plans()
        called = await self._fleet.of_radio(to) if to and plan.group(to) is None else None
        mode = bearer.mode if bearer else self._mode
        heard = log_machine.hear(id, command, said, plan, bearer, called, mode, attempt.at)
        attempt.record(ENTRY, id, (heard,), happened_at=heard.said_at)

    # --- what people write ------------------------------------------------------------------------

    async def _note(self, attempt: Attempt, command: g.NoteCall, actor: Actor) -> None:
        if await attempt.find(ENTRY, command.entry) is not None:
            raise Refused("entry_exists")
        unit = await self._unit(command.unit)
        group = self._plans().group(command.group)
        mode = unit.mode if unit else actor.mode
        if command.case is not None:
            if not await self._fleet.has_part(command.case, actor):
                raise Refused("no_task_here")
            mode = await self._workable(attempt, command.case)
        facts = log_machine.note(command, unit, group, actor, mode, attempt.at)
        attempt.record(ENTRY, command.entry, facts)

    async def _send(self, attempt: Attempt, command: g.SendRadio, actor: Actor) -> None:
        if await attempt.find(ENTRY, command.entry) is not None:
            raise Refused("entry_exists")
        unit = await self._unit(command.unit)
        group = self._plans().group(command.group)
        if command.group is not None and group is None:
            raise Refused("unknown_group", group=command.group)
        if unit is not None and actor.centre not in (None, unit.centre):
            raise Refused("not_your_centre", centre=unit.centre)
        facts = log_machine.send(command, unit, group, actor, self._mode, attempt.at)
        attempt.record(ENTRY, command.entry, facts)

    async def _unit(self, id: UnitId | None) -> Bearer | None:
        if id is None:
            return None
        found = await self._fleet.unit(id)
        if found is None:
            raise Refused("unknown_unit", id=str(id))
        return found


def _may_see(entry: Entry, actor: Actor) -> None:
    if entry.centre not in (None, actor.centre) and not holds(actor, Permission.ROOM_WATCH):
        raise Refused("not_your_centre", centre=entry.centre)


class RadioQueries:
    """Reads alone."""

    def __init__(self, store: RadioStore, clock: Clock, plans: Plans) -> None:
        self._store, self._clock, self._plans = store, clock, plans

    def plan(self, actor: Actor) -> RadioPlan:
        """Groups and codes in force, for whoever works. Raises `Refused("not_permitted")`."""
        if not holds(actor, Permission.UNIT_WATCH):
            require(actor, Permission.CASE_LOOK)
        return self._plans()

    async def search(self, asked: Asked, actor: Actor) -> list[Entry]:
        """Lines of the radio log, the newest first: those of one's own centre, and what all could hear; the room reads all.

        What belongs to a reserved case is for those who may see all of them. Raises `Refused("not_permitted")`.
        """
        require(actor, Permission.RADIO_LOG)
        centre = None if holds(actor, Permission.ROOM_WATCH) else actor.centre
        reserved = holds(actor, Permission.CASE_LOOK_RESERVED)
        return await self._store.search(asked, actor.mode, centre, reserved=reserved)
