"""Calls and desks."""

from datetime import UTC, datetime
from uuid import UUID

from auxilio.calls.core import messages as m
from auxilio.calls.core.additional_data import CallData, CallDataOrigin, Subscriber
from auxilio.calls.core.ecall_model import EcallMsd
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.messages.ecall import MsdReceived
from auxilio.calls.core.model import (
    CallDisposition,
    CallRecording,
    MonitoringMode,
    NumberSource,
    PartyId,
)
from auxilio.calls.service import OUTGOING_CALL
from auxilio.kernel.caller_guidance import AnswerChoice
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, CommandId, PersonId, RunId
from auxilio.kernel.position import Position, PositionSource
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import PLACE, World

DIGEST = "a" * 64
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@makes(m.ReceiveCall)
def ring(w: World) -> m.ReceiveCall:
    call = CallId(new_id())
    w.calls.append(call)
    return m.ReceiveCall(call=call, channel=m.CallChannel.CHAT)


@makes(m.LogManualCall)
def record(w: World) -> m.LogManualCall:
    w.desk()
    return m.LogManualCall(call=CallId(new_id()), caller_name="Joan")


@makes(m.AnswerCall)
def answer(w: World) -> m.AnswerCall:
    """A neighbour's is one that another desk has already."""
    w.desk()
    return m.AnswerCall(call=w.call() if w.other else w.queued_call())


@makes(m.Hold)
def hold(w: World) -> m.Hold:
    return m.Hold(call=w.call())


@makes(m.Resume)
def resume(w: World) -> m.Resume:
    return m.Resume(call=w.call(lambda call: m.CallHeld(call=call)))


@makes(m.ReportPosition)
def report_position(w: World) -> m.ReportPosition:
    position = Position(point=PLACE, source=PositionSource.BROWSER, at=w.at)
    return m.ReportPosition(call=w.call(), position=position)


@makes(m.AddCallNote)
def note(w: World) -> m.AddCallNote:
    return m.AddCallNote(call=w.call(), words="está en el balcón")


@makes(m.IdentifyCaller)
def identify(w: World) -> m.IdentifyCaller:
    return m.IdentifyCaller(call=w.call(), caller_name="Joan Mas")


def _just_recorded(w: World) -> CallId:
    """A call of who asks without a case, whoever the case is of: the way that was silent."""
    return w.call(by=w.who if w.who.desk else OPERATOR, in_case=False)


@makes(m.HangUp)
def hang_up(w: World) -> m.HangUp:
    return m.HangUp(call=w.call())


@makes(m.EndByCaller)
def leave(w: World) -> m.EndByCaller:
    return m.EndByCaller(call=w.call())


@makes(m.RequestLocation)
def request_location(w: World) -> m.RequestLocation:
    def asserted(call: CallId) -> m.CallerIdentified:
        return m.CallerIdentified(
            call=call, phone="+34600100200", phone_known_by=NumberSource.NETWORK_ASSERTED
        )

    return m.RequestLocation(call=w.call(asserted))


@makes(m.SetDisposition)
def dispose(w: World) -> m.SetDisposition:
    return m.SetDisposition(call=w.call(w.over), disposition=CallDisposition.PRANK)


@makes(m.GiveLink)
def give_link(w: World) -> m.GiveLink:
    return m.GiveLink(call=w.call())


@makes(m.HearRecording)
def hear_recording(w: World) -> m.HearRecording:
    def kept(call: CallId) -> Event:
        recording = CallRecording(
            digest=DIGEST, media_type="audio/wav", parties=("caller",), began_at=w.at, duration_s=1.0
        )
        return m.RecordingKept(call=call, recording=recording)

    return m.HearRecording(call=w.call(kept, w.over), digest=DIGEST, reason="reclamación")


@makes(m.ReadVin)
def read_vin(w: World) -> m.ReadVin:
    def sent(call: CallId) -> Event:
        msd = EcallMsd(version=3, vin="ECALLEXAMPLE02020")
        return MsdReceived(call=call, message=call, received_at=w.at, msd=msd)

    return m.ReadVin(call=w.call(sent, w.over))


