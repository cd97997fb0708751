"""Whether a new call may tell of a case that is already here: a proposal with its reasons, never a link. Pure.

A score is a sum of points, each with its reason and the facts behind it (decision 0203); a person joins, by a key.
"""

import math
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point, distance_m
from auxilio.kernel.shared_types import Phone

SHOWN_MIN = 60
"""From here on it is shown. Place, moment and kind together reach it; no two of them do."""
SCORE_MAX = 100

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        # Where it is says most; a whole town's circle says nothing, and the points fade with the size of the circle.
        "place_near": 45,
        # A named street in the same municipality, where a point is missing: less than two points that agree.
        "street_same": 32,
        # Farther than both circles and the reach of the event: the same street name in the next town stands here.
        "place_far": -60,
        "municipality_other": -60,
        # Floor and door are what tells two falls in one building apart.
        "door_same": 15,
        "door_other": -30,
        # Calls of one event come within minutes: half an hour after the last one it is as often another event.
        "time": 10,
        "time_long": -15,
        # What many people see has one kind for all of them.
        "type_same": 25,
        "type_near": 22,
        "type_other": -25,
        # What happens to one person happens next door too: the kind says little, and the person must be the same.
        "one_person": -10,
        "one_person_kind": 10,
        "person_same": 18,
        "person_other": -25,
        # A thing that both name (a lorry, a bridge) is worth more than a word that both use.
        "thing": 8,
        "word": 3,
        # The same mobile is the same person ringing again, wherever the phone thinks it is.
        "phone_same": 60,
    }
)
"""Every point that is given or taken, with its reason. The shared kind of one person counts `one_person_kind`."""

WORDS_MAX = 24.0
"""All words together: chatter never stands for a place."""
PLACE_AGREES_MIN = 15.0
"""Points of place from which place agrees. Without it, a named street or a telephone nothing is ever shown."""
NEUTRAL_AFTER_S = 1_800.0
"""So long after the last call time speaks neither for nor against."""
LONG_AGO_S = 3_600.0
"""The last call of a case that is older is told as long ago."""
WIDE_CIRCLE_M = 600.0
"""A reach at which a circle is worth half: a mast in a town covers about that."""
FAR_REACHES = 3.0
DEFAULT_CIRCLE_M = 150.0
"""Assumed of a fix or a place that does not say how sure it is."""
WITNESS_DISTANCE_M = 60.0
"""A caller stands at some distance from what they report."""

REACH_M: Mapping[str, float] = MappingProxyType(
    {
        "INC-07": 1_200,
        "INC-08": 1_200,
        "INC-11": 600,
        "INC-18": 2_000,
        "PCV": 500,
        "INC": 150,
        "TRA-11": 2_000,
        "TRA-12": 1_000,
        "TRA": 120,
        "RES": 120,
        "SEG-08": 300,
        "SEG": 100,
        "SER": 300,
        "CIV": 150,
        "SAN": 15,
        "SOC": 15,
    }
)
"""How far from its place an event is seen or heard, by type or family: a column of smoke is no fall."""

