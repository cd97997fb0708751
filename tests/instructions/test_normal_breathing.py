"""Compressions stop when the patient breathes normally, and go on when not."""

import msgspec
import pytest

from auxilio.instructions.core.boards import view
from auxilio.instructions.core.card_steps import StepGate
from auxilio.instructions.core.machine import decide, evolve
from auxilio.instructions.core.messages import (
    CompressionsStopped,
    InstructionEvent,
    MarkMoment,
    MomentMarked,
    OpenCard,
    RepeatStep,
    ResumeCompressions,
    SayStep,
    SetMetronome,
    StopCompressions,
)
from auxilio.instructions.core.model import InstructionRun, Metronome
from auxilio.kernel.ids import RunId
from tests.instructions.test_dictation import ANA, AT, CASE, RUN, Desk, cards, refused

CPR = ("rcp-adulto", "rcp-ahogado", "rcp-soplos", "rcp-nino", "rcp-lactante")


def pressed() -> Desk:
    """An adult who is being pressed on, with the beat in the call."""
    desk = Desk("rcp-adulto")
    desk.do(SetMetronome(run=RUN, mode=Metronome.BOTH))
    desk.say("altavoz", "suelo", "dea", "rodillas", "manos", "comprimir", "contar", "relevo")
    return desk


def test_who_breathes_normally_is_pressed_on_no_more() -> None:
    desk = pressed()
    marked, stopped = desk.do(MarkMoment(run=RUN, mark="rosc"))
    assert isinstance(marked, MomentMarked)
    assert isinstance(stopped, CompressionsStopped)
    shown = desk.view(after_s=600)
    assert (shown.current, shown.due, shown.bpm) == ("vuelve", (), None)
    assert refused(desk, SayStep(run=RUN, step="contar")) == "step_hidden"
    assert refused(desk, RepeatStep(run=RUN, step="relevo")) == "step_hidden"
    desk.say("vuelve")
    assert desk.view().current is None
    row = view(desk.run)
    assert (row.breathes, row.breathing_step, row.stood_at) == (True, "vuelve", "seguir")


def test_who_stops_breathing_again_is_pressed_on_at_once_with_the_same_beat() -> None:
    desk = pressed()
    assert desk.do(ResumeCompressions(run=RUN)) == (), "nothing has stopped"
    desk.do(MarkMoment(run=RUN, mark="rosc"))
    desk.do(ResumeCompressions(run=RUN))
    shown = desk.view(after_s=60)
    assert (shown.current, shown.due, shown.bpm) == ("comprimir", ("contar",), 110)
    assert desk.run.metronome is Metronome.BOTH
    (again,) = desk.do(MarkMoment(run=RUN, mark="rosc"))
    assert isinstance(again, CompressionsStopped), "the moment is kept once, and they stop each time"
    assert desk.view().current == "vuelve"


def test_before_the_first_compression_the_card_goes_on_where_it_stood() -> None:
    desk = Desk("rcp-adulto")
    desk.say("altavoz", "suelo")
    desk.do(StopCompressions(run=RUN))
    assert desk.do(StopCompressions(run=RUN)) == ()
    desk.do(ResumeCompressions(run=RUN))
    assert desk.run.current == "dea"


@pytest.mark.parametrize("card", CPR)
def test_every_card_for_an_arrest_ends_with_what_is_done_for_who_breathes(card: str) -> None:
    found = cards().card(card)
    assert found is not None
    step = found.breathing_step()
    assert step is not None
    assert "respira con normalidad" in step.say["es"]
    assert "rosc" in found.marks
    desk = Desk(card)
    desk.do(MarkMoment(run=RUN, mark="rosc"))
    assert {one.id for one in found.steps if desk.gate(one.id) is StepGate.OPEN} == {step.id}


def test_a_card_without_an_arrest_stops_no_compressions() -> None:
    for card in ("hemorragia", "recien-nacido", "dea"):
        for command in (StopCompressions(run=RUN), ResumeCompressions(run=RUN)):
            assert refused(Desk(card), command) == "card_without_compressions"


def test_compressions_of_another_card_begin_with_the_beat_of_before() -> None:
    desk = pressed()
    desk.do(MarkMoment(run=RUN, mark="rosc"))
    other = OpenCard(run=RunId(CASE), case=CASE, card="rcp-soplos", after=RUN)
    (opened,) = decide(None, other, ANA, AT, cards(), {}, before=desk.run)
    run = evolve(None, opened, AT)
    assert (run.metronome, run.after, run.breathes) == (Metronome.BOTH, RUN, None)
    assert run.current == "comprimir"


def test_a_mark_of_before_this_rule_stops_nothing_in_a_replay() -> None:
    desk = pressed()
    old: InstructionEvent = MomentMarked(run=RUN, mark="rosc", next="seguir", by="Ana")
    run = evolve(desk.run, old, desk.at)
    assert run.breathes is None
    assert run.metronome is Metronome.BOTH
    kept = msgspec.json.decode(msgspec.json.encode(run), type=InstructionRun)
    assert kept == run