@makes(m.ReadSubscriber)
def read_subscriber(w: World) -> m.ReadSubscriber:
    def said(call: CallId) -> Event:
        data = CallData(
            origin=CallDataOrigin.TRUSTED_CALL,
            received_at=w.at,
            subscribers=(Subscriber(name="Marta Vidal"),),
        )
        return m.AdditionalDataReceived(call=call, data=data)

    return m.ReadSubscriber(call=w.call(said, w.over))


@makes(m.RequestMsd)
def request_msd(w: World) -> m.RequestMsd:
    def sent(call: CallId) -> Event:
        return MsdReceived(call=call, message=call, received_at=w.at, msd=EcallMsd(version=3), by_sip=True)

    return m.RequestMsd(call=w.call(sent))


@makes(m.LogCallBackAttempt)
def try_call_back(w: World) -> m.LogCallBackAttempt:
    return m.LogCallBackAttempt(call=w.abandoned_call(), reached=True)


@makes(m.ConfirmRetry)
def confirm_retry(w: World) -> m.ConfirmRetry:
    return m.ConfirmRetry(call=w.abandoned_call(), by=_just_recorded(w))


@makes(m.RingBack)
def ring_back(w: World) -> m.RingBack:
    w.desk()
    return m.RingBack(call=w.abandoned_call())


@makes(m.Consult)
def consult(w: World) -> m.Consult:
    call = w.call(channel=m.CallChannel.VOICE)
    return m.Consult(call=call, whom="Toxicología", party=PartyId(new_id()), number="+34600100300")


@makes(m.AnswerParty)
def answer_party(w: World) -> m.AnswerParty:
    party = PartyId(new_id())
    return m.AnswerParty(call=_asked(w, party), party=party)


@makes(m.RemoveParty)
def leave_party(w: World) -> m.RemoveParty:
    party = PartyId(new_id())
    return m.RemoveParty(call=_asked(w, party), party=party)


def _asked(w: World, party: PartyId) -> CallId:
    """A call of an operator, into which the desk of who asks was asked; a neighbour's: another desk was."""
    mine = w.who.desk is not None and not w.who.crew and not w.other
    desk = w.who.desk if mine else OPERATOR.desk
    rang = lambda call: m.PartyRang(call=call, party=party, name="Puesto", desk=desk)  # noqa: E731
    w.desk()
    return w.call(rang, by=OPERATOR)


@makes(m.TransferCall)
def transfer(w: World) -> m.TransferCall:
    party = PartyId(new_id())
    joined = lambda call: m.PartyJoined(call=call, party=party, name="Ana")  # noqa: E731
    rang = lambda call: m.PartyRang(call=call, party=party, name="Ana", number="+34600100300")  # noqa: E731
    return m.TransferCall(call=w.call(rang, joined), party=party)


@makes(m.MonitorCall)
def listen(w: World) -> m.MonitorCall:
    """The call of another desk, which is what one listens to; a neighbour's has no case."""
    w.desk()
    return m.MonitorCall(call=w.call(by=OPERATOR, in_case=not w.other), way=MonitoringMode.LISTEN)


@makes(m.StopMonitoring)
def stop_listening(w: World) -> m.StopMonitoring:
    def came(call: CallId) -> Event:
        person = PersonId(w.who.person)
        return m.MonitoringStarted(
            call=call,
            desk=w.who.desk or OPERATOR.desk,
            person=person,
            person_name="A",
            way=MonitoringMode.LISTEN,
        )

    return m.StopMonitoring(call=w.call(came, by=OPERATOR, in_case=not w.other))


@makes(m.SendCallerText)
def say(w: World) -> m.SendCallerText:
    return m.SendCallerText(call=w.call(), words="no puedo hablar")


@makes(m.SendDeskText)
def write(w: World) -> m.SendDeskText:
    return m.SendDeskText(call=w.call(), words="¿dónde está?")


ITEM = CommandId(UUID(int=7))


def _question_sent(call: CallId) -> Event:
    return g.QuestionSent(
        call=call, item=ITEM, run=RunId(UUID(int=8)), question="consciente", language="es", words="¿?",
        choices=(AnswerChoice(code="N", label="No"),),
    )  # fmt: skip


