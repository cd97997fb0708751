"""The scene of a case as it was reported (docs/nouns/scene-report.md).

The letters are those of M/ETHANE (JESIP, Joint Doctrine, M/ETHANE): one form for every incident, in which the first letter
says whether it is a major one. What is below that threshold is reported with the same form and `no`.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import CaseId, HospitalId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText


class MethaneField(StrEnum):
    """What a report can say, in the order in which it is read aloud."""

    MAJOR = "major"
    EXACT_LOCATION = "exact_location"
    TYPE = "type"
    HAZARDS = "hazards"
    ACCESS = "access"
    NUMBER = "number"
    PRESENT = "present"
    REQUIRED = "required"


class MajorDeclaration(StrEnum):
    """Whether the reporter holds it for a major incident; on standby: it may become one."""

    NO = "no"
    STANDBY = "standby"
    YES = "yes"


class MethaneSource(StrEnum):
    """Where the words of a letter come from."""

    SCENE = "scene"
    """Somebody who is there."""
    CALLER = "caller"
    CASE = "case"
    """What the case knew already, taken over by whoever made the report."""


class CountBasis(StrEnum):
    """How sure a number is. An estimate stays one, however often it is repeated."""

    ESTIMATED = "estimated"
    COUNTED = "counted"


PEOPLE_MAX = 100_000


class Casualties(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many: at least, and at most. Without `most` nobody has said where it ends: «over 20» is 20 and more."""

    least: Annotated[int, msgspec.Meta(ge=0, le=PEOPLE_MAX)]
    most: Annotated[int, msgspec.Meta(ge=0, le=PEOPLE_MAX)] | None = None

    def __post_init__(self) -> None:
        if self.most is not None and self.most < self.least:
            raise ValueError("at most cannot be less than at least")

    @classmethod
    def of(cls, exactly: int) -> "Casualties":
        """This many and no other."""
        return cls(least=exactly, most=exactly)


class MethaneValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one letter says. `declared` belongs to the first, `number` and `how` to the casualties, words to all but the first."""

    source: MethaneSource
    words: Annotated[str, msgspec.Meta(max_length=400)] = ""
    declared: MajorDeclaration | None = None
    number: Casualties | None = None
    how: CountBasis | None = None


class MethaneStatement(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as it stands: the newest that was said of it, and what it replaced."""

    value: MethaneValue
    at: Instant
    by: ShortText
    given_by: ShortText | None
    report: int
    """The number of the report that said it."""
    before: MethaneValue | None = None
    """What stood there last and was something else: it stays visible."""
    before_at: Instant | None = None


class SceneReport(msgspec.Struct, frozen=True, kw_only=True):
    """That a report was made: what it said is in the letters and in the log."""

    number: int
    at: Instant
    by: ShortText
    given_by: ShortText | None
    letters: tuple[MethaneField, ...]
    changed: tuple[MethaneField, ...]
    """Those that something else stood in before."""
    read_back: bool
    late: tuple[MethaneField, ...] = ()
    """Those of which something newer was known already: heard late, they replaced nothing."""


class CasualtyColour(StrEnum):
    """Triage colour on the spot (START): immediate, delayed, minor, deceased."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLACK = "black"


CasualtyShare = Annotated[
    dict[CasualtyColour, Annotated[int, msgspec.Meta(ge=0, le=999)]], msgspec.Meta(max_length=4)
]
"""How many of each colour are meant for one hospital."""


class AlertedHospital(msgspec.Struct, frozen=True, kw_only=True):
    """A hospital that knows of the scene, and what it was told is meant for it."""

    hospital: HospitalId
    name: ShortText
    share: dict[CasualtyColour, int]
    at: Instant
    by_there: ShortText
    entered_by: ShortText
    words: ShortText | None = None


class CasualtyLocation(StrEnum):
    """Where those who were counted are."""

    AT_SCENE = "at_scene"
    MOVED = "moved"
    HANDED_OVER = "handed_over"


class CasualtyCount(msgspec.Struct, frozen=True, kw_only=True):
    """One count of the injured. A colour that is not in it was not counted this time, which is not the same as none."""

    number: int
    at: Instant
    by: ShortText
    given_by: ShortText | None
    how: CountBasis
    colours: dict[CasualtyColour, Casualties]
    places: dict[CasualtyLocation, Casualties] = {}
    words: ShortText | None = None


class PlanOutcome(StrEnum):
    """What became of a plan that a case was a reason for."""

    PROPOSED = "proposed"
    DECLARED = "declared"
    DISMISSED = "dismissed"
    ENDED = "ended"


class PlanOutcomeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a plan that this case was a reason for."""

    plan: ShortText
    name: ShortText
    what: PlanOutcome
    phase: ShortText
    """As the plan calls it."""
    at: Instant
    by: ShortText


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """All that was reported of one case. There is one for each case that anybody reported of."""

    case: CaseId
    mode: Mode
    letters: dict[MethaneField, MethaneStatement] = {}
    reports: tuple[SceneReport, ...] = ()
    reports_made: int = 0
    sweeps: tuple[CasualtyCount, ...] = ()
    """In the order of their moments."""
    sweeps_made: int = 0
    situations: dict[str, PlanOutcomeEntry] = {}
    """By plan: the newest that was told."""
    hospitals: dict[str, AlertedHospital] = {}
    """By hospital: the newest that it was told."""

    @property
    def id(self) -> CaseId:
        """A scene is known by its case."""
        return self.case


HISTORY_MAX = 50
"""Reports and sweeps that a scene holds at once; older ones are in the log, and so in the story."""
