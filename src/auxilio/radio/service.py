"""Commands to the radio: load, decide, commit. And what is asked of it without changing anything."""

from typing import assert_never
from uuid import UUID, uuid5

from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult, Event, Links, union_members
from auxilio.kernel.ids import CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import live_where
from auxilio.radio.core import bridge_protocol
from auxilio.radio.core.directory_check import RadioOverview, compare_with_units
from auxilio.radio.core.machine import entries as log_machine
from auxilio.radio.core.machine import links as link_machine
from auxilio.radio.core.machine import nets as net_machine
from auxilio.radio.core.messages import entries, links, nets
from auxilio.radio.core.model import (
    EntryId,
    GatewayLink,
    Net,
    RadioEntry,
    RadioOwner,
    RadioPlan,
    RadioTask,
    RadioTerminal,
)
from auxilio.radio.ports import CarriersOf, CaseModeOf, CurrentPlan, RadioDirectory
from auxilio.radio.store import RadioLogQuery, RadioLogReader, RadioStore

NETS_MAX = 1_000
_MESSAGE_NAMESPACE = UUID("0f6a6a86-6c39-5d38-8f4c-4f1d3a0f5d51")
"""Ids of what gateways tell are derived from their names for it, in this space."""

NET = Aggregate(
    "net",
    Net,
    nets.NetEvent,
    net_machine.evolve,
    links=lambda net: Links(case=net.case, mode=net.mode),
    # The groups of a case stay on the boards as long as it does; a command holds its group until it is ended.
    live=lambda net: net.command is not None,
    with_case=True,
)
ENTRY = Aggregate(
    "radio_entry",
    RadioEntry,
    entries.LogEvent,
    log_machine.evolve,
    links=lambda entry: Links(case=entry.case, mode=entry.mode),
    live=lambda entry: entry.waits,
)
LINK = Aggregate(
    "radio_link",
    GatewayLink,
    links.LinkEvent,
    link_machine.evolve,
    links=lambda link: Links(mode=link.mode),
    live=lambda _: True,
)
TERMINAL = Aggregate(
    "terminal",
    RadioTerminal,
    links.TerminalEvent,
    link_machine.evolve_terminal,
    links=lambda one: Links(mode=one.mode),
    live=lambda one: one.unit is not None,
)
type RadioCommand = nets.NetCommand | entries.LogCommand | links.LinkCommand
COMMANDS: tuple[type[Command], ...] = (
    *union_members(nets.NetCommand),
    *union_members(entries.LogCommand),
    *union_members(links.LinkCommand),
)


def message_command_id(gateway: str, epoch: str, seq: int) -> CommandId:
    """The id of the command that hears one message: told twice, it is heard once."""
    return CommandId(uuid5(_MESSAGE_NAMESPACE, f"{gateway} {epoch} {seq}"))


def entry_id(command: entries.ReceiveRadioMessage) -> EntryId:
    """The id of the line that a message makes; a call's beginning and its end make one."""
    told = command.told
    if isinstance(told, bridge_protocol.AirCallBegan | bridge_protocol.AirCallEnded):
        return EntryId(uuid5(_MESSAGE_NAMESPACE, f"{command.gateway} {command.epoch} call {told.call}"))
    return EntryId(uuid5(_MESSAGE_NAMESPACE, f"{command.gateway} {command.epoch} line {command.seq}"))


