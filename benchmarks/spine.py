"""What the spine costs: cases opened through HTTP with durable commits, and the time until every board shows it.

    .venv/bin/python benchmarks/spine.py --json [--seconds 5] [--fill 50000] [--boards 100,500] [--rates 10,50]
                                         [--parts boards,limit,cases]

boards  one installation with 100 cases of the past: from the commit until the last of so many windows has the case;
limit   the same with the most windows, at higher and higher rates, until its p99 passes 100 ms;
cases   1, 8 and 64 clients, in turn in that installation and in one with `--fill` cases of the past, so that both are
        measured under the same weather, with the CPU that a case costs each process.

Clients are other processes on the same machine and parse every message. Milliseconds, unless said otherwise. A busy
machine makes the times worse, never better; CPU is what it changes least.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import sys
import time
from multiprocessing.connection import Connection
from typing import Any

import msgspec
import uvloop
from installations import HOW_FILLED, Installation, behind, machine, open_installation, settle
from windows import Line, watch

from auxilio.platform.database.connection import open_pool
from auxilio.platform.ids import new_id

CLIENTS = (1, 8, 64)
SENDERS = 4
"""Desks that open cases while the boards are watched: one that waits for its answer holds up no other."""
AIM_MS = 100.0
LIMIT_RATES = (10, 20, 30, 40, 50, 60, 80, 100, 150, 200)
LATE_S = 10.0
_spawn = multiprocessing.get_context("spawn")


def percentiles(samples_ms: list[float]) -> dict[str, float]:
    """p50 and p99 of what was measured, and how many that were."""
    ordered = sorted(samples_ms)
    if not ordered:
        return {"n": 0}

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    return {"p50_ms": at(0.5), "p99_ms": at(0.99), "n": len(ordered)}


def say(what: dict[str, Any]) -> dict[str, Any]:
    """Tell at once what was seen, for who waits; the report comes at the end."""
    print(json.dumps(what), file=sys.stderr, flush=True)
    return what


def an_order() -> tuple[str, bytes]:
    """A new case's id, and the command that opens it."""
    case = str(new_id())
    return case, msgspec.json.encode({"id": new_id(), "command": {"kind": "cases.open", "case": case}})


# --- cases ----------------------------------------------------------------------------------------


async def _desks(base: str, headers: dict[str, str], clients: int, seconds: float) -> dict[str, Any]:
    """`clients` desks open cases one after another, each over its own connection."""
    taken: list[float] = []
    lines = [await Line.open(base, headers) for _ in range(clients)]
    begun, used_s = time.perf_counter(), time.process_time()

    async def desk(line: Line) -> None:
        while time.perf_counter() < begun + seconds:
            _, order = an_order()
            sent = time.perf_counter()
            await line.command(order)
            taken.append((time.perf_counter() - sent) * 1000)
        line.close()

    await asyncio.gather(*map(desk, lines))
    passed_s = time.perf_counter() - begun
    used_s = time.process_time() - used_s
    return {
        "clients": clients,
        "per_s": round(len(taken) / passed_s),
        **percentiles(taken),
        "client_cpu_ms": round(used_s / max(1, len(taken)) * 1000, 3),
    }


def _load(base: str, headers: dict[str, str], clients: int, seconds: float, told: Connection) -> None:
    told.send(uvloop.run(_desks(base, headers, clients, seconds)))


async def open_cases(installation: Installation, clients: int, seconds: float) -> dict[str, Any]:
    """The load in a process of its own, and what it cost the installation until the worker had followed."""
    ours, theirs = _spawn.Pipe()
    before = installation.cpu_s()
    load = _spawn.Process(
        target=_load, args=(installation.base, installation.headers, clients, seconds, theirs)
    )
    load.start()
    seen: dict[str, Any] = await asyncio.to_thread(ours.recv)
    load.join()
    pool, ended = await open_pool(installation.dsn, size_max=1), time.perf_counter()
    seen["worker_behind"] = await behind(pool)
    await settle(pool)
    seen["followed_after_s"] = round(time.perf_counter() - ended, 2)
    await pool.close()
    spent = {name: after_s - before[name] for name, after_s in installation.cpu_s().items()}
    seen["cpu_ms_per_case"] = {name: round(s / seen["n"] * 1000, 3) for name, s in spent.items()}
    return say(seen)


async def compare(installations: dict[str, Installation], seconds: float) -> dict[str, list[dict[str, Any]]]:
    """Each number of clients in each installation, one after the other."""
    seen: dict[str, list[dict[str, Any]]] = {name: [] for name in installations}
    for clients in CLIENTS:
        for name, installation in installations.items():
            seen[name].append(await open_cases(installation, clients, seconds))
    return seen


# --- boards ---------------------------------------------------------------------------------------


def _watch(base: str, cookies: tuple[str, ...], boards: int, told: Connection) -> None:
    uvloop.run(watch(base, cookies, boards, told, LATE_S))


