"""Aim: whom a protocol says to tell is told by somebody: a try that fails rings again, who was reached ends it, and what nothing
asks for any more is ended by a person and never by itself."""

import pytest

from auxilio.followup.core import machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.boards import watch_row
from auxilio.followup.core.model import ATTEMPTS_MAX, EscalationLevel, Watch, WatchKind, WatchState
from auxilio.followup.core.policy import NOTICE_RED_S, notice_moments
from auxilio.kernel.event import Cursor
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from tests.actors import person
from tests.followup.test_watch import START, answer, at, new_watch, play, tick

S = WatchState
LUCIA = person("call_taker", "desk-1", name="Lucía")
RAIL = "rail_stop_traffic"


def notice(code: str = RAIL) -> Watch:
    clock = notice_moments(code, START)
    return new_watch(
        WatchKind.NOTICE, about=code, amber_at=clock.amber_at, red_at=clock.red_at, first=clock.first, top=clock.top
    )  # fmt: skip


def tell(
    watch: Watch, span_s: float, *, reached: bool, whom: str = "ADIF", words: str | None = None
) -> Watch:
    order = m.TellNotice(watch=watch.id, whom=whom, reached=reached, words=words)
    return play(watch, machine.decide(watch, order, LUCIA, at(span_s)), at(span_s))


def review(watch: Watch, stands: bool, since: int = 5) -> Watch:
    order = m.ReviewNotice(watch=watch.id, stands=stands, since=Cursor(seq=since))
    return play(watch, machine.decide(watch, order, LUCIA, at(1)), at(1))


def test_each_code_has_its_clock_and_an_unknown_one_the_usual() -> None:
    assert notice().red_at == at(60)
    assert notice("csn").red_at == at(120)
    assert notice("a_code_of_this_centre").red_at == at(120)
    assert {60.0} == set(NOTICE_RED_S.values())


def test_left_undone_it_is_an_alarm_of_the_room_and_climbs_no_further() -> None:
    fired = tick(notice(), at(60))
    assert (fired.state, fired.level, fired.due) == (S.FIRED, EscalationLevel.ROOM, None)


def test_who_was_reached_keeps_it_and_stands_in_it() -> None:
    told = tell(tick(notice(), at(60)), 70, reached=True, whom=" Puesto de mando ", words="paran ya")
    assert (told.state, told.over_by, told.due) == (S.KEPT, "followup.watch.notice_attempted", None)
    (attempt,) = watch_row(told).attempts
    said = (attempt.whom, attempt.reached, attempt.by_name, attempt.words, attempt.at)
    assert said == ("Puesto de mando", True, "Lucía", "paran ya", at(70))


@pytest.mark.parametrize(("span_s", "again_s"), [(20, 60), (61, 121)])
def test_not_reached_is_recorded_and_it_rings_again(span_s: float, again_s: float) -> None:
    watch = notice() if span_s < 60 else tick(notice(), at(60))
    tried = tell(watch, span_s, reached=False)
    assert (tried.state, tried.due, [one.reached for one in tried.attempts]) == (
        S.ANSWERED,
        iso_us(at(again_s)),
        [False],
    )
    assert tick(tried, at(again_s)).state is S.FIRED


def test_said_to_be_seen_to_it_rings_again_after_a_minute() -> None:
    assert answer(tick(notice(), at(60)), at(61)).due == iso_us(at(121))


def test_a_row_shows_the_last_tries_alone() -> None:
    watch = notice()
    for n in range(ATTEMPTS_MAX + 2):
        watch = tell(watch, 61 + n, reached=False, whom=f"n{n}")
    assert (watch.attempts[0].whom, watch.attempts[-1].whom) == ("n2", f"n{ATTEMPTS_MAX + 1}")


def test_what_nothing_asks_for_stays_says_so_and_is_ended_by_a_person() -> None:
    gone = review(tick(notice(), at(60)), stands=False)
    assert (gone.state, gone.withdrawn, watch_row(gone).stands) == (S.FIRED, Cursor(seq=5), False)
    assert tell(gone, 70, reached=False).state is S.ANSWERED, "who was tried may call back"
    assert answer(gone, at(70)).state is S.CLOSED


def test_what_is_asked_for_again_is_not_ended_by_saying_that_it_is_known() -> None:
    back = review(review(notice(), stands=False), stands=True)
    assert back.stands
    assert answer(tick(back, at(60)), at(70)).state is S.ANSWERED


def test_the_same_review_is_no_news_and_one_that_is_over_hears_of_nothing() -> None:
    assert (
        machine.decide(notice(), m.ReviewNotice(watch=notice().id, stands=True, since=Cursor()), LUCIA, at(1))
        == ()
    )
    told = tell(notice(), 5, reached=True)
    again = m.TellNotice(watch=told.id, whom="ADIF", reached=False)
    assert machine.decide(told, again, LUCIA, at(6)) == ()


def test_only_a_notice_is_told_and_to_somebody() -> None:
    other = new_watch(WatchKind.TASK_ACCEPT)
    with pytest.raises(Refused, match="not_a_notice"):
        tell(other, 1, reached=True)
    with pytest.raises(Refused, match="words_missing"):
        tell(notice(), 1, reached=True, whom="  ")
    with pytest.raises(Refused, match="not_a_notice"):
        review(other, stands=False)
