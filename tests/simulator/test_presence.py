"""Where a person sits the city does nothing."""

from typing import Any

import pytest

from auxilio.kernel.refusal import Refused
from simulator.presence import Presence
from simulator.server_client import Seat


class Stop(Exception):
    """The test has seen enough."""


class FakePace:
    async def rest(self, span_real_s: float) -> None:
        raise Stop


class FakeServer:
    """Answers who sits where; `None` is a server that cannot be reached."""

    def __init__(self, rows: list[dict[str, Any]] | None) -> None:
        self._rows = rows

    async def ask(self, method: str, path: str, seat: Seat) -> list[dict[str, Any]]:
        assert (method, path) == ("GET", "/api/present")
        if self._rows is None:
            raise Refused("house_unreachable", url="", why="")
        return self._rows


def row(desk: str, person: str, centre: str | None, *roles: str) -> dict[str, Any]:
    return {"desk": desk, "person": person, "centre": centre, "roles": list(roles), "name": person}


async def looked(rows: list[dict[str, Any]] | None) -> Presence:
    presence = Presence()
    presence.ours(Seat({}, person="city", desk="room-sim"))
    with pytest.raises(Stop):
        await presence.watch(FakeServer(rows), Seat({}), FakePace())
    return presence


@pytest.mark.parametrize("presence", [Presence()])
def test_until_it_has_looked_everybody_is_there(presence: Presence) -> None:
    assert presence.at_desk("a-01")
    assert presence.at_centre("san-1")
    assert presence.takes_calls()


async def test_a_server_that_cannot_be_reached_tells_of_nobody_that_they_left() -> None:
    assert (await looked(None)).at_desk("a-01")


async def test_in_an_empty_installation_the_city_may_stand_in_everywhere() -> None:
    presence = await looked(
        [row("san-sim", "city", "san-1", "dispatcher"), row("a-01", "city", "san-1", "crew")]
    )
    assert not presence.at_desk("a-01")
    assert not presence.at_centre("san-1")
    assert not presence.takes_calls()


async def test_a_person_has_their_vehicle_their_centre_and_the_calls() -> None:
    crew = await looked([row("a-01", "ana", "san-1", "crew")])
    assert crew.at_desk("a-01")
    assert not crew.at_desk("a-02")
    assert not crew.at_centre("san-1"), "a crew directs no centre"
    dispatcher = await looked([row("san-desk-1", "marta", "san-1", "dispatcher")])
    assert dispatcher.at_centre("san-1")
    assert not dispatcher.at_centre("bom-1")
    assert not dispatcher.takes_calls()
    taker = await looked([row("desk-01", "lucia", None, "call_taker")])
    assert taker.takes_calls()
    assert not (await looked([row("room", "clara", None, "supervisor")])).takes_calls(), (
        "who watches does not answer"
    )