class RadioService:
    """The service of the radio. `mode` is that of this installation and so of its gateways."""

    def __init__(
        self,
        work: UnitOfWork,
        pool: Pool,
        plans: CurrentPlan,
        fleet: RadioDirectory,
        workable: CaseModeOf,
        mode: Mode,
    ) -> None:
        self._work, self._pool, self._plans = work, pool, plans
        self._fleet, self._workable, self._mode = fleet, workable, mode

    async def handle(self, command_id: CommandId, command: RadioCommand, actor: Actor) -> CommandResult:
        """Any command of this capability. Raises `Refused`."""

        async def decide(attempt: CommandContext) -> None:
            match command:
                case (
                    nets.AssignGroupByRule()
                    | nets.AssignGroup()
                    | nets.SetUpJointCommand()
                    | nets.EndJointCommand()
                ):
                    await self._net(attempt, command, actor)
                case entries.ReceiveRadioMessage():
                    await self._receive(attempt, command)
                case entries.LogRadioCall():
                    await self._log_call(attempt, command, actor)
                case entries.SendRadioText():
                    await self._send_text(attempt, command, actor)
                case entries.RecordVerdict() | entries.ReportDelivery() | entries.AcknowledgeEntry():
                    entry = await attempt.get(ENTRY, command.entry)
                    attempt.record(ENTRY, entry.id, log_machine.decide(entry, command, actor))
                case links.ReportLinkUp() | links.ReportLinkLost():
                    link = await attempt.find(LINK, command.gateway)
                    facts = link_machine.decide(link, command, self._mode)
                    attempt.record(LINK, command.gateway, facts)
                case _ as never:
                    assert_never(never)

        return await self._work.run(command_id, command, actor, decide)

    # --- nets -------------------------------------------------------------------------------------

    async def _net(self, attempt: CommandContext, command: nets.NetCommand, actor: Actor) -> None:
        net = await attempt.find(NET, command.case)
        if isinstance(command, nets.EndJointCommand):
            await self._require_task_in_case(command, actor)
            attempt.record(NET, command.case, net_machine.end_command(net, command, actor))
            return
        mode, plan = await self._workable(attempt, command.case), self._plans()
        facts: tuple[Event, ...]
        match command:
            case nets.AssignGroupByRule():
                facts = net_machine.assign_by_rule(net, command, plan, actor, mode)
            case nets.AssignGroup():
                task = await self._task(command)
                facts = net_machine.assign_by_person(net, command, task.agency, plan, actor, mode)
            case nets.SetUpJointCommand():
                await self._require_task_in_case(command, actor)
                taken = await self._command_groups_taken(command, mode)
                facts = net_machine.set_up_command(net, command, plan, taken, actor, mode)
        attempt.record(NET, command.case, facts)

    async def _task(self, command: nets.AssignGroup) -> RadioTask:
        """The task, where it is one of this case. Raises `Refused("unknown_task")`."""
        task = await self._fleet.task(command.task)
        if task is None or task.case != command.case:
            raise Refused("unknown_task", id=str(command.task))
        return task

    async def _require_task_in_case(
        self, command: nets.SetUpJointCommand | nets.EndJointCommand, actor: Actor
    ) -> None:
        if actor.kind != "system" and not await self._fleet.has_task_in(command.case, actor):
            raise Refused("no_task_here")

    async def _command_groups_taken(self, command: nets.SetUpJointCommand, mode: Mode) -> set[str]:
        live = await live_where(self._pool, NET, NETS_MAX, mode=mode.value)
        return {net.command.gssi for net in live if net.command is not None and net.case != command.case}

    # --- what gateways tell -----------------------------------------------------------------------

    async def _receive(self, attempt: CommandContext, command: entries.ReceiveRadioMessage) -> None:
        told, id = command.told, entry_id(command)
        match told:
            case bridge_protocol.AirRegistered() | bridge_protocol.AirLost():
                bearer = await self._fleet.owner_of_radio(told.radio)
                terminal = await attempt.find(TERMINAL, told.radio)
                unit = bearer.unit if bearer else None
                mode = bearer.mode if bearer else self._mode
                facts = link_machine.record_registration(terminal, told, command.gateway, unit, mode)
                attempt.record(TERMINAL, told.radio, facts)
            case bridge_protocol.AirGap(count=count):
                await attempt.find(LINK, command.gateway)
                missed = links.LinkMessagesMissed(gateway=command.gateway, mode=self._mode, count=count)
                attempt.record(LINK, command.gateway, (missed,))
            case bridge_protocol.AirCallEnded():
                call = await attempt.find(ENTRY, id)
                attempt.record(ENTRY, id, log_machine.end_call(call, min(command.at, attempt.at)))
            case bridge_protocol.AirUnreadable(raw=raw):
                attempt.create(ENTRY, id, derived=True)
                attempt.record(
                    ENTRY, id, (log_machine.record_unreadable(id, command, raw, self._mode, attempt.at),)
                )
            case (
                bridge_protocol.AirStatus()
                | bridge_protocol.AirText()
                | bridge_protocol.AirAlarm()
                | bridge_protocol.AirCallBegan()
            ):
                await self._record_heard(attempt, command, told, id)
            case _ as never:
                assert_never(never)

    async def _record_heard(
        self,
        attempt: CommandContext,
        command: entries.ReceiveRadioMessage,
        said: log_machine.RadioUtterance,
        id: EntryId,
    ) -> None:
        if await attempt.find(ENTRY, id) is not None:
            return  # a bridge that used one call's reference twice
        bearer = await self._fleet.owner_of_radio(said.radio)
        to = said.to if isinstance(said, bridge_protocol.AirText | bridge_protocol.AirCallBegan) else None
        plan = self._plans()
        called = await self._fleet.owner_of_radio(to) if to and plan.group(to) is None else None
        mode = bearer.mode if bearer else self._mode
        heard = log_machine.record_heard(id, command, said, plan, bearer, called, mode, attempt.at)
        attempt.record(ENTRY, id, (heard,), happened_at=heard.said_at)

    # --- what people write ------------------------------------------------------------------------

    async def _log_call(self, attempt: CommandContext, command: entries.LogRadioCall, actor: Actor) -> None:
        if await attempt.find(ENTRY, command.entry) is not None:
            raise Refused("entry_exists")
        unit = await self._unit(command.unit)
        group = self._plans().group(command.group)
        mode = unit.mode if unit else actor.mode
        if command.case is not None:
            if not await self._fleet.has_task_in(command.case, actor):
                raise Refused("no_task_here")
            mode = await self._workable(attempt, command.case)
        facts = log_machine.log_call(command, unit, group, actor, mode, attempt.at)
        attempt.record(ENTRY, command.entry, facts)

    async def _send_text(self, attempt: CommandContext, command: entries.SendRadioText, actor: Actor) -> None:
        if await attempt.find(ENTRY, command.entry) is not None:
            raise Refused("entry_exists")
        unit = await self._unit(command.unit)
        group = self._plans().group(command.group)
        if command.group is not None and group is None:
            raise Refused("unknown_group", group=command.group)
        if unit is not None and actor.centre not in (None, unit.centre):
            raise Refused("not_your_centre", centre=unit.centre)
        facts = log_machine.queue_text(command, unit, group, actor, self._mode, attempt.at)
        attempt.record(ENTRY, command.entry, facts)

    async def _unit(self, id: UnitId | None) -> RadioOwner | None:
        if id is None:
            return None
        found = await self._fleet.unit(id)
        if found is None:
            raise Refused("unknown_unit", id=str(id))
        return found