async def _send_at(installation: Installation, rate: float, seconds: float) -> dict[str, float]:
    """Open cases at a rate, whatever the answers take; when each was answered."""
    committed: dict[str, float] = {}
    free: asyncio.Queue[Line] = asyncio.Queue()
    for _ in range(SENDERS):
        free.put_nowait(await Line.open(installation.base, installation.headers))

    async def send(line: Line) -> None:
        case, order = an_order()
        await line.command(order)
        committed[case] = time.time()
        free.put_nowait(line)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as sending:
        for nth in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, begun + nth / rate - time.perf_counter()))
            sending.create_task(send(await free.get()))
    while not free.empty():
        free.get_nowait().close()
    return committed


async def reach_boards(
    installation: Installation, boards: int, rate: float, seconds: float
) -> dict[str, Any]:
    """From the answer to the sender (the commit) until the last of `boards` windows has the case."""
    ours, theirs = _spawn.Pipe()
    before = installation.cpu_s()
    viewer = _spawn.Process(target=_watch, args=(installation.base, installation.viewers, boards, theirs))
    viewer.start()
    opening_s: float = await asyncio.to_thread(ours.recv)
    memory_mb = installation.memory_mb()
    begun = time.perf_counter()
    committed = await _send_at(installation, rate, seconds)
    sent_per_s = len(committed) / (time.perf_counter() - begun)
    ours.send(list(committed))
    arrived: dict[str, tuple[int, float]] = await asyncio.to_thread(ours.recv)
    viewer_s: float = await asyncio.to_thread(ours.recv)
    viewer.join()
    spent = {name: round(after_s - before[name], 2) for name, after_s in installation.cpu_s().items()}
    whole = [
        (arrived[c][1] - at) * 1000 for c, at in committed.items() if arrived.get(c, (0, 0))[0] >= boards
    ]
    seen = {
        "boards": boards,
        "facts_per_s": rate,
        "sent_per_s": round(sent_per_s, 1),
        "all_open_after_s": round(opening_s, 2),
        "not_on_every_board": len(committed) - len(whole),
        **percentiles(whole),
        "cpu_s": {**spent, "viewer": round(viewer_s, 2)},
        "memory_mb": memory_mb,
    }
    return say(seen)


async def find_limit(installation: Installation, boards: int, seconds: float) -> dict[str, Any]:
    """The last rate at which the p99 was within the aim, and the first at which it was not."""
    within: float | None = None
    tried = []
    for rate in LIMIT_RATES:
        seen = await reach_boards(installation, boards, rate, seconds)
        tried.append({"facts_per_s": rate, "p50_ms": seen.get("p50_ms"), "p99_ms": seen.get("p99_ms")})
        if seen["not_on_every_board"] or seen["p99_ms"] > AIM_MS:
            return {"boards": boards, "within_per_s": within, "passed_at_per_s": rate, "tried": tried}
        within = rate
    return {"boards": boards, "within_per_s": within, "passed_at_per_s": None, "tried": tried}


# --- the whole ------------------------------------------------------------------------------------


async def main(arguments: argparse.Namespace) -> dict[str, Any]:
    """Every part that was asked for."""
    report: dict[str, Any] = {"machine": machine(), "fill": HOW_FILLED}
    async with contextlib.AsyncExitStack() as open_:
        small = await open_.enter_async_context(open_installation(100, boards=max(arguments.boards)))
        report |= say({"start_s": round(small.started_s, 2), "memory_mb_at_start": small.memory_mb()})
        # Boards first: their snapshots are those of a room at work, not of the thousands that the load leaves open.
        if "boards" in arguments.parts:
            report["boards"] = [
                await reach_boards(small, boards, rate, arguments.seconds)
                for boards in arguments.boards
                for rate in arguments.rates
            ]
        if "limit" in arguments.parts:
            report["limit"] = await find_limit(small, max(arguments.boards), arguments.seconds)
        if "cases" in arguments.parts:
            installations = {"100 cases": small}
            if arguments.fill:
                filled = await open_.enter_async_context(open_installation(arguments.fill))
                installations[f"{arguments.fill} cases"] = filled
            report["cases"] = await compare(installations, arguments.seconds)
            report["memory_mb"] = {
                name: installation.memory_mb() for name, installation in installations.items()
            }
    report["load_after"] = os.getloadavg()[0]
    return report


def numbers(text: str) -> list[int]:
    """A list as people write it: 10,50."""
    return [int(one) for one in text.split(",") if one]


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="Print JSON (it always does).")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--fill", type=int, default=50_000)
    parser.add_argument("--boards", type=numbers, default=[100, 500])
    parser.add_argument("--rates", type=numbers, default=[10, 50])
    parser.add_argument("--parts", type=lambda text: text.split(","), default=["boards", "limit", "cases"])
    return parser.parse_args()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(_parsed())), indent=1))
