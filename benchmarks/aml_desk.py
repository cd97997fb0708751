"""AML into a whole installation: the time from the POST to a desk, and what messages without a call leave behind.

Run by `interop.py`, which has the options.

desk       signed forms for calls in progress at 14 a second, and then at higher and higher rates until the p99 passes
           300 ms: from the POST until the board of that call's desk has the fix. `last_board` is the last of all boards.
unmatched  140 a second of numbers that no call has. Memory of each process and the table `parked_fix`, minute by minute; then
           the rows are aged by 31 minutes in the database, and the worker's own job deletes them.

The clients are other processes on the same machine, and parse every message.
"""

import argparse
import asyncio
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import quote

import uvloop
from installations import Installation, open_installation
from spine import percentiles, say
from windows import Line, Window, open_windows

from auxilio.app.composition import open_runtime
from auxilio.calls.core.messages import ReceiveCall
from auxilio.calls.core.model import CallChannel, NumberSource
from auxilio.interop.aml_keys import FRESH_S, ensure_aml_key
from auxilio.interop.api import AML_MEDIA_TYPE
from auxilio.interop.formats.aml_form import form_hmac
from auxilio.kernel.ids import CallId, CommandId
from auxilio.platform.database.connection import open_pool
from auxilio.platform.ids import new_id
from auxilio.workflows.runner import system_actor

AIM_MS = 300.0
AIM_PER_S = 14
LIMIT_RATES = (28, 42, 56, 84, 112, 140, 180, 220)
"""A second. The way in takes 300 of one address."""
UNMATCHED_PER_S = 140
CALLS = 200
SENDERS = 16
LATE_S = 20.0
GONE_S = 120.0
FLAT_MB = 40
"""By so much a process may have grown from the end of its first minute to the end (ours)."""
_spawn = multiprocessing.get_context("spawn")


class CallWindow(Window):
    """A board that remembers when each call had so many fixes."""

    def __init__(self, base: str, cookie: str) -> None:
        super().__init__(base, cookie)
        self.seen: dict[str, list[tuple[int, float]]] = {}

    def read(self, changed: dict[str, Any]) -> None:
        """The calls among the rows."""
        for row in changed.get("calls", {}).values():
            self.seen.setdefault(row["id"], []).append((row["fixes"], time.time()))

    def had(self, call: str, fixes: int) -> float | None:
        """When it had that many, or more."""
        return next((at for count, at in self.seen.get(call, ()) if count >= fixes), None)


@dataclass(frozen=True)
class Sent:
    """One fix on its way: the `nth` of its call, and the board of the desk that is measured."""

    call: str
    nth: int
    at: float
    board: int


@dataclass
class Calls:
    """Calls in progress of an installation, and how many fixes each was sent."""

    phones: dict[str, str]
    sent: Counter[str] = field(default_factory=Counter)


async def _watch(base: str, cookies: tuple[str, ...], boards: int, told: Connection) -> None:
    windows = await open_windows(CallWindow, base, cookies, boards)
    told.send(len(windows))
    sent: list[Sent] = await asyncio.to_thread(told.recv)
    until = time.perf_counter() + LATE_S
    while time.perf_counter() < until:
        if all(window.had(sent[-1].call, sent[-1].nth) for window in windows):
            break
        await asyncio.sleep(0.2)
    taken = []
    for one in sent:
        times = [window.had(one.call, one.nth) for window in windows]
        whole = [at for at in times if at is not None]
        own = times[one.board]
        taken.append((own and own - one.at, max(whole) - one.at if len(whole) == boards else None))
    told.send(taken)
    for window in windows:
        window.close()


def _watching(base: str, cookies: tuple[str, ...], boards: int, told: Connection) -> None:
    uvloop.run(_watch(base, cookies, boards, told))


def form(phone: str, nth: int, key: bytes) -> bytes:
    """A signed form that is no other's."""
    body = (
        f"v=2&device_number={quote(phone)}&location_latitude={39.47 + nth % 500 * 1e-3:.3f}&location_longitude=-0.37"
        f"&location_time={int(time.time() * 1000) + nth % 1000}&location_accuracy=12.4&location_source=GPS&location_certainty=90"
        "&device_imei=356938035643809"
    ).encode()
    return body + f"&hmac={form_hmac(body, key)}".encode()


