"""Commands and facts of a plan's situation."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, ShortText
from auxilio.mass_casualty.core.civil_plan import PhaseCode, PlanId
from auxilio.mass_casualty.core.situation import PlanTrigger, SituationId

Words = Annotated[str, msgspec.Meta(min_length=3, max_length=200)]
Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=4000)]


class ProposeSituation(Command, frozen=True, kw_only=True, tag="major.propose_situation"):
    """A rule of a plan holds. Only a person declares."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    plan: PlanId
    phase: PhaseCode
    ground: PlanTrigger


class DeclareSituation(Command, frozen=True, kw_only=True, tag="major.declare_situation"):
    """From now on, or from that moment, the plan stands in this phase, in this area, by this act. Raises and lowers too."""

    permission: ClassVar[str] = Permission.SITUATION_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    plan: PlanId
    phase: PhaseCode
    area: Words
    """The municipality or the area, in words."""
    act: Words
    """The resolution or the order by which, or whose word it is until it is written."""
    words: LongText | None = None
    since: Instant | None = None


class DismissSituation(Command, frozen=True, kw_only=True, tag="major.dismiss_situation"):
    """What is proposed is not followed, and why."""

    permission: ClassVar[str] = Permission.SITUATION_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    plan: PlanId
    reason: Reason


class EndSituation(Command, frozen=True, kw_only=True, tag="major.end_situation"):
    """The plan rests again, by this act."""

    permission: ClassVar[str] = Permission.SITUATION_DECLARE
    object_rule: ClassVar[str] = ObjectRule.SHARED
    plan: PlanId
    act: Words
    reason: Reason


type SituationCommand = ProposeSituation | DeclareSituation | DismissSituation | EndSituation


class SituationProposed(Event, frozen=True, kw_only=True, tag="major.situation.proposed"):
    """A rule holds and nobody has answered it yet."""

    situation: SituationId
    plan: ShortText
    name: ShortText
    phase: ShortText
    phase_name: ShortText
    mode: Mode
    draft: bool
    version: ShortText
    ground: PlanTrigger


class SituationTriggerAdded(Event, frozen=True, kw_only=True, tag="major.situation.ground_added"):
    """One more reason while a proposal waits; the phase is the gravest of all. Its clock goes on."""

    situation: SituationId
    plan: ShortText
    name: ShortText
    phase: ShortText
    phase_name: ShortText
    ground: PlanTrigger


class SituationDeclared(Event, frozen=True, kw_only=True, tag="major.situation.declared"):
    """A person declared a phase; `before` is the one that it replaced."""

    situation: SituationId
    plan: ShortText
    name: ShortText
    phase: ShortText
    phase_name: ShortText
    before: ShortText | None
    cases: tuple[CaseId, ...]
    """Those that were reasons for it; so in the next two."""
    mode: Mode
    draft: bool
    version: ShortText
    by: ShortText
    area: ShortText
    act: ShortText
    words: LongText | None = None
    since: Instant


class SituationDismissed(Event, frozen=True, kw_only=True, tag="major.situation.dismissed"):
    """A person did not follow a proposal."""

    situation: SituationId
    plan: ShortText
    name: ShortText
    phase: ShortText
    phase_name: ShortText
    cases: tuple[CaseId, ...]
    by: ShortText
    reason: LongText


class SituationEnded(Event, frozen=True, kw_only=True, tag="major.situation.ended"):
    """The plan rests."""

    situation: SituationId
    plan: ShortText
    name: ShortText
    phase: ShortText
    phase_name: ShortText
    cases: tuple[CaseId, ...]
    by: ShortText
    act: ShortText
    reason: LongText


type SituationEvent = (
    SituationProposed | SituationTriggerAdded | SituationDeclared | SituationDismissed | SituationEnded
)
"""Closed: `machine.situations` matches every one."""
