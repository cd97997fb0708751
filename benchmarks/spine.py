"""What the spine costs: cases opened through HTTP with durable commits, and the time until every board shows it.

    .venv/bin/python benchmarks/spine.py --json [--seconds 5] [--fill 0] [--boards 100,500] [--rates 10,50]

One run compares: 1, 8 and 64 clients; then boards. The house runs as it does in `auxilio up` (embedded PostgreSQL,
one `serve`, one `worker`); clients are other processes on the same machine and parse every message. Figures are in
milliseconds and per second. A busy machine makes them worse, never better.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import psutil
import websockets

from auxilio.app.seed import PASSWORD, demo_seed
from auxilio.app.serve import environment_of
from auxilio.app.settings import Settings
from auxilio.app.supervisor import database
from auxilio.identity.service import Identity
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import open_pool
from auxilio.platform.ids import new_id


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def percentiles(samples_ms: list[float]) -> dict[str, float]:
    ordered = sorted(samples_ms)
    at = lambda share: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)  # noqa: E731
    return {"p50_ms": at(0.5), "p99_ms": at(0.99), "n": len(ordered)}


@asynccontextmanager
async def house() -> AsyncIterator[tuple[str, list[psutil.Process], str]]:
    """A whole house in a folder of its own, as `auxilio up` runs it; its address, processes and DSN."""
    with tempfile.TemporaryDirectory(prefix="auxilio-bench-") as folder:
        os.chmod(folder, 0o711)
        settings = Settings(data=Path(folder) / "data", port=free_port())
        async with database(settings) as running:
            assert running.database_url is not None
            pool = await open_pool(running.database_url, size_max=2)
            await Identity(pool, SystemClock()).seed(demo_seed())
            await pool.close()
            environ = {**os.environ, **environment_of(running)}
            started = [
                await asyncio.create_subprocess_exec(sys.executable, "-m", "auxilio", command, env=environ)
                for command in ("serve", "worker")
            ]
            try:
                base = f"http://127.0.0.1:{running.port}"
                async with httpx.AsyncClient() as client:
                    for _ in range(600):
                        try:
                            if (await client.get(base + "/api/health")).json().get("status") == "ok":
                                break
                        except httpx.TransportError:
                            pass
                        await asyncio.sleep(0.1)
                yield base, [psutil.Process(one.pid) for one in started], running.database_url
            finally:
                for one in started:
                    one.terminate()
                for one in started:
                    await one.wait()


def signed_in(base: str) -> tuple[dict[str, str], str]:
    """Headers of a call taker's session, and its cookie."""
    reply = httpx.post(
        base + "/api/session", json={"login": "lucia", "password": PASSWORD, "desk": "desk-01"}
    )
    cookie = f"auxilio_session={reply.cookies['auxilio_session']}"
    return {
        "cookie": cookie,
        "x-auxilio-csrf": reply.json()["csrf"],
        "content-type": "application/json",
    }, cookie


