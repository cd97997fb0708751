"""What is typed is seen at the other end and kept when it rests: only by who has the call, in every process, never twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from auxilio.app.house import all_nouns
from auxilio.calls import messages as m
from auxilio.calls.live_text import LETTERS_MAX, REST_S, Typed, shown
from auxilio.calls.model import Channel, Side
from auxilio.calls.service import Calls
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Handled
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SimulatedClock, SystemClock
from auxilio.platform.database.passing import Passing
from auxilio.platform.ids import new_id
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.realtime.live_text import LINES_MAX, LONGEST_S, LiveText
from auxilio.realtime.socket import BoardSocket
from tests.database import Database
from tests.people import citizen, person

CALL = CallId(new_id())
CALLER = citizen(CALL)
LUCIA = person("call_taker", "desk-07")
PATIENCE_S = 20.0


@dataclass
class Log:
    """A door that remembers what came through it. `weather`: the database is away."""

    kept: list[tuple[Command, Actor]] = field(default_factory=list)
    weather: bool = False
    refuses: bool = False

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> Handled:
        if self.weather:
            raise ConnectionError
        if self.refuses:
            raise Refused("no")
        self.kept.append((command, actor))
        return Handled(command=command_id)

    @property
    def words(self) -> list[str]:
        return [command.words for command, _ in self.kept]  # type: ignore[attr-defined]  # all have some


class Ether:
    """`Passing` without a database."""

    def __init__(self) -> None:
        self.on_word: Any = None
        self.said: list[Typed] = []

    def tell(self, about: str, word: str) -> None:
        self.said.append(msgspec.json.decode(word, type=Typed))


class Process:
    """One process with windows, its clock in the test's hand."""

    def __init__(self, clock: SimulatedClock | None = None) -> None:
        self.clock, self.log, self.ether = clock or SimulatedClock(), Log(), Ether()
        self.live = LiveText(self.ether, self.log, self.clock)

    def types(
        self, text: str, line: CommandId, by: Actor = CALLER, side: Side = Side.CALLER, window: object = "w"
    ) -> None:
        self.live.typed(window, by, Typed(call=CALL, side=side, line=line, text=shown(text)), text)

    def told(self, kind: type[Any], cause: CommandId | None = None) -> None:
        self.live.told([_Fact(kind.kind(), CALL, cause or CommandId(new_id()))])

    def seen(self) -> dict[str, str]:
        """What somebody who looks only now is shown."""
        frames: list[bytes] = []
        self.live.watch(CALL, frames.append).close()
        return {side: typed["text"] for side, typed in _live(frames[0]).items()}

    async def after(self, span_s: float) -> None:
        await self.clock.advance(span_s)
        await self.live.keep()


@dataclass
class _Fact:
    kind: str
    call: CallId
    cause: CommandId


def _live(frame: bytes) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(b"{" + frame + b"}")["live"]
    return found


def a_line() -> CommandId:
    return CommandId(new_id())


async def test_who_looks_late_sees_what_stands_there_on_both_sides() -> None:
    house = Process()
    house.types("Mi padre no res", a_line())
    house.types("¿Dónde es", a_line(), LUCIA, Side.DESK)
    assert house.seen() == {"caller": "Mi padre no res", "desk": "¿Dónde es"}
    assert [typed.text for typed in house.ether.said] == ["Mi padre no res", "¿Dónde es"]


async def test_a_line_that_is_a_fact_is_seen_no_more_and_its_last_letters_come_too_late() -> None:
    house, line = Process(), a_line()
    house.types("hola", line)
    house.told(m.CallerSaid, line)
    assert house.seen() == {}
    house.types("hola", line)
    assert house.seen() == {}
    await house.after(REST_S + 1)
    assert house.log.words == [], "what is whole is not kept by half as well"


async def test_what_rests_is_kept_once_in_the_name_of_who_typed_it() -> None:
    house, line = Process(), a_line()
    house.types("hay hu", line)
    await house.after(REST_S - 1)
    assert house.log.words == []
    await house.after(1)
    await house.after(REST_S)
    assert house.log.kept == [(m.KeepCallerTyped(call=CALL, line=line, words="hay hu"), CALLER)]
    house.types("¿dónd", a_line(), LUCIA, Side.DESK)
    await house.after(REST_S)
    command, actor = house.log.kept[1]
    assert isinstance(command, m.KeepDeskTyped)
    assert actor is LUCIA
    assert house.seen() == {"caller": "hay hu", "desk": "¿dónd"}, "who rests may go on"


