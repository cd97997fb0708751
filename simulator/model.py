"""What happens in the simulated city and who tells of it. Frozen and pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.kernel.position import Point

Seconds = Annotated[float, msgspec.Meta(ge=0)]
type Words = Mapping[str, tuple[str, ...]]
"""Ways to say one thing, by language."""


class Terrain(StrEnum):
    """Where a kind of incident happens."""

    STREET = "street"
    ROAD = "road"
    HILL = "hill"


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the region in use, and what people there call it."""

    ground: Terrain
    point: Point
    words: str


class StepReply(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a caller who has followed a step of a card says, and what is true from then on."""

    says: Words
    answers: Mapping[str, Words] = {}
    """In place of the role's answers."""
    awaits: str | None = None
    """The moment that the desk marks now that it is done."""


class Role(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of those who tell of a kind of incident (`stories.yaml`)."""

    who: str
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    there: bool
    """Whether they are at the place: the answer to the first question."""
    shares: bool
    """Whether their telephone shows where they are."""
    opening: Words
    then: Words = {}
    answers: Mapping[str, Words] = {}
    does: Mapping[str, StepReply] = {}
    """By the step of a card; any other step is followed with `Stories.done`."""
    after_s: Seconds = 0.0
    """Seconds after the first caller."""
    apart_m: Annotated[float, msgspec.Meta(ge=0, le=100_000)] = 0.0
    """How far from the incident they stand, in metres."""
    uncertainty_m: Annotated[float, msgspec.Meta(ge=1, le=10_000)] = 15.0
    patience_s: Seconds = 60.0
    """How long they wait for an answer before they hang up."""
    retries: bool = True
    """Whether they call again after that."""
    cannot_speak: bool = False
    photo: bool = False


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of incident."""

    weight: Annotated[int, msgspec.Meta(ge=1)]
    where: Terrain
    callers: Annotated[tuple[Role, ...], msgspec.Meta(min_length=1)]
    helped: bool = True
    """Whether anybody needs help at all; a prank needs none."""


class Stories(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that people of the city say."""

    format: str
    topics: Mapping[str, tuple[str, ...]]
    unknown: Words
    thanks: Words
    done: Words
    """Said by who has followed a step of a card."""
    help_came: Mapping[str, str]
    still_waiting: Words
    names: tuple[str, ...]
    kinds: Mapping[str, Kind]
    desk: Mapping[str, Words]
    """What a stand-in at a desk writes."""


class StepDone(msgspec.Struct, frozen=True, kw_only=True):
    """A `StepReply` in the language of its caller."""

    says: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    awaits: str | None


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """One person who will call, with all they will ever say: the truth of their story in their own words."""

    name: str
    language: str
    phone: str
    after_s: float
    """Seconds after the incident began."""
    patience_s: float
    retries: bool
    cannot_speak: bool
    photo: bool
    position: Point | None
    uncertainty_m: float
    lines: tuple[str, ...]
    """Said without being asked, the first at once."""
    answers: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    thanks: tuple[str, ...]
    does: Mapping[str, StepDone]
    """By the step of a card."""
    done: tuple[str, ...]
    """Said of any other step."""
    help_came: str
    """Said where nobody plays the crews, so that the story comes to its end."""
    still_waiting: tuple[str, ...]


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens, and everybody who tells of it."""

    nth: int
    kind: str
    helped: bool
    spot: Spot
    gap_s: float
    """Seconds since the incident before it."""
    callers: tuple[Caller, ...]