async def open_cases(base: str, headers: dict[str, str], clients: int, seconds: float) -> dict[str, Any]:
    """`clients` desks open cases one after another, each over its own connection, by raw HTTP/1.1."""
    taken: list[float] = []
    host = base.removeprefix("http://")
    name, _, port = host.partition(":")
    head = (
        "POST /api/commands HTTP/1.1\r\nhost: "
        + host
        + "\r\n"
        + "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    )
    until = time.perf_counter() + seconds

    async def desk() -> None:
        reader, writer = await asyncio.open_connection(name, int(port))
        while time.perf_counter() < until:
            body = msgspec.json.encode({"id": new_id(), "command": {"kind": "cases.open", "case": new_id()}})
            begun = time.perf_counter()
            writer.write(head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            assert b" 200 " in answer[:20], answer
            length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            taken.append((time.perf_counter() - begun) * 1000)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(desk() for _ in range(clients)))
    return {
        "clients": clients,
        "per_s": round(len(taken) / (time.perf_counter() - begun)),
        **percentiles(taken),
    }


def _load(base: str, headers: dict[str, str], clients: int, seconds: float, out: Any) -> None:
    out.put(asyncio.run(open_cases(base, headers, clients, seconds)))


async def watch_boards(base: str, cookie: str, boards: int, seen: Any, until: float) -> None:
    """Open `boards` desks' boards and note when each new case arrives on each."""
    arrivals: dict[str, list[float]] = {}

    async def window() -> None:
        extra = {"cookie": cookie, "origin": base}
        url = base.replace("http", "ws") + "/api/boards"
        async with websockets.connect(url, additional_headers=extra, max_size=None, compression=None) as line:
            await line.send('{"open":"desk","key":"k","params":{}}')
            while (left := until - time.time()) > 0:
                try:
                    said = msgspec.json.decode(await asyncio.wait_for(line.recv(), left))
                except TimeoutError:
                    return
                for row in said.get("set", {}).get("cases", {}).values():
                    arrivals.setdefault(row["id"], []).append(time.time())

    await asyncio.gather(*(window() for _ in range(boards)))
    seen.put({case: (len(times), max(times)) for case, times in arrivals.items()})


def _watch(base: str, cookie: str, boards: int, seen: Any, until: float) -> None:
    asyncio.run(watch_boards(base, cookie, boards, seen, until))


async def reach_boards(
    base: str, headers: dict[str, str], cookie: str, boards: int, rate: float, seconds: float
) -> dict[str, Any]:
    """From the answer to the sender (the commit) until the last of `boards` windows has the case."""
    seen: Any = multiprocessing.Queue()
    lead_s = 3 + boards / 100
    until = time.time() + lead_s + seconds + 3
    viewer = multiprocessing.Process(target=_watch, args=(base, cookie, boards, seen, until))
    viewer.start()
    await asyncio.sleep(lead_s)
    committed: dict[str, float] = {}
    async with httpx.AsyncClient(base_url=base, headers=headers, timeout=30) as client:
        begun = time.perf_counter()
        for nth in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, begun + nth / rate - time.perf_counter()))
            case = str(new_id())
            order = {"id": str(new_id()), "command": {"kind": "cases.open", "case": case}}
            await client.post("/api/commands", json=order)
            committed[case] = time.time()
    arrived = await asyncio.to_thread(seen.get)
    viewer.join()
    whole = [
        (arrived[c][1] - at) * 1000 for c, at in committed.items() if arrived.get(c, (0, 0))[0] >= boards
    ]
    lost = len(committed) - len(whole)
    return {
        "boards": boards,
        "facts_per_s": rate,
        "not_on_every_board": lost,
        **(percentiles(whole) if whole else {}),
    }


async def main(arguments: argparse.Namespace) -> dict[str, Any]:
    report: dict[str, Any] = {"cores": os.cpu_count(), "load_before": os.getloadavg()[0]}
    async with house() as (base, processes, _dsn):
        headers, cookie = await asyncio.to_thread(signed_in, base)
        # Boards first: their snapshots are those of a room at work, not of the thousands that the load leaves open.
        report["boards"] = [
            await reach_boards(base, headers, cookie, boards, rate, arguments.seconds)
            for boards in arguments.boards
            for rate in arguments.rates
        ]
        report["empty"] = []
        for clients in (1, 8, 64):
            out: Any = multiprocessing.Queue()
            load = multiprocessing.Process(
                target=_load, args=(base, headers, clients, arguments.seconds, out)
            )
            load.start()
            report["empty"].append(await asyncio.to_thread(out.get))
            load.join()
        report["memory_mb"] = {
            one.cmdline()[-1]: round(one.memory_info().rss / 1e6) for one in processes if one.is_running()
        }
    return report


def numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",") if one]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="Print JSON (it always does).")
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--boards", type=numbers, default=[100, 500])
    parser.add_argument("--rates", type=numbers, default=[10, 50])
    print(json.dumps(asyncio.run(main(parser.parse_args())), indent=1))
