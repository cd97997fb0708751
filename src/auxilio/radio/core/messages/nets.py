"""Commands and facts of the net of a case: which talk group its tasks and its joint command have."""

from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import AgencyId, CaseId, TaskId
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.kernel.tsi import Tsi
from auxilio.radio.core.model import GroupAssignment, GroupReason


class AssignGroupByRule(Command, frozen=True, kw_only=True, tag="radio.give_group"):
    """By Auxilio itself, by rule: a task speaks where its agency works, or where the neighbour speaks whom it helps."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    task: TaskId
    agency: AgencyId
    aid_of: TaskId | None = None
    had: GroupAssignment | None = None
    """What it had in the case that it comes from: its crew does not turn its radio because two cases became one."""


class AssignGroup(Command, frozen=True, kw_only=True, tag="radio.assign_group"):
    """A person gives a task another talk group."""

    permission: ClassVar[str] = Permission.RADIO_GROUP
    object_rule: ClassVar[str] = ObjectRule.CENTRE_TASK
    case: CaseId
    task: TaskId
    group: Tsi


class SetUpJointCommand(Command, frozen=True, kw_only=True, tag="radio.set_up_command"):
    """The agencies of a case have one command, and it has a talk group; the next free one where none is named."""

    permission: ClassVar[str] = Permission.RADIO_GROUP
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    group: Tsi | None = None


class EndJointCommand(Command, frozen=True, kw_only=True, tag="radio.end_command"):
    """There is no joint command any more; its group is free."""

    permission: ClassVar[str] = Permission.RADIO_GROUP
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId


type NetCommand = AssignGroupByRule | AssignGroup | SetUpJointCommand | EndJointCommand


class GroupAssigned(Event, frozen=True, kw_only=True, tag="radio.net.group_given"):
    """This task speaks here from now on."""

    case: CaseId
    mode: Mode
    task: TaskId
    agency: AgencyId
    gssi: Tsi
    name: ShortText
    why: GroupReason
    by: ShortText
    before: ShortText | None = None
    """The name of the group that it had."""


class JointCommandSetUp(Event, frozen=True, kw_only=True, tag="radio.net.command_set_up"):
    """The joint command speaks here."""

    case: CaseId
    mode: Mode
    gssi: Tsi
    name: ShortText
    why: GroupReason
    by: ShortText
    before: ShortText | None = None


class JointCommandEnded(Event, frozen=True, kw_only=True, tag="radio.net.command_ended"):
    """The joint command is over."""

    case: CaseId
    name: ShortText
    by: ShortText


type NetEvent = GroupAssigned | JointCommandSetUp | JointCommandEnded
