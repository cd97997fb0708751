"""Whose desk rings, and in what order: properties of every queue."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.model import Call, CallState, Channel, Desk, Stand
from auxilio.calls.policy import choose, in_order, international, is_mobile, same_person, urgency_of
from auxilio.calls.service import offers
from auxilio.kernel.ids import CallId
from tests.calls.made import AT, a_desk, rung

LANGUAGES = st.sampled_from(["es", "ca", "fr", "zh-Hant"])


@st.composite
def queues(draw: st.DrawFn) -> list[Call]:
    return [
        msgspec.structs.replace(
            rung(),
            id=CallId(UUID(int=n)),
            number=n,
            urgency=draw(st.sampled_from([10, 20, 50, 60])),
            language=draw(st.none() | LANGUAGES),
            queued_at=AT + timedelta(seconds=draw(st.integers(0, 300))),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


@st.composite
def rooms(draw: st.DrawFn) -> list[Desk]:
    return [
        a_desk(
            draw(st.sampled_from(Stand)),
            f"desk-{n:02}",
            since=AT - timedelta(seconds=draw(st.integers(0, 900))),
            languages=tuple(draw(st.sets(LANGUAGES, max_size=2))),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


@given(queues(), rooms())
def test_as_many_ring_as_can_and_no_call_and_no_desk_twice(calls: list[Call], desks: list[Desk]) -> None:
    made = offers(calls, desks)
    ready = {d.id for d in desks if d.stand == Stand.READY}
    assert len(made) == min(len(calls), len(ready))
    assert len({o.call for o in made}) == len({o.desk for o in made}) == len(made)
    assert {o.desk for o in made} <= ready
    assert [o.call for o in made] == [c.id for c in in_order(calls)][: len(made)], (
        "the first in line ring first"
    )


@given(queues(), rooms())
def test_a_language_is_passed_over_only_when_no_ready_desk_speaks_it(
    calls: list[Call], desks: list[Desk]
) -> None:
    ready = [d for d in desks if d.stand == Stand.READY]
    free = {d.id: d for d in ready}
    for choice in choose(calls, ready):
        wanted = (choice.call.language or "").partition("-")[0]
        could = [d for d in free.values() if not wanted or not d.languages or wanted in d.languages]
        assert (choice.reason == "no_desk_speaks_it") == (not could)
        assert choice.desk.since == min(d.since for d in (could or free.values())), "the longest idle"
        del free[choice.desk.id]


def test_only_what_is_queued_is_offered() -> None:
    held = msgspec.structs.replace(rung(), state=CallState.OFFERED)
    assert offers([held], [a_desk(Stand.READY)]) == []


def test_a_crash_notice_and_who_cannot_speak_come_before_an_ordinary_call() -> None:
    order = [
        urgency_of(Channel.ECALL, cannot_speak=False),
        urgency_of(Channel.CHAT, cannot_speak=True),
        urgency_of(Channel.VOICE, cannot_speak=False),
        urgency_of(Channel.SENSOR, cannot_speak=False),
    ]
    assert order == sorted(set(order))


def test_a_retry_is_the_same_mobile_soon_after_and_never_a_shared_number() -> None:
    earlier = rung(phone="+34600111222")
    later = msgspec.structs.replace(earlier, id=CallId(UUID(int=9)), rang_at=AT + timedelta(seconds=60))
    none, shared = frozenset[str](), frozenset({"+34600111222"})
    assert same_person(later, earlier, within_s=600, shared_numbers=none)
    assert not same_person(later, earlier, within_s=600, shared_numbers=shared)
    assert not same_person(later, earlier, within_s=30, shared_numbers=none)
    assert not same_person(earlier, later, within_s=600, shared_numbers=none), "nobody retries before ringing"
    hidden = msgspec.structs.replace(earlier, phone=None)
    assert not same_person(hidden, hidden, within_s=600, shared_numbers=none)


@pytest.mark.parametrize(
    ("phone", "mobile"),
    [
        ("+34600111222", True),
        ("+34712345678", True),
        ("+33612345678", True),
        ("+34960000000", False),
        ("+34900123456", False),
        ("+12125550100", False),
        ("+3411", False),
    ],
)
def test_a_mobile_is_what_its_country_surely_gives_to_one(phone: str, mobile: bool) -> None:
    assert is_mobile(phone) == mobile


@pytest.mark.parametrize(
    ("said", "country", "known"),
    [
        ("600 10 02 00", "ES", "+34600100200"),
        ("973 100 200", "ES", "+34973100200"),
        ("+33 6 12 34 56 78", "ES", "+33612345678"),
        ("0033612345678", "ES", "+33612345678"),
        ("312345", "AD", "+376312345"),
        ("112", "ES", None),
        ("600100200", "", None),
        ("anonymous", "ES", None),
        ("12345", "ES", None),
    ],
)
def test_a_number_is_read_as_it_is_dialled_here_and_never_guessed(
    said: str, country: str, known: str | None
) -> None:
    assert international(said, country) == known