_CRASHES = frozenset({f"TRA-{n:02d}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 15)})
UNKNOWN_REACH_M = 60.0

SIMILAR_TYPES: tuple[frozenset[str], ...] = (
    _CRASHES | {"RES-01", "RES-02", "INC-05", "SAN-22", "SAN-09", "SAN-46"},
    frozenset({"INC-01", "INC-02", "INC-03", "INC-04", "INC-11", "INC-12", "SAN-15", "SAN-26", "RES-10"}),
    frozenset({"INC-05", "INC-10", "INC-11", "INC-15"}),
    frozenset({"INC-07", "INC-08", "INC-11", "INC-18"}),
    frozenset({"INC-04", "INC-17", "PCV-12", "PCV-13", "PCV-17"}),
    frozenset({"INC-17", "PCV-16", "RES-10", "PCV-17", "PCV-13", "INC-01"}),
    frozenset({"SEG-01", "SEG-02", "SEG-06", "SEG-08", "SEG-23", "SAN-25", "SAN-24"}),
    frozenset({"SEG-09", "SEG-10", "SEG-11", "SEG-26", "SEG-27"}),
    frozenset({"RES-17", "TRA-09", "PCV-04", "SER-02"}),
    frozenset({"PCV-01", "PCV-02", "RES-02", "RES-04", "SER-03", "PCV-06"}),
    frozenset({"SOC", "RES-15", "SAN-23", "SAN-47"}),
    frozenset({"RES-09", "SAN-16", "SAN-22"}),
)
"""Kinds that two callers give to one event: one sees the collision, the other the car that burns."""

ONE_PERSON_TYPES = ("SAN", "SOC", "RES-15", "SEG-03", "SEG-04", "SEG-05", "SEG-18", "SEG-19")
CALL_TYPES_GROUP = "GES"
"""Types that say what a call was, not what happens."""
PUBLIC_TYPES = frozenset({"SAN-15", "SAN-41", "SAN-46"})


class EventPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is, as far as it is known. `street` are the words of its address without its number."""

    point: Point | None = None
    circle_m: float | None = None
    municipality: str | None = None
    street: frozenset[str] = frozenset()
    door: frozenset[str] = frozenset()
    """Floor and door, each mark by itself."""
    device: bool = False
    """It is where a telephone is, not where help must go."""


class EventDescription(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a call, or of a case by all its calls."""

    spot: EventPlace = EventPlace()
    kinds: Mapping[str, float] = MappingProxyType({})
    """Types it may be, each with how sure it is, 0 to 1."""
    words: Mapping[str, str] = MappingProxyType({})
    """Words by their stem, each as it was said."""
    things: Mapping[str, str] = MappingProxyType({})
    """What two may name in any language, each as it was said."""
    persons: frozenset[str] = frozenset()
    phones: frozenset[Phone] = frozenset()
    """Of a call only a mobile that is one person's: never a line's, never a number of many (decision 0197)."""
    at: Instant


class LiveCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that may be meant. `told.at` is the moment of its last call."""

    id: CaseId
    number: int
    told: EventDescription


class MatchReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why, as a code with its facts; the desk words it."""

    code: str
    points: float
    facts: dict[str, str] = {}


class DuplicateCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A case that may be the same, with every reason for and against."""

    case: CaseId
    number: int
    score: int
    reasons: tuple[MatchReason, ...]

    @property
    def shown(self) -> bool:
        """Whether it is worth a line on the desk."""
        return self.score >= SHOWN_MIN


def rank(call: EventDescription, cases: Iterable[LiveCase]) -> tuple[DuplicateCandidate, ...]:
    """Every case with its score, the likeliest first; of equals the newest number."""
    found = (compare(call, case) for case in cases)
    return tuple(sorted(found, key=lambda c: (-c.score, -c.number)))


def is_within_reach(call: EventDescription, case: EventDescription) -> bool:
    """Whether words could still bring this case over the line: a case that is far away and of no known person is left out."""
    if call.phones & case.phones:
        return True
    points = sum(reason.points for reason in _place(call, case))
    return points >= PLACE_AGREES_MIN


def compare(call: EventDescription, case: LiveCase) -> DuplicateCandidate:
    """One case: its points and reasons. Never shown unless place, street or telephone agree."""
    told = case.told
    place = _place(call, told)
    phone = _phone(call, told)
    reasons = (*place, *_time(call, told), *_kind(call, told), *_words(call, told), *phone)
    agrees = bool(phone) or sum(reason.points for reason in place) >= PLACE_AGREES_MIN
    total = min(max(sum(reason.points for reason in reasons), 0.0), float(SCORE_MAX))
    score = math.floor(total) if agrees else min(math.floor(total), SHOWN_MIN - 1)
    return DuplicateCandidate(case=case.id, number=case.number, score=score, reasons=reasons)


def _reason(
    code: str, share: float = 1.0, facts: dict[str, str] | None = None, *, weight: str | None = None
) -> MatchReason:
    return MatchReason(code=code, points=round(WEIGHTS[weight or code] * share, 1), facts=facts or {})


# --- where --------------------------------------------------------------------------------------------


def _place(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    here, there = call.spot, case.spot
    found: list[MatchReason] = []
    if here.point is not None and there.point is not None:
        found += _distance(here, there, here.point, there.point, _reach_m(call, case))
    elif here.street and there.street:
        found += _street(here, there)
    if here.door and there.door:
        found.append(_reason("door_same" if here.door == there.door else "door_other"))
    return tuple(found)


def _distance(here: EventPlace, there: EventPlace, a: Point, b: Point, event_m: float) -> list[MatchReason]:
    """Points of nearness within both circles and the reach of the event; the wider they are, the less they say."""
    circles = [spot.circle_m if spot.circle_m is not None else DEFAULT_CIRCLE_M for spot in (here, there)]
    apart_m = event_m + WITNESS_DISTANCE_M * (here.device + there.device)
    reach_m = math.hypot(*circles, apart_m)
    away_m = distance_m(a, b)
    facts = {
        "distance_m": str(round(away_m)),
        "own_circle_m": str(round(circles[0])),
        "case_circle_m": str(round(circles[1])),
    }
    if away_m > FAR_REACHES * reach_m:
        return [_reason("place_far", facts=facts)]
    near = math.exp(-((away_m / reach_m) ** 2) / 2)
    says = 1 / (1 + (math.hypot(*circles) / WIDE_CIRCLE_M) ** 2)
    points = near * says
    return [_reason("place_near", points, facts)] if points > 0.02 else []


def _street(here: EventPlace, there: EventPlace) -> list[MatchReason]:
    """Two addresses by their words. A name that stands in two towns says nothing until the town is known."""
    if here.municipality and there.municipality and here.municipality != there.municipality:
        return [_reason("municipality_other", facts={"own": here.municipality, "case": there.municipality})]
    if here.street != there.street or not (here.municipality and there.municipality):
        return []
    return [_reason("street_same", facts={"municipality": there.municipality})]


def _reach_m(call: EventDescription, case: EventDescription) -> float:
    """The smaller reach of the two kinds: who tells of a flat on fire is no witness of the hill behind it."""
    reaches = [max(_reach_of_type(kind) for kind in told.kinds) for told in (call, case) if told.kinds]
    return min(reaches, default=UNKNOWN_REACH_M)


def _reach_of_type(kind: str) -> float:
    return REACH_M.get(kind, REACH_M.get(family(kind), UNKNOWN_REACH_M))


# --- when ---------------------------------------------------------------------------------------------


def _time(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    """Minutes since the last call that told of it, in either order: positions and calls arrive as they like."""
    between_s = abs((call.at - case.at).total_seconds())
    minutes = {"minutes": str(round(between_s / 60))}
    if between_s > LONG_AGO_S:
        return (_reason("time_long", facts=minutes),)
    return (_reason("time", 1 - between_s / NEUTRAL_AFTER_S, minutes),)


# --- what ---------------------------------------------------------------------------------------------


def family(kind: str) -> str:
    """The family of a type: `TRA` of `TRA-02`."""
    return kind.partition("-")[0]


def is_one_person_type(kind: str) -> bool:
    """Whether it happens to one person, so that the same kind next door is another event."""
    return kind not in PUBLIC_TYPES and (kind in ONE_PERSON_TYPES or family(kind) in ONE_PERSON_TYPES)


def type_similarity(a: str, b: str) -> float:
    """How much two kinds may be one event: 1 the same, less for kinds that go together or of one family, else 0."""
    if a == b:
        return 1.0
    if any({a, family(a)} & group and {b, family(b)} & group for group in SIMILAR_TYPES):
        # Somebody badly hurt beside a collision may be of it, or may have fallen on the stairs of that house.
        return 0.8 if is_one_person_type(a) == is_one_person_type(b) else 0.6
    return 0.5 if family(a) == family(b) else 0.0


def _kind(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    """The pair of kinds that agrees best. A kind that is not known yet neither agrees nor differs."""
    if not call.kinds or not case.kinds:
        return ()
    pairs = [
        (type_similarity(a, b) * min(sure_a, sure_b), min(sure_a, sure_b), a, b)
        for a, sure_a in call.kinds.items()
        for b, sure_b in case.kinds.items()
    ]
    level, sure, own, kind = max(pairs)
    if level == 0.0:
        sure, own, kind = max((sure, a, b) for _, sure, a, b in pairs)
        # Words that were not understood are no other event: only what a person chose counts in full.
        return (_reason("type_other", 1.0 if sure == 1.0 else sure / 2, {"type": kind, "own": own}),)
    code, facts = "type_same" if own == kind else "type_near", {"type": kind, "own": own}
    if is_one_person_type(own) and is_one_person_type(kind):
        agreed = _reason(code, level, facts, weight="one_person_kind")
        return (agreed, *_person(call, case))
    return (_reason(code, level, facts),)


AGES, SEXES = frozenset({"baby", "child", "elder"}), frozenset({"man", "woman"})


def _person(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    """Two falls in one building are two until the person is the same: of the same age and sex, as far as both say."""
    lone = _reason("one_person")
    for group in (AGES, SEXES):
        mine, theirs = call.persons & group, case.persons & group
        if mine and theirs and not mine & theirs:
            return (lone, _reason("person_other"))
    both = sorted(call.persons & case.persons)
    return (lone, _reason("person_same", facts={"persons": ",".join(both)})) if both else (lone,)


def _words(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    """Things that both name, in any two languages, and words that both use."""
    things = sorted(call.things.keys() & case.things.keys())
    words = sorted(call.words.keys() & case.words.keys())
    points = len(things) * WEIGHTS["thing"] + len(words) * WEIGHTS["word"]
    if points == 0:
        return ()
    said = [*(call.things[thing] for thing in things), *(call.words[stem] for stem in words)]
    facts = {"words": ",".join(dict.fromkeys(said))}
    return (MatchReason(code="words", points=min(points, WORDS_MAX), facts=facts),)


# --- who ----------------------------------------------------------------------------------------------


def _phone(call: EventDescription, case: EventDescription) -> tuple[MatchReason, ...]:
    return (_reason("phone_same"),) if call.phones & case.phones else ()
