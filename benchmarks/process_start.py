"""What starting the processes of an installation costs: forked from one that has imported the code, and each by itself.

    python benchmarks/process_start.py --json

Both ways in one run, each several times in turn. Both import the same modules and read the content of the package; neither needs a
database. CPU is of the started processes and of the one that they are forked from.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time

from auxilio.app.processes.supervisor import IMPORTED

PROCESSES = 4
"""As a demo has: `serve`, `worker`, `voice`, and for some seconds the one that seeds it."""
FORKED = f"""
import asyncio
import psutil
from auxilio.platform.forked_process import ForkedProcess, import_before_forking

async def start():
    import_before_forking({IMPORTED!r})
    children = [ForkedProcess("benchmark", "benchmarks.process_start:end") for _ in range({PROCESSES})]
    for each in children:
        await each.start()
    assert [await each.wait() for each in children] == [0] * {PROCESSES}

asyncio.run(start())
# Nobody waits for the one that forks, so what it took is not counted with that of those who have ended.
own = [psutil.Process(), *psutil.Process().children()]
print(sum(sum(each.cpu_times()[:4]) for each in own))
"""
ALONE = f"import os, {', '.join(IMPORTED)}; print(sum(os.times()[:4]))"


def end() -> None:
    """What a process of this benchmark does once it has started."""


def measured(programs: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of these programs at once."""
    began_s = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        for program in programs
    ]
    told = [each.communicate()[0] for each in running]
    assert all(each.returncode == 0 for each in running)
    return sum(map(float, told)), time.perf_counter() - began_s


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    ways = {"alone": [ALONE] * PROCESSES, "forked": [FORKED]}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(asked.times):
        for name, programs in ways.items():
            found[name].append(measured(programs))
    result = {
        name: {
            "cpu_s": round(statistics.median(cpu for cpu, _ in runs), 2),
            "wall_s": round(statistics.median(wall for _, wall in runs), 2),
        }
        for name, runs in found.items()
    }
    print(json.dumps({"processes": PROCESSES, **result}, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
