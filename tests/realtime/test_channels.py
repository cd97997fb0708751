"""Aim: a fact costs the channels that it concerns and no other; a board has one channel, however it is asked for."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest

from auxilio.access.case_entities import BoardEntity, CaseEntities
from auxilio.app.capabilities import all_aggregates
from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel as By
from auxilio.cases.core import messages as cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Cursor, Envelope
from auxilio.kernel.ids import CallId, CaseId, StreamId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.database.upcast import UPCASTERS
from auxilio.platform.ids import new_id
from auxilio.realtime.channel import BoardChannel
from auxilio.realtime.hub import Hub
from auxilio.workflows import call_answering as answered
from tests.actors import citizen, person
from tests.database import Database
from tests.realtime.board_client import Screen
from tests.realtime.test_case_visibility import BOARDS, following, looking
from tests.workflows.conftest import WorkflowSetup, make_room

LUCIA = person("call_taker", "desk-01")


@pytest.fixture
def room(database: Database) -> WorkflowSetup:
    return make_room(database, SystemClock(), answered.reactions())


@pytest.fixture
async def hub(room: WorkflowSetup) -> AsyncIterator[Hub]:
    made = Hub(room.database.pool, all_aggregates(), room.database.wakeups, SystemClock(), BOARDS)
    async with following(made):
        yield made


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not found():
            await asyncio.sleep(0.005)


async def ring(room: WorkflowSetup) -> CallId:
    call = CallId(new_id())
    await room.do(citizen(call), calls.ReceiveCall(call=call, channel=By.CHAT))
    return call


class Page:
    """A caller's page with its board open."""

    def __init__(self, call: CallId) -> None:
        self.call, self.who, self.screen = call, citizen(call), Screen()

    async def look(self, hub: Hub, **params: str) -> None:
        await hub.open("call", params or {"call": str(self.call)}, self.who, None, self.screen.take)

    @property
    def help(self) -> list[str]:
        return [row["help"] for row in self.screen.rows.get("help", {}).values()]

    @property
    def lines(self) -> int:
        return sum("words" in row["body"] for row in self.screen.rows.get("story", {}).values())


async def test_a_fact_of_one_call_is_weighed_by_its_own_channels_and_the_shared_boards(
    room: WorkflowSetup, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [Page(await ring(room)) for _ in range(8)]
    await until(lambda: all(hub.held(f"call:{page.call}") for page in pages))  # type: ignore[arg-type]  # a stream
    for page in pages:
        await page.look(hub)
    desk = Screen()
    await hub.open("desk", {}, LUCIA, None, desk.take)
    weighed: list[tuple[str, dict[str, str]]] = []
    change = BoardChannel.change

    def counted(self: BoardChannel, touched: dict[StreamId, BoardEntity], *told: Any) -> bytes | None:
        if f"call:{pages[3].call}" in touched:  # what a ring before caused may still be on its way
            weighed.append((self.board.name, dict(self.params)))
        return change(self, touched, *told)

    monkeypatch.setattr(BoardChannel, "change", counted)
    await room.do(pages[3].who, calls.SendCallerText(call=pages[3].call, words="¡ayuda!"))
    await until(lambda: pages[3].lines == 1)
    assert {name for name, _ in weighed} == {"call", "desk"}
    assert {params["call"] for name, params in weighed if name == "call"} == {str(pages[3].call)}
    assert [page.lines for page in pages] == [0, 0, 0, 1, 0, 0, 0, 0]


async def test_a_database_that_stays_away_is_not_said_to_be_back_at_each_try(
    room: WorkflowSetup, hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    publish, position = Hub._publish_batch, log.readable_position
    away = [ConnectionRefusedError("the database went")] * 4

    async def published(self: Hub, batch: list[Envelope]) -> float:
        if len(away) == 4:
            raise away.pop()
        return await publish(self, batch)

    async def asked(connection: Any) -> Cursor:
        if away:
            raise away.pop()
        return await position(connection)

    await until(lambda: hub.ready.is_set())
    monkeypatch.setattr(Hub, "_publish_batch", published)
    monkeypatch.setattr(log, "readable_position", asked)
    call = await ring(room)
    await until(lambda: hub.held(f"call:{call}") is not None)  # type: ignore[arg-type]  # a stream
    said = [record.message for record in caplog.records if record.message.startswith("database_")]
    assert (said, away) == (["database_lost", "database_back"], [])


@pytest.mark.parametrize(("failures", "told"), [(1, []), (2, ["database_lost", "database_back"])])
async def test_a_first_read_that_the_start_itself_cuts_is_no_lost_database(
    room: WorkflowSetup,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failures: int,
    told: list[str],
) -> None:
    position, left = log.readable_position, [TimeoutError("held by its own start")] * failures

    async def asked(connection: Any) -> Cursor:
        if left:
            raise left.pop()
        return await position(connection)

    monkeypatch.setattr(log, "readable_position", asked)
    async with looking(room) as hub:
        await until(lambda: hub.ready.is_set() and not hub.database_lost)
    said = [record.message for record in caplog.records if record.message.startswith("database_")]
    assert (said, left) == (told, [])


async def test_a_callers_page_follows_what_becomes_of_its_case(room: WorkflowSetup, hub: Hub) -> None:
    page, other = Page(await ring(room)), Page(await ring(room))
    await until(lambda: hub.held(f"call:{other.call}") is not None)  # type: ignore[arg-type]  # a stream
    await page.look(hub)
    await other.look(hub)
    case = CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, call=page.call))
    await until(lambda: page.help == ["none"])
    await room.do(LUCIA, cases.LinkCall(case=case, call=other.call))
    await until(lambda: other.help == ["none"])
    await room.do(LUCIA, cases.UnlinkCall(case=case, call=page.call))
    await until(lambda: page.help == [])
    late = Page(other.call)
    await late.look(hub)
    assert (late.help, other.help) == (["none"], ["none"])


