"""Commands and facts of a scene."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, HospitalId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText
from auxilio.mass_casualty.core.scene import (
    Casualties,
    CasualtyColour,
    CasualtyLocation,
    CasualtyShare,
    CountBasis,
    MethaneField,
    MethaneValue,
    PlanOutcome,
)

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ReportScene(Command, frozen=True, kw_only=True, tag="major.report_scene"):
    """A METHANE report, or as many letters of one as are known. What it leaves out stays as it was said before."""

    permission: ClassVar[str] = Permission.SCENE_REPORT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    said: Annotated[dict[MethaneField, MethaneValue], msgspec.Meta(max_length=8)]
    given_by: ShortText | None = None
    """Who gave it by voice, where somebody else writes it down; None: whoever sends this."""
    read_back: bool = False
    """It was read back in the order of the letters, and whoever gave it agreed."""
    at: Instant | None = None
    """When it was said, by a crew whose network was gone; else now. So in the next."""


class CountCasualties(Command, frozen=True, kw_only=True, tag="major.count_casualties"):
    """One sweep over the scene: how many of each colour. A colour left out was not counted."""

    permission: ClassVar[str] = Permission.SCENE_REPORT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    how: CountBasis
    colours: Annotated[dict[CasualtyColour, Casualties], msgspec.Meta(max_length=4)] = msgspec.field(
        default_factory=dict
    )
    places: Annotated[dict[CasualtyLocation, Casualties], msgspec.Meta(max_length=3)] = msgspec.field(
        default_factory=dict
    )
    words: ShortText | None = None
    given_by: ShortText | None = None
    at: Instant | None = None


class AlertHospital(Command, frozen=True, kw_only=True, tag="major.alert_hospital"):
    """A hospital was told of this scene by telephone, and how many are meant for it: who there took it down.

    Told once more, it replaces what was meant for it; no count means that it was warned and nobody is meant for it yet.
    """

    permission: ClassVar[str] = Permission.HOSPITAL_DECLARE
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    case: CaseId
    hospital: HospitalId
    name: Words
    by_there: Words
    share: CasualtyShare = msgspec.field(default_factory=dict)
    words: ShortText | None = None


class RecordPlanOutcome(Command, frozen=True, kw_only=True, tag="major.tell_scene"):
    """By Auxilio itself: what became of a plan that this case was a reason for, for the case's story."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    case: CaseId
    plan: ShortText
    name: ShortText
    what: PlanOutcome
    phase: ShortText
    by: ShortText


type SceneCommand = ReportScene | CountCasualties | AlertHospital | RecordPlanOutcome


class SceneReported(Event, frozen=True, kw_only=True, tag="major.scene.reported"):
    """Somebody said how it is there."""

    case: CaseId
    mode: Mode
    number: int
    said: dict[MethaneField, MethaneValue]
    by: ShortText
    given_by: ShortText | None = None
    read_back: bool = False


class CasualtiesCounted(Event, frozen=True, kw_only=True, tag="major.scene.counted"):
    """Somebody counted, or estimated."""

    case: CaseId
    mode: Mode
    number: int
    how: CountBasis
    colours: dict[CasualtyColour, Casualties]
    places: dict[CasualtyLocation, Casualties] = msgspec.field(default_factory=dict)
    words: ShortText | None = None
    by: ShortText
    given_by: ShortText | None = None


class HospitalAlerted(Event, frozen=True, kw_only=True, tag="major.scene.hospital_alerted"):
    """A hospital knows of this scene, and how many of each colour are meant for it."""

    case: CaseId
    mode: Mode
    hospital: HospitalId
    name: ShortText
    share: dict[CasualtyColour, int]
    by_there: ShortText
    entered_by: ShortText
    words: ShortText | None = None


class PlanOutcomeRecorded(Event, frozen=True, kw_only=True, tag="major.scene.situation_told"):
    """A plan that this case was a reason for was proposed, declared, changed or ended."""

    case: CaseId
    mode: Mode
    plan: ShortText
    name: ShortText
    what: PlanOutcome
    phase: ShortText
    by: ShortText


type SceneEvent = SceneReported | CasualtiesCounted | HospitalAlerted | PlanOutcomeRecorded
"""Closed: `machine.scene` matches every one."""
