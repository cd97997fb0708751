"""The net of a case.

| command | refuses |
|---|---|
| assign_group | unknown_group |
| set_up_command | unknown_group, not_a_command_group, no_command_group |
| end_command | no_joint_command |

A rule gives a task its group once; what a person has given, no rule takes away.
"""

from collections.abc import Collection
from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AgencyId, CaseId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.radio.core.messages import nets as m
from auxilio.radio.core.model import GroupAssignment, GroupReason, Net, RadioPlan, TalkGroup, TalkGroupUse


def assign_by_rule(
    net: Net | None, command: m.AssignGroupByRule, plan: RadioPlan, actor: Actor, mode: Mode
) -> tuple[Event, ...]:
    """By rule; nothing where the plan has no group for this agency, or the task has one."""
    if net is not None and command.task in net.tasks:
        return ()
    if command.had is not None and (kept := plan.group(command.had.gssi)) is not None:
        return (
            _group_assigned(
                net, command.case, command.task, command.agency, kept, command.had.why, actor, mode
            ),
        )
    helped = net.tasks.get(command.aid_of) if net is not None and command.aid_of is not None else None
    group = plan.group(helped.gssi) if helped is not None else plan.working(command.agency)
    if group is None:
        return ()
    why = GroupReason.AGENCY if helped is None else GroupReason.AID
    return (_group_assigned(net, command.case, command.task, command.agency, group, why, actor, mode),)


def assign_by_person(
    net: Net | None, command: m.AssignGroup, agency: AgencyId, plan: RadioPlan, actor: Actor, mode: Mode
) -> tuple[Event, ...]:
    """By a person. Raises `Refused("unknown_group")`."""
    group = _known_group(plan, command.group)
    had = net.tasks.get(command.task) if net is not None else None
    if had is not None and had.gssi == group.gssi:
        return ()
    return (_group_assigned(net, command.case, command.task, agency, group, GroupReason.PERSON, actor, mode),)


def set_up_command(
    net: Net | None,
    command: m.SetUpJointCommand,
    plan: RadioPlan,
    taken: Collection[str],
    actor: Actor,
    mode: Mode,
) -> tuple[Event, ...]:
    """A joint command. `taken` are the groups of other cases' commands: a rule gives none of them, a person may.

    Raises `Refused`: `unknown_group`, `not_a_command_group`, `no_command_group`.
    """
    now = net.command if net is not None else None
    if command.group is not None:
        group, why = _known_group(plan, command.group), GroupReason.PERSON
        if group.use is not TalkGroupUse.COMMAND:
            raise Refused("not_a_command_group", name=group.name)
    elif now is not None:
        return ()
    else:
        free = [one for one in plan.commands() if one.gssi not in taken]
        if not free:
            raise Refused("no_command_group")
        group, why = free[0], GroupReason.COMMAND
    if now is not None and now.gssi == group.gssi:
        return ()
    return (
        m.JointCommandSetUp(
            case=command.case,
            mode=mode,
            gssi=group.gssi,
            name=group.name,
            why=why,
            by=actor.name,
            before=None if now is None else now.name,
        ),
    )


def end_command(net: Net | None, command: m.EndJointCommand, actor: Actor) -> tuple[Event, ...]:
    """The joint command is over. Raises `Refused("no_joint_command")`, but not to Auxilio itself."""
    if net is None or net.command is None:
        if actor.kind == "system":
            return ()
        raise Refused("no_joint_command")
    return (m.JointCommandEnded(case=command.case, name=net.command.name, by=actor.name),)


def _known_group(plan: RadioPlan, gssi: str) -> TalkGroup:
    group = plan.group(gssi)
    if group is None:
        raise Refused("unknown_group", group=gssi)
    return group


def _group_assigned(
    net: Net | None,
    case: CaseId,
    task: TaskId,
    agency: AgencyId,
    group: TalkGroup,
    why: GroupReason,
    actor: Actor,
    mode: Mode,
) -> m.GroupAssigned:
    had = net.tasks.get(task) if net is not None else None
    return m.GroupAssigned(
        case=case,
        mode=mode,
        task=task,
        agency=agency,
        gssi=group.gssi,
        name=group.name,
        why=why,
        by=actor.name,
        before=None if had is None else had.name,
    )


def evolve(net: Net | None, event: m.NetEvent, at: datetime) -> Net:
    """The net after this fact."""
    change = msgspec.structs.replace
    match event:
        case m.GroupAssigned():
            known = net or Net(case=event.case, mode=event.mode)
            given = GroupAssignment(gssi=event.gssi, name=event.name, why=event.why, by=event.by, at=at)
            return change(known, tasks=known.tasks | {event.task: given})
        case m.JointCommandSetUp():
            known = net or Net(case=event.case, mode=event.mode)
            given = GroupAssignment(gssi=event.gssi, name=event.name, why=event.why, by=event.by, at=at)
            return change(known, command=given)
        case m.JointCommandEnded():
            assert net is not None, "a command ends where one was set up"
            return change(net, command=None)
        case _ as never:
            assert_never(never)