async def test_a_board_of_a_case_loses_a_call_that_was_over_before_it_left(
    room: WorkflowSetup, hub: Hub
) -> None:
    """What is over is on no shared board, so the hub has forgotten in which case it was."""
    call, case, screen = await ring(room), CaseId(new_id()), Screen()
    await room.do(LUCIA, cases.OpenCase(case=case, call=call))
    await room.do(LUCIA, calls.AnswerCall(call=call))
    await room.do(LUCIA, calls.HangUp(call=call))
    await until(lambda: hub.held(f"case:{case}") is not None)  # type: ignore[arg-type]  # a stream
    await hub.open("case", {"case": str(case)}, LUCIA, None, screen.take)
    assert list(screen.rows["calls"]) == [f"call:{call}"]
    await room.do(LUCIA, cases.UnlinkCall(case=case, call=call))
    await until(lambda: screen.rows["calls"] == {})


@pytest.mark.parametrize(
    ("board", "params"),
    [
        ("desk", {"note": "1"}),
        ("desk", {"call": "00000000-0000-0000-0000-000000000007"}),
        ("room", {"": ""}),
        ("call", {"call": "own", "note": "1"}),
        ("talk", {"call": "own", "case": "00000000-0000-0000-0000-000000000007"}),
    ],
)
async def test_a_parameter_that_a_board_does_not_know_is_refused(
    room: WorkflowSetup, hub: Hub, board: str, params: dict[str, str]
) -> None:
    call = await ring(room)
    who = citizen(call) if board == "call" else person("supervisor", "room")
    given = {name: str(call) if value == "own" else value for name, value in params.items()}
    with pytest.raises(Refused, match="unknown_parameter"):
        await hub.open(board, given, who, None, lambda _: None)
    assert len(hub.channels) == 0, "and leaves nothing behind"


async def test_a_call_has_one_channel_for_its_caller_however_its_id_is_written(
    room: WorkflowSetup, hub: Hub
) -> None:
    call = await ring(room)
    page = Page(call)
    spellings = [str(call), str(call).upper(), call.hex, f"{{{call}}}", f"urn:uuid:{call}"]
    for spelling in spellings:
        await page.look(hub, call=spelling)
    assert len(hub.channels) == 1


async def test_a_channel_goes_with_the_last_who_looks_and_is_told_nothing_more(
    room: WorkflowSetup, hub: Hub
) -> None:
    call = await ring(room)
    frames: list[list[bytes]] = [[], []]

    async def open_(who: Actor, into: list[bytes]) -> Any:
        return await hub.open("call", {"call": str(call)}, who, None, into.append)

    one, two = [await open_(citizen(call), into) for into in frames]
    one.close()
    one.close()
    assert len(hub.channels) == 1
    two.close()
    assert len(hub.channels) == 0
    before, cursor = [len(each) for each in frames], hub.cursor
    await room.do(citizen(call), calls.SendCallerText(call=call, words="¿hay alguien?"))
    await until(lambda: hub.cursor > cursor)
    assert [len(each) for each in frames] == before
    await open_(citizen(call), frames[0])
    assert [len(each) for each in frames] == [before[0] + 1, before[1]]


async def test_the_story_of_an_older_release_is_read_by_the_names_of_this_one(
    room: WorkflowSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = await ring(room)
    (rang, *_) = await log.of_call(room.database.pool, call)
    body = json.loads(rang.body)
    older = msgspec.structs.replace(rang, schema=0, body=json.dumps(body | {"way": body.pop("channel")}))
    monkeypatch.setitem(UPCASTERS, (rang.kind, 0), lambda read: read | {"channel": read.pop("way")})
    talk = next(board for board in BOARDS if board.name == "talk")
    shown = BoardChannel(talk, {"call": str(call)}, LUCIA, CaseEntities(lambda _: []))
    shown.tell(older, {})
    assert [json.loads(row)["body"]["channel"] for row in shown.story.values()] == ["chat"]
