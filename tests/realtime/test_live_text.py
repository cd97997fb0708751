"""What is typed is seen at the other end and kept when it rests: only by who has the call, in every process, never twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from auxilio.app.capabilities import all_aggregates, tables
from auxilio.calls.core import messages as m
from auxilio.calls.core.live_text import LETTERS_MAX, TYPING_IDLE_S, UnfinishedLine, clip_line
from auxilio.calls.core.model import CallChannel, LineSide
from auxilio.calls.service import CallService
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CallId, CommandId
from auxilio.kernel.instant import iso_us
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock, SimulatedClock, SystemClock
from auxilio.platform.database.ephemeral_channel import TYPING, EphemeralChannel
from auxilio.platform.ids import new_id
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.caller_presence import AWAY_AFTER_S, CallerPresence
from auxilio.realtime.hub import Hub
from auxilio.realtime.live_text import LINES_MAX, LONGEST_S, LiveText
from auxilio.realtime.socket import BoardSocket
from tests.actors import citizen, person
from tests.database import Database

CALL = CallId(new_id())
CALLER = citizen(CALL)
LUCIA = person("call_taker", "desk-07")
PATIENCE_S = 20.0


@dataclass
class Log:
    """A command bus that records the commands it got. `weather`: the database is away."""

    kept: list[tuple[Command, Actor]] = field(default_factory=list)
    weather: bool = False
    refuses: bool = False

    async def handle(self, command_id: CommandId, command: Command, actor: Actor) -> CommandResult:
        if self.weather:
            raise ConnectionError
        if self.refuses:
            raise Refused("no")
        self.kept.append((command, actor))
        return CommandResult(command=command_id)

    @property
    def words(self) -> list[str]:
        return [command.words for command, _ in self.kept]  # type: ignore[attr-defined]  # all have some


class Ether:
    """`EphemeralChannel` without a database."""

    def __init__(self) -> None:
        self.on_word: Any = None
        self.said: list[UnfinishedLine] = []

    def set_listener(self, on_word: Any, _topic: str = TYPING) -> None:
        self.on_word = on_word

    def tell(self, about: str, word: str, _topic: str = TYPING) -> None:
        self.said.append(msgspec.json.decode(word, type=UnfinishedLine))


class Process:
    """One process with windows, its clock in the test's hand."""

    def __init__(self, clock: SimulatedClock | None = None) -> None:
        self.clock, self.log, self.ether = clock or SimulatedClock(), Log(), Ether()
        self.live = LiveText(self.ether, self.log, self.clock)

    def types(
        self,
        text: str,
        line: CommandId,
        by: Actor = CALLER,
        side: LineSide = LineSide.CALLER,
        window: object = "w",
    ) -> None:
        self.live.typed(
            window, by, UnfinishedLine(call=CALL, side=side, line=line, text=clip_line(text)), text
        )

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
    process = Process()
    process.types("Mi padre no res", a_line())
    process.types("¿Dónde es", a_line(), LUCIA, LineSide.DESK)
    assert process.seen() == {"caller": "Mi padre no res", "desk": "¿Dónde es"}
    assert [typed.text for typed in process.ether.said] == ["Mi padre no res", "¿Dónde es"]


async def test_a_line_that_is_a_fact_is_seen_no_more_and_its_last_letters_come_too_late() -> None:
    process, line = Process(), a_line()
    process.types("hola", line)
    process.told(m.CallerTextSent, line)
    assert process.seen() == {}
    process.types("hola", line)
    assert process.seen() == {}
    await process.after(TYPING_IDLE_S + 1)
    assert process.log.words == [], "what is whole is not kept by half as well"


async def test_what_rests_is_kept_once_in_the_name_of_who_typed_it() -> None:
    process, line = Process(), a_line()
    process.types("hay hu", line)
    await process.after(TYPING_IDLE_S - 1)
    assert process.log.words == []
    await process.after(1)
    await process.after(TYPING_IDLE_S)
    assert process.log.kept == [(m.KeepCallerDraft(call=CALL, line=line, words="hay hu"), CALLER)]
    process.types("¿dónd", a_line(), LUCIA, LineSide.DESK)
    await process.after(TYPING_IDLE_S)
    command, actor = process.log.kept[1]
    assert isinstance(command, m.KeepDeskDraft)
    assert actor is LUCIA
    assert process.seen() == {"caller": "hay hu", "desk": "¿dónd"}, "who rests may go on"


