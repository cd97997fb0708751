"""What is sent to a caller who reads: sent, shown, tapped and marked are facts, and nothing is claimed that the page has not said."""

from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from auxilio.calls.core import guidance_machine as machine
from auxilio.calls.core.boards import call_row
from auxilio.calls.core.machine import decide, evolve
from auxilio.calls.core.messages import guidance as g
from auxilio.calls.core.model import Call, CallChannel, CallState
from auxilio.calls.core.policy import SMS_WORDS_MAX
from auxilio.calls.sms_answers import sms_words
from auxilio.kernel.caller_guidance import AnswerChoice, CardText, QuestionText, StepText
from auxilio.kernel.ids import CommandId, RunId
from auxilio.kernel.refusal import Refused
from tests.actors import citizen, person
from tests.calls.factories import AT, CALL, CASE, LUCIA, a_call

RUN, ASKED, TOLD = RunId(UUID(int=9)), CommandId(UUID(int=10)), CommandId(UUID(int=11))
YES, NO = AnswerChoice(code="Y", label="Sí"), AnswerChoice(code="N", label="No")
QUESTION = QuestionText(
    run=RUN, case=CASE, question="respira", language="ca", words="Respira?", choices=(YES, NO)
)
STEP = StepText(
    run=RUN,
    case=CASE,
    card="rcp-adulto",
    step="suelo",
    language="ca",
    words="A terra",
    rest=(CardText(step="comprimir", words="Premi"), CardText(step="lee", words="Em llegeix?", asks=True)),
    bpm=110,
    marks=("first_compression",),
)


def written_call(state: CallState = CallState.ANSWERED, **fields: object) -> Call:
    return replace(a_call(state), case=CASE, **fields)


def after(call: Call, *facts: object, at: object = AT) -> Call:
    for fact in facts:
        call = evolve(call, fact, at)  # type: ignore[arg-type]  # a test's own facts
    return call


def sent(**fields: object) -> Call:
    """A call in which a question and a step were sent."""
    call = written_call(**fields)
    call = after(call, *machine.send(call, ASKED, QUESTION, LUCIA))
    return after(call, *machine.send(call, TOLD, STEP, LUCIA))


def shown(**fields: object) -> Call:
    """The same, and the page has said that the question is in sight."""
    return after(sent(**fields), g.SentItemShown(call=CALL, item=ASKED, words="Respira?"))


def test_a_question_or_step_that_no_short_message_holds_is_refused_only_where_it_leaves_as_one() -> None:
    for text in (QUESTION, STEP):
        long = replace(text, words="x" * (SMS_WORDS_MAX + 1))
        with pytest.raises(Refused, match="too_long_for_sms"):
            machine.send(written_call(channel=CallChannel.SMS), ASKED, long, LUCIA)
        assert machine.send(written_call(channel=CallChannel.CHAT), ASKED, long, LUCIA)


@pytest.mark.parametrize(
    ("length", "text"), [(8, "xxxxxxxx\nSí / No"), (SMS_WORDS_MAX - 7, "x" * (SMS_WORDS_MAX - 7))]
)
def test_a_question_by_short_message_has_its_answers_where_there_is_room(length: int, text: str) -> None:
    question = replace(QUESTION, words="x" * length)
    [fact] = machine.send(written_call(channel=CallChannel.SMS), ASKED, question, LUCIA)
    assert sms_words(fact) == text


def code_of(call: Call, command: g.GuidanceCommand) -> str:
    with pytest.raises(Refused) as refusal:
        decide(call, command, citizen(CALL), AT)
    return refusal.value.code


def tap(item: CommandId = ASKED, answer: str = "N") -> g.ProposeAnswer:
    return g.ProposeAnswer(call=CALL, item=item, answer=answer, at=AT)


def mark(name: str = "done", step: str = "suelo", item: CommandId = TOLD) -> g.ReportCallerMark:
    return g.ReportCallerMark(call=CALL, item=item, mark=name, step=step, at=AT)