async def post_at(base: str, rate: float, seconds: float, make: Callable[[int], bytes]) -> float:
    """Post at a rate, whatever the answers take; how many a second were sent."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(SENDERS):
        free.put_nowait(await Line.open(base, {"content-type": AML_MEDIA_TYPE}, "/api/aml"))

    async def send(line: Line, nth: int) -> None:
        await line.command(make(nth))
        free.put_nowait(line)

    begun, count = time.perf_counter(), int(seconds * rate)
    async with asyncio.TaskGroup() as sending:
        for nth in range(count):
            await asyncio.sleep(max(0.0, begun + nth / rate - time.perf_counter()))
            sending.create_task(send(await free.get(), nth))
    while not free.empty():
        free.get_nowait().close()
    return round(count / (time.perf_counter() - begun), 1)


async def ring(installation: Installation) -> Calls:
    """Calls whose numbers the network asserts."""
    phones = {CallId(new_id()): f"+346112{nth:05}" for nth in range(CALLS)}
    async with open_runtime(installation.settings) as runtime:
        for call, phone in phones.items():
            wanted = ReceiveCall(
                call=call,
                channel=CallChannel.VOICE,
                phone=phone,
                phone_known_by=NumberSource.NETWORK_ASSERTED,
            )
            await runtime.commands.handle(
                CommandId(new_id()), wanted, system_actor(installation.settings.mode)
            )
    return Calls({str(call): phone for call, phone in phones.items()})


async def reach_desk(
    installation: Installation, calls: Calls, key: bytes, boards: int, rate: float, seconds: float
) -> dict[str, Any]:
    """From the POST until the board of the call's desk has its fix."""
    ours, theirs = _spawn.Pipe()
    viewer = _spawn.Process(target=_watching, args=(installation.base, installation.viewers, boards, theirs))
    viewer.start()
    await asyncio.to_thread(ours.recv)
    before, sent = installation.cpu_s(), []
    ids = list(calls.phones)

    def make(nth: int) -> bytes:
        call = ids[nth % len(ids)]
        calls.sent[call] += 1
        content = form(calls.phones[call], calls.sent[call], key)
        sent.append(Sent(call, calls.sent[call], time.time(), nth % boards))
        return content

    sent_per_s = await post_at(installation.base, rate, seconds, make)
    ours.send(sent)
    taken: list[tuple[float | None, float | None]] = await asyncio.to_thread(ours.recv)
    viewer.join()
    own = [own_s * 1000 for own_s, _ in taken if own_s is not None]
    last = [last_s * 1000 for _, last_s in taken if last_s is not None]
    spent = {name: round(after_s - before[name], 2) for name, after_s in installation.cpu_s().items()}
    return say(
        {
            "boards": boards,
            "per_s": rate,
            "sent_per_s": sent_per_s,
            "missing": len(taken) - len(own),
            "desk": percentiles(own),
            "last_board": percentiles(last),
            "cpu_s": spent,
        }
    )


async def desk(installation: Installation, key: bytes, boards: int, seconds: float) -> dict[str, Any]:
    """At 14 a second, and the first rate whose p99 is over the aim."""
    calls = await ring(installation)
    seen = await reach_desk(installation, calls, key, boards, AIM_PER_S, seconds)
    tried, passed_at = [seen], None
    for rate in LIMIT_RATES if _is_within(seen) else ():
        tried.append(await reach_desk(installation, calls, key, boards, rate, min(seconds, 10.0)))
        if not _is_within(tried[-1]):
            passed_at = rate
            break
    return {"aim_p99_ms": AIM_MS, "within": _is_within(seen), "passed_at_per_s": passed_at, "tried": tried}


def _is_within(seen: dict[str, Any]) -> bool:
    return bool(seen["missing"] == 0 and seen["desk"]["p99_ms"] <= AIM_MS)


async def unmatched(installation: Installation, key: bytes, seconds: float) -> dict[str, Any]:
    """Memory and rows while nobody rings, and after their half hour."""
    pool = await open_pool(installation.dsn, size_max=1)
    minutes: list[dict[str, Any]] = []
    began = time.perf_counter()

    async def look() -> None:
        row = await pool.fetchrow(
            "select count(*) as rows, pg_total_relation_size('parked_fix') as bytes from parked_fix"
        )
        assert row is not None
        at_s = round(time.perf_counter() - began)
        table_mb = round(row["bytes"] / 1e6, 1)
        minutes.append(
            say(
                {
                    "at_s": at_s,
                    "rows": row["rows"],
                    "table_mb": table_mb,
                    "memory_mb": installation.memory_mb(),
                }
            )
        )

    async def look_each_minute() -> None:
        while True:
            await asyncio.sleep(min(60.0, seconds / 3))
            await look()

    looking = asyncio.create_task(look_each_minute())
    sent_per_s = await post_at(
        installation.base, UNMATCHED_PER_S, seconds, lambda nth: form(f"+34622{nth:06}", nth, key)
    )
    looking.cancel()
    await look()
    aged = int(
        (
            await pool.execute("update parked_fix set received_at = received_at - interval '31 minutes'")
        ).split()[-1]
    )
    aged_at = time.perf_counter()
    while (left := await pool.fetchval("select count(*) from parked_fix")) and (  # noqa: ASYNC110  a table tells nobody
        time.perf_counter() - aged_at < GONE_S
    ):
        await asyncio.sleep(1)
    gone_after_s = round(time.perf_counter() - aged_at, 1)
    await look()
    await pool.close()
    grown = {
        name: minutes[-2]["memory_mb"][name] - first_mb for name, first_mb in minutes[0]["memory_mb"].items()
    }
    return {
        "sent_per_s": sent_per_s,
        "minutes": minutes,
        "grown_mb": grown,
        "flat": all(grown[name] <= FLAT_MB for name in grown if name != "postgres"),
        "how_aged": "received_at of every row put back by 31 minutes; deleted by the worker's own job",
        "aged_rows": aged,
        "rows_left": left,
        "gone_after_s": gone_after_s,
    }


async def measure(parts: list[str], boards: int, seconds: float, unmatched_s: float) -> dict[str, Any]:
    """The parts that were asked for, in one installation."""
    report: dict[str, Any] = {}
    async with open_installation(boards=boards) as installation:
        key = ensure_aml_key(installation.settings.data, "benchmark").read_bytes().strip()
        await asyncio.sleep(2 * FRESH_S)
        if "desk" in parts:
            report["desk"] = await desk(installation, key, boards, seconds)
        if "unmatched" in parts:
            report["unmatched"] = await unmatched(installation, key, unmatched_s)
    return report


def add_options(options: argparse.ArgumentParser) -> None:
    """How large and how long."""
    options.add_argument("--boards", type=int, default=500)
    options.add_argument("--desk-s", type=float, default=30.0, help="of messages at 14 a second")
    options.add_argument("--unmatched-s", type=float, default=600.0)