async def test_who_types_without_a_rest_is_kept_all_the_same() -> None:
    house, line, text = Process(), a_line(), ""
    for second in range(int(LONGEST_S) + 1):
        text += str(second % 10)
        house.types(text, line)
        await house.after(1)
    assert len(house.log.words) == 1


async def test_what_stood_in_a_window_that_goes_is_kept_whole_and_seen_no_more() -> None:
    house, line, long = Process(), a_line(), "palabra " * 400
    house.types(long, line)
    assert len(house.seen()["caller"]) == LETTERS_MAX
    house.live.gone("another window")
    await house.after(0)
    assert house.log.words == []
    house.live.gone("w")
    await house.after(0)
    assert house.log.words == [long]
    assert house.seen() == {}
    assert house.ether.said[-1].text == "", "other processes see it no more either"


async def test_while_the_database_is_away_half_a_line_waits_for_it() -> None:
    house = Process()
    house.types("hay hu", a_line())
    house.live.gone("w")
    house.log.weather = True
    await house.after(0)
    house.log.weather = False
    await house.after(0)
    assert house.log.words == ["hay hu"]


async def test_half_a_line_that_is_refused_is_not_asked_for_ever() -> None:
    house = Process()
    house.types("hay hu", a_line())
    house.log.refuses = True
    await house.after(REST_S)
    house.log.refuses = False
    await house.after(REST_S)
    assert house.log.words == []


async def test_a_process_that_ends_keeps_what_stands_in_its_lines() -> None:
    house = Process()
    house.types("hay hu", a_line())
    await house.live.close()
    assert house.log.words == ["hay hu"]


async def test_at_the_end_of_a_call_half_sentences_are_kept_and_nothing_is_seen() -> None:
    house = Process()
    house.types("hay hu", a_line())
    house.types("¿dónd", a_line(), LUCIA, Side.DESK)
    house.told(m.CallEnded)
    await house.after(0)
    assert sorted(house.log.words) == ["hay hu", "¿dónd"]
    assert house.seen() == {}


async def test_when_a_call_goes_to_another_desk_only_the_desks_line_goes() -> None:
    house = Process()
    house.types("hay hu", a_line())
    house.types("¿dónd", a_line(), LUCIA, Side.DESK)
    house.told(m.CallQueued)
    await house.after(0)
    assert house.seen() == {"caller": "hay hu"}


async def test_what_is_all_deleted_is_nothing() -> None:
    house, line = Process(), a_line()
    house.types("hola", line)
    house.types("", line)
    assert house.seen() == {}
    house.live.gone("w")
    await house.after(REST_S)
    assert house.log.words == []


async def test_somebody_who_makes_lines_without_end_has_a_few() -> None:
    house = Process()
    for _ in range(LINES_MAX * 3):
        house.types("x", a_line())
    await house.after(REST_S)
    assert len(house.log.words) == LINES_MAX


async def test_a_line_that_another_process_answers_for_is_seen_here_and_not_kept() -> None:
    house, line = Process(), a_line()
    house.types("hay", line)
    elsewhere = Typed(call=CALL, side=Side.CALLER, line=line, text="hay humo")
    house.ether.on_word(msgspec.json.encode(elsewhere).decode())
    assert house.seen() == {"caller": "hay humo"}
    await house.after(LONGEST_S)
    assert house.log.words == []


@pytest.mark.parametrize("text", ["hola\x00", "ho\x08la", "\x1b[31mhola"])
def test_what_is_no_letter_does_not_travel(text: str) -> None:
    assert not any(ord(letter) < 32 for letter in shown(text))


# --- with windows, a log and a database ------------------------------------------------------------