def _step_sent(call: CallId) -> Event:
    return g.StepSent(
        call=call, item=ITEM, run=RunId(UUID(int=8)), card="rcp-adulto", step="suelo", language="es",
        words="Al suelo", rest=(), bpm=110, marks=(),
    )  # fmt: skip


@makes(g.ReportShown)
def report_shown(w: World) -> g.ReportShown:
    return g.ReportShown(call=w.call(_question_sent), item=ITEM, at=NOW)


@makes(g.ProposeAnswer)
def propose_answer(w: World) -> g.ProposeAnswer:
    seen = w.call(_question_sent, lambda call: g.SentItemShown(call=call, item=ITEM, words="¿Respira?"))
    return g.ProposeAnswer(call=seen, item=ITEM, answer="N", at=NOW)


@makes(g.ReportCallerMark)
def report_mark(w: World) -> g.ReportCallerMark:
    return g.ReportCallerMark(call=w.call(_step_sent), item=ITEM, mark="done", step="suelo", at=NOW)


@makes(g.ChooseEasyReading)
def choose_easy_reading(w: World) -> g.ChooseEasyReading:
    return g.ChooseEasyReading(call=w.call(), easy=True)


@makes(g.SetEasyReading)
def set_easy_reading(w: World) -> g.SetEasyReading:
    return g.SetEasyReading(call=w.call(_text), easy=True)


@makes(m.KeepCallerDraft)
def keep_caller_typed(w: World) -> m.KeepCallerDraft:
    return m.KeepCallerDraft(call=w.call(_text), line=CommandId(new_id()), words="ayuda")


@makes(m.ChooseLanguage)
def choose_language(w: World) -> m.ChooseLanguage:
    return m.ChooseLanguage(call=w.call(), language="ca")


@makes(m.KeepDeskDraft)
def keep_desk_typed(w: World) -> m.KeepDeskDraft:
    return m.KeepDeskDraft(call=w.call(_text), line=CommandId(new_id()), words="ya vamos")


def _text(call: CallId) -> Event:
    return m.TextOpened(call=call)


# --- desks: always the own one ----------------------------------------------------------------------


@makes(m.SetDeskReady)
def stand_ready(w: World) -> m.SetDeskReady:
    w.desk(lambda desk: m.DeskPaused(desk=desk, reason="pausa"))
    return m.SetDeskReady()


@makes(m.PauseDesk)
def pause(w: World) -> m.PauseDesk:
    w.desk()
    return m.PauseDesk(reason="descanso")


@makes(m.SignOff)
def sign_off(w: World) -> m.SignOff:
    w.desk()
    return m.SignOff()


@makes(m.RequestHelp)
def ask_help(w: World) -> m.RequestHelp:
    w.desk()
    return m.RequestHelp()


def _outgoing(w: World) -> CallId:
    """A call for a case, made at the desk of who works on it."""
    call, by = CallId(new_id()), w.speaker
    assert by.desk is not None, "who dials sits at a desk"
    dialled = m.OutgoingCallDialled(
        call=call,
        case=w.case(),
        mode=Mode.REAL,
        whom="Hospital",
        number="+34961000100",
        desk=by.desk,
        operator=by.person,
        operator_name=by.name,
    )
    w.tell(OUTGOING_CALL, call, dialled)
    return call


@makes(m.DialForCase)
def dial_for_case(w: World) -> m.DialForCase:
    w.desk()
    return m.DialForCase(call=CallId(new_id()), case=w.case(), number="+34961000100", whom="Hospital")


@makes(m.HangUpOutgoing)
def hang_up_outgoing(w: World) -> m.HangUpOutgoing:
    return m.HangUpOutgoing(call=_outgoing(w))


@makes(m.HearOutgoingRecording)
def hear_outgoing_recording(w: World) -> m.HearOutgoingRecording:
    call = _outgoing(w)
    heard = CallRecording(
        digest=DIGEST, media_type="audio/wav", parties=("caller",), began_at=w.at, duration_s=2.0
    )
    w.tell(OUTGOING_CALL, call, m.OutgoingRecordingKept(call=call, whom="Hospital", recording=heard))
    return m.HearOutgoingRecording(call=call, digest=DIGEST, reason="quality review")
