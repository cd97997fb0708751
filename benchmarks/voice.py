"""What the exchange costs, and whether it keeps its promises on a day that a centre could not answer.

    .venv/bin/python benchmarks/voice.py --json [--parts answer,calls,media,curve,tenfold] [--rounds 30] [--rates 5,10,20,40]
                                         [--seconds 10] [--legs 20,100] [--share 1.0] [--minutes 60] [--hold-max 300]

answer   one caller and one operator, again and again: INVITE to 200, and from the key at the desk until each hears the other
         (a tone at each end, to the packet of 20 ms). «software» is their sum: what is not a person's time.
calls    sipp calls and hangs up, at each rate: INVITE to 200, and the CPU that a call costs each process over what it costs
         to wait. Calls a second for each core are of `voice` alone, and of the whole installation.
media    `media.py`: CPU for each leg of each engine, not recorded and recorded. A call is two legs.
curve    Valencia's day (tests/voice/curve) with each share of junk and each number of calls for a case: every INVITE is a
         call with its outcome, retries joined, the call-back queue complete, nothing lost.
tenfold  the 17h hour of it with ten times the calls, slower, and as many held as `--hold-max`.

`--minutes` plays only so many of the day's from the beginning of each, `--share` a part of the town and of its operators.

Callers, operators and installation share the machine. A busy machine makes times worse, never better. Milliseconds, and CPU of
processes in seconds or in per cent of one core. Nothing is asserted: what was aimed at stands beside what was seen.
"""

import argparse
import asyncio
import contextlib
import csv
import json
import os
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from installations import Installation, machine, open_installation
from media import run as run_media
from spine import percentiles, say

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.platform.clock import SystemClock
from auxilio.voice.media import g711
from auxilio.voice.sip.agent import AgentSettings, SipAgent
from simulator.board import look
from simulator.pace import Pace
from simulator.server_client import ServerClient
from tests.voice.curve.callers import SIPP
from tests.voice.curve.desks import Calls, seed_of
from tests.voice.curve.load_run import play
from tests.voice.curve.plan import Piece, read_day, tenfold, whole
from tests.voice.desk_line import open_line
from tests.voice.media.peers import CALLER, DESK, Ear, Phone

AIMS = {
    "answer": "software share of the time to answer p99 under 150 ms",
    "media": "400 concurrent recorded calls, or 600 unrecorded, on 2 cores with rtpengine and the load generator on them;"
    " 100 browser legs a core on the embedded engine",
    "curve": "nothing wrong",
}
HEARS_WITHIN_S = 10.0
LOUD = 5_000.0
"""Amplitude; a phone's tone has 8,000."""
CALL_LASTS_MS, IDLE_S = 200, 5.0
LOOPBACK = {"sip_trusted": "127.0.0.0/8"}


# --- answer ---------------------------------------------------------------------------------------


@asynccontextmanager
async def a_phone(hertz: int) -> AsyncIterator[Phone]:
    phone = await Phone(hertz).open()
    try:
        yield phone
    finally:
        phone.close()


async def answer(rounds: int) -> dict[str, Any]:
    """One call after another, from the first packet of SIP to the first tone at each ear."""
    async with contextlib.AsyncExitStack() as open_:
        installation = await open_.enter_async_context(
            open_installation(voice=True, seed=seed_of(1), **LOOPBACK)
        )
        pace = Pace(SystemClock())
        client = await open_.enter_async_context(ServerClient(installation.base, pace))
        watcher = await client.sign_in("watcher", PASSWORD, "room")
        calls = Calls()
        await open_.enter_async_context(look(client, watcher, "room", pace, into=calls))
        seat = await client.sign_in("op-001", PASSWORD, "desk-op-001")
        headset = await open_.enter_async_context(a_phone(DESK))
        way = await client.ask("POST", "/api/voice/line", seat, json={})
        line = open_line(way["port"], way["token"], way["user"], headset.description())
        _, answered = await open_.enter_async_context(line)
        headset.connect(answered)
        agent = SipAgent(AgentSettings(udp_port=0, tcp_port=None))
        await agent.start()
        open_.push_async_callback(agent.stop)
        await client.order(seat, "calls.stand_ready")
        seen = [await _one_call(installation, client, seat, calls, agent, headset) for _ in range(rounds)]
    return say(
        {
            "invite_to_200": percentiles([one for one, _ in seen]),
            "key_to_two_way": percentiles([two for _, two in seen]),
            "software": percentiles([one + two for one, two in seen]),
        }
    )


