"""A supervisor listens to a call, whispers to its desk, or joins it: what can be asked, and what can have happened."""

from typing import ClassVar

from auxilio.calls.core.model import MonitoringMode
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.shared_types import ShortText


class MonitorCall(Command, frozen=True, kw_only=True, tag="calls.listen"):
    """A supervisor listens, whispers to the desk, or joins; said again with another way, it changes to that."""

    permission: ClassVar[str] = Permission.CALL_LISTEN
    object_rule: ClassVar[str] = ObjectRule.ANY_CALL
    call: CallId
    way: MonitoringMode


class StopMonitoring(Command, frozen=True, kw_only=True, tag="calls.stop_listening"):
    """The supervisor stops listening, whispering or taking part."""

    permission: ClassVar[str] = Permission.CALL_LISTEN
    object_rule: ClassVar[str] = ObjectRule.ANY_CALL
    call: CallId


class ReportMonitorGone(Command, frozen=True, kw_only=True, tag="calls.listener_gone"):
    """The line of a supervisor's desk is gone."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    call: CallId
    desk: DeskId


type MonitoringCommand = MonitorCall | StopMonitoring | ReportMonitorGone


class MonitoringStarted(Event, frozen=True, kw_only=True, tag="calls.call.listener_came"):
    """Somebody of the room listens, whispers or joins. The desk sees it."""

    call: CallId
    desk: DeskId
    person: PersonId
    person_name: ShortText
    way: MonitoringMode


class MonitoringEnded(Event, frozen=True, kw_only=True, tag="calls.call.listener_left"):
    """The supervisor does not listen, whisper or take part any more."""

    call: CallId
    desk: DeskId
    person_name: ShortText


type MonitoringEvent = MonitoringStarted | MonitoringEnded
