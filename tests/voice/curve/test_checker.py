"""What the checker of a played day finds: each way in which somebody can be lost is found by its own words."""

from dataclasses import replace

import pytest

from tests.voice.curve.callers import Outcome, Try, name_of, person_of, script
from tests.voice.curve.checker import CallRecord, Verdict, judge, read
from tests.voice.curve.plan import Person, Telephone

MARIA = Person(
    id=0,
    at_s=0,
    telephone=Telephone.MOBILE,
    number="+34600000001",
    event=0,
    patience_s=(10, 10),
    again_after_s=(5,),
    talk_s=20,
    caller_ends=False,
)
HOTEL = replace(MARIA, id=1, telephone=Telephone.LINE, number="+34960000001")
NOTHING = replace(MARIA, id=2, number="+34600000002", event=None)
EVERYBODY = (MARIA, HOTEL, NOTHING)
TRIES = (
    Try(0, 1, Outcome.GAVE_UP),
    Try(0, 2, Outcome.DESK),
    Try(1, 1, Outcome.GAVE_UP),
    Try(1, 2, Outcome.GAVE_UP),
    Try(2, 1, Outcome.REFUSED),
    Try(2, 2, Outcome.CALLER),
)
FIRST = CallRecord("a", "p00000.1", MARIA.number, 1, ended="caller", abandoned=True, joined_to="b", rang=1)
SECOND = CallRecord("b", "p00000.2", MARIA.number, 2, answered=1, ended="desk", case="C", rang=1)
ROOM_1 = CallRecord("c", "p00001.1", HOTEL.number, 3, ended="caller", abandoned=True, rang=1, promised=True)
ROOM_2 = CallRecord("d", "p00001.2", HOTEL.number, 4, ended="caller", abandoned=True, rang=1, promised=True)
SENT = CallRecord("e", "p00002.1", NOTHING.number, 5, refusal={"reason": "hold_max"}, rang=1)
POCKET = CallRecord(
    "f", "p00002.2", NOTHING.number, 6, answered=1, ended="caller", disposition="pocket", rang=1
)
LOG = (FIRST, SECOND, ROOM_1, ROOM_2, SENT, POCKET)


def judged(*instead: CallRecord, without: str = "", tries: tuple[Try, ...] = TRIES) -> Verdict:
    log = {one.id: one for one in (*LOG, *instead) if one.id != without}
    return judge(EVERYBODY, tries, log)


def test_a_day_on_which_nobody_was_lost_has_nothing_wrong() -> None:
    verdict = judged()
    assert verdict.wrong == []
    assert verdict.numbers == {
        "persons": 3,
        "invites": 6,
        "calls": 6,
        "answered": 2,
        "unanswered": 3,
        "retries_joined": 1,
        "refused": 1,
        "owed_a_call_back": 2,
        "cases": 1,
        "answered_gone": 0,
    }


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        (replace(SECOND, rang=2), "in the log twice"),
        (replace(ROOM_2, id="x"), "in the log twice"),
        (replace(POCKET, id="x", name="p00002.3"), "nobody called"),
        (replace(SECOND, ended=None), "ended by «desk»"),
        (replace(SECOND, answered=0), "ended by «desk»"),
        (replace(SECOND, ended="caller"), "ended by «desk»"),
        (replace(SENT, refusal=None), "ended by «refused»"),
        (replace(FIRST, joined_to=None), "should be joined"),
        (replace(FIRST, joined_to="f"), "joined to a stranger"),
        (replace(ROOM_1, joined_to="d", promised=False), "should not be joined"),
        (replace(ROOM_1, promised=False), "owed a call-back"),
        (replace(FIRST, promised=True), "owed a call-back"),
        (replace(SECOND, case=None), "in another case or none"),
        (replace(POCKET, disposition=None), "told of nothing"),
        (replace(ROOM_1, case="C"), "never answered and has a case"),
    ],
)
def test_whatever_is_lost_twice_or_untrue_is_found(instead: CallRecord, says: str) -> None:
    assert any(says in one for one in judged(instead).wrong)


@pytest.mark.parametrize("lost", [one.id for one in LOG])
def test_a_call_that_is_in_no_log_is_found(lost: str) -> None:
    assert any("in no log" in one for one in judged(without=lost).wrong)


def test_an_invite_that_nobody_ever_answered_is_found() -> None:
    tries = (replace(TRIES[0], outcome=Outcome.NOTHING), *TRIES[1:])
    assert any("ended by «nothing»" in one for one in judged(tries=tries).wrong)


def test_facts_are_read_in_their_order_and_each_says_what_it_says() -> None:
    facts = [
        ("calls.call.rang", {"call": "a", "caller_name": "p00000.1", "phone": MARIA.number}),
        ("calls.call.abandoned", {"call": "a", "reason": "caller", "call_back": "ring"}),
        ("calls.call.rang", {"call": "b", "caller_name": "p00000.2", "phone": MARIA.number}),
        ("calls.call.retry_joined", {"call": "a", "by": "b"}),
        ("calls.call.answered", {"call": "b"}),
        ("calls.call.joined_case", {"call": "b", "case": "C"}),
        ("calls.call.ended", {"call": "b", "reason": "desk"}),
    ]
    calls = read(facts, [])
    assert calls == {"a": replace(FIRST, order=0), "b": replace(SECOND, order=2)}


def test_a_name_says_who_and_which_try() -> None:
    assert person_of(name_of(42, 3)) == (42, 3)


def test_every_try_of_the_script_can_be_refused_answered_and_given_up() -> None:
    made = script(2)
    for nth in (1, 2):
        assert made.count(f'next="refused{nth}"') == 7
        assert f'<label id="talks{nth}"/>' in made
        assert f'message="[field0].{nth} gave_up"' in made