class FirstHeard(Ear):
    """The moment of the first packet that is nothing but the other end's tone. An announcement's speech is not."""

    def __init__(self, hertz: int) -> None:
        super().__init__()
        self._hertz = hertz
        self.at = asyncio.get_running_loop().create_future()

    def hear(self, samples: Any) -> None:
        """One packet."""
        super().hear(samples)
        wave = np.exp(-2j * np.pi * self._hertz * np.arange(len(samples)) / g711.RATE)
        if not self.at.done() and 2 * abs(np.mean(samples * wave)) > LOUD:
            self.at.set_result(time.perf_counter())


async def _one_call(
    installation: Installation, client: ServerClient, seat: Any, calls: Calls, agent: SipAgent, headset: Phone
) -> tuple[float, float]:
    async with a_phone(CALLER) as phone:
        begun = time.perf_counter()
        out = await agent.invite(
            f"sip:112@127.0.0.1:{installation.settings.sip_port}",
            phone.description().encode(),
            from_="sip:+34600100200@127.0.0.1",
        )
        leg = await out.answered()
        to_200_ms = (time.perf_counter() - begun) * 1000
        phone.connect(leg.remote_sdp.decode())
        row = await calls.offers[seat.desk].get()
        phone.ear, headset.ear = ears = FirstHeard(DESK), FirstHeard(CALLER)
        pressed = time.perf_counter()
        await client.order(seat, "calls.answer", call=row["id"])
        async with asyncio.timeout(HEARS_WITHIN_S):
            moments = await asyncio.gather(*(ear.at for ear in ears))
        two_way_ms = (max(moments) - pressed) * 1000
        await client.order(seat, "calls.hang_up", call=row["id"])
        await leg.gone.wait()
        await client.order(seat, "calls.dispose", call=row["id"], disposition="test")
        await client.order(seat, "calls.stand_ready")
    return to_200_ms, two_way_ms


# --- calls ----------------------------------------------------------------------------------------


async def churn(rates: list[int], seconds: float) -> list[dict[str, Any]]:
    """At each rate in one installation: what a call costs that is answered by the machine and given up."""
    async with open_installation(voice=True, seed=seed_of(1), **LOOPBACK) as installation:
        before = installation.cpu_s()
        await asyncio.sleep(IDLE_S)
        idle = {name: (after_s - before[name]) / IDLE_S for name, after_s in installation.cpu_s().items()}
        with tempfile.TemporaryDirectory() as folder:
            return [say(await _at(installation, rate, seconds, idle, Path(folder))) for rate in rates]


async def _at(
    installation: Installation, rate: int, seconds: float, idle: dict[str, float], folder: Path
) -> dict[str, Any]:
    assert SIPP is not None, "missing: sipp (apt-get install sip-tester)"
    calls, before, begun = round(rate * seconds), installation.cpu_s(), time.perf_counter()
    command = [
        SIPP, f"127.0.0.1:{installation.settings.sip_port}", "-sn", "uac", "-s", "112", "-i", "127.0.0.1", "-t", "u1",
        "-d", CALL_LASTS_MS, "-r", rate, "-m", calls, "-l", 10_000, "-nostdin", "-trace_rtt", "-rtt_freq", 1,
    ]  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        *map(str, command), cwd=folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    failed = await process.wait()
    await asyncio.sleep(2.0)  # what follows from the last ones
    passed_s = time.perf_counter() - begun
    spent = {
        name: max(0.001, after_s - before[name] - idle[name] * passed_s)
        for name, after_s in installation.cpu_s().items()
    }
    took = _response_times_ms(folder / f"uac_{process.pid}_rtt.csv")
    return {
        "calls_per_s": rate,
        "invite_to_200": percentiles(took),
        "all_answered": failed == 0 and len(took) == calls,
        "cpu_ms_per_call": {name: round(s / calls * 1000, 2) for name, s in spent.items()},
        "calls_per_s_per_core": {
            "voice": round(calls / spent["voice"]),
            "house": round(calls / sum(spent.values())),
        },
    }


