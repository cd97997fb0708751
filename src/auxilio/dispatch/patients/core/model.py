"""A patient: one person of a case. Nameless is normal."""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.ids import CaseId, HospitalId, PatientId, UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, Priority, ShortText


class AgeBand(StrEnum):
    """As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old."""

    INFANT = "infant"
    CHILD = "child"
    ADULT = "adult"
    ELDERLY = "elderly"
    UNKNOWN = "unknown"


class TriageColour(StrEnum):
    """Triage colour on the spot, START: immediate, delayed, minor, deceased."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLACK = "black"


class PatientState(StrEnum):
    """Where this person is in the chain of care."""

    WAITING = "waiting"
    WITH_UNIT = "with_unit"
    ON_THE_WAY = "on_the_way"
    HANDED_OVER = "handed_over"
    STAYED = "stayed"
    """Not taken anywhere: advice, refusal, or nothing more to do."""


class PatientOutcome(StrEnum):
    """How it ended for this person, as far as we are told."""

    HOSPITAL = "hospital"
    ADVICE = "advice"
    CARE_REFUSED = "care_refused"
    LEFT = "left"
    DECEASED = "deceased"
    OTHER = "other"


class ShownHospital(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One hospital as it was proposed: what the person who chose knew when they decided."""

    hospital: HospitalId
    name: ShortText
    travel_s: float | None = None
    by: ShortText | None = None
    left: int | None = None
    """Room for this patient's colour; None: unknown."""
    aside: ShortText | None = None
    """The first reason why it was set aside: `diverted`, `full` …"""


SHOWN_MAX = 40
ShownHospitals = Annotated[tuple[ShownHospital, ...], msgspec.Meta(max_length=SHOWN_MAX)]


def first_proposed(shown: tuple[ShownHospital, ...]) -> ShownHospital | None:
    """The one that stood first among those not set aside."""
    return next((each for each in shown if each.aside is None), None)


class PatientDestination(msgspec.Struct, frozen=True, kw_only=True):
    """Where a patient goes, and whether it knows: warned and acknowledged are two facts with a clock between."""

    name: ShortText
    id: HospitalId | None = None
    """None: it was said by a name that Auxilio does not know."""
    warned_at: Instant | None = None
    warned_by: ShortText | None = None
    words: ShortText | None = None
    acknowledged_at: Instant | None = None
    acknowledged_by: ShortText | None = None
    """Who at the hospital said yes."""


class Patient(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a case."""

    id: PatientId
    case: CaseId
    was_in: tuple[CaseId, ...] = ()
    """The cases they were of before, the first first."""
    mode: Mode
    number: int
    """1, 2, 3 within its case: how crews and desks speak of them."""
    state: PatientState
    recorded_at: Instant
    age: AgeBand = AgeBand.UNKNOWN
    words: ShortText | None = None
    """State in words: `consciente, dolor en el pecho`."""
    triage: TriageColour | None = None
    priority: Priority | None = None
    unit: UnitId | None = None
    hospital: PatientDestination | None = None
    handed_over_at: Instant | None = None
    handed_over_to: ShortText | None = None
    outcome: PatientOutcome | None = None
    said_at: dict[str, Instant] = {}
    """When each of these was said: what was said earlier and is heard later does not replace it."""
