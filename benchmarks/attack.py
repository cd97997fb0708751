"""What desks and new callers notice while citizens' pages flood an installation.

    .venv/bin/python benchmarks/attack.py --json [--seconds 60] [--desks 24] [--floods sockets,rings,…] [--apart] [--workers 1]

24 desks work: each has its board open and writes a note into its case once a second. Meanwhile a new caller rings every
two seconds, in turn from the address that floods and from another, and somebody of the next shift signs in every second,
in turn from the room's address and from the flooding one, where they have signed in before. The floods (`floods.py`) of
sockets, rings, uploads, half requests, wrong passwords and malformed SIP run all at once, with `--apart` also one after
another. First without any flood, then with.

answer        from a desk's command to its answer
board         from a desk's command until the case on that desk's own board has the version that the answer named
new callers   from the first attempt to ring until the call is on a desk's board; a page's own repeats are part of it
sign-ins      from the first attempt until the session is there; who is told to wait tries again after a second
memory, disk  of the installation, before, at the end of the flood, and ten seconds after it

Floods, desks and installation share one machine, which they do not in life: floods run at the lowest priority. They send
as much so (compare `answered`), and what they cost the installation is all in its times. Milliseconds, unless said
otherwise. Nothing is asserted: what is aimed at stands beside what was seen. Everything is on loopback and bounded.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import msgspec
import uvloop
from floods import FLOODS, JSON, Http, Target, run_flood
from installations import Installation, machine, open_installation
from websockets.asyncio.client import ClientConnection, connect

from auxilio.app.cli.demo_people import AGENCIES, CENTRES, PASSWORD
from auxilio.identity.core.model import Desk, PersonData, Seed, SeedPerson
from auxilio.platform.ids import new_id

FLOODING, OTHER, WORKING = "127.0.0.2", "127.0.0.3", "127.0.0.1"
BEFORE_S = 2.0
"""So long desks have been at work when the floods begin, so that each has its connection as a desk's page has."""
NOTE_EVERY_S, RING_EVERY_S, SIGN_IN_EVERY_S = 1.0, 2.0, 1.0
SHIFT = tuple(f"shift-{nth:02}" for nth in range(1, 13))
"""People who come to work while the desks are at work."""
GIVE_UP_S, LOOK_S = 15.0, 0.005
AIMS = {
    "desks": "p99 under 100 ms",
    "new callers": "each on a desk's board within 2 s, from either address",
    "sign-ins": "nobody is locked out",
    "memory, disk": "bounded",
}
_spawn = multiprocessing.get_context("spawn")


def percentiles(samples_ms: list[float]) -> dict[str, float]:
    """p50, p99 and the worst of what was measured, and how many that were."""
    if not samples_ms:
        return {"n": 0}
    ordered = sorted(samples_ms)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {
        "p50_ms": round(statistics.median(ordered), 1),
        "p99_ms": round(p99, 1),
        "worst_ms": round(ordered[-1], 1),
        "n": len(ordered),
    }


def seed_of(desks: int) -> Seed:
    """So many call takers, each at a desk of their own."""
    names = logins_of(desks)
    return Seed(
        agencies=AGENCIES,
        centres=CENTRES,
        desks=tuple(Desk(id=f"desk-{name}", name=name) for name in names),
        people=tuple(
            SeedPerson(data=PersonData(login=name, name=name, roles=("call_taker",)), password=PASSWORD)
            for name in (*names, *SHIFT)
        ),
    )


def logins_of(desks: int) -> tuple[str, ...]:
    """Of those at the desks."""
    return tuple(f"op-{nth:02}" for nth in range(1, desks + 1))


# --- desks at work --------------------------------------------------------------------------------


