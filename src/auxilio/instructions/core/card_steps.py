"""Plays a card: which steps are to be said, which may be, and when to say one again. Pure; time is given.

Two guards, on purpose unlike: an ordinary step is shown unless it is *known* not to fit (better a sentence
too many); what harms who it is not for, such as a drink or a tourniquet, only when it is *proved* to fit. A
medicine of others is said, besides, only once a clinician authorised it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from auxilio.instructions.core.model import Card, CardStep, InstructionRun, Metronome
from auxilio.kernel.card_moments import FIRST_COMPRESSION
from auxilio.kernel.condition import questions_of, truth
from auxilio.kernel.instant import Instant

MEDICAL_AUTHORISATION = "medical_authorisation"
CIRCULATION_BACK = "rosc"
"""The mark of a patient who breathes normally again: compressions stop with it."""
FIRST_BREATH = "first_breath"
"""The mark of the step with which breaths begin."""
_OPENS_AIRWAY = 2
"""So many steps before the first breath open the airway for it, at most (the cards; `tests/instructions/test_dictation.py`)."""


class StepGate(StrEnum):
    """Whether a step is for this caller now."""

    OPEN = "open"
    HIDDEN = "hidden"
    """Known not to fit, or skipped."""
    UNPROVED = "unproved"
    """What harms who it is not for, with questions that are not all answered: hidden, and the desk says what is to be asked."""
    LOCKED = "locked"
    """Proved to fit, and waiting for a clinician."""


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step as the desk shows it."""

    step: str
    gate: StepGate
    said: int
    """How many times."""
    due_at: Instant | None = None
    """When it is to be said again."""


class CardView(msgspec.Struct, frozen=True, kw_only=True):
    """The card as it stands: what is on screen, what is due."""

    card: str
    current: str | None
    steps: tuple[StepView, ...]
    due: tuple[str, ...]
    """Steps to say again now, the longest overdue first."""
    next_due_at: Instant | None
    bpm: int | None
    """The beat to sound now; None while the metronome is off."""


def gate(step: CardStep, facts: Mapping[str, str], run: InstructionRun | None = None) -> StepGate:
    """Whether a step is for this caller now. `facts` are the answers of the case."""
    if step.skip_if is not None and run is not None and step.skip_if in run.marked():
        return StepGate.HIDDEN
    if run is not None and run.breathes and step.id != run.breathing_step:
        return StepGate.HIDDEN
    fits = True if step.show_if is None else truth(step.show_if, facts)
    if fits is False:
        return StepGate.HIDDEN
    if fits is None and (step.needs_proof or step.requires is not None):
        return StepGate.UNPROVED
    if step.requires is None:
        return StepGate.OPEN
    return StepGate.OPEN if run is not None and step.id in run.authorised else StepGate.LOCKED


def first_step(card: Card, facts: Mapping[str, str]) -> str | None:
    """The step a fresh card opens with."""
    return next((step.id for step in card.steps if gate(step, facts) is StepGate.OPEN), None)


def resumed_step(card: Card, before: Card, run: InstructionRun, facts: Mapping[str, str]) -> str | None:
    """The step that a card of compressions opens with in the place of another, `before`, which stands where `run` says: until
    compressions begin the first act that was not told there, after it what `_from_compressions` says. The twin of `resumedStep` in the
    console's player."""
    ids = [step.id for step in before.steps]
    passed = before.steps if run.current is None else before.steps[: ids.index(run.current)]
    known = replace(run, authorised=(), breathes=None)
    happened = run.marked() | {step.mark for step in passed if step.mark is not None}
    if FIRST_COMPRESSION in happened:
        return _from_compressions(card, happened, known, facts)
    opened = [step.id for step in card.steps if gate(step, facts, known) is StepGate.OPEN]
    told = {step.id for step in passed}
    return next((id for id in opened if id not in told), opened[0] if opened else None)


def resumed_compression_step(card: Card, run: InstructionRun, facts: Mapping[str, str]) -> str | None:
    """Where a card goes on whose compressions had stopped because the patient breathed: as if it took its own place, from where it
    stood then. The twin of `pressedAgain` in the console's player."""
    return resumed_step(card, card, replace(run, current=run.stood_at), facts)