@pytest.mark.parametrize(
    ("call", "desk", "code"),
    [
        (written_call(), "desk-02", "not_your_call"),
        (written_call(CallState.ENDED), "desk-01", "call_is_over"),
        (written_call(channel=CallChannel.VOICE), "desk-01", "call_is_not_written"),
        (replace(written_call(), case=None), "desk-01", "call_of_another_case"),
    ],
)
def test_nothing_is_sent_to_who_does_not_read_it(call: Call, desk: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        machine.send(call, ASKED, QUESTION, person("call_taker", desk))
    assert refusal.value.code == code


def test_beside_a_voice_it_is_sent_where_text_goes_to_and_fro() -> None:
    call = written_call(channel=CallChannel.VOICE, text=True)
    assert machine.send(call, ASKED, QUESTION, LUCIA)


def test_what_is_sent_in_one_call_is_bounded() -> None:
    call = sent()
    call = replace(call, sent=call.sent * (machine.SENT_MAX // 2))
    with pytest.raises(Refused, match="too_much_sent"):
        machine.send(call, CommandId(UUID(int=12)), QUESTION, LUCIA)


def test_sent_is_not_shown_until_the_page_says_so_and_then_once() -> None:
    call = sent()
    assert not any(each.shown for each in call.sent)
    shown = decide(call, g.ReportShown(call=CALL, item=TOLD, at=AT), citizen(CALL), AT)
    assert shown == (g.SentItemShown(call=CALL, item=TOLD, words="A terra"),)
    again = decide(after(call, *shown), g.ReportShown(call=CALL, item=TOLD, at=AT), citizen(CALL), AT)
    assert again == ()


@pytest.mark.parametrize("off", [-3600, -1, 0, 30, 3600])
def test_a_report_is_of_the_time_between_sending_and_receipt_whatever_the_phone_says(off: int) -> None:
    call, now = sent(), AT + timedelta(seconds=60)
    command = g.ReportShown(call=CALL, item=ASKED, at=AT + timedelta(seconds=off))
    at = machine.report_time(call, command, now)
    assert AT <= at <= now
    assert at == command.at or off not in range(61)


def test_a_tap_proposes_and_its_repeat_is_not_news() -> None:
    call = shown()
    (tapped,) = decide(call, tap(), citizen(CALL), AT)
    assert isinstance(tapped, g.AnswerTapped)
    assert (tapped.question, tapped.answer, tapped.label) == ("respira", "N", "No")
    call = after(call, tapped)
    assert decide(call, tap(), citizen(CALL), AT) == ()
    assert decide(call, tap(answer="Y"), citizen(CALL), AT) != ()


def test_an_answer_at_the_desk_settles_what_was_sent_last_of_its_question_and_is_news_once() -> None:
    call = shown()
    (settled,) = machine.settle(call, RUN, "respira", "N")
    assert (settled.item, settled.answer, settled.label) == (ASKED, "N", "No")
    call = after(call, settled)
    assert machine.settle(call, RUN, "respira", "N") == ()
    assert machine.settle(call, RUN, "consciente", "N") == (), "it was not sent"
    assert machine.settle(call, RunId(UUID(int=8)), "respira", "N") == ()
    (tapped,) = decide(call, tap(answer="Y"), citizen(CALL), AT)
    assert machine.settle(after(call, tapped), RUN, "respira", "N"), "it stands against what was tapped"


def test_what_a_desk_writes_as_an_answer_is_not_told_to_the_page() -> None:
    (settled,) = machine.settle(shown(), RUN, "respira", "lo dice la vecina")
    assert (settled.answer, settled.label) == ("", None)


def test_taps_of_what_was_not_asked_change_nothing() -> None:
    call = shown()
    assert code_of(call, tap(CommandId(UUID(int=99)))) == "unknown_sent_item"
    assert code_of(call, tap(TOLD)) == "not_a_sent_question"
    assert code_of(call, tap(answer="maybe")) == "unknown_answer"
    assert code_of(sent(), tap()) == "not_shown", "nobody taps what is not in sight"
    for n in range(machine.TAPS_MAX):
        call = after(call, *decide(call, tap(answer="YN"[n % 2]), citizen(CALL), AT))
    assert code_of(call, tap(answer="Y")) == "tapped_too_often"


def test_marks_are_of_a_step_that_was_sent_counted_once_and_bounded() -> None:
    call = sent()
    assert code_of(call, mark(item=ASKED)) == "not_a_sent_step"
    assert code_of(call, mark(step="altavoz")) == "unknown_step"
    assert code_of(call, mark("rosc")) == "unknown_mark"
    for made, news in ((mark(), 1), (mark(), 0), (mark(step="comprimir"), 1), (mark("first_compression"), 1)):
        facts = decide(call, made, citizen(CALL), AT)
        assert len(facts) == news
        call = after(call, *facts)
    full = replace(call, caller_marks=call.caller_marks * machine.MARKS_MAX)
    lone = StepText(**{**_fields(STEP), "run": RunId(UUID(int=13))})
    full = after(full, *machine.send(full, CommandId(UUID(int=14)), lone, LUCIA))
    assert code_of(full, mark(item=CommandId(UUID(int=14)))) == "marked_too_often"


def test_a_step_of_compressions_gives_way_when_answers_prove_its_card_no_longer() -> None:
    call = sent()
    (gives_way,) = machine.supersede(call, frozenset({"rcp-adulto"}))
    assert (gives_way.call, gives_way.item) == (CALL, TOLD)
    assert machine.supersede(call, frozenset({"hemorragia"})) == ()
    assert machine.supersede(written_call(), frozenset({"rcp-adulto"})) == (), "nothing was sent"
    other = StepText(**{**_fields(STEP), "card": "hemorragia", "marks": ("pressure_applied",)})
    call = after(call, *machine.send(call, CommandId(UUID(int=15)), other, LUCIA))
    gone = frozenset({"rcp-adulto", "hemorragia"})
    assert machine.supersede(call, gone) == (), "any other card goes on"


def test_a_step_of_compressions_that_stop_gives_way_to_one_for_who_breathes() -> None:
    call = sent()
    (gives_way,) = machine.supersede_run(call, STEP.run, stops=True)
    assert (gives_way.item, gives_way.stops) == (TOLD, True)
    assert machine.supersede_run(call, RunId(UUID(int=99)), stops=True) == (), "of another dictation"


def test_a_step_that_asks_is_answered_and_the_last_answer_counts() -> None:
    call = sent()
    for answer, news in (("no", 1), ("no", 0), ("yes", 1), ("no", 1)):
        facts = decide(call, mark(answer, "lee"), citizen(CALL), AT)
        assert len(facts) == news, answer
        call = after(call, *facts)
    assert [each.mark for each in call.caller_marks] == ["no", "yes", "no"]


def test_a_step_that_asks_nothing_is_not_answered() -> None:
    call = sent()
    assert code_of(call, mark("yes", "suelo")) == "step_asks_nothing"
    asks = replace(STEP, yes_no=True)
    call = after(call, *machine.send(call, CommandId(UUID(int=12)), asks, LUCIA))
    assert decide(call, mark("yes", "suelo", CommandId(UUID(int=12))), citizen(CALL), AT)
    before = tuple(replace(each, asking=None) for each in call.sent)
    assert decide(replace(call, sent=before), mark("yes", "suelo"), citizen(CALL), AT), (
        "not known of a state of before"
    )


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (written_call(CallState.ENDED), "call_is_over"),
        (written_call(channel=CallChannel.VOICE), "call_has_no_page"),
        (written_call(channel=CallChannel.RTT), "call_has_no_page"),
    ],
)
def test_a_desk_switches_easy_language_on_a_page_alone(call: Call, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(call, g.SetEasyReading(call=CALL, easy=True), LUCIA, AT)
    assert refusal.value.code == code


def test_page_and_desk_choose_easy_language_and_the_last_choice_counts() -> None:
    call = written_call(channel=CallChannel.VOICE, text=True)
    call = after(call, *decide(call, g.SetEasyReading(call=CALL, easy=True), LUCIA, AT))
    assert call_row(call).easy is True
    assert decide(call, g.SetEasyReading(call=CALL, easy=True), LUCIA, AT) == ()
    chosen = decide(call, g.ChooseEasyReading(call=CALL, easy=False), citizen(CALL), AT)
    assert call_row(after(call, *chosen)).easy is False


def _fields(text: StepText) -> dict[str, object]:
    return {name: getattr(text, name) for name in text.__struct_fields__}


@pytest.mark.parametrize("state", list(CallState))
def test_what_the_page_kept_is_taken_in_every_state_of_the_call(state: CallState) -> None:
    call = replace(shown(), state=state)
    assert decide(call, mark(), citizen(CALL), AT)
    assert decide(call, tap(), citizen(CALL), AT)