class RadioQueries:
    """Reads alone."""

    def __init__(self, store: RadioStore, clock: Clock, plans: CurrentPlan, carriers: CarriersOf) -> None:
        self._store, self._clock, self._plans, self._carriers = store, clock, plans, carriers

    def plan(self, actor: Actor) -> RadioPlan:
        """Groups and codes in force, for whoever works. Raises `Refused("not_permitted")`."""
        if not holds(actor, Permission.UNIT_WATCH):
            require(actor, Permission.CASE_LOOK)
        return self._plans()

    async def overview(self, actor: Actor) -> RadioOverview:
        """The plan in force beside who carries which radio, for those who keep units. Raises `Refused("not_permitted")`."""
        require(actor, Permission.UNIT_ADMIN)
        plan, carriers = self._plans(), await self._carriers(actor.mode)
        carried = {radio for one in carriers for radio in one.radios}
        told = await self._store.radios_told_of(actor.mode)
        return RadioOverview(
            plan=plan,
            carriers=carriers,
            unassigned=tuple(radio for radio in told if radio not in carried),
            findings=compare_with_units(plan, carriers),
        )

    async def search(self, asked: RadioLogQuery, actor: Actor) -> list[RadioEntry]:
        """Lines of the radio log, the newest first: those of one's own centre, and what all could hear; the room reads all.

        What belongs to a reserved case is for those named in it, and for supervisors of the room. Raises
        `Refused("not_permitted")`.
        """
        require(actor, Permission.RADIO_LOG)
        room = actor.agency is None and actor.centre is None
        reader = RadioLogReader(
            person=str(actor.id),
            centre=actor.centre,
            agency=None if actor.centre else actor.agency,
            all_reserved=room and holds(actor, Permission.CASE_LOOK_RESERVED),
        )
        return await self._store.search(asked, actor.mode, reader)