def _response_times_ms(file: Path) -> list[float]:
    with file.open() as lines:
        return [float(row["response_time_ms"]) for row in csv.DictReader(lines, delimiter=";")]


# --- media, and the day ---------------------------------------------------------------------------


async def media(legs: str, seconds: float) -> list[dict[str, Any]]:
    """`media.py`, not recorded and recorded; then as many calls as a centre's engine is to carry."""
    rows = []
    for recorded, many in ((False, "1200"), (True, "800")):
        wanted = {"engines": "embedded,rtpengine", "profiles": "rtp,web", "legs": legs, "seconds": seconds}
        rows += await run_media(Namespace(recorded=recorded, **wanted))
        wanted |= {"engines": "rtpengine", "profiles": "rtp", "legs": many}
        rows += await run_media(Namespace(recorded=recorded, **wanted))
    return rows


async def played(pieces: list[Piece], **settings: Any) -> list[dict[str, Any]]:
    """Each piece in an installation of its own."""
    day, told = read_day(), []
    for piece in pieces:
        with tempfile.TemporaryDirectory() as folder:
            seen = await play(day, piece, Path(folder), **settings)
        told.append(
            say(
                {
                    "junk": piece.junk,
                    "calls_per_case": piece.calls_per_case,
                    "share": piece.share,
                    "speed": piece.speed,
                    "operators": seen.operators,
                    "planned_s": piece.length_s,
                    "played_s": seen.played_s,
                    **seen.verdict.numbers,
                    "wrong": len(seen.verdict.wrong),
                    "what_is_wrong": seen.verdict.wrong[:10],
                    "desks": seen.done,
                    "cpu_s": seen.cpu_s,
                }
            )
        )
    return told


async def run(wanted: Namespace) -> dict[str, Any]:
    """The parts that were asked for, one after another."""
    day, parts, seen = read_day(), wanted.parts.split(","), dict[str, Any]()
    if "answer" in parts:
        seen["answer"] = await answer(wanted.rounds)
    if "calls" in parts:
        seen["calls"] = await churn([int(one) for one in wanted.rates.split(",")], wanted.seconds)
    if "media" in parts:
        seen["media"] = await media(wanted.legs, wanted.seconds)
    if "curve" in parts:
        pieces = [
            whole(day, junk=junk, calls_per_case=each, share=wanted.share)
            for junk in day.junk
            for each in day.calls_per_case
        ]
        seen["curve"] = await played([_at_most(one, wanted.minutes) for one in pieces])
    if "tenfold" in parts:
        bound = {"hold_max": wanted.hold_max, "divert_to": "a neighbour"}
        piece = _at_most(tenfold(day, share=wanted.share), wanted.minutes)
        seen["tenfold"] = await played([piece], **bound)
    return seen


def _at_most(piece: Piece, minutes: float | None) -> Piece:
    if minutes is None:
        return piece
    return replace(piece, until_s=min(piece.until_s, piece.from_s + minutes * 60))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--parts", default="answer,calls,media,curve,tenfold")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--rates", default="5,10,20,40")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--legs", default="20,100")
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--hold-max", type=int, default=300)
    wanted = parser.parse_args()
    before = machine()
    seen = asyncio.run(run(wanted))
    aims = {name: AIMS[name] for name in seen if name in AIMS}
    report = {"machine": before, "load_after": os.getloadavg()[0], "aims": aims, **seen}
    print(json.dumps(report, indent=1 if not wanted.json else None))


if __name__ == "__main__":
    main()
