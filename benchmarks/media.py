"""What a leg costs each media engine: CPU of each process, ticks that came late, packets lost on the way.

    .venv/bin/python benchmarks/media.py --json [--seconds 8] [--legs 20,100] [--engines embedded,rtpengine]
                                         [--profiles rtp,web] [--recorded]

Legs are bridged in pairs and speak all the time, A-law, 20 ms. The other ends are a process of their own on the same machine:
an embedded engine for browsers' legs, `rtp_load` for plain ones. So a busy machine shows as late ticks and as fewer than 50
packets a second for each leg, which then cost less than they should: look at `cpu_pct_per_leg_at_50`. CPU is in per cent of
one core, by process time; `voice` runs on uvloop, as `auxilio voice` does.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import psutil
import uvloop

sys.path.insert(0, str(Path(__file__).parents[1]))

from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.clock import SystemClock
from auxilio.platform.keys.fakes import MemoryCaseKeys
from auxilio.voice.media import g711
from auxilio.voice.media.embedded.engine import EmbeddedEngine
from auxilio.voice.media.ports import LegId, LegProfile, Sound
from auxilio.voice.media.recorder.service import RecordingService
from auxilio.voice.media.rtpengine.engine import RtpengineEngine
from benchmarks import rtp_load
from tests.voice.media.rtpengine_node import Node

_spawn = multiprocessing.get_context("spawn")
_SPEECH = Sound("tone", g711.encode(8000 * np.sin(np.arange(8000) * 0.5)).tobytes())


def other_ends(pipe: Connection, profile: LegProfile, legs: int) -> None:
    if profile is LegProfile.RTP:
        rtp_load.other_ends(pipe, legs)
    else:
        asyncio.run(_browsers(pipe, profile, legs))


async def _browsers(pipe: Connection, profile: LegProfile, legs: int) -> None:
    engine = EmbeddedEngine(SystemClock(), ports=(40_000, 44_999))
    await engine.start()
    for number in range(legs):
        leg = LegId(f"far-{number}")
        pipe.send(await engine.attach_out(leg, profile))
        await engine.set_answer(leg, await asyncio.to_thread(pipe.recv))
        await engine.park(leg, _SPEECH)
    while await asyncio.to_thread(pipe.recv) == "count":
        stats = [await engine.stats(LegId(f"far-{number}")) for number in range(legs)]
        pipe.send((sum(one.sent for one in stats) / legs, sum(one.received for one in stats)))
    await engine.close()


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def measure(
    engine: EmbeddedEngine | RtpengineEngine,
    mixer: EmbeddedEngine,
    profile: LegProfile,
    legs: int,
    seconds: float,
    recorder: RecordingService | None,
    others: dict[str, psutil.Process],
) -> dict[str, Any]:
    here, there = _spawn.Pipe()
    far = _spawn.Process(target=other_ends, args=(there, profile, legs))
    far.start()
    for number in range(legs):
        offer = await asyncio.to_thread(here.recv)
        here.send(await engine.attach_in(LegId(f"leg-{number}"), offer, group=f"call-{number // 2}"))
    for number in range(0, legs, 2):
        one, two = LegId(f"leg-{number}"), LegId(f"leg-{number + 1}")
        await engine.bridge(one, two)
        if recorder is not None:
            recording = await recorder.begin(UUID(int=number + 1), UUID(int=1))
            await engine.attach_sink(one, recording.party("caller"))
            await engine.attach_sink(two, recording.party("desk"))
    await asyncio.sleep(3)
    processes = {"voice": psutil.Process(), "other_ends": psutil.Process(far.pid), **others}
    before, ticks, late = (
        {name: _cpu_s(one) for name, one in processes.items()},
        mixer.ticks,
        mixer.late_ticks,
    )
    begin, (turns, heard) = time.monotonic(), await _count(here)
    await asyncio.sleep(seconds)
    took, (turns_after, heard_after) = time.monotonic() - begin, await _count(here)
    passed, behind = mixer.ticks - ticks, mixer.late_ticks - late
    cpu = {name: round(100 * (_cpu_s(one) - before[name]) / took, 1) for name, one in processes.items()}
    sent, came = (turns_after - turns) * legs, heard_after - heard
    rate = came / legs / took
    here.send("enough")
    await asyncio.to_thread(far.join)
    for number in range(legs):
        await engine.detach(LegId(f"leg-{number}"))
    ours = cpu["voice"] + sum(cpu[name] for name in others)
    return {
        "profile": str(profile),
        "legs": legs,
        "recorded": recorder is not None,
        "cpu_pct": cpu,
        "cpu_pct_per_leg_at_50": round(ours / legs * 50 / rate, 3),
        "ticks": passed,
        "late_ticks": behind,
        "packets_per_leg_s": round(rate, 1),
        "lost_pct": round(100 * (1 - came / sent), 3),
    }


async def _count(pipe: Connection) -> tuple[float, int]:
    """How many packets each other end has sent, and how many have come to them in all."""
    pipe.send("count")
    counted: tuple[float, int] = await asyncio.to_thread(pipe.recv)
    return counted


async def run(wanted: argparse.Namespace) -> list[dict[str, Any]]:
    rows = []
    for name in wanted.engines.split(","):
        for profile in wanted.profiles.split(","):
            for legs in wanted.legs.split(","):
                with tempfile.TemporaryDirectory() as place:
                    row = await _one(name, LegProfile(profile), int(legs), wanted, Path(place))
                rows.append({"engine": name, **row})
                print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    return rows


async def _one(
    name: str, profile: LegProfile, legs: int, wanted: argparse.Namespace, place: Path
) -> dict[str, Any]:
    mixer = EmbeddedEngine(SystemClock(), ports=(45_000, 49_999))
    engine: EmbeddedEngine | RtpengineEngine = mixer
    others, node = {}, None
    if name == "rtpengine":
        node = Node(place, ports=(20_000, 29_999))
        await node.start()
        others = {"rtpengine": psutil.Process(node.pid)}
        engine = RtpengineEngine(
            SystemClock(),
            node.control,
            mixer,
            place / "sounds",
            ports=(50_000, 54_999),
            reports_at=node.reports_at,
        )
    recorder = None
    if wanted.recorded:
        keys = MemoryCaseKeys()
        recorder = RecordingService(place / "spool", FolderBlobs(place / "blobs", keys), keys, SystemClock())
        await recorder.start()
    await engine.start()
    try:
        return await measure(engine, mixer, profile, legs, wanted.seconds, recorder, others)
    finally:
        if recorder is not None:
            await recorder.close()
        await engine.close()
        if node is not None:
            await node.kill()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--legs", default="20,100")
    parser.add_argument("--engines", default="embedded,rtpengine")
    parser.add_argument("--profiles", default="rtp,web")
    parser.add_argument("--recorded", action="store_true")
    wanted = parser.parse_args()
    load_before = os.getloadavg()[0]
    rows = uvloop.run(run(wanted))
    report = {"cores": os.cpu_count(), "load": [load_before, os.getloadavg()[0]], "rows": rows}
    print(json.dumps(report, indent=1 if not wanted.json else None))


if __name__ == "__main__":
    main()