async def test_who_types_without_a_rest_is_kept_all_the_same() -> None:
    process, line, text = Process(), a_line(), ""
    for second in range(int(LONGEST_S) + 1):
        text += str(second % 10)
        process.types(text, line)
        await process.after(1)
    assert len(process.log.words) == 1


async def test_what_stood_in_a_window_that_goes_is_kept_whole_and_seen_no_more() -> None:
    process, line, long = Process(), a_line(), "palabra " * 400
    process.types(long, line)
    assert len(process.seen()["caller"]) == LETTERS_MAX
    process.live.gone("another window")
    await process.after(0)
    assert process.log.words == []
    process.live.gone("w")
    await process.after(0)
    assert process.log.words == [long]
    assert process.seen() == {}
    assert process.ether.said[-1].text == "", "other processes see it no more either"


async def test_while_the_database_is_away_half_a_line_waits_for_it() -> None:
    process = Process()
    process.types("hay hu", a_line())
    process.live.gone("w")
    process.log.weather = True
    await process.after(0)
    process.log.weather = False
    await process.after(0)
    assert process.log.words == ["hay hu"]


async def test_half_a_line_that_is_refused_is_not_asked_for_ever() -> None:
    process = Process()
    process.types("hay hu", a_line())
    process.log.refuses = True
    await process.after(TYPING_IDLE_S)
    process.log.refuses = False
    await process.after(TYPING_IDLE_S)
    assert process.log.words == []


async def test_a_process_that_ends_keeps_what_stands_in_its_lines() -> None:
    process = Process()
    process.types("hay hu", a_line())
    await process.live.close()
    assert process.log.words == ["hay hu"]


async def test_at_the_end_of_a_call_half_sentences_are_kept_and_nothing_is_seen() -> None:
    process = Process()
    process.types("hay hu", a_line())
    process.types("¿dónd", a_line(), LUCIA, LineSide.DESK)
    process.told(m.CallEnded)
    await process.after(0)
    assert sorted(process.log.words) == ["hay hu", "¿dónd"]
    assert process.seen() == {}


async def test_when_a_call_goes_to_another_desk_only_the_desks_line_goes() -> None:
    process = Process()
    process.types("hay hu", a_line())
    process.types("¿dónd", a_line(), LUCIA, LineSide.DESK)
    process.told(m.CallQueued)
    await process.after(0)
    assert process.seen() == {"caller": "hay hu"}


async def test_what_is_all_deleted_is_nothing() -> None:
    process, line = Process(), a_line()
    process.types("hola", line)
    process.types("", line)
    assert process.seen() == {}
    process.live.gone("w")
    await process.after(TYPING_IDLE_S)
    assert process.log.words == []


async def test_somebody_who_makes_lines_without_end_has_a_few() -> None:
    process = Process()
    for _ in range(LINES_MAX * 3):
        process.types("x", a_line())
    await process.after(TYPING_IDLE_S)
    assert len(process.log.words) == LINES_MAX


async def test_a_line_that_another_process_answers_for_is_seen_here_and_not_kept() -> None:
    process, line = Process(), a_line()
    process.types("hay", line)
    elsewhere = UnfinishedLine(call=CALL, side=LineSide.CALLER, line=line, text="hay humo")
    process.ether.on_word(msgspec.json.encode(elsewhere).decode())
    assert process.seen() == {"caller": "hay humo"}
    await process.after(LONGEST_S)
    assert process.log.words == []


@pytest.mark.parametrize("text", ["hola\x00", "ho\x08la", "\x1b[31mhola"])
def test_what_is_no_letter_does_not_travel(text: str) -> None:
    assert not any(ord(letter) < 32 for letter in clip_line(text))


# --- with windows, a log and a database ------------------------------------------------------------