class WorkingDesk:
    """One desk: a session, a case, an open board."""

    def __init__(self, base: str, name: str) -> None:
        self._base, self._name, self._case = base, name, str(new_id())
        self._http, self._headers = Http(base, WORKING), dict(JSON)
        self._seen = asyncio.Event()
        self._version = 0
        self.rows: dict[str, float] = {}
        """When each call was first on this desk's board."""
        self.answer_ms: list[float] = []
        self.board_ms: list[float] = []
        self.refused: dict[str, int] = {}

    async def sit_down(self) -> None:
        """Sign in, and open a case."""
        who = {"login": self._name, "password": PASSWORD, "desk": f"desk-{self._name}"}
        async with asyncio.timeout(60):
            _, session = await self._sign_in(msgspec.json.encode(who))
        self._headers |= {"cookie": session["cookie"], "x-auxilio-csrf": session["csrf"]}
        await self._command({"kind": "cases.open", "case": self._case})

    async def _sign_in(self, body: bytes) -> tuple[int, dict[str, str]]:
        # The cookie is in a header, which `Http` does not keep: one connection of its own, read by hand.
        host, port = self._base.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port), local_addr=(WORKING, 0))
        head = f"POST /api/session HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: application/json\r\n"
        writer.write(head.encode() + b"content-length: %d\r\n\r\n" % len(body) + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        assert " 200 " in answer[:20], answer
        length = int(answer.lower().split("content-length:")[1].split("\r\n")[0])
        csrf = msgspec.json.decode(await reader.readexactly(length))["csrf"]
        cookie = answer.split("auxilio_session=")[1].split(";")[0]
        writer.close()
        return 200, {"cookie": f"auxilio_session={cookie}", "csrf": csrf}

    async def watch(self, ready: asyncio.Event) -> None:
        """Follow the board, from its snapshot on; again after a break, as a page does."""
        url = self._base.replace("http", "ws", 1) + "/api/boards"
        while True:
            try:
                async with connect(
                    url,
                    additional_headers={"cookie": self._headers["cookie"]},
                    local_addr=(WORKING, 0),
                    compression=None,
                    max_size=None,
                    proxy=None,
                ) as socket:
                    await socket.send('{"open":"desk","key":"desk","params":{}}')
                    await self._follow(socket, ready)
            except OSError as cut:
                self.refused[type(cut).__name__] = self.refused.get(type(cut).__name__, 0) + 1
            await asyncio.sleep(0.25)

    async def _follow(self, socket: ClientConnection, ready: asyncio.Event) -> None:
        async for text in socket:
            said = msgspec.json.decode(text)
            tables = said.get("set") or said.get("snapshot") or {}
            if "snapshot" in said:
                ready.set()
            now = time.perf_counter()
            for row in tables.get("calls", {}).values():
                self.rows.setdefault(row["id"], now)
            mine = tables.get("cases", {}).get(f"case:{self._case}")
            if mine is not None and mine["v"] > self._version:
                self._version = mine["v"]
                self._seen.set()

    async def work(self, until: float) -> None:
        """A note a second, each until it is on the desk's own board."""
        while time.perf_counter() < until:
            begun = time.perf_counter()
            handled = await self._command({"kind": "cases.note", "case": self._case, "words": "Sigue igual."})
            if handled is not None:
                self.answer_ms.append((time.perf_counter() - begun) * 1000)
                wanted = handled["versions"][f"case:{self._case}"]
                while self._version < wanted and time.perf_counter() < begun + GIVE_UP_S:
                    self._seen.clear()
                    await asyncio.wait([asyncio.create_task(self._seen.wait())], timeout=1.0)
                self.board_ms.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(max(0.0, NOTE_EVERY_S - (time.perf_counter() - begun)))

    async def _command(self, command: dict[str, Any]) -> dict[str, Any] | None:
        body = msgspec.json.encode({"id": new_id(), "command": command})
        status, said = await self._http.ask("POST", "/api/commands", body, self._headers)
        if status == 200:
            return dict(said)
        code = f"{status} {(said or {}).get('code', '')}"
        self.refused[code] = self.refused.get(code, 0) + 1
        return None


async def new_caller(base: str, source: str, rows: dict[str, float]) -> dict[str, Any]:
    """Somebody rings: how long until they have an answer, and until they are on a desk's board."""
    http, call, begun = Http(base, source), str(new_id()), time.perf_counter()
    body = msgspec.json.encode({"id": new_id(), "call": call, "channel": "chat"})
    seen: dict[str, Any] = {"from": source, "attempts": 0, "answer_ms": None, "board_ms": None}
    for pause_s in (0.5, 1, 2, 4, 4, 4):
        seen["attempts"] += 1
        status, _ = await http.ask("POST", "/api/caller", body)
        seen["status"] = status
        if status == 201:
            seen["answer_ms"] = (time.perf_counter() - begun) * 1000
            break
        await asyncio.sleep(pause_s)
    for _ in range(int(GIVE_UP_S / LOOK_S)):
        if call in rows:
            break
        await asyncio.sleep(LOOK_S)
    if call in rows:
        seen["board_ms"] = (rows[call] - begun) * 1000
    http.close()
    return seen


async def sign_in(base: str, source: str, login: str) -> dict[str, Any]:
    """Somebody signs in, and tries again while they are told to wait: how long until they are in."""
    http, begun = Http(base, source), time.perf_counter()
    body = msgspec.json.encode({"login": login, "password": PASSWORD})
    seen: dict[str, Any] = {"from": source, "ms": None, "waits": 0}
    while time.perf_counter() < begun + GIVE_UP_S:
        status, _ = await http.ask("POST", "/api/session", body)
        if status == 200:
            seen["ms"] = (time.perf_counter() - begun) * 1000
            break
        seen["waits"] += 1
        await asyncio.sleep(1.0)
    http.close()
    return seen


async def at_work(base: str, desks: int, told: Connection) -> None:
    """Sit down at every desk; then, for each span that the parent names, work and tell what was noticed."""
    seats = [WorkingDesk(base, login) for login in logins_of(desks)]
    for seat in seats:
        await seat.sit_down()
    for nth, login in enumerate(SHIFT):  # from then on they are known at that address
        assert (await sign_in(base, (WORKING, FLOODING)[nth % 2], login))["ms"] is not None, login
    readies = [asyncio.Event() for _ in seats]
    watching = [asyncio.create_task(seat.watch(ready)) for seat, ready in zip(seats, readies, strict=True)]
    for ready in readies:
        await ready.wait()
    told.send("open")
    while (seconds := await asyncio.to_thread(told.recv)) is not None:
        told.send(await _span(base, seats, seconds))
    for task in watching:
        task.cancel()


async def _span(base: str, seats: list[WorkingDesk], seconds: float) -> dict[str, Any]:
    until = time.perf_counter() + seconds
    for seat in seats:
        seat.answer_ms, seat.board_ms, seat.refused = [], [], {}
    working = [
        asyncio.create_task(_begin_late(seat, nth / len(seats), until)) for nth, seat in enumerate(seats)
    ]
    callers: list[asyncio.Task[dict[str, Any]]] = []
    arriving = asyncio.create_task(_arrivals(base, until))
    while time.perf_counter() < until:
        source = (FLOODING, OTHER)[len(callers) % 2]
        callers.append(asyncio.create_task(new_caller(base, source, seats[0].rows)))
        await asyncio.sleep(RING_EVERY_S / 2)
    await asyncio.gather(*working)
    heard, arrived = await asyncio.gather(*callers), await arriving
    refused: dict[str, int] = {}
    for seat in seats:
        for code, count in seat.refused.items():
            refused[code] = refused.get(code, 0) + count
    return {
        "answer": percentiles([ms for seat in seats for ms in seat.answer_ms]),
        "board": percentiles([ms for seat in seats for ms in seat.board_ms]),
        "desks_refused": refused,
        "new_callers": {
            name: _heard([one for one in heard if one["from"] == source])
            for name, source in (("flooding address", FLOODING), ("another address", OTHER))
        },
        "sign_ins": {
            name: {
                "tried": len(those := [one for one in arrived if one["from"] == source]),
                "never": sum(one["ms"] is None for one in those),
                "told_to_wait": sum(one["waits"] > 0 for one in those),
                "until_in": percentiles([one["ms"] for one in those if one["ms"] is not None]),
            }
            for name, source in (("flooding address", FLOODING), ("the room's address", WORKING))
        },
    }


async def _arrivals(base: str, until: float) -> list[dict[str, Any]]:
    arriving: list[asyncio.Task[dict[str, Any]]] = []
    while time.perf_counter() < until:
        nth = len(arriving) % len(SHIFT)
        arriving.append(asyncio.create_task(sign_in(base, (WORKING, FLOODING)[nth % 2], SHIFT[nth])))
        await asyncio.sleep(SIGN_IN_EVERY_S)
    return await asyncio.gather(*arriving)


async def _begin_late(seat: WorkingDesk, late_s: float, until: float) -> None:
    await asyncio.sleep(late_s)
    await seat.work(until)


def _heard(callers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "rang": len(callers),
        "never_on_board": sum(one["board_ms"] is None for one in callers),
        "repeated": sum(one["attempts"] > 1 for one in callers),
        "answer": percentiles([one["answer_ms"] for one in callers if one["answer_ms"] is not None]),
        "board": percentiles([one["board_ms"] for one in callers if one["board_ms"] is not None]),
    }


def _desks_process(base: str, desks: int, told: Connection) -> None:
    uvloop.run(at_work(base, desks, told))


# --- floods ---------------------------------------------------------------------------------------


def _flood_process(name: str, target: Target, seconds: float, told: Connection) -> None:
    os.nice(19)  # in life it has machines of its own; what it was answered shows that it sends no less
    told.send("ready")
    told.recv()
    begun_s = time.process_time()
    answered = uvloop.run(run_flood(name, target, seconds))
    told.send({"answered": answered, "own_cpu_s": round(time.process_time() - begun_s, 1)})


type Flooding = list[tuple[str, Connection, SpawnProcess]]


async def ready_floods(
    installation: Installation, logins: tuple[str, ...], names: list[str], seconds: float
) -> Flooding:
    """A process for each of these floods, ready to begin: what it costs to start them is none of the attack."""
    pipes: Flooding = []
    for name in names:
        ours, theirs = _spawn.Pipe()
        target = Target(installation.base, FLOODING, installation.settings.sip_port, (*logins, *SHIFT))
        process = _spawn.Process(target=_flood_process, args=(name, target, seconds, theirs))
        process.start()
        pipes.append((name, ours, process))
    for _, ours, _ in pipes:
        assert await asyncio.to_thread(ours.recv) == "ready"
    return pipes


async def flood(pipes: Flooding) -> dict[str, Any]:
    """All of them at once; what each was answered."""
    for _, ours, _ in pipes:
        ours.send("go")
    seen = {}
    for name, ours, process in pipes:
        seen[name] = await asyncio.to_thread(ours.recv)
        process.join()
    return seen


def disk_mb(installation: Installation) -> float:
    """What lies in the data folder: database, blobs, keys."""
    files = (
        path
        for path in Path(installation.settings.data).rglob("*")
        if path.is_file() and not path.is_symlink()
    )
    return round(sum(_size(path) for path in files) / 1e6, 1)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # it went while we counted


# --- the whole ------------------------------------------------------------------------------------


async def _measured(
    installation: Installation, desks: Connection, logins: tuple[str, ...], names: list[str], seconds: float
) -> dict[str, Any]:
    pipes = await ready_floods(installation, logins, names, seconds + 2)
    before, cpu = (
        {"memory_mb": installation.memory_mb(), "disk_mb": disk_mb(installation)},
        installation.cpu_s(),
    )
    desks.send(BEFORE_S)
    await asyncio.to_thread(desks.recv)
    desks.send(seconds)
    flooding = asyncio.create_task(flood(pipes))
    seen: dict[str, Any] = {"floods": names, **await asyncio.to_thread(desks.recv)}
    during = {"memory_mb": installation.memory_mb(), "disk_mb": disk_mb(installation)}
    seen["cpu_s"] = {name: round(spent - cpu[name], 1) for name, spent in installation.cpu_s().items()}
    seen["flood"] = await flooding
    if names:
        await asyncio.sleep(10.0)
    after = {"memory_mb": installation.memory_mb(), "disk_mb": disk_mb(installation)}
    seen["used"] = {"before": before, "during": during, "after": after}
    print(json.dumps(seen), file=sys.stderr, flush=True)
    return seen


async def main(arguments: argparse.Namespace) -> dict[str, Any]:
    """First in peace, then under each set of floods."""
    report: dict[str, Any] = {"machine": machine(), "aims": AIMS, "desks": arguments.desks}
    logins = logins_of(arguments.desks)
    seed, voice = seed_of(arguments.desks), "sip" in arguments.floods
    async with open_installation(seed=seed, workers=arguments.workers, voice=voice) as installation:
        ours, theirs = _spawn.Pipe()
        desks = _spawn.Process(target=_desks_process, args=(installation.base, arguments.desks, theirs))
        desks.start()
        assert await asyncio.to_thread(ours.recv) == "open"
        report["quiet"] = await _measured(installation, ours, logins, [], arguments.seconds)
        sets = [[name] for name in arguments.floods] if arguments.apart else []
        sets += [arguments.floods] if len(arguments.floods) > 1 or not arguments.apart else []
        report["attacks"] = [
            await _measured(installation, ours, logins, names, arguments.seconds) for names in sets
        ]
        ours.send(None)
        desks.join()
    report["load_after"] = os.getloadavg()[0]
    return report


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="Print JSON (it always does).")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--desks", type=int, default=24)
    parser.add_argument("--workers", type=int, default=1, help="Processes of `serve`.")
    parser.add_argument("--floods", type=lambda text: text.split(","), default=list(FLOODS))
    parser.add_argument("--apart", action="store_true", help="Each flood alone, before all at once.")
    return parser.parse_args()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(_parsed())), indent=1))
