"""Whose desk rings, and in what order: properties of every queue."""

import itertools
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.calls.core.model import (
    VOICE_CHANNELS,
    AgentDesk,
    AgentState,
    Call,
    CallChannel,
    CallState,
    NumberSource,
)
from auxilio.calls.core.policy import (
    is_mobile,
    is_retry,
    match_desks,
    queue_order,
    speaks_with,
    to_e164,
    urgency_of,
)
from auxilio.calls.service import next_offers
from auxilio.kernel.ids import CallId, DeskId, PersonId
from auxilio.kernel.shared_types import Mode
from tests.calls.factories import AT, a_desk, rung

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
def rooms(draw: st.DrawFn) -> list[AgentDesk]:
    return [
        a_desk(
            draw(st.sampled_from(AgentState)),
            f"desk-{n:02}",
            since=AT - timedelta(seconds=draw(st.integers(0, 900))),
            languages=tuple(draw(st.sets(LANGUAGES, max_size=2))),
            line=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 8)))
    ]


def test_a_desk_whose_person_still_practises_alone_is_offered_real_calls_and_no_call_of_training() -> None:
    """Found by a newcomer: a practice outlasts its session, and one more practice that waited took a desk from real calls."""
    lucia = PersonId(UUID(int=1))
    desk = msgspec.structs.replace(a_desk(AgentState.READY), person=lucia)
    real = msgspec.structs.replace(rung(), id=CallId(UUID(int=1)), number=1)
    practice = msgspec.structs.replace(real, id=CallId(UUID(int=2)), number=2, mode=Mode.TRAINING)
    assert [one.call for one in next_offers([practice, real], [desk], frozenset({lucia}))] == [real.id]
    assert next_offers([practice], [desk], frozenset({lucia})) == []
    assert [one.call for one in next_offers([practice], [desk], frozenset())] == [practice.id]


@given(queues(), rooms())
def test_as_many_ring_as_can_and_no_call_and_no_desk_twice(calls: list[Call], desks: list[AgentDesk]) -> None:
    made = next_offers(calls, desks)
    ready = {d.id for d in desks if d.stand == AgentState.READY}
    assert len(made) == min(len(calls), len(ready))
    assert len({o.call for o in made}) == len({o.desk for o in made}) == len(made)
    assert {o.desk for o in made} <= ready
    assert [o.call for o in made] == [c.id for c in queue_order(calls)][: len(made)], (
        "the first in line ring first"
    )


@given(queues(), rooms())
def test_a_language_is_passed_over_only_when_no_ready_desk_speaks_it(
    calls: list[Call], desks: list[AgentDesk]
) -> None:
    ready = [d for d in desks if d.stand == AgentState.READY]
    free = {d.id: d for d in ready}
    for choice in match_desks(calls, ready):
        wanted = (choice.call.language or "").partition("-")[0]
        could = [d for d in free.values() if not wanted or not d.languages or wanted in spoken(d)]
        assert (choice.reason == "no_desk_speaks_it") == (not could)
        assert choice.desk.since == min(d.since for d in (could or free.values())), "the longest idle"
        del free[choice.desk.id]


def spoken(desk: AgentDesk) -> set[str]:
    return {tag.partition("-")[0] for tag in desk.languages}


@st.composite
def mixed_queues(draw: st.DrawFn) -> tuple[list[Call], list[AgentDesk]]:
    """Calls and desks that not every one can take: without a line, of another mode, meant for somebody."""
    people = [PersonId(UUID(int=900 + n)) for n in range(3)]
    modes = st.sampled_from([Mode.REAL, Mode.TRAINING])
    calls = [
        msgspec.structs.replace(
            call,
            channel=draw(st.sampled_from([CallChannel.VOICE, CallChannel.CHAT])),
            mode=draw(modes),
            meant_for=draw(st.none() | st.sampled_from(people)),
        )
        for call in draw(queues())
    ]
    desks = [
        msgspec.structs.replace(
            a_desk(AgentState.READY),
            id=DeskId(f"desk-{n}"),
            since=AT + timedelta(seconds=draw(st.integers(0, 5))),
            languages=tuple(draw(st.lists(LANGUAGES, max_size=2))),
            line=draw(st.booleans()),
            mode=draw(st.none() | modes),
            person=draw(st.sampled_from(people)),
        )
        for n in range(draw(st.integers(0, 6)))
    ]
    return calls, desks


@given(mixed_queues())
def test_no_language_delays_a_call_or_changes_which_are_offered(
    mixed: tuple[list[Call], list[AgentDesk]],
) -> None:
    calls, desks = mixed
    silent = [msgspec.structs.replace(call, language=None) for call in calls]
    alone = frozenset({desks[0].person} - {None}) if desks else frozenset[PersonId]()
    blind = [(one.call.id, one.call.urgency) for one in match_desks(silent, desks, alone)]
    assert [(one.call.id, one.call.urgency) for one in match_desks(calls, desks, alone)] == blind


