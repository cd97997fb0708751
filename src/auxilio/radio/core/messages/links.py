"""Commands and facts of gateways and terminals."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import UnitId
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.radio.core.model import GatewayId

LossCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,40}$")]
"""A code: `closed`, `silent`, `not_proved`, `unreachable`."""


class ReportLinkUp(Command, frozen=True, kw_only=True, tag="radio.link_up"):
    """The line to a gateway stands, and both have proved who they are."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    gateway: GatewayId


class ReportLinkLost(Command, frozen=True, kw_only=True, tag="radio.lose_link"):
    """It is gone: nothing is heard and nothing goes out by it."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    gateway: GatewayId
    why: LossCode


type LinkCommand = ReportLinkUp | ReportLinkLost


class LinkCameUp(Event, frozen=True, kw_only=True, tag="radio.link.came_up"):
    """From here on the radio is heard."""

    gateway: GatewayId
    mode: Mode


class LinkLost(Event, frozen=True, kw_only=True, tag="radio.link.lost"):
    """From here on it is not."""

    gateway: GatewayId
    mode: Mode
    why: LossCode


class LinkMessagesMissed(Event, frozen=True, kw_only=True, tag="radio.link.missed"):
    """So many messages the bridge could not keep for us while we were away. What they said nobody knows."""

    gateway: GatewayId
    mode: Mode
    count: int


type LinkEvent = LinkCameUp | LinkLost | LinkMessagesMissed


class TerminalRegistered(Event, frozen=True, kw_only=True, tag="radio.terminal.found"):
    """A unit's radio is on its network."""

    radio: ShortText
    mode: Mode
    gateway: GatewayId
    unit: UnitId | None = None


class TerminalLost(Event, frozen=True, kw_only=True, tag="radio.terminal.lost"):
    """A unit's radio is out of reach."""

    radio: ShortText
    mode: Mode
    gateway: GatewayId
    unit: UnitId | None = None


type TerminalEvent = TerminalRegistered | TerminalLost
