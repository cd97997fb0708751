"""The life of a protocol run, as stories at the desk."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.triage.core.boards import run_row
from auxilio.triage.core.machine import decide, evolve, links, live
from auxilio.triage.core.messages import (
    AnswerQuestion,
    ChangeProtocol,
    ChooseType,
    CloseRun,
    RunAnswered,
    RunProved,
    StartRun,
    TriageCommand,
    TriageEvent,
    UndoAnswer,
)
from auxilio.triage.core.model import ProtocolRun, ProtocolValidity, ProvenResult
from auxilio.triage.library import PublishedProtocols
from tests.triage.shipped_content import interview, interviews, library

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANA = Actor(id=uuid4(), kind="person", name="Ana")
RUN, CASE = RunId(uuid4()), CaseId(uuid4())


class Desk:
    """A run in the hands of one operator; the clock moves a second with each command."""

    def __init__(self, protocol: str, **facts: str) -> None:
        self.state: ProtocolRun | None = None
        self.events: list[tuple[TriageEvent, datetime]] = []
        self.at = AT
        self.do(StartRun(run=RUN, case=CASE, protocol=protocol, facts=facts))

    def do(self, command: TriageCommand) -> tuple[TriageEvent, ...]:
        self.at += timedelta(seconds=1)
        events = decide(self.state, command, ANA, self.at, library())
        for event in events:
            self.state = evolve(self.state, event, self.at)
        self.events += [(event, self.at) for event in events]
        return events

    def say(self, question: str, answer: str, words: str | None = None) -> tuple[TriageEvent, ...]:
        return self.do(AnswerQuestion(run=RUN, question=question, answer=answer, words=words))

    @property
    def run(self) -> ProtocolRun:
        assert self.state is not None
        return self.state


def refused(desk: Desk, command: TriageCommand) -> str:
    before = desk.state
    with pytest.raises(Refused) as refusal:
        desk.do(command)
    assert desk.state == before
    return refusal.value.code


def test_a_protocol_is_begun_on_the_days_of_its_validity_and_a_run_of_it_goes_on() -> None:
    content = library().content
    ends = msgspec.structs.replace(
        content.protocols["san-pcr"], effective=ProtocolValidity(from_="2026-11-01", until="2026-11-24")
    )
    dated = PublishedProtocols(replace(content, protocols={**content.protocols, "san-pcr": ends}))
    last, after = date(2026, 11, 24), date(2026, 11, 25)
    start = StartRun(run=RUN, case=CASE, protocol="san-pcr")
    (begun, *_) = decide(None, start, ANA, AT, dated, day=last)
    entry = evolve(
        None, decide(None, msgspec.structs.replace(start, protocol="gen-entrada"), ANA, AT, dated)[0], AT
    )
    for state, command in ((None, start), (entry, ChangeProtocol(run=RUN, protocol="san-pcr"))):
        with pytest.raises(Refused, match="protocol_not_in_force"):
            decide(state, command, ANA, AT, dated, day=after)
    said = decide(
        evolve(None, begun, AT),
        AnswerQuestion(run=RUN, question="consciente", answer="N"),
        ANA,
        AT,
        dated,
        day=after,
    )
    assert said[0].kind() == "triage.run.answered"


def test_a_cardiac_arrest_is_proved_in_two_answers_and_dictated_in_three() -> None:
    desk = Desk("gen-entrada")
    desk.say("tipo", "health")
    events = desk.say("consciente", "N")
    assert [event.kind() for event in events] == ["triage.run.answered", "triage.run.proved"]
    assert desk.run.standing.priority is Priority.P0
    desk.say("respira", "qualified", words="sí, pero hace ruidos")
    assert desk.run.standing.say == ("rcp-adulto",)
    assert desk.run.type == "SAN-01"
    assert desk.run.given[-1].words == "sí, pero hace ruidos"


def test_the_same_answer_is_news_only_where_the_question_was_asked_again() -> None:
    desk = Desk("gen-entrada")
    desk.say("tipo", "health")
    desk.say("consciente", "Y")
    assert desk.say("consciente", "Y") == ()
    (told,) = desk.do(AnswerQuestion(run=RUN, question="consciente", answer="Y", again=True))
    assert isinstance(told, RunAnswered)
    assert told.again
    assert told.words is None, "nobody's words are put into the caller's mouth"
    changed = desk.do(AnswerQuestion(run=RUN, question="consciente", answer="N", again=True))[0]
    assert isinstance(changed, RunAnswered)
    assert not changed.again


def test_the_next_protocol_knows_what_was_asked_already() -> None:
    desk = Desk("gen-entrada")
    for question, answer in (("tipo", "health"), ("consciente", "N"), ("respira", "N")):
        desk.say(question, answer)
    desk.do(ChangeProtocol(run=RUN, protocol="san-pcr"))
    assert desk.run.facts == {"consciente": "N", "respira": "N"}
    assert desk.run.standing.rule == "PCR-1"
    assert desk.run.before == (f"gen-entrada 0.1.0 {interview('gen-entrada').protocol.digest}",)


def test_a_change_of_protocol_never_takes_back_what_was_proved() -> None:
    desk = Desk("fue-incendio-edificio")
    desk.say("otros", "Y")
    before = desk.run.standing
    desk.do(ChangeProtocol(run=RUN, protocol="san-trauma"))
    assert desk.run.standing.priority is Priority.P0
    assert desk.run.standing.send == before.send


def test_a_correction_that_proves_less_lowers_nothing() -> None:
    desk = Desk("san-hemorragia")
    desk.say("consciente", "Y")
    desk.say("intensidad", "massive")
    assert desk.run.standing.rule == "HEM-1"
    desk.say("intensidad", "slow")
    assert desk.run.answers()["intensidad"] == "slow"
    assert desk.run.standing.priority is Priority.P0
    assert "bls" in desk.run.standing.send


def test_an_answer_taken_back_leaves_everything_as_it_was() -> None:
    desk = Desk("san-hemorragia")
    desk.say("site", "trunk")
    before = desk.run
    desk.say("intensidad", "massive")
    desk.do(UndoAnswer(run=RUN))
    assert desk.run == before


def test_a_correction_taken_back_brings_the_first_answer_back() -> None:
    desk = Desk("san-hemorragia")
    desk.say("intensidad", "slow")
    desk.say("intensidad", "steady")
    desk.do(UndoAnswer(run=RUN))
    assert desk.run.answers() == {"intensidad": "slow"}


def test_the_type_a_person_chose_stays_whatever_is_proved_later() -> None:
    desk = Desk("san-trauma")
    desk.do(ChooseType(run=RUN, type="SAN-48", reason="en una obra"))
    desk.say("grave", "Y")
    assert (desk.run.type, desk.run.standing.type) == ("SAN-48", "SAN-22")
    desk.do(ChooseType(run=RUN, type="RES-13"))
    assert [(c.before, c.type) for c in desk.run.chosen] == [(None, "SAN-48"), ("SAN-48", "RES-13")]


def test_what_is_answered_anew_stands_last_as_it_is_taken_back_first() -> None:
    desk = Desk("san-pcr")
    for question, answer in (("consciente", "N"), ("respira", "N"), ("consciente", "Y")):
        desk.say(question, answer)
    assert list(desk.run.answers()) == ["respira", "consciente"]


def test_a_repeated_press_is_not_news() -> None:
    desk = Desk("san-pcr")
    desk.say("consciente", "N")
    assert desk.say("consciente", "N") == ()
    desk.do(ChooseType(run=RUN, type="SAN-01"))
    assert desk.do(ChooseType(run=RUN, type="SAN-01")) == ()


def test_what_cannot_be_is_refused_by_name_and_loses_nothing() -> None:
    desk = Desk("san-pcr", consciente="Y", tipo="fire", respira="nonsense")
    assert desk.run.facts == {"consciente": "Y"}
    assert refused(desk, StartRun(run=RUN, case=CASE, protocol="san-pcr")) == "run_exists"
    assert refused(desk, AnswerQuestion(run=RUN, question="zzz", answer="Y")) == "unknown_question"
    assert refused(desk, AnswerQuestion(run=RUN, question="consciente", answer="yes")) == "unknown_answer"
    assert (
        refused(desk, AnswerQuestion(run=RUN, question="edad", answer="child")) == "question_does_not_apply"
    )
    assert refused(desk, UndoAnswer(run=RUN)) == "nothing_to_undo"
    assert refused(desk, ChangeProtocol(run=RUN, protocol="zzz")) == "unknown_protocol"
    assert refused(desk, ChangeProtocol(run=RUN, protocol="san-pcr")) == "same_protocol"
    assert refused(desk, ChooseType(run=RUN, type="ZZZ-99")) == "unknown_type"
    desk.state = None
    assert refused(desk, UndoAnswer(run=RUN)) == "unknown_run"


def test_a_closed_run_is_asked_nothing_more() -> None:
    desk = Desk("san-pcr")
    desk.do(CloseRun(run=RUN))
    assert not live(desk.run)
    assert desk.do(CloseRun(run=RUN)) == ()
    assert refused(desk, AnswerQuestion(run=RUN, question="consciente", answer="N")) == "run_closed"


def test_a_plate_number_has_the_form_of_one() -> None:
    desk = Desk("fue-mmpp")
    assert refused(desk, AnswerQuestion(run=RUN, question="onu", answer="12")) == "answer_pattern"
    desk.say("onu", "1203")
    desk.say("nip", "U")
    assert desk.run.answers() == {"onu": "1203", "nip": "U"}


def test_a_run_that_proves_by_its_protocol_alone_says_so_at_once() -> None:
    desk = Desk("gen-imv")
    assert isinstance(desk.events[-1][0], RunProved)
    assert desk.run.standing.priority is Priority.P0


def test_a_run_lives_in_the_mode_of_its_case() -> None:
    start = StartRun(run=RUN, case=CASE, protocol="san-pcr")
    (event,) = decide(None, start, ANA, AT, library(), mode=Mode.EXERCISE)
    assert links(evolve(None, event, AT)).mode is Mode.EXERCISE


@settings(max_examples=80)
@given(interviews(), st.data())
def test_undo_returns_exactly_to_before_and_every_state_survives_json(
    drawn: tuple[object, list[tuple[str, str]]], data: st.DataObject
) -> None:
    subject, answers = drawn
    desk = Desk(subject.protocol.id)  # type: ignore[attr-defined]  # an Interview, drawn
    seen = [desk.run]
    for question, answer in answers:
        desk.say(question, answer)
        seen.append(desk.run)
    for state in seen:
        assert msgspec.json.decode(msgspec.json.encode(state), type=ProtocolRun) == state
        assert run_row(state).answers == state.answers()
    for before in reversed(seen[:-1]):
        desk.do(UndoAnswer(run=RUN))
        assert desk.run == before
    assert desk.run.standing == seen[0].standing


@given(interviews())
def test_the_log_alone_makes_the_run(drawn: tuple[object, list[tuple[str, str]]]) -> None:
    subject, answers = drawn
    desk = Desk(subject.protocol.id)  # type: ignore[attr-defined]  # an Interview, drawn
    for question, answer in answers:
        desk.say(question, answer)
    state: ProtocolRun | None = None
    for event, at in desk.events:
        state = evolve(state, msgspec.json.decode(msgspec.json.encode(event), type=TriageEvent), at)
    assert state == desk.run
    proved = desk.run.standing
    said_something = proved.send or proved.say or proved.notify or proved.safety or proved.call_back
    assert (proved == ProvenResult()) == (proved.priority is None and not said_something)
