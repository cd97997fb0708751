"""Nothing of another mode stands on a shared board: for every table of every board, every kind of fact and every kind of viewer.

The same history is told once for each mode of the facts, and looked at by sessions of every mode, before it and after it.
Boards, tables and kinds of facts are those of the wiring: one that is added is in this test without a change.
"""

import asyncio
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auxilio.app.capabilities import aggregates
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import stream_id
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.aggregates import Aggregate
from auxilio.realtime.model import Board
from tests.realtime.board_client import Screen
from tests.realtime.test_late_joiner import BOARDS, LIVE_BOARDS, World, histories, look, viewers

OF_ALL_MODES = {"grant"}
"""Roles that wait for a second person are of the directory, which has no mode."""
MODES = tuple(Mode)


def test_every_row_of_a_board_is_of_a_state_that_says_its_mode() -> None:
    silent = {
        table.aggregate.name
        for board in BOARDS
        for table in board.tables
        if "mode" not in table.aggregate.state.__struct_fields__
    }
    assert silent == OF_ALL_MODES, "give the state a field `mode`, or a session in training reads its rows"


def _in_mode(event: Event, mode: Mode) -> Event:
    """The event as a session of this mode causes it."""
    return msgspec.structs.replace(event, mode=mode) if "mode" in type(event).__struct_fields__ else event


def _as_of(actor: Actor, mode: Mode) -> Actor:
    return msgspec.structs.replace(actor, mode=mode)


def _strangers(world: World, screen: Screen, mode: Mode) -> list[str]:
    """Rows of states of another mode than the session's."""
    states = {str(stream): getattr(state, "mode", None) for stream, state in world.states.items()}
    return [
        f"{table}: {stream} is {states[stream]}"
        for table, rows in screen.seen().items()
        for stream in rows
        if states.get(stream) not in (None, mode)
    ]


@pytest.mark.parametrize("aggregate", aggregates(), ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_shared_board_shows_a_row_of_another_mode(aggregate: Aggregate[Any], data: st.DataObject) -> None:
    of = data.draw(st.sampled_from(MODES))
    history = [(key, _in_mode(event, of)) for key, event in data.draw(histories(aggregate))]
    cut = data.draw(st.integers(0, len(history)))

    async def play() -> None:
        world = World()
        looking = [
            (board, _as_of(one, mode), mode)
            for board in LIVE_BOARDS
            for one in viewers(board)
            for mode in MODES
        ]

        async def tell(part: list[tuple[str, Event]]) -> None:
            for key, event in part:
                if world.live(stream_id(aggregate.name, key)):
                    await world.happens(aggregate, key, event)

        async def look_all() -> list[tuple[Board, Mode, Screen]]:
            return [(board, mode, await look(world.hub, board, one)) for board, one, mode in looking]

        await tell(history[:cut])
        before = await look_all()
        await tell(history[cut:])
        for board, mode, screen in [*before, *await look_all()]:
            assert not _strangers(world, screen, mode), f"{board.name} in a session of {mode}"
        # What an alarm, a watch or a reaction makes of an event is of the event's mode: it must be the state's.
        for state in world.states.values():
            if isinstance(state, aggregate.state) and (own := getattr(state, "mode", None)) is not None:
                assert aggregate.links(state).mode is own, f"{aggregate.name} of {own}"

    asyncio.run(play())
