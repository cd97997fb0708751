"""What can be asked of a card being dictated, and what can have happened. Closed: `InstructionCommand`, `InstructionEvent`."""

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.instructions.core.model import MarkedMoment, Metronome
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.shared_types import Language, Mode, ShortText

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""The id of a card, step or mark."""

RecordingDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a recording's file."""


class OpenCard(Command, frozen=True, tag="instructions.open_card"):
    """Put a card on screen, in the caller's language."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    run: RunId
    case: CaseId
    card: Key
    language: Language = "es"
    after: RunId | None = None
    """The dictation whose place it takes: of compressions for compressions, what holds for the patient is kept."""


class SayStep(Command, frozen=True, tag="instructions.say_step"):
    """A step has been said (and done, where it waits for a yes); the next one comes up."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    step: Key
    language: Language | None = None
    """In which language it was read; none: the one that the card was opened in."""


class StepBack(Command, frozen=True, tag="instructions.back"):
    """Show the step before."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId


class RepeatStep(Command, frozen=True, tag="instructions.repeat"):
    """A step was said again: the one named, or the one on screen. The screen does not move."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    step: Key | None = None
    language: Language | None = None


class PlayStep(Command, frozen=True, tag="instructions.play_step"):
    """A recording of a step begins to be played into the call. The screen does not move."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    step: Key
    call: CallId
    recording: RecordingDigest


class SendStep(Command, frozen=True, tag="instructions.send_step"):
    """Send a step to a caller who reads; the next one that can be read comes up."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    step: Key
    call: CallId
    language: Language
    """The caller's; where the step has no words in it, the card's."""


class StopPlaying(Command, frozen=True, tag="instructions.stop_playing"):
    """The recording that plays was cut off before its end."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    recording: RecordingDigest
    after_s: Annotated[float, msgspec.Meta(ge=0, le=60)]
    """Seconds of it that were heard."""


class MarkMoment(Command, frozen=True, tag="instructions.mark"):
    """Keep a moment that counts, or note that the caller is unwilling."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    mark: Key


class StopCompressions(Command, frozen=True, tag="instructions.stop_compressions"):
    """An answer proves that the patient breathes normally: what the mark `rosc` does, without it."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    run: RunId


class ResumeCompressions(Command, frozen=True, tag="instructions.resume_compressions"):
    """The patient does not breathe normally after all, or no longer."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId


class SetMetronome(Command, frozen=True, tag="instructions.set_metronome"):
    """Who hears the beat."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    mode: Metronome


class RequestAuthorisation(Command, frozen=True, tag="instructions.request_authorisation"):
    """Ask the health centres of the case to authorise a medication step that is proved to fit."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId
    step: Key


class WithdrawRequest(Command, frozen=True, tag="instructions.withdraw_request"):
    """Ask for a medication step no more: the caller has none, or nobody is on the line."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ASKED_DICTATION
    run: RunId
    step: Key


class AuthoriseStep(Command, frozen=True, tag="instructions.authorise_step"):
    """A clinician allows a medication step that is asked for and proved to fit."""

    permission: ClassVar[str] = Permission.MEDICATION_AUTHORISE
    object_rule: ClassVar[str] = ObjectRule.CLINICAL_DICTATION
    run: RunId
    step: Key


class RefuseStep(Command, frozen=True, tag="instructions.refuse_step"):
    """A clinician refuses a medication step, or takes back an authorisation of one that was not given to the caller yet."""

    permission: ClassVar[str] = Permission.MEDICATION_AUTHORISE
    object_rule: ClassVar[str] = ObjectRule.CLINICAL_DICTATION
    run: RunId
    step: Key
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class RecheckAuthorisations(Command, frozen=True, tag="instructions.recheck_authorisations"):
    """Answers of the case have changed: the authorisations that they no longer prove end."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    run: RunId
    answers: dict[str, str | None]
    """By question, what the change said, also where another answer has followed since; None: no answer was left."""


class CloseCard(Command, frozen=True, tag="instructions.close_card"):
    """The dictation is over."""

    permission: ClassVar[str] = Permission.INSTRUCT
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_DICTATION
    run: RunId


InstructionCommand = (
    OpenCard
    | SayStep
    | StepBack
    | RepeatStep
    | PlayStep
    | SendStep
    | StopPlaying
    | MarkMoment
    | StopCompressions
    | ResumeCompressions
    | SetMetronome
    | RequestAuthorisation
    | WithdrawRequest
    | AuthoriseStep
    | RefuseStep
    | RecheckAuthorisations
    | CloseCard
)


