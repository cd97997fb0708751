"""Commands and facts of a scene."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CaseId, HospitalId
from auxilio.kernel.instant import Instant
from auxilio.kernel.words import Mode, ShortText
from auxilio.major.model.scene import Became, Colour, How, HowMany, Letter, Share, Value, Whereabouts

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class ReportScene(Command, frozen=True, kw_only=True, tag="major.report_scene"):
    """A METHANE report, or as many letters of one as are known. What it leaves out stays as it was said before."""

    permission: ClassVar[str] = Permission.SCENE_REPORT
    case: CaseId
    said: Annotated[dict[Letter, Value], msgspec.Meta(max_length=8)]
    given_by: ShortText | None = None
    """Who gave it by voice, where somebody else writes it down; None: whoever sends this."""
    read_back: bool = False
    """It was read back in the order of the letters, and whoever gave it agreed."""
    at: Instant | None = None
    """When it was said, by a crew whose network was gone; else now. So in the next."""


class CountCasualties(Command, frozen=True, kw_only=True, tag="major.count_casualties"):
    """One sweep over the scene: how many of each colour. A colour left out was not counted."""

    permission: ClassVar[str] = Permission.SCENE_REPORT
    case: CaseId
    how: How
    colours: Annotated[dict[Colour, HowMany], msgspec.Meta(max_length=4)] = msgspec.field(
        default_factory=dict
    )
    places: Annotated[dict[Whereabouts, HowMany], msgspec.Meta(max_length=3)] = msgspec.field(
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
    case: CaseId
    hospital: HospitalId
    name: Words
    by_there: Words
    share: Share = msgspec.field(default_factory=dict)
    words: ShortText | None = None


class TellScene(Command, frozen=True, kw_only=True, tag="major.tell_scene"):
    """The house: what became of a plan that this case was a reason for, so that its story tells it."""

    permission: ClassVar[str] = Permission.SYSTEM
    case: CaseId
    plan: ShortText
    name: ShortText
    what: Became
    phase: ShortText
    by: ShortText


type SceneCommand = ReportScene | CountCasualties | AlertHospital | TellScene


class SceneReported(Event, frozen=True, kw_only=True, tag="major.scene.reported"):
    """Somebody said how it is there."""

    case: CaseId
    mode: Mode
    number: int
    said: dict[Letter, Value]
    by: ShortText
    given_by: ShortText | None = None
    read_back: bool = False


class CasualtiesCounted(Event, frozen=True, kw_only=True, tag="major.scene.counted"):
    """Somebody counted, or estimated."""

    case: CaseId
    mode: Mode
    number: int
    how: How
    colours: dict[Colour, HowMany]
    places: dict[Whereabouts, HowMany] = msgspec.field(default_factory=dict)
    words: ShortText | None = None
    by: ShortText
    given_by: ShortText | None = None


class HospitalAlerted(Event, frozen=True, kw_only=True, tag="major.scene.hospital_alerted"):
    """A hospital knows of this scene, and how many of each colour are meant for it."""

    case: CaseId
    mode: Mode
    hospital: HospitalId
    name: ShortText
    share: dict[Colour, int]
    by_there: ShortText
    entered_by: ShortText
    words: ShortText | None = None


class SceneTold(Event, frozen=True, kw_only=True, tag="major.scene.situation_told"):
    """A plan that this case was a reason for was proposed, declared, changed or ended."""

    case: CaseId
    mode: Mode
    plan: ShortText
    name: ShortText
    what: Became
    phase: ShortText
    by: ShortText


type SceneEvent = SceneReported | CasualtiesCounted | HospitalAlerted | SceneTold
"""Closed: `machine.scene` matches every one."""
