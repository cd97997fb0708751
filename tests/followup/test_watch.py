"""Aim: a promise that is not kept is heard, climbs, is answered by a person, and is heard again if it is still not kept."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.followup.core import machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.boards import watch_row
from auxilio.followup.core.model import OVER, EscalationLevel, FollowupParty, Watch, WatchKind, WatchState
from auxilio.followup.core.policy import AGAIN_S, WATCH_SPANS, arrival, moments
from auxilio.kernel.ids import CaseId, StreamId, UnitId, WatchId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from tests.actors import person, system

START = datetime(2024, 10, 29, 18, 30, tzinfo=UTC)
S = WatchState


def at(span_s: float) -> datetime:
    return START + timedelta(seconds=span_s)


def command(kind: WatchKind = WatchKind.TASK_ACCEPT, **more) -> m.SetWatch:
    clock = moments(kind, Priority.P0, START)
    fields = {
        "watch": WatchId(uuid4()),
        "kind_of": kind,
        "subject": StreamId("task:1"),
        "case": CaseId(uuid4()),
        "amber_at": clock.amber_at,
        "red_at": clock.red_at,
        "first": clock.first,
        "top": clock.top,
        "climb_s": clock.climb_s,
    }
    return m.SetWatch(**(fields | more))


def new_watch(kind: WatchKind = WatchKind.ALERT_ACKNOWLEDGE, **more) -> Watch:
    return play(None, machine.set_watch(None, command(kind, **more), system()), START)


def play(watch: Watch | None, events, moment: datetime) -> Watch:
    return reduce(lambda state, event: machine.evolve(state, event, moment), events, watch)


def tick(watch: Watch, moment: datetime) -> Watch:
    """What the timer does."""
    alarm = watch.state in {S.FIRED, S.ESCALATED}
    order = (m.EscalateWatch if alarm else m.FireWatch)(watch=watch.id, due=watch.due)
    return play(watch, machine.decide(watch, order, system(), moment), moment)


def answer(watch: Watch, moment: datetime, who=None, words=None) -> Watch:
    who = who or person("dispatcher", "desk-3")
    order = m.AnswerWatch(watch=watch.id, words=words)
    return play(watch, machine.decide(watch, order, who, moment), moment)


def test_silence_turns_amber_then_red_then_climbs_to_the_room_and_to_the_duty_officer():
    watch = new_watch()
    assert (watch.state, watch.due) == (S.SET, iso_us(at(15)))
    watch = tick(watch, at(15))
    assert (watch.state, watch.due) == (S.AMBER, iso_us(at(30)))
    watch = tick(watch, at(30))
    assert (watch.state, watch.level, watch.due) == (S.FIRED, EscalationLevel.DESK, iso_us(at(90)))
    watch = tick(watch, at(90))
    assert (watch.state, watch.level, watch.due) == (S.ESCALATED, EscalationLevel.ROOM, iso_us(at(150)))
    watch = tick(watch, at(150))
    assert (watch.state, watch.level, watch.due) == (S.ESCALATED, EscalationLevel.GUARD, None)


def escalated_to_duty_officer() -> Watch:
    return reduce(tick, map(at, (15, 30, 90, 150)), new_watch())


def tell(watch: Watch, reached: bool, moment: datetime) -> Watch:
    order = m.TellDutyOfficer(watch=watch.id, reached=reached)
    return play(watch, machine.decide(watch, order, person("supervisor"), moment), moment)


def test_the_alarm_stays_until_somebody_says_that_the_duty_officer_was_told():
    watch = tell(escalated_to_duty_officer(), False, at(200))
    assert (watch.state, watch.level, watch.duty_officer_calls) == (S.ESCALATED, EscalationLevel.GUARD, 1)
    assert (watch_row(watch).duty_officer_calls, watch.answered_at) == (1, None)
    watch = tell(watch, True, at(260))
    assert (watch.state, watch.answered_at, watch.due) == (S.ANSWERED, at(260), iso_us(at(260 + AGAIN_S)))
    assert watch.duty_officer_calls == 0


def test_nobody_is_told_of_an_alarm_that_has_not_climbed_to_the_duty_officer():
    watch = new_watch()
    for moment in (15, 30, 90):
        with pytest.raises(Refused, match="not_for_duty_officer"):
            tell(watch, True, at(moment))
        watch = tick(watch, at(moment))
    watch = tell(tick(watch, at(150)), True, at(160))
    with pytest.raises(Refused, match="not_for_duty_officer"):
        tell(watch, False, at(170))


def test_only_the_last_step_asks_for_a_telephone_call():
    watch = tick(tick(new_watch(), at(15)), at(30))
    said = machine.decide(watch, m.EscalateWatch(watch=watch.id, due=watch.due), system(), at(90))
    assert said == (m.WatchEscalated(watch=watch.id, level=EscalationLevel.ROOM, telephone=False),)
    watch = play(watch, said, at(90))
    said = machine.decide(watch, m.EscalateWatch(watch=watch.id, due=watch.due), system(), at(150))
    assert said == (m.WatchEscalated(watch=watch.id, level=EscalationLevel.GUARD, telephone=True),)


def test_a_queue_of_two_thousand_never_rings_the_duty_officer_two_thousand_times():
    watch = new_watch(WatchKind.ANSWER)
    for moment in (6, 10, 15):
        watch = tick(watch, at(moment))
    assert (watch.level, watch.due) == (EscalationLevel.ROOM, None)


def test_a_worker_that_was_away_says_red_at_once_and_not_amber_first():
    watch = tick(new_watch(), at(600))
    assert (watch.state, watch.fired) == (S.FIRED, 1)


def test_a_watch_that_moved_while_the_timer_was_on_its_way_says_nothing():
    watch = new_watch()
    late = m.FireWatch(watch=watch.id, due=iso_us(at(15)))
    watch = tick(watch, at(15))
    assert machine.decide(watch, late, system(), at(16)) == ()


def test_a_timer_that_runs_ahead_is_refused():
    watch = new_watch()
    with pytest.raises(Refused, match="watch_not_due"):
        machine.decide(watch, m.FireWatch(watch=watch.id, due=watch.due), system(), at(14.9))


def test_a_promise_without_a_time_is_none():
    with pytest.raises(Refused, match="watch_without_time"):
        machine.set_watch(None, command(amber_at=None, red_at=None), system())


def test_the_same_fact_sets_its_watch_once():
    assert machine.set_watch(new_watch(), command(), system()) == ()


def test_an_answer_stops_the_climb_and_five_minutes_later_it_fires_again_if_nothing_was_kept():
    watch = answer(tick(tick(new_watch(), at(15)), at(30)), at(40), words="radio rota, llamo")
    assert (watch.state, watch.due) == (S.ANSWERED, iso_us(at(40 + AGAIN_S)))
    assert (watch.words, watch.answered_by_name) == ("radio rota, llamo", "Lucía Ferrer")
    watch = tick(watch, at(40 + AGAIN_S))
    assert (watch.state, watch.level, watch.fired) == (S.FIRED, EscalationLevel.DESK, 2)
    assert watch.fired_at == at(30), "the first moment stays"


def test_a_promise_kept_after_the_answer_is_over():
    watch = answer(tick(tick(new_watch(), at(15)), at(30)), at(40))
    watch = play(watch, machine.decide(watch, m.KeepWatch(watch=watch.id, by="x"), system(), at(50)), at(50))
    assert (watch.state, watch.due, watch.over_by) == (S.KEPT, None, "x")


def test_an_answer_ends_a_watch_that_has_nothing_to_keep():
    watch = answer(new_watch(WatchKind.REACTION_FAILED), at(5))
    assert (watch.state, watch.due) == (S.CLOSED, None)


def test_an_answer_to_amber_quiets_amber_and_red_comes_when_it_was_due():
    watch = answer(tick(new_watch(), at(15)), at(16))
    assert watch.due == iso_us(at(30))
    assert tick(watch, at(30)).state == S.FIRED


def test_a_repeated_press_is_not_news_but_new_words_are():
    who = person("dispatcher", "desk-3")
    watch = answer(tick(tick(new_watch(), at(15)), at(30)), at(40), who)
    assert machine.decide(watch, m.AnswerWatch(watch=watch.id), who, at(41)) == ()
    assert machine.decide(watch, m.AnswerWatch(watch=watch.id, words="voy"), who, at(41)) != ()


@pytest.mark.parametrize("state", sorted(OVER))
def test_to_a_watch_that_is_over_nothing_more_happens(state):
    watch = msgspec.structs.replace(new_watch(), state=state)
    for order in (
        m.KeepWatch(watch=watch.id, by="x"),
        m.CancelWatch(watch=watch.id, by="x"),
        m.AnswerWatch(watch=watch.id),
        m.FireWatch(watch=watch.id, due=watch.due),
        m.EscalateWatch(watch=watch.id, due=watch.due),
    ):
        assert machine.decide(watch, order, person("dispatcher"), at(9999)) == ()


ORDERS = st.lists(
    st.tuples(st.sampled_from(["tick", "answer", "keep", "cancel"]), st.floats(0, 400)), max_size=12
)


@given(kind=st.sampled_from(WatchKind), orders=ORDERS)
def test_every_step_is_in_the_table_and_a_living_watch_that_can_still_fire_has_a_moment(kind, orders):
    watch, moment = new_watch(kind), START
    for order, span_s in orders:
        moment += timedelta(seconds=span_s)
        before = watch.state
        match order:
            case "tick":
                if watch.due is None or iso_us(moment) < watch.due:
                    continue
                watch = tick(watch, moment)
            case "answer":
                watch = answer(watch, moment)
            case _:
                order_of = m.KeepWatch if order == "keep" else m.CancelWatch
                facts = machine.decide(watch, order_of(watch=watch.id, by="x"), system(), moment)
                watch = play(watch, facts, moment)
        assert watch.state == before or watch.state in machine.NEXT[before]
        if watch.state in {S.SET, S.AMBER, S.ANSWERED} and watch.red_at:
            assert watch.due is not None
        if watch.state in OVER:
            assert watch.due is None


@pytest.mark.parametrize("kind", sorted(WatchKind))
@pytest.mark.parametrize("priority", [None, *Priority])
def test_amber_never_comes_after_red_and_doubt_counts_as_danger(kind, priority):
    clock = moments(kind, priority, START)
    assert clock.amber_at is not None or clock.red_at is not None
    if clock.amber_at and clock.red_at:
        assert clock.amber_at <= clock.red_at
    assert moments(kind, None, START) == moments(kind, Priority.P0, START)
    assert WATCH_SPANS[kind].source


def test_a_more_severe_case_never_waits_longer():
    for kind in WatchKind:
        reds = [moments(kind, priority, START).red_at for priority in Priority]
        assert [red for red in reds if red] == sorted(red for red in reds if red), kind


@pytest.mark.parametrize(
    ("eta_s", "amber_s", "red_s"), [(120, 132, 300), (600, 660, 780), (1200, 1320, 1500)]
)
def test_a_unit_may_be_a_tenth_late_then_amber_and_a_quarter_but_at_least_three_minutes_then_red(
    eta_s, amber_s, red_s
):
    clock = arrival(Priority.P1, START, eta_s)
    assert clock.amber_at == at(amber_s)
    assert clock.red_at == at(red_s)


def test_the_row_shows_all_that_a_screen_needs():
    party = FollowupParty(unit=UnitId(uuid4()))
    watch = tick(new_watch(to=(party,), about="change-1"), at(15))
    row = watch_row(watch)
    assert (row.kind, row.state, row.to, row.about, row.mode) == (
        WatchKind.ALERT_ACKNOWLEDGE,
        S.AMBER,
        (party,),
        "change-1",
        Mode.REAL,
    )


def test_a_party_is_exactly_one():
    with pytest.raises(ValueError, match="one desk, one centre or one unit"):
        FollowupParty()
