"""Interviews and cards that are dictated."""

from auxilio.calls.core.messages import CallChannel
from auxilio.instructions.core import messages as i
from auxilio.instructions.core.model import Metronome
from auxilio.instructions.service import DICTATION
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, RunId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as t
from auxilio.triage.service import RUN
from tests.access.factories.registry import makes
from tests.access.world import World

PROTOCOL, CARD = "san-pcr", "rcp-adulto"
NO_ASPIRIN_PROBLEM = {
    "consciente": "Y",
    "menor": "N",
    "golpe": "N",
    "alergia_asp": "N",
    "sangrado_rec": "N",
    "prohibida_asp": "N",
}


def _run(w: World, **facts: str) -> RunId:
    """An interview of the case."""
    interview = w.known.runtime.content.library.interview(PROTOCOL)
    assert interview is not None, "the content has it"
    run, of = RunId(new_id()), interview.protocol
    started = t.RunStarted(
        run=run, case=w.case(), mode=Mode.REAL, language="es", protocol=of.id, version=of.version,
        digest=of.digest, draft=True, facts=facts, by="Ana",
    )  # fmt: skip
    w.tell(RUN, run, started)
    return run


@makes(t.StartRun)
def start_run(w: World) -> t.StartRun:
    return t.StartRun(run=RunId(new_id()), case=w.case(), protocol=PROTOCOL)


@makes(t.AnswerQuestion)
def answer(w: World) -> t.AnswerQuestion:
    return t.AnswerQuestion(run=_run(w), question="consciente", answer="N")


@makes(t.UndoAnswer)
def undo(w: World) -> t.UndoAnswer:
    run = _run(w)
    given = t.RunAnswered(run=run, question="consciente", answer="N", words=None, corrects=None, by="Ana")
    w.tell(RUN, run, given)
    return t.UndoAnswer(run=run)


@makes(t.ChangeProtocol)
def change_protocol(w: World) -> t.ChangeProtocol:
    return t.ChangeProtocol(run=_run(w), protocol="san-abdomen")


@makes(t.ChooseType)
def choose_type(w: World) -> t.ChooseType:
    return t.ChooseType(run=_run(w), type="SAN-02")


@makes(t.CloseRun)
def close_run(w: World) -> t.CloseRun:
    return t.CloseRun(run=_run(w))


@makes(t.SendQuestion)
def send_question(w: World) -> t.SendQuestion:
    return t.SendQuestion(run=_run(w), question="consciente", call=w.call(in_case=True), language="ca")


# --- cards ----------------------------------------------------------------------------------------


def _dictation(w: World, *events: Event, card: str = CARD, run: RunId | None = None) -> RunId:
    """A card of the case that is being dictated."""
    found = w.known.runtime.content.cards.card(card)
    assert found is not None, "the content has it"
    of = run or RunId(new_id())
    opened = i.CardOpened(
        run=of, case=w.case(), mode=Mode.REAL, language="es", card=card, version=found.version,
        digest=found.digest, draft=True, first=found.steps[0].id, by="Ana",
    )  # fmt: skip
    w.tell(DICTATION, of, opened, *events)
    return of


@makes(i.OpenCard)
def open_card(w: World) -> i.OpenCard:
    return i.OpenCard(run=RunId(new_id()), case=w.case(), card=CARD)


@makes(i.SayStep)
def say_step(w: World) -> i.SayStep:
    return i.SayStep(run=_dictation(w), step="altavoz")


@makes(i.StepBack)
def back(w: World) -> i.StepBack:
    run = RunId(new_id())
    said = i.StepSaid(run=run, step="altavoz", next="suelo", mark=None, by="Ana")
    return i.StepBack(run=_dictation(w, said, run=run))


@makes(i.RepeatStep)
def repeat(w: World) -> i.RepeatStep:
    return i.RepeatStep(run=_dictation(w), step="altavoz")


def _recording(w: World) -> str:
    card = w.known.runtime.content.cards.card(CARD)
    assert card is not None, "the content has it"
    return w.known.runtime.recordings.of(card)["altavoz"]["es"].digest


@makes(i.PlayStep)
def play_step(w: World) -> i.PlayStep:
    call = w.call(channel=CallChannel.VOICE)
    return i.PlayStep(run=_dictation(w), step="altavoz", call=call, recording=_recording(w))


@makes(i.SendStep)
def send_step(w: World) -> i.SendStep:
    return i.SendStep(run=_dictation(w), step="suelo", call=w.call(in_case=True), language="ca")


@makes(i.StopPlaying)
def stop_playing(w: World) -> i.StopPlaying:
    run, recording = RunId(new_id()), _recording(w)
    played = i.StepPlayed(
        run=run, step="altavoz", by="Ana", language="es", call=CallId(new_id()), recording=recording,
        seconds=3.0, draft=True,
    )  # fmt: skip
    return i.StopPlaying(run=_dictation(w, played, run=run), recording=recording, after_s=1.0)


@makes(i.MarkMoment)
def mark(w: World) -> i.MarkMoment:
    return i.MarkMoment(run=_dictation(w), mark="rosc")


@makes(i.ResumeCompressions)
def resume_compressions(w: World) -> i.ResumeCompressions:
    run = RunId(new_id())
    stopped = i.CompressionsStopped(run=run, step="vuelve", by="Ana")
    return i.ResumeCompressions(run=_dictation(w, stopped, run=run))


@makes(i.SetMetronome)
def set_metronome(w: World) -> i.SetMetronome:
    return i.SetMetronome(run=_dictation(w), mode=Metronome.ME)


def _asked(w: World) -> RunId:
    """A card with a medicine that the desk asks for."""
    run = RunId(new_id())
    asked = i.AuthorisationRequested(run=run, step="aspirina", proof=NO_ASPIRIN_PROBLEM, by="Ana")
    return _dictation(w, asked, card="dolor-toracico", run=run)


@makes(i.AuthoriseStep)
def authorise_step(w: World) -> i.AuthoriseStep:
    _run(w, **NO_ASPIRIN_PROBLEM)
    return i.AuthoriseStep(run=_asked(w), step="aspirina")


@makes(i.RequestAuthorisation)
def request_authorisation(w: World) -> i.RequestAuthorisation:
    _run(w, **NO_ASPIRIN_PROBLEM)
    return i.RequestAuthorisation(run=_dictation(w, card="dolor-toracico"), step="aspirina")


@makes(i.WithdrawRequest)
def withdraw_request(w: World) -> i.WithdrawRequest:
    return i.WithdrawRequest(run=_asked(w), step="aspirina")


@makes(i.RefuseStep)
def refuse_step(w: World) -> i.RefuseStep:
    return i.RefuseStep(run=_asked(w), step="aspirina", reason="alergia")


@makes(i.CloseCard)
def close_card(w: World) -> i.CloseCard:
    return i.CloseCard(run=_dictation(w))
