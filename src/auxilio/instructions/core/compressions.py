"""Compressions of a card for a cardiac arrest: they stop when the patient breathes normally, and go on again (decision 0384). Pure."""

from collections.abc import Mapping
from typing import assert_never

from msgspec.structs import replace

from auxilio.instructions.core.card_steps import resumed_compression_step
from auxilio.instructions.core.messages import CompressionsResumed, CompressionsStopped
from auxilio.instructions.core.model import Card, InstructionRun, Metronome
from auxilio.kernel.refusal import Refused


def stopped(state: InstructionRun, card: Card, by: str) -> tuple[CompressionsStopped, ...]:
    """They stop, unless they have. Raises `Refused`: `card_without_compressions`."""
    step = card.breathing_step()
    if step is None:
        raise Refused("card_without_compressions", card=card.id)
    return () if state.breathes else (CompressionsStopped(run=state.id, step=step.id, by=by),)


def resumed(
    state: InstructionRun, card: Card, facts: Mapping[str, str], by: str
) -> tuple[CompressionsResumed, ...]:
    """They go on, where they had stopped. `facts` are the answers of the case. Raises `Refused`: `card_without_compressions`."""
    if card.breathing_step() is None:
        raise Refused("card_without_compressions", card=card.id)
    if not state.breathes:
        return ()
    return (CompressionsResumed(run=state.id, step=resumed_compression_step(card, state, facts), by=by),)


def evolve_compressions(
    state: InstructionRun, event: CompressionsStopped | CompressionsResumed
) -> InstructionRun:
    """The run after they have stopped, or go on again."""
    match event:
        case CompressionsStopped(step=step):
            return replace(
                state,
                current=step,
                breathes=True,
                breathing_step=step,
                stood_at=state.current,
                beat_before=state.metronome,
                metronome=Metronome.OFF,
            )
        case CompressionsResumed(step=step):
            return replace(state, current=step, breathes=False, metronome=state.beat_before)
        case _ as never:
            assert_never(never)