def test_a_desk_that_speaks_the_language_is_left_to_who_can_ring_nowhere_else() -> None:
    """A chat in French could ring at both desks, the voice behind it only where there is a line."""
    deaf = msgspec.structs.replace(a_desk(AgentState.READY), id=DeskId("a"), languages=("es",), line=False)
    hearing = msgspec.structs.replace(deaf, id=DeskId("b"), languages=("fr",), line=True)
    chat = msgspec.structs.replace(rung(), channel=CallChannel.CHAT, language="fr", number=1)
    voice = msgspec.structs.replace(chat, id=CallId(UUID(int=2)), channel=CallChannel.VOICE, number=2)
    assert [(one.call.number, one.desk.id) for one in match_desks([chat, voice], [deaf, hearing])] == [
        (1, "a"),
        (2, "b"),
    ]
    assert [one.desk.id for one in match_desks([chat], [deaf, hearing])] == ["b"]


@pytest.mark.parametrize(("said", "speaks"), [("zh-Hant", True), ("zh", True), ("es", False), (None, True)])
def test_a_language_is_the_same_in_every_region(said: str | None, speaks: bool) -> None:
    desk = msgspec.structs.replace(a_desk(AgentState.READY), languages=("zh-Hans",))
    assert speaks_with(desk, msgspec.structs.replace(rung(), language=said)) is speaks


def test_only_what_is_queued_is_offered() -> None:
    held = msgspec.structs.replace(rung(), state=CallState.OFFERED)
    assert next_offers([held], [a_desk(AgentState.READY)]) == []


def test_a_crash_notice_and_who_cannot_speak_come_before_an_ordinary_call() -> None:
    order = [
        urgency_of(CallChannel.ECALL, cannot_speak=False),
        urgency_of(CallChannel.CHAT, cannot_speak=True),
        urgency_of(CallChannel.VOICE, cannot_speak=False),
        urgency_of(CallChannel.SENSOR, cannot_speak=False),
    ]
    assert order == sorted(set(order))


def test_a_retry_is_the_same_mobile_soon_after_and_never_a_shared_number() -> None:
    earlier = msgspec.structs.replace(
        rung(phone="+34600111222"), phone_known_by=NumberSource.NETWORK_ASSERTED
    )
    later = msgspec.structs.replace(earlier, id=CallId(UUID(int=9)), rang_at=AT + timedelta(seconds=60))
    none, shared = frozenset[str](), frozenset({"+34600111222"})
    assert is_retry(later, earlier, within_s=600, shared_numbers=none)
    assert not is_retry(later, earlier, within_s=600, shared_numbers=shared)
    assert not is_retry(later, earlier, within_s=30, shared_numbers=none)
    assert not is_retry(earlier, later, within_s=600, shared_numbers=none), "nobody retries before ringing"
    hidden = msgspec.structs.replace(earlier, phone=None)
    assert not is_retry(hidden, hidden, within_s=600, shared_numbers=none)


@pytest.mark.parametrize("basis", [NumberSource.SAID, NumberSource.TOKEN, None])
def test_a_number_that_the_network_does_not_assert_makes_nobody_the_same_person(
    basis: NumberSource | None,
) -> None:
    asserted = msgspec.structs.replace(
        rung(phone="+34600111222"), phone_known_by=NumberSource.NETWORK_ASSERTED
    )
    other = msgspec.structs.replace(asserted, id=CallId(UUID(int=9)), phone_known_by=basis)
    for later, earlier in ((other, asserted), (asserted, other), (other, other)):
        assert not is_retry(later, earlier, within_s=600, shared_numbers=frozenset())


@given(queues(), rooms())
def test_no_call_that_carries_sound_rings_at_a_desk_without_a_line(
    calls: list[Call], desks: list[AgentDesk]
) -> None:
    channels = itertools.cycle(CallChannel)
    waiting = [msgspec.structs.replace(call, channel=next(channels)) for call in calls]
    by_id = {call.id: call for call in waiting}
    with_line = {desk.id for desk in desks if desk.line}
    for offer in next_offers(waiting, desks):
        assert by_id[offer.call].channel not in VOICE_CHANNELS or offer.desk in with_line


def test_a_crash_notice_waits_for_a_desk_that_can_hear_the_car() -> None:
    crash = msgspec.structs.replace(rung(), channel=CallChannel.ECALL)
    assert next_offers([crash], [a_desk(AgentState.READY)]) == []
    (offer,) = next_offers(
        [crash], [a_desk(AgentState.READY), a_desk(AgentState.READY, "desk-02", line=True)]
    )
    assert offer.desk == "desk-02"


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
    assert to_e164(said, country) == known