class Window:
    """A browser's end of `/api/boards`."""

    def __init__(self, app: BoardSocket) -> None:
        self._app, self._in = app, asyncio.Queue[dict[str, Any]]()
        self.live: dict[str, Any] | None = None
        self.refused: list[str] = []
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(app({"extensions": {}}, self._in.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] != "websocket.send":
            return
        said = msgspec.json.decode(message["text"])
        self.live = said.get("live", self.live)
        if "refused" in said:
            self.refused.append(said["refused"])

    def says(self, **words: Any) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": msgspec.json.encode(words).decode()})

    def types(self, text: str, line: CommandId) -> None:
        self.says(typing={"key": "k", "line": line, "text": text})

    async def sees(self, side: str, text: str | None) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self.live is None or self.live.get(side, {}).get("text") != text:
                await asyncio.sleep(0.01)

    async def goes(self) -> None:
        self._in.put_nowait({"type": "websocket.disconnect"})
        await self._task


class Serve:
    """As much of `auxilio serve` as boards need."""

    def __init__(self, database: Database, passing: Passing, clock: Clock) -> None:
        self.calls = Calls(database.work)
        self.live = LiveText(passing, self.calls, clock)  # type: ignore[arg-type]  # its commands are all that come
        self.hub = Hub(database.pool, all_nouns(), database.wakeups, clock, boards_for({}))
        self.hub.on_facts = self.live.told
        self._clock = clock

    def window(self, actor: Actor, board: str) -> Window:
        async def who(_: Any) -> Actor:
            return actor

        async def nothing(*_: Any) -> None:
            """Nobody records this look."""

        opened = Window(BoardSocket(self.hub, self._clock, who, nothing, self.live))
        opened.says(open=board, key="k", params={"call": str(CALL)})
        return opened


@asynccontextmanager
async def serve(database: Database) -> AsyncIterator[Serve]:
    async with Passing(database.pool, database.dsn) as passing:
        house = Serve(database, passing, SystemClock())
        tasks = [asyncio.create_task(house.hub.run()), asyncio.create_task(house.live.run())]
        await house.hub.ready.wait()
        try:
            yield house
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_letters_go_from_the_callers_window_to_the_desks_in_another_process_and_back(
    database: Database,
) -> None:
    async with serve(database) as one, serve(database) as other:
        await one.calls.handle(a_line(), m.Ring(call=CALL, channel=Channel.CHAT), CALLER)
        await one.calls.handle(a_line(), m.Answer(call=CALL), LUCIA)
        stranger = person("call_taker", "desk-08")
        caller, desk = one.window(CALLER, "call"), other.window(LUCIA, "talk")
        looks_on = other.window(stranger, "talk")
        for window in (caller, desk, looks_on):
            await window.sees("caller", None)
        # The hub of each has to know who answered before a desk may type.
        async with asyncio.timeout(PATIENCE_S):
            while not (one.hub.side_of(LUCIA, CALL) and other.hub.side_of(LUCIA, CALL)):
                await asyncio.sleep(0.01)
        ends = [one.hub.side_of(who, CALL) for who in (CALLER, LUCIA, stranger, citizen(new_id()))]
        assert ends == [Side.CALLER, Side.DESK, None, None]

        line = a_line()
        caller.types("Mi padre no resu", line)
        await desk.sees("caller", "Mi padre no resu")
        caller.types("Mi padre no res", line)
        await desk.sees("caller", "Mi padre no res")
        await looks_on.sees("caller", "Mi padre no res")
        looks_on.types("no soy quien atiende", a_line())
        desk.types("¿Dónde es", a_line())
        await caller.sees("desk", "¿Dónde es")

        await one.calls.handle(line, m.Say(call=CALL, words="Mi padre no respira"), CALLER)
        await desk.sees("caller", None)
        await desk.goes()
        await caller.sees("desk", None)
        for window in (caller, looks_on):
            assert window.refused == []
            await window.goes()
        for house in (one, other):
            await house.live.close()
        facts = await database.pool.fetch("select kind, body from event order by tx, seq")
        [half] = [msgspec.json.decode(row["body"]) for row in facts if row["kind"] == m.DeskTyped.kind()]
        assert half["words"] == "¿Dónde es", "and nothing of who only looked on"
        assert m.CallerTyped.kind() not in {row["kind"] for row in facts}