def _from_compressions(
    card: Card, happened: frozenset[str], run: InstructionRun, facts: Mapping[str, str]
) -> str | None:
    """Where a card goes on with a patient who receives compressions: at its own compressions; where breaths come before them and none
    were told, at what opens the airway (source `erc-2021-pls`, cited from memory and superseded, to be read again: a child is given five first, because the cause is mostly a lack of air)."""
    opened = [step for step in card.steps if gate(step, facts, run) is StepGate.OPEN]
    marks = [step.mark for step in opened]
    pressing = marks.index(FIRST_COMPRESSION) if FIRST_COMPRESSION in marks else 0
    if FIRST_BREATH not in happened and FIRST_BREATH in marks[:pressing]:
        breath = marks.index(FIRST_BREATH)
        # One that needs a voice sets up the telephone.
        way = [step for step in opened[max(0, breath - _OPENS_AIRWAY) : breath] if not step.by_voice]
        return (way[0] if way else opened[breath]).id
    return opened[pressing].id if opened else None


def step_after(card: Card, run: InstructionRun, step: str, facts: Mapping[str, str]) -> str | None:
    """The next open step of the card, or a medicine that was authorised after its turn; None after the last."""
    if (late := late_medicine(card, run, facts, step)) is not None:
        return late
    ids = [s.id for s in card.steps]
    rest = card.steps[ids.index(step) + 1 :]
    # What was said while a medicine waited for a clinician is not said anew after it.
    medicine = card.steps[ids.index(step)].requires is not None
    left = (s for s in rest if not medicine or run.last_said(s.id) is None)
    return next((s.id for s in left if gate(s, facts, run) is StepGate.OPEN), None)


def written_step_after(card: Card, run: InstructionRun, step: str, facts: Mapping[str, str]) -> str | None:
    """The next open step that can be read, or a medicine that was authorised after its turn; None after the last."""
    late = late_medicine(card, run, facts, step)
    return late or next((s.id for s in readable_steps(card, run, facts, after=step)), None)


def late_medicine(card: Card, run: InstructionRun, facts: Mapping[str, str], step: str | None) -> str | None:
    """An authorised medicine that the card has passed and the caller was not told: it follows `step`. None ends the card."""
    ids = [s.id for s in card.steps]
    passed = card.steps[: ids.index(step)] if step is not None else card.steps
    late = (s for s in passed if s.requires is not None and not run.given(s.id))
    return next((s.id for s in late if gate(s, facts, run) is StepGate.OPEN), None)


def proof_of(step: CardStep, facts: Mapping[str, str]) -> dict[str, str]:
    """The answers, by question, that decide whether a step fits."""
    return {question: facts[question] for question in sorted(questions_of(step.show_if)) if question in facts}


def readable_steps(
    card: Card, run: InstructionRun, facts: Mapping[str, str], *, after: str
) -> tuple[CardStep, ...]:
    """The open steps after one, as far as they can be read."""
    rest = card.steps[[s.id for s in card.steps].index(after) + 1 :]
    return tuple(s for s in rest if s.reading() is not None and gate(s, facts, run) is StepGate.OPEN)


def step_before(card: Card, run: InstructionRun, facts: Mapping[str, str]) -> str | None:
    """The open step before the one on screen; None at the first."""
    ids = [s.id for s in card.steps]
    end = ids.index(run.current) if run.current is not None else len(ids)
    return next((s.id for s in reversed(card.steps[:end]) if gate(s, facts, run) is StepGate.OPEN), None)


def due_at(step: CardStep, run: InstructionRun) -> datetime | None:
    """When a step that repeats is to be said again: `repeat_s` after it was last said."""
    last = run.last_said(step.id)
    if step.repeat_s is None or last is None or run.closed_at is not None:
        return None
    return last + timedelta(seconds=step.repeat_s)


def view_card(card: Card, run: InstructionRun, facts: Mapping[str, str], now: datetime) -> CardView:
    """The card as it stands at a moment."""
    views = []
    waiting: list[tuple[datetime, str]] = []
    for step in card.steps:
        opened = gate(step, facts, run)
        due = due_at(step, run) if opened is StepGate.OPEN else None
        if due is not None:
            waiting.append((due, step.id))
        said = sum(said.step == step.id for said in run.said)
        views.append(StepView(step=step.id, gate=opened, said=said, due_at=due))
    waiting.sort()
    return CardView(
        card=card.id,
        current=run.current,
        steps=tuple(views),
        due=tuple(step for due, step in waiting if due <= now),
        next_due_at=waiting[0][0] if waiting else None,
        bpm=card.pace.bpm if card.pace and run.metronome is not Metronome.OFF else None,
    )
