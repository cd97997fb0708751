"""The case file as a person reads it: its story, and for every fact of it what was known at that moment.

Everything known carries the number of the fact from which it was known (`since`) and of the fact that took its
place (`until`): at fact n a page shows all with `since <= n < until`, and sees what the operator could see.
"""

import msgspec

from auxilio.kernel.ids import CallId, CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority


class PageLine(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of the story. `n` is its number, as everything else on the page counts."""

    n: int
    id: str
    kind: str
    at: Instant
    since_s: float
    """From the first ring."""
    who: str
    words: str
    strong: bool = False
    late: bool = False
    """Known after sealing: an addendum."""


class KnownFact(msgspec.Struct, frozen=True, kw_only=True):
    """Who, where or what. `label` is a code of the catalogue: `report.fact_<label>`."""

    side: str
    label: str
    value: str
    since: int
    until: int | None = None
    caller: int = 0
    """Whose it is, as `PageCaller` numbers them; 0 for what is no caller's."""


class PageCaller(msgspec.Struct, frozen=True, kw_only=True):
    """One who called, numbered from 1 by when they first rang."""

    number: int
    at: Instant
    since: int


class SpokenLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was written or noted."""

    at: Instant
    who: str
    words: str
    since: int


class PageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A question and its answer, until it was corrected or taken back."""

    at: Instant
    question: str
    answer: str
    since: int
    until: int | None = None


class CardLine(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a card that was read aloud, or sent in writing."""

    at: Instant
    card: str
    words: str
    since: int
    written: bool = False
    """Sent, and not said."""
    shown: int | None = None
    """The fact by which the caller's page had it in sight."""


class MapMarker(msgspec.Struct, frozen=True, kw_only=True):
    """Something on the map. `kind`: `place`, `caller`, `unit`."""

    kind: str
    id: str
    label: str
    point: Point
    radius_m: float | None = None
    status: str | None = None
    since: int
    until: int | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A document that came in the course of the case; `digest` is what it is asked for by."""

    digest: str
    title: str
    media_type: str
    size: int
    at: Instant
    since: int
    lost: bool = False


class PageRecording(msgspec.Struct, frozen=True, kw_only=True):
    """What was heard in a call, or in a part of it; its bytes are asked for at the call."""

    call: CallId
    called: str | None = None
    """Whom a desk called for the case; None for a caller's call."""
    digest: str
    parties: tuple[str, ...]
    began_at: Instant
    duration_s: float
    since: int


class SealingRequirement(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that sealing asks for: `closed`, `disposition`, `tasks`, `units`, `calls`; `which` names what is not."""

    code: str
    done: bool
    which: str = ""


class PageAddendum(msgspec.Struct, frozen=True, kw_only=True):
    """An addendum."""

    number: int
    at: Instant
    by: str
    words: str
    key: str


class AccessRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who saw it; `reason` when they forced a reserved case open."""

    at: Instant
    who: str
    desk: str | None
    how: str
    reason: str | None = None


class CasePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the page of a case shows."""

    id: CaseId
    number: str
    mode: Mode
    state: str
    reserved: bool
    priority: Priority
    """As what it counts (`kernel.shared_types.effective_priority`)."""
    provisional: bool
    type: str | None
    type_code: str | None
    apco: str | None
    """The code of the type in APCO ANS 2.103.1-2012, by which neighbours know it."""
    place: str | None
    municipality: str | None
    opened_at: Instant
    first_ring_at: Instant
    closed_at: Instant | None
    disposition: str | None
    sealed_at: Instant | None
    sealed_by: str | None
    reopened: bool
    story: tuple[PageLine, ...]
    callers: tuple[PageCaller, ...]
    known: tuple[KnownFact, ...]
    spoken: tuple[SpokenLine, ...]
    replies: tuple[PageAnswer, ...]
    read: tuple[CardLine, ...]
    marks: tuple[MapMarker, ...]
    pictures: tuple[Picture, ...]
    recordings: tuple[PageRecording, ...]
    addenda: tuple[PageAddendum, ...]
    musts: tuple[SealingRequirement, ...]
    looks: tuple[AccessRecord, ...] | None
    """None for those who may not know who looked."""


class CaseFileProof(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle written this moment and checked as a stranger would, with our public key."""

    verdict: str
    sealed: bool
    at: Instant
    facts: int
    facts_digest: str
    redacted: int
    documents: int
    log_size: int
    log_root: str
    head_at: Instant
    key: str
    first_leaf: int
    last_leaf: int
    findings: tuple[str, ...] = ()
