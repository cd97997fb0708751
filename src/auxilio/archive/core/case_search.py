"""What can be asked of the archive, and what it answers: a page of cases, newest first.

The words of a search find nothing in a reserved case unless the reader may see it: otherwise whoever tries
addresses one after another would learn where it is.
"""

from datetime import date
from typing import Annotated

import msgspec

from auxilio.identity.core.gate import holds
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority

PAGE_MAX = 100
NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a zero byte in it."""
PHONE_DIGITS_MIN = 3
ENDING_MIN = 3
"""Figures of which the end of a number is looked for; fewer are a whole number. Two would fit a hundredth of all incidents, and no
index makes the newest of those quick (ours, measured by `benchmarks/find.py`)."""
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
State = Annotated[str, msgspec.Meta(pattern=r"^(open|closed|sealed|merged)$")]


class CaseQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is looked for. Everything given must fit; nothing given is everything."""

    number: Annotated[int, msgspec.Meta(ge=1, lt=2**53)] | None = None
    ending: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,9}$")] | None = None
    """The number whole or, from `ENDING_MIN` figures on, its end, as people say it («821» of 4821). The whole number comes first; one page only, and
    nothing of a reserved case that is not for the reader."""
    words: Annotated[str, msgspec.Meta(max_length=200, pattern=NO_NUL)] | None = None
    """Of the place, the municipality and what was said in a line."""
    since: date | None = None
    until: date | None = None
    """Days on the clock of the centre, both of them included."""
    type: Code | None = None
    priority: Priority | None = None
    disposition: Code | None = None
    state: State | None = None
    mode: Mode | None = None
    after: CaseId | None = None
    """The last case of the page before."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 50


class PhoneQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The calls of one telephone. Sent in a body, never in an address: addresses are written down everywhere."""

    phone: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=NO_NUL)]
    wanted: CaseQuery = CaseQuery()


class FoundCase(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the results. `hidden`: reserved, and not for this reader; then only that it is there is told."""

    id: CaseId
    number: int | None
    mode: Mode
    state: str
    opened_at: Instant
    closed_at: Instant | None
    sealed_at: Instant | None
    priority: Priority
    """As what it counts (`kernel.shared_types.effective_priority`)."""
    provisional: bool
    type: str | None
    place: str | None
    municipality: str | None
    summary: str | None
    disposition: str | None
    reserved: bool
    hidden: bool = False


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Some of what was found, and the case to go on after; None when this was all."""

    cases: tuple[FoundCase, ...]
    next: CaseId | None


class ArchiveReader(msgspec.Struct, frozen=True):
    """Who asks, as far as it decides what is shown."""

    person: str
    all_reserved: bool = False
    centre: str | None = None
    agency: str | None = None
    """Who belongs to one finds the cases in which it has, or had, a task; the room finds all."""
    mode: Mode | None = None
    """Of the session; None: a real one, which also finds exercises and trainings."""


def reader_of(actor: Actor) -> ArchiveReader:
    """As `access.cases` admits: a reserved case is for those named in it and the supervisors of the room."""
    room = actor.agency is None and actor.centre is None
    return ArchiveReader(
        person=str(actor.id),
        all_reserved=room and holds(actor, Permission.CASE_LOOK_RESERVED),
        centre=actor.centre,
        agency=None if actor.centre else actor.agency,
        mode=None if actor.mode is Mode.REAL else actor.mode,
    )


def validated_query(wanted: CaseQuery) -> CaseQuery:
    """Raises `Refused("words_missing")` for words without a letter or figure, `Refused("days_reversed")`."""
    if wanted.words is not None and not any(letter.isalnum() for letter in wanted.words):
        raise Refused("words_missing")
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise Refused("days_reversed", since=wanted.since.isoformat(), until=wanted.until.isoformat())
    return wanted


def phone_digits(phone: str) -> str:
    """The last nine figures, as the index keeps them. Raises `Refused("not_a_phone")` for fewer than three."""
    digits = "".join(letter for letter in phone if letter.isascii() and letter.isdigit())
    if len(digits) < PHONE_DIGITS_MIN:
        raise Refused("not_a_phone", fewest=PHONE_DIGITS_MIN)
    return digits[-9:]


def asks_content(wanted: CaseQuery, phone: str | None) -> bool:
    """Whether the search is by something that a reserved case does not show."""
    return any(
        one is not None for one in (wanted.ending, wanted.words, wanted.type, wanted.disposition, phone)
    )


def hidden(case: FoundCase) -> FoundCase:
    """A reserved case as others see it: without type, address, words or number."""
    return msgspec.structs.replace(
        case,
        number=None,
        type=None,
        place=None,
        municipality=None,
        summary=None,
        disposition=None,
        hidden=True,
    )
