"""Write `matrix.tsv` as the application answers now: `python -m tests.access.observe [TAG ...]`; with `routes` instead of
tags, `routes.tsv`.

What it writes is an observation. It is reviewed cell by cell before it is committed: the table says what is right.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from auxilio.platform.postgres import temporary_postgres
from tests.access.app_process import running
from tests.access.matrix_cells import (
    TABLE,
    Observer,
    of_people,
    of_system,
    read_table,
    scenarios_of,
    tag_of,
    write_table,
)
from tests.access.read_observations import Reader, rows, write_routes
from tests.access.world import Scenario

HEAD = """Who may send which command about whose object: expected answers (decision 0250). Reviewed by hand; `observe.py` writes what is so.

Cells: `200`, allowed, with an event; `.`, `not_permitted`: the role lacks the permission; else the code of the refusal.
own: a case of the own desk or with a task of the own centre; the own call, unit, patient, message.
neighbour: a case without a task of the own centre; in a shared case, somebody else's call, task, unit, patient, message.
reserved: as own, in a reserved case in which the sender is not named; calls are at another desk.
mode: as own, by a training session about real objects. missing: there is no such object.
Rows that would mean nothing are left out: what is new is nobody's, and what is of no case is not reserved."""


HEAD_OF_ROUTES = """Who may read what of whose case: expected answers (decision 0252). Reviewed by hand; `observe.py routes` writes what is so.

Cells: `200`, answered; `200+`, answered, and words, telephone, place or task of the case are in it (routes that list);
`.`, `not_permitted`; else the code of the refusal. Scenarios as in `matrix.tsv`; any: the route tells of no case.
talk: about a call that has no case yet."""


async def main(tags: list[str]) -> int:
    """Write the rows of these commands, or all."""
    with TemporaryDirectory(dir="/dev/shm") as folder:
        Path(folder).chmod(0o755)
        async with temporary_postgres() as server, running(server, Path(folder)) as it:
            if tags == ["routes"]:
                await _routes(Reader(it))
                return 0
            observer = Observer(it)
            known = read_table() if TABLE.exists() else {}
            made = []
            for kind in sorted(of_people(), key=tag_of):
                for scenario in scenarios_of(kind, it):
                    key = tag_of(kind), scenario.value
                    fresh = not tags or tag_of(kind) in tags or key not in known
                    made.append(await observer.row(kind, scenario) if fresh else known[key])
            for kind in sorted(of_system(), key=tag_of):
                fresh = not tags or (tag_of(kind), "any") not in known
                made.append(await observer.row_of_system(kind) if fresh else known[tag_of(kind), "any"])
    write_table(made, HEAD)
    for line in observer.wrong:
        print("WRONG", line)
    return len(observer.wrong)


async def _routes(reader: Reader) -> None:
    found = {
        (route, scenario): await reader.of_no_case(route)
        if scenario == "any"
        else await reader.of_a_case(route, Scenario(scenario))
        for route, scenario in rows()
    }
    write_routes(found, HEAD_OF_ROUTES)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
