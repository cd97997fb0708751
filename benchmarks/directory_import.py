"""What it costs to bring a whole directory from files: 600 people, 900 units, 60 hospitals, and the places they name.

    .venv/bin/python benchmarks/directory_import.py --json [--people 600] [--units 900] [--hospitals 60]

Each kind is applied from a CSV, applied again (which must change nothing), exported, read back from the export, and taken
back; the directory must then be what it was. Seconds of the wall clock for each step, in one process with a PostgreSQL of
its own; `total_s` is all files applied once, and `cpu_s` the CPU of this process in it, which other work on the machine leaves
alone. First passwords cost most of it: one Argon2 hash for each person, in two threads that give way to others.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import uvloop

from auxilio.app.composition import directory_imports, identity_of, open_runtime
from auxilio.app.settings import Settings
from auxilio.directory_import.core.model import ImportKind
from auxilio.directory_import.service import DirectoryImports
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.platform.database.connection import open_pool
from auxilio.platform.database.migrate import upgrade
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import temporary_postgres
from auxilio.platform.postgres.roles import APP_ROLE, OWNER_ROLE

ROLES = frozenset({"administrator"})
ADMINISTRATOR = Actor(
    id=new_id(), kind="person", name="Benchmark", roles=ROLES, permissions=permissions_of(ROLES)
)


def files(people: int, units: int, hospitals: int) -> dict[ImportKind, bytes]:
    """Files as a large centre has them."""
    lines = {
        ImportKind.AGENCIES: ["id;service;name", "san;HEALTH;Sanidad", "fire;FIRE;Bomberos"],
        ImportKind.CENTRES: ["id;agency;name"]
        + [f"{agency}-{n};{agency};Centro {n}" for agency in ("san", "fire") for n in range(1, 6)],
        ImportKind.DESKS: ["id;name;roles"] + [f"desk-{n};Puesto {n};call_taker" for n in range(1, 41)],
        ImportKind.PEOPLE: ["login;name;roles;agency;centre;languages"]
        + [
            f"p{n};Persona {n};{'dispatcher' if n % 2 else 'crew'};san;san-{n % 5 + 1};es ca"
            for n in range(people)
        ],
        ImportKind.UNITS: ["callsign;agency;centre;capabilities;latitude;longitude;talk_group;phone;radios"]
        + [
            f"U-{n};san;san-{n % 5 + 1};bls;{40 + n / 1000};{-3 + n / 1000};Sanidad 1;+346{n:08};214-1-{n + 1} 214-1-{n + 5001}"
            for n in range(units)
        ],
        ImportKind.HOSPITALS: ["name;latitude;longitude;phone;capabilities"]
        + [f"Hospital {n};{40 + n / 100};-3.5;+349{n:08};trauma stroke" for n in range(hospitals)],
    }
    return {kind: ("\r\n".join(each) + "\r\n").encode() for kind, each in lines.items()}


class Stopwatch:
    """Seconds of each step."""

    def __init__(self) -> None:
        self.spans_s: dict[str, dict[str, float]] = {}
        self.cpu_s: dict[str, float] = {}

    async def time[T](self, step: str, kind: ImportKind, work: Any) -> Any:
        begun, cpu = time.perf_counter(), time.process_time()
        result = await work
        self.cpu_s[step] = self.cpu_s.get(step, 0.0) + time.process_time() - cpu
        self.spans_s.setdefault(step, {})[kind.value] = round(time.perf_counter() - begun, 3)
        return result


async def measure(imports: DirectoryImports, wanted: dict[ImportKind, bytes]) -> dict[str, Any]:
    """Every step of every kind."""
    watch, done = Stopwatch(), {}
    before = {kind: await imports.export(kind, "csv", "en", ADMINISTRATOR) for kind in ImportKind}
    for kind, raw in wanted.items():
        preview = await watch.time("preview", kind, imports.preview(kind, raw, ADMINISTRATOR))
        assert not preview.findings, preview.findings[:3]
        applied = imports.apply(kind, raw, ADMINISTRATOR, file=f"{kind.value}.csv", language="es")
        done[kind] = (await watch.time("apply", kind, applied)).summary
        again = await watch.time("again", kind, imports.preview(kind, raw, ADMINISTRATOR))
        assert (again.new, again.changed) == (0, 0), "the second time changes nothing"
        for form in ("csv", "xlsx"):
            exported = await watch.time(
                f"export_{form}", kind, imports.export(kind, form, "en", ADMINISTRATOR)
            )
            back = await watch.time(f"reread_{form}", kind, imports.preview(kind, exported, ADMINISTRATOR))
            assert (back.new, back.changed, back.findings) == (0, 0, ()), "an export reads back by value"
    for kind in reversed(wanted):
        await watch.time("take_back", kind, imports.take_back(done[kind].id, ADMINISTRATOR))
    after = {kind: await imports.export(kind, "csv", "en", ADMINISTRATOR) for kind in ImportKind}
    assert after == before, "taken back, the directory is what it was"
    return {
        "total_s": round(sum(watch.spans_s["apply"].values()), 3),
        "cpu_s": round(watch.cpu_s["apply"], 3),
        "new": {kind.value: one.new for kind, one in done.items()},
        "steps_s": watch.spans_s,
    }


async def run(people: int, units: int, hospitals: int) -> dict[str, Any]:
    """One installation of its own."""
    async with temporary_postgres() as server:
        pool = await open_pool(server.dsn("postgres", "postgres"), size_max=2)
        await pool.execute(f'create database directory_import owner "{OWNER_ROLE}"')
        await pool.close()
        owner = await open_pool(server.dsn("directory_import", OWNER_ROLE), size_max=2)
        await upgrade(owner, APP_ROLE)
        await owner.close()
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(database_url=server.dsn("directory_import"), data=Path(folder))
            async with open_runtime(settings) as runtime:
                imports = directory_imports(runtime, identity_of(runtime))
                return await measure(imports, files(people, units, hospitals))


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, count in (("people", 600), ("units", 900), ("hospitals", 60)):
        parser.add_argument(f"--{name}", type=int, default=count)
    parser.add_argument("--json", action="store_true", help="One line of JSON.")
    asked = parser.parse_args()
    found = uvloop.run(run(asked.people, asked.units, asked.hospitals))
    print(json.dumps(found, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
