"""Strangers are slowed down, and only those who hurry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.http import rate_limit as rate
from auxilio.platform.http.rate_limit import RateLimit, network_of


async def test_a_burst_passes_and_the_next_waits_for_as_long_as_it_is_told() -> None:
    clock = SimulatedClock()
    limit = RateLimit(clock, 3, 60)
    for _ in range(3):
        limit.check("a")
    with pytest.raises(Refused) as refused:
        limit.check("a")
    assert refused.value.code == "too_many_requests"
    limit.check("b")
    await clock.advance(refused.value.facts["retry_after_s"])
    limit.check("a")


async def test_being_turned_away_does_not_lengthen_the_wait() -> None:
    clock = SimulatedClock()
    limit = RateLimit(clock, 1, 10)
    limit.check("a")
    for _ in range(50):
        with pytest.raises(Refused):
            limit.check("a")
    await clock.advance(10)
    limit.check("a")


@given(st.lists(st.floats(0, 20), min_size=1, max_size=40), st.integers(1, 5))
async def test_never_more_than_the_count_and_what_time_refilled(pauses_s: list[float], count: int) -> None:
    clock = SimulatedClock()
    limit, span_s, gone_s, passed = RateLimit(clock, count, 30), 30, 0.0, 0
    for pause_s in pauses_s:
        await clock.advance(pause_s, settle=0)
        gone_s += pause_s
        try:
            limit.check("a")
        except Refused:
            continue
        passed += 1
    assert passed <= count + gone_s * count / span_s + 1e-3


def test_many_strangers_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "KEYS_MAX", 10)
    limit = RateLimit(SimulatedClock(), 1, 60)
    for n in range(100):
        limit.check(str(n))
    assert len(limit._due) == 10


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_household_with_countless_addresses_is_one_household(address: str, counted: str) -> None:
    assert network_of(address) == counted
