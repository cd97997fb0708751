"""The life of a card being dictated.

| command | needs | refuses |
|---|---|---|
| open_card | no run of that id, an open case, fewer than `CARDS_MAX` open cards; `after`: compressions of this case | run_exists, unknown_card, too_many_cards, unknown_dictation, dictation_of_another_case, card_without_pace, case_not_open (by the service) |
| say_step, repeat | an open card, a step that is for this caller, a caller of this desk who does not only read | unknown_step, step_hidden, step_not_proved, step_needs_authorisation, caller_only_reads |
| back | a step before | no_step_before |
| send_step | an open card, a step that is for this caller and can be read | as say_step, without caller_only_reads; step_needs_voice |
| play_step | an open card, a step that is for this caller, its recording, a caller who hears | as say_step, without caller_only_reads; unknown_recording, caller_held, nobody_hears, call_without_voice |
| stop_playing | the recording that was played last | nothing_plays |
| mark | a moment of this card; `rosc`: as resume_compressions | unknown_mark |
| stop_compressions | a card for a cardiac arrest | card_without_compressions |
| resume_compressions | a card for a cardiac arrest, no caller of the case who is with another desk alone (`service`) | card_without_compressions, caller_with_another_desk |
| set_metronome | a card with a pace | card_without_pace |
| request_authorisation | a medication step that is proved to fit, a caller or a crew who can give it (`service`) | step_needs_no_authorisation, step_not_proved, nobody_to_give_it |
| withdraw_request | a medication step that was asked for | step_needs_no_authorisation |
| authorise_step | as request_authorisation, and that it is asked for | as request_authorisation; step_not_asked |
| refuse_step | a medication step that is asked for, or authorised and not told | step_needs_no_authorisation, step_not_asked, step_told |
| recheck_authorisations | | |
| close_card | an open card | |

The mark `rosc` stops compressions, also when it was marked before; stopped or going on already, they are no news. After closing every command is refused (`card_closed`); closing twice is not news, and so is what is asked or answered twice. An
authorisation is taken back until the caller was told, and ends with the answers that proved it (decision 0379).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from auxilio.instructions.core.card_steps import (
    CIRCULATION_BACK,
    StepGate,
    first_step,
    gate,
    resumed_step,
    step_after,
    step_before,
    written_step_after,
)
from auxilio.instructions.core.compressions import evolve_compressions, resumed, stopped
from auxilio.instructions.core.medicines import MedicineCommand, decide_medicine, evolve_medicine
from auxilio.instructions.core.messages import (
    AuthorisationEnded,
    AuthorisationRequested,
    AuthoriseStep,
    CardClosed,
    CardOpened,
    CloseCard,
    CompressionsResumed,
    CompressionsStopped,
    InstructionCommand,
    InstructionEvent,
    MarkMoment,
    MetronomeSet,
    MomentMarked,
    OpenCard,
    PlayingStopped,
    PlayStep,
    RecheckAuthorisations,
    RefuseStep,
    RepeatStep,
    RequestAuthorisation,
    RequestWithdrawn,
    ResumeCompressions,
    SayStep,
    SendStep,
    SetMetronome,
    StepAuthorised,
    StepBack,
    SteppedBack,
    StepPlayed,
    StepRefused,
    StepRepeated,
    StepSaid,
    StepWritten,
    StopCompressions,
    StopPlaying,
    WithdrawRequest,
)
from auxilio.instructions.core.model import (
    Card,
    CardStep,
    InstructionRun,
    MarkedMoment,
    SpokenStep,
)
from auxilio.instructions.core.ports import CardLibrary, PlaybackAudience, RecordingLibrary
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Links
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

Facts = Mapping[str, str]
type _CompressionCommand = MarkMoment | StopCompressions | ResumeCompressions
type _DictationCommand = (
    SayStep | SendStep | StepBack | RepeatStep | _CompressionCommand | SetMetronome | MedicineCommand
)

CARDS_MAX = 40
"""Open dictations of one case: more than any case needs, and few enough for every board that shows it."""

_AUDIENCE_REFUSALS = {
    PlaybackAudience.HELD: "caller_held",
    PlaybackAudience.NOBODY: "nobody_hears",
    PlaybackAudience.READER: "call_without_voice",
}

_CLOSED_GATES = {
    StepGate.HIDDEN: "step_hidden",
    StepGate.UNPROVED: "step_not_proved",
    StepGate.LOCKED: "step_needs_authorisation",
}


def decide(
    state: InstructionRun | None,
    command: InstructionCommand,
    actor: Actor,
    at: datetime,
    cards: CardLibrary,
    facts: Facts,
    mode: Mode | None = None,
    recorded: RecordingLibrary | None = None,
    listener: PlaybackAudience = PlaybackAudience.NOBODY,
    only_reads: bool = False,
    before: InstructionRun | None = None,
    open_cards: int = 0,
) -> tuple[InstructionEvent, ...]:
    """What happens. `facts` are the answers of the case, `mode` the case's; `listener` hears what is played now; `only_reads`:
    the caller at this desk has no voice; `before`: the dictation whose place a card takes; `open_cards`: how many the case has.
    Raises Refused (table above)."""
    if isinstance(command, OpenCard):
        if state is not None:
            raise Refused("run_exists", run=str(command.run))
        if open_cards >= CARDS_MAX:
            raise Refused("too_many_cards", number=CARDS_MAX)
        return (_open(command, actor, cards, facts, mode or actor.mode, before),)
    if state is None:
        raise Refused("unknown_run", run=str(command.run))
    if state.closed_at is not None:
        if isinstance(command, CloseCard):
            return ()
        raise Refused("card_closed", run=str(state.id))
    card = cards.card_of(state.digest)
    if card is None and not isinstance(command, CloseCard):
        raise Refused("card_version_withdrawn", card=state.card, version=state.version)
    if isinstance(command, CloseCard):
        return (CardClosed(run=state.id, by=actor.name),)
    assert card is not None
    if isinstance(command, PlayStep):
        return (_play(state, command, actor, card, facts, recorded, listener),)
    if isinstance(command, StopPlaying):
        return (_stop(state, command, actor),)
    if only_reads and isinstance(command, SayStep | RepeatStep):
        raise Refused("caller_only_reads", run=str(state.id))
    return _dictate(state, command, actor, at, card, facts)


def _open(
    command: OpenCard,
    actor: Actor,
    cards: CardLibrary,
    facts: Facts,
    mode: Mode,
    before: InstructionRun | None,
) -> CardOpened:
    card = cards.card(command.card)
    if card is None:
        raise Refused("unknown_card", card=command.card)
    replaced = _replaced(command, before, cards)
    if before is not None and replaced is not None and card.pace is not None:
        opened = _opened(command, actor, card, mode, resumed_step(card, replaced, before, facts))
        beat = before.beat_before if before.breathes else before.metronome
        return replace(opened, after=before.id, marks=before.marks, metronome=beat)
    return _opened(command, actor, card, mode, first_step(card, facts))


def _replaced(command: OpenCard, before: InstructionRun | None, cards: CardLibrary) -> Card | None:
    """The card of compressions whose place this one takes; None where it takes none, or Auxilio no longer has that version."""
    if command.after is None:
        return None
    if before is None:
        raise Refused("unknown_dictation", id=str(command.after))
    if before.case != command.case:
        raise Refused("dictation_of_another_case", run=str(before.id))
    card = cards.card_of(before.digest)
    if card is not None and card.pace is None:
        raise Refused("card_without_pace", card=card.id)
    return card


def _opened(command: OpenCard, actor: Actor, card: Card, mode: Mode, first: str | None) -> CardOpened:
    return CardOpened(
        run=command.run,
        case=command.case,
        mode=mode,
        language=command.language,
        card=card.id,
        version=card.version,
        digest=card.digest,
        draft=card.status != "approved",
        first=first,
        by=actor.name,
    )


def _dictate(
    state: InstructionRun,
    command: _DictationCommand,
    actor: Actor,
    at: datetime,
    card: Card,
    facts: Facts,
) -> tuple[InstructionEvent, ...]:
    by = actor.name
    match command:
        case SayStep(step=id, language=said_in):
            _sayable(card, id, state, facts)
            after = step_after(card, state, id, facts)
            return (
                StepSaid(
                    run=state.id,
                    step=id,
                    next=after,
                    mark=None,
                    by=by,
                    language=said_in or state.language,
                ),
            )
        case SendStep(step=id, call=call, language=language):
            if _sayable(card, id, state, facts).reading() is None:
                raise Refused("step_needs_voice", card=card.id, step=id)
            after = written_step_after(card, state, id, facts)
            return (StepWritten(run=state.id, step=id, next=after, call=call, by=by, language=language),)
        case RepeatStep(step=id, language=said_in):
            step = _sayable(card, id or state.current or _last(state), state, facts)
            return (StepRepeated(run=state.id, step=step.id, by=by, language=said_in or state.language),)
        case StepBack():
            before = step_before(card, state, facts)
            if before is None:
                raise Refused("no_step_before", run=str(state.id))
            return (SteppedBack(run=state.id, step=before, by=by),)
        case MarkMoment() | StopCompressions() | ResumeCompressions():
            return _moment(state, command, card, facts, at, by)
        case SetMetronome(mode=wanted):
            if card.pace is None:
                raise Refused("card_without_pace", card=card.id)
            if wanted is state.metronome:
                return ()
            return (MetronomeSet(run=state.id, metronome=wanted, by=by),)
        case (
            RequestAuthorisation()
            | WithdrawRequest()
            | AuthoriseStep()
            | RefuseStep()
            | RecheckAuthorisations()
        ):
            return decide_medicine(state, command, card, facts, actor)
        case _ as never:
            assert_never(never)


def _step(card: Card, id: str) -> CardStep:
    step = card.step(id)
    if step is None:
        raise Refused("unknown_step", card=card.id, step=id)
    return step


def _last(state: InstructionRun) -> str:
    if not state.said:
        raise Refused("nothing_to_repeat", run=str(state.id))
    return state.said[-1].step


def _sayable(card: Card, id: str, state: InstructionRun, facts: Facts) -> CardStep:
    """The step, if it is for this caller now: a medication that is not proved to fit is refused here, not only hidden."""
    step = _step(card, id)
    opened = gate(step, facts, state)
    if opened is not StepGate.OPEN:
        raise Refused(_CLOSED_GATES[opened], card=card.id, step=id)
    return step


def _play(
    state: InstructionRun,
    command: PlayStep,
    actor: Actor,
    card: Card,
    facts: Facts,
    recorded: RecordingLibrary | None,
    listener: PlaybackAudience,
) -> StepPlayed:
    step = _sayable(card, command.step, state, facts)
    found = recorded.recording(card, step.id, command.recording) if recorded else None
    if found is None:
        raise Refused("unknown_recording", card=card.id, step=step.id)
    if listener is not PlaybackAudience.CALLER:
        raise Refused(_AUDIENCE_REFUSALS[listener], call=str(command.call))
    return StepPlayed(
        run=state.id,
        step=step.id,
        by=actor.name,
        language=found.language,
        call=command.call,
        recording=found.digest,
        seconds=found.seconds,
        draft=found.draft,
    )


def _stop(state: InstructionRun, command: StopPlaying, actor: Actor) -> PlayingStopped:
    played = next((said for said in reversed(state.said) if said.recording is not None), None)
    if played is None or played.recording != command.recording:
        raise Refused("nothing_plays", run=str(state.id))
    return PlayingStopped(
        run=state.id,
        step=played.step,
        by=actor.name,
        recording=command.recording,
        after_s=command.after_s,
    )


def _moment(
    state: InstructionRun, command: _CompressionCommand, card: Card, facts: Facts, at: datetime, by: str
) -> tuple[InstructionEvent, ...]:
    match command:
        case MarkMoment(mark=mark):
            marked = _mark(state, mark, card, facts, at, by)
            stops = mark == CIRCULATION_BACK and card.breathing_step() is not None
            return (*marked, *stopped(state, card, by)) if stops else marked
        case StopCompressions():
            return stopped(state, card, by)
        case ResumeCompressions():
            return resumed(state, card, facts, by)
        case _ as never:
            assert_never(never)


def _mark(
    state: InstructionRun, mark: str, card: Card, facts: Facts, at: datetime, by: str
) -> tuple[InstructionEvent, ...]:
    if mark not in card.markable():
        raise Refused("unknown_mark", card=card.id, mark=mark)
    if mark in state.marked():
        return ()  # the first time is the one that counts
    after = replace(state, marks=(*state.marks, MarkedMoment(mark=mark, at=at, by=by)))
    shown = state.current
    if shown is not None and gate(_step(card, shown), facts, after) is StepGate.HIDDEN:
        shown = step_after(card, after, shown, facts)
    return (MomentMarked(run=state.id, mark=mark, next=shown, by=by),)


def evolve(state: InstructionRun | None, event: InstructionEvent, at: datetime) -> InstructionRun:
    """The run after a fact; `at` is when it happened."""
    if isinstance(event, CardOpened):
        assert state is None, "a card opens once"
        return InstructionRun(
            id=event.run,
            case=event.case,
            mode=event.mode,
            language=event.language,
            card=event.card,
            version=event.version,
            digest=event.digest,
            draft=event.draft,
            opened_at=at,
            current=event.first,
            marks=event.marks,
            metronome=event.metronome,
            after=event.after,
        )
    assert state is not None, "every other fact is of a card that was opened"
    match event:
        case StepSaid():
            said = (*state.said, SpokenStep(step=event.step, at=at, by=event.by))
            return _marked(replace(state, said=said, current=event.next), event.mark, at, event.by)
        case StepRepeated():
            return replace(state, said=(*state.said, SpokenStep(step=event.step, at=at, by=event.by)))
        case StepPlayed():
            spoken = SpokenStep(step=event.step, at=at, by=event.by, recording=event.recording)
            return replace(state, said=(*state.said, spoken))
        case StepWritten():
            medicine = event.step in state.authorised
            written = (*state.written, event.step) if medicine else state.written
            return replace(state, current=event.next, written=written)
        case PlayingStopped():
            return replace(state, said=_without_last(state.said, event.recording))
        case SteppedBack():
            return replace(state, current=event.step)
        case MomentMarked():
            return _marked(replace(state, current=event.next), event.mark, at, event.by)
        case CompressionsStopped() | CompressionsResumed():
            return evolve_compressions(state, event)
        case MetronomeSet():
            return replace(state, metronome=event.metronome)
        case (
            AuthorisationRequested()
            | RequestWithdrawn()
            | StepAuthorised()
            | StepRefused()
            | AuthorisationEnded()
        ):
            return evolve_medicine(state, event, at)
        case CardClosed():
            return replace(state, closed_at=at, requests=())
        case _ as never:
            assert_never(never)


def _without_last(said: tuple[SpokenStep, ...], recording: str) -> tuple[SpokenStep, ...]:
    """All but the last time that this recording was played."""
    last = max((n for n, each in enumerate(said) if each.recording == recording), default=None)
    return said if last is None else (*said[:last], *said[last + 1 :])


def _marked(state: InstructionRun, mark: str | None, at: datetime, by: str) -> InstructionRun:
    """A moment is kept once, the first time."""
    if mark is None or mark in state.marked():
        return state
    return replace(state, marks=(*state.marks, MarkedMoment(mark=mark, at=at, by=by)))


def links(state: InstructionRun) -> Links:
    """A run belongs to its case."""
    return Links(case=state.case, mode=state.mode)


def live(state: InstructionRun) -> bool:
    """Boards show a card until it is closed."""
    return state.closed_at is None
