"""What can be asked about the readiness of an installation, and what has happened."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.readiness.core.model import RiskAcceptanceId

Part = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z_]{0,39}$")]
"""A line of the report."""


class AcceptRisk(Command, frozen=True, kw_only=True, tag="readiness.accept_risk"):
    """Go on with these red lines, for this reason. `lines` are those that the person was shown."""

    permission: ClassVar[str] = Permission.RISK_ACCEPT
    object_rule: ClassVar[str] = ObjectRule.SHARED
    lines: Annotated[tuple[Part, ...], msgspec.Meta(min_length=1, max_length=40)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


type ReadinessCommand = AcceptRisk


class RiskAccepted(Event, frozen=True, kw_only=True, tag="readiness.risk.accepted"):
    """A named person gave the reason for which the service goes on with these red lines."""

    acceptance: RiskAcceptanceId
    mode: Mode
    lines: tuple[ShortText, ...]
    reason: ShortText
    by_name: ShortText


type ReadinessEvent = RiskAccepted