class CardOpened(Event, frozen=True, tag="instructions.card.opened"):
    """A card came on screen, this very version."""

    run: RunId
    case: CaseId
    mode: Mode
    language: Language
    card: str
    version: str
    digest: str
    draft: bool
    first: str | None
    by: str
    after: RunId | None = None
    """The dictation whose place it took."""
    marks: tuple[MarkedMoment, ...] = ()
    """The moments that were marked in that one, with their times."""
    metronome: Metronome = Metronome.OFF
    """As it was there."""


class StepSaid(Event, frozen=True, tag="instructions.step.said"):
    """A step was said; `next` is what came on screen. `mark`: of older facts, the moment that was marked with it; a person marks it now."""

    run: RunId
    step: str
    next: str | None
    mark: str | None
    by: str
    language: Language | None = None
    """None in facts of before it was told: the card's."""


class StepRepeated(Event, frozen=True, tag="instructions.step.repeated"):
    """A step was said again."""

    run: RunId
    step: str
    by: str
    language: Language | None = None


class StepPlayed(Event, frozen=True, tag="instructions.step.played"):
    """A step was said by a recording, which began at this moment; what was on screen stayed there."""

    run: RunId
    step: str
    by: str
    language: Language
    """In which it speaks."""
    call: CallId
    """Into which it was played."""
    recording: str
    """SHA-256 of the file: which version of it was heard."""
    seconds: float
    """How long it lasts when nobody stops it."""
    draft: bool


class StepWritten(Event, frozen=True, tag="instructions.step.written"):
    """A step was sent in writing: nobody has said it. What the caller has seen of it is told by the call."""

    run: RunId
    step: str
    next: str | None
    call: CallId
    by: str
    language: Language


class PlayingStopped(Event, frozen=True, tag="instructions.step.play_stopped"):
    """A recording was cut off: that step was not said to its end, and no longer counts as said by it."""

    run: RunId
    step: str
    by: str
    recording: str
    after_s: float


class SteppedBack(Event, frozen=True, tag="instructions.step.went_back"):
    """An earlier step came on screen again."""

    run: RunId
    step: str
    by: str


class MomentMarked(Event, frozen=True, tag="instructions.moment.marked"):
    """A moment that counts."""

    run: RunId
    mark: str
    next: str | None
    """What is on screen after it: a skipped step gives way."""
    by: str


class CompressionsStopped(Event, frozen=True, tag="instructions.compressions.stopped"):
    """The patient breathes normally, as a person has marked or answered: nothing is to be repeated, and no beat sounds."""

    run: RunId
    step: str
    """For a patient who breathes: what came on screen."""
    by: str


class CompressionsResumed(Event, frozen=True, tag="instructions.compressions.resumed"):
    """The patient does not breathe normally after all, or no longer: the beat is as it was."""

    run: RunId
    step: str | None
    """What came on screen."""
    by: str


class MetronomeSet(Event, frozen=True, tag="instructions.metronome.set"):
    """Who hears the beat from now on."""

    run: RunId
    metronome: Metronome
    by: str


class AuthorisationRequested(Event, frozen=True, tag="instructions.step.authorisation_requested"):
    """The desk asked for a medication step. `proof` has the answers, by question, that prove that it fits."""

    run: RunId
    step: str
    proof: dict[str, str]
    by: str
    person: UUID | None = None
    """Who asked; None in facts of before it was kept."""


class RequestWithdrawn(Event, frozen=True, tag="instructions.step.request_withdrawn"):
    """A medication step is asked for no more."""

    run: RunId
    step: str
    by: str


class StepAuthorised(Event, frozen=True, tag="instructions.step.authorised"):
    """A clinician allowed a medication step."""

    run: RunId
    step: str
    by: str
    shown: bool = False
    """It came on screen with this: the card had come to its end without it."""


class StepRefused(Event, frozen=True, tag="instructions.step.refused"):
    """A clinician did not allow a medication step; `next` is what is on screen after it."""

    run: RunId
    step: str
    reason: ShortText
    next: str | None
    by: str


class AuthorisationEnded(Event, frozen=True, tag="instructions.step.authorisation_ended"):
    """The answers of the case no longer proved a medication step that was authorised: it is to be asked for anew."""

    run: RunId
    step: str
    next: str | None
    """What is on screen after it."""
    by: str


class CardClosed(Event, frozen=True, tag="instructions.card.closed"):
    """The dictation ended."""

    run: RunId
    by: str


InstructionEvent = (
    CardOpened
    | StepSaid
    | StepRepeated
    | StepPlayed
    | StepWritten
    | PlayingStopped
    | SteppedBack
    | MomentMarked
    | CompressionsStopped
    | CompressionsResumed
    | MetronomeSet
    | AuthorisationRequested
    | RequestWithdrawn
    | StepAuthorised
    | StepRefused
    | AuthorisationEnded
    | CardClosed
)