class Window:
    """A browser's end of `/api/boards`."""

    def __init__(self, app: BoardSocket) -> None:
        self._app, self._in = app, asyncio.Queue[dict[str, Any]]()
        self.live: dict[str, Any] | None = None
        self.away: list[str | None] = []
        self.refused: list[str] = []
        self._in.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(app({"extensions": {}}, self._in.get, self._send))

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] != "websocket.send":
            return
        said = msgspec.json.decode(message["text"])
        self.live = said.get("live", self.live)
        self.away += [said["away"]] if "away" in said else []
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

    def __init__(self, database: Database, passing: EphemeralChannel, clock: Clock) -> None:
        self.calls = CallService(database.work)
        self.time = SimulatedClock()
        self.presence = CallerPresence(passing, self.time)
        self.live = LiveText(passing, self.calls, clock)  # type: ignore[arg-type]  # its commands are all that come
        self.hub = Hub(
            database.pool,
            all_aggregates(),
            database.wakeups,
            clock,
            boards_for({}, tables()),
            on_facts=self.live.told,
        )
        self._clock = clock

    def window(self, actor: Actor, board: str) -> Window:
        async def who(_: Any) -> Actor:
            return actor

        async def nothing(*_: Any) -> None:
            """Nobody records this look."""

        opened = Window(BoardSocket(self.hub, self._clock, who, nothing, self.live, presence=self.presence))
        opened.says(open=board, key="k", params={"call": str(CALL)})
        return opened


@asynccontextmanager
async def serve(database: Database) -> AsyncIterator[Serve]:
    async with EphemeralChannel(database.pool, database.dsn) as passing:
        process = Serve(database, passing, SystemClock())
        tasks = [asyncio.create_task(process.hub.run()), asyncio.create_task(process.live.run())]
        await process.hub.ready.wait()
        try:
            yield process
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def test_the_desk_in_another_process_is_told_that_the_page_is_silent_and_the_caller_is_not(
    database: Database,
) -> None:
    async with serve(database) as one, serve(database) as other:
        await one.calls.handle(a_line(), m.ReceiveCall(call=CALL, channel=CallChannel.CHAT), CALLER)
        caller, desk = one.window(CALLER, "call"), other.window(LUCIA, "talk")
        await desk.sees("caller", None)
        async with asyncio.timeout(PATIENCE_S):
            while one.hub.side_of(CALLER, CALL) is None:
                await asyncio.sleep(0.01)
            caller.says(here=True)
            await other.time.advance(AWAY_AFTER_S)
            while desk.away == [None]:
                other.presence.look()
                await asyncio.sleep(0.01)
        assert desk.away == [None, iso_us(one.time.now())]
        assert caller.away == []
        for window in (caller, desk):
            assert window.refused == []
            await window.goes()


async def test_letters_go_from_the_callers_window_to_the_desks_in_another_process_and_back(
    database: Database,
) -> None:
    async with serve(database) as one, serve(database) as other:
        await one.calls.handle(a_line(), m.ReceiveCall(call=CALL, channel=CallChannel.CHAT), CALLER)
        await one.calls.handle(a_line(), m.AnswerCall(call=CALL), LUCIA)
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
        assert ends == [LineSide.CALLER, LineSide.DESK, None, None]

        line = a_line()
        caller.types("Mi padre no resu", line)
        await desk.sees("caller", "Mi padre no resu")
        caller.types("Mi padre no res", line)
        await desk.sees("caller", "Mi padre no res")
        await looks_on.sees("caller", "Mi padre no res")
        looks_on.types("no soy quien atiende", a_line())
        desk.types("¿Dónde es", a_line())
        await caller.sees("desk", "¿Dónde es")

        await one.calls.handle(line, m.SendCallerText(call=CALL, words="Mi padre no respira"), CALLER)
        await desk.sees("caller", None)
        await desk.goes()
        await caller.sees("desk", None)
        for window in (caller, looks_on):
            assert window.refused == []
            await window.goes()
        for process in (one, other):
            await process.live.close()
        facts = await database.pool.fetch("select kind, body from event order by tx, seq")
        [half] = [msgspec.json.decode(row["body"]) for row in facts if row["kind"] == m.DeskDraftKept.kind()]
        assert half["words"] == "¿Dónde es", "and nothing of who only looked on"
        assert m.CallerDraftKept.kind() not in {row["kind"] for row in facts}
