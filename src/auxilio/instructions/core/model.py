"""The data of dictation: card, step, instruction run. The same shape in JSON as in Python."""

from enum import StrEnum
from uuid import UUID

import msgspec

from auxilio.kernel.card_moments import ARREST_RECOGNISED
from auxilio.kernel.condition import Condition
from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Language, Mode

Text = dict[str, str]
"""One wording in each language."""


class StepWait(StrEnum):
    """What ends a step: nothing, the caller's yes, or time."""

    NONE = "none"
    CONFIRM = "confirm"
    TIMER = "timer"


class Risk(StrEnum):
    """What a wrong card costs. Life cards are in four languages and say what never to do."""

    LIFE = "life"
    HARM = "harm"
    COMFORT = "comfort"


class Metronome(StrEnum):
    """Who hears the beat: nobody, the operator, or the caller too."""

    OFF = "off"
    ME = "me"
    BOTH = "both"


class CardContent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what is read from reviewed files."""


class CompressionRate(CardContent, frozen=True, kw_only=True):
    """Compressions a minute."""

    bpm: int


class CheckFallback(CardContent, frozen=True, kw_only=True):
    """Where to go when a check turns out badly: another protocol, or another card."""

    goto: str | None = None
    card: str | None = None


class StepCheck(CardContent, frozen=True, kw_only=True):
    """What to watch while a step is done."""

    q: str
    worse: CheckFallback


class CardStep(CardContent, frozen=True, kw_only=True):
    """One act, one or two short sentences."""

    id: str
    say: Text
    wait: StepWait
    repeat_s: int | None = None
    mark: str | None = None
    """The moment this step makes when it is said and done."""
    show_if: Condition | None = None
    needs_proof: bool = False
    """It harms who it is not for: shown only when `show_if` is proved, not as long as it may hold."""
    skip_if: str | None = None
    """A mark that leaves this step out: `unwilling` where the caller will not or cannot do it (breaths, say)."""
    requires: str | None = None
    """`medical_authorisation`: shown only when `show_if` is proved, said only after a clinician authorised it."""
    own_medication: bool = False
    """The person's own prescribed device; no authorisation is asked."""
    check: StepCheck | None = None
    by_voice: bool = False
    """It needs a voice, such as a loudspeaker or counting aloud: it is left out where the caller reads, unless `write` is there."""
    write: Text | None = None
    """What is sent to a caller who reads instead of `say`."""

    def reading(self) -> Text | None:
        """The words for a caller who reads; None where there are none."""
        return self.write if self.by_voice else self.say


class CardApproval(CardContent, frozen=True, kw_only=True):
    """Who signed which digest."""

    role: str
    name: str
    date: str
    digest: str


class CardValidity(CardContent, frozen=True, kw_only=True):
    """From and until when an approved card is in force (dates as ISO 8601 text)."""

    from_: str | None = msgspec.field(default=None, name="from")
    until: str | None = None


class Card(CardContent, frozen=True, kw_only=True):
    """What is read aloud. A published version never changes: `digest` names it."""

    format: str
    id: str
    version: str
    status: str
    risk: Risk
    title: Text
    steps: tuple[CardStep, ...]
    never: dict[str, tuple[str, ...]]
    sources: tuple[str, ...]
    medication: bool = False
    note: Text | None = None
    pace: CompressionRate | None = None
    marks: tuple[str, ...] = ()
    effective: CardValidity | None = None
    approvals: tuple[CardApproval, ...] = ()
    digest: str = ""
    """SHA-256 of what is signed (platform.documents.signed_digest), in hexadecimal."""

    def step(self, id: str) -> CardStep | None:
        """The step of that id, if the card has it."""
        return next((step for step in self.steps if step.id == id), None)

    def breathing_step(self) -> CardStep | None:
        """Of a card for a cardiac arrest its last step: what is done once the patient breathes normally. None of any other card."""
        return self.steps[-1] if self.pace is not None and ARREST_RECOGNISED in self.marks else None

    def markable(self) -> frozenset[str]:
        """Every moment that may be marked on this card."""
        steps = {step.mark for step in self.steps if step.mark}
        skips = {step.skip_if for step in self.steps if step.skip_if}
        return frozenset({*self.marks, *steps, *skips})


class StepRecording(msgspec.Struct, frozen=True, kw_only=True):
    """What can be played for a step, in one language."""

    digest: str
    """SHA-256 of the file, in hexadecimal: what was heard, for whoever asks later."""
    language: str
    seconds: float
    draft: bool


class SpokenStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step was said: the first time it is done, later times are repeats."""

    step: str
    at: Instant
    by: str
    recording: str | None = None
    """SHA-256 of the recording that said it; None: a person did."""


class MarkedMoment(msgspec.Struct, frozen=True, kw_only=True):
    """A moment that counts, kept once: the first time."""

    mark: str
    at: Instant
    by: str


class StepRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """A medication step that a clinician did not allow."""

    step: str
    at: Instant
    by: str
    reason: str


class AuthorisationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A medication step that waits for a clinician: who asked, when, and the answers that prove that it fits."""

    step: str
    at: Instant
    by: str
    proof: dict[str, str]
    refused: StepRefusal | None = None
    """What a clinician answered when it was asked for before in this dictation."""
    person: UUID | None = None
    """Who asked; None in a request of before it was kept."""


class InstructionRun(msgspec.Struct, frozen=True, kw_only=True):
    """One card being dictated in one case."""

    id: RunId
    case: CaseId
    mode: Mode
    language: Language
    card: str
    version: str
    digest: str
    draft: bool
    opened_at: Instant
    current: str | None
    """The step on screen; None when every step has been said."""
    said: tuple[SpokenStep, ...] = ()
    marks: tuple[MarkedMoment, ...] = ()
    authorised: tuple[str, ...] = ()
    """Medication steps that a clinician authorised."""
    written: tuple[str, ...] = ()
    """Medication steps that were sent in writing."""
    requests: tuple[AuthorisationRequest, ...] = ()
    """Medication steps that wait for a clinician's answer."""
    refusals: tuple[StepRefusal, ...] = ()
    """Medication steps that a clinician refused last."""
    metronome: Metronome = Metronome.OFF
    after: RunId | None = None
    """The dictation whose place it took."""
    breathes: bool | None = None
    """Of compressions: whether they have stopped because the patient breathes normally. False: they go on again after that."""
    breathing_step: str | None = None
    """The step for a patient who breathes: the only one that is shown while they have stopped."""
    stood_at: str | None = None
    """The step on screen when they stopped."""
    beat_before: Metronome = Metronome.OFF
    """Who heard the beat when they stopped."""
    closed_at: Instant | None = None

    def marked(self) -> frozenset[str]:
        """The moments marked so far."""
        return frozenset(marked.mark for marked in self.marks)

    def given(self, step: str) -> bool:
        """Whether the caller was told a medication step, by voice or in writing."""
        return step in self.written or any(said.step == step for said in self.said)

    def asks(self, step: str) -> bool:
        """Whether a medication step waits for a clinician's answer."""
        return any(one.step == step for one in self.requests)

    def last_said(self, step: str) -> Instant | None:
        """When a step was last said."""
        return next((said.at for said in reversed(self.said) if said.step == step), None)
