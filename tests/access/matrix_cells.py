"""Sends the cells of the matrix and tells what came back; reads and writes the table of what is expected."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, Phase, given, settings

from auxilio.app.capabilities import commands
from auxilio.calls.service import DESK
from auxilio.cases.service import CASE
from auxilio.content_release.service import SHELVES
from auxilio.dispatch.travel_time_factor.service import TRAVEL_TIME_FACTOR
from auxilio.followup.service import ROOM
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import ROLES
from auxilio.kernel.event import Command
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.service import SITUATION
from auxilio.platform.ids import new_id
from tests import strategies
from tests.access.actors import CAST, NAMES, Who
from tests.access.app_process import Running
from tests.access.factories import FACTORIES
from tests.access.world import Scenario, World

TABLE = Path(__file__).parent / "matrix.tsv"
NOT_PERMITTED = "."
"""In the table: `not_permitted`, the role lacks the permission."""
ONE_OF_EACH = {DESK.name, ROOM.name, SITUATION.name, TRAVEL_TIME_FACTOR.name, SHELVES.name}
"""Aggregates of which there is one for each desk or mode: they are nobody's neighbour, and are never missing."""
SILENT: dict[tuple[str, str], str] = {("cases.reserve", "reserved"): "it is reserved already"}
"""Commands, and scenarios, whose allowed answer makes no event, each with the reason."""
FIRST = ("command", "rule", "scenario")


@dataclass(frozen=True)
class Row:
    """One command in one scenario, and what each of the cast is answered."""

    command: str
    rule: str
    scenario: str
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        return self.command, self.scenario


def tag_of(kind: type[Command]) -> str:
    """`cases.take_over`."""
    return str(kind.__struct_config__.tag)


def of_people() -> tuple[type[Command], ...]:
    """The commands that somebody besides the system may give."""
    return tuple(kind for kind in commands() if kind.object_rule != ObjectRule.SYSTEM)


def of_system() -> tuple[type[Command], ...]:
    """The commands that nobody else may give."""
    return tuple(kind for kind in commands() if kind.object_rule == ObjectRule.SYSTEM)


def holds(who: Who, kind: type[Command]) -> bool:
    """Whether the role has the permission."""
    return kind.permission in ROLES[who.role]


def scenarios_of(kind: type[Command], it: Running) -> tuple[Scenario, ...]:
    """Those that mean something for this command: a new object is nobody's, and what is of no case is not reserved."""
    who = next(one for one in it.cast.values() if holds(one, kind))
    own, reserved = (
        World(who, one, it.known, it.runtime.clock.now()) for one in (Scenario.OWN, Scenario.RESERVED)
    )
    FACTORIES[kind](own)
    FACTORIES[kind](reserved)
    aggregates = {aggregate.name for aggregate, _, _ in own.facts}
    found = [Scenario.OWN]
    if aggregates - ONE_OF_EACH:
        found.append(Scenario.NEIGHBOUR)
    if CASE.name in {aggregate.name for aggregate, _, _ in reserved.facts}:
        found.append(Scenario.RESERVED)
    found.append(Scenario.MODE)
    if aggregates - ONE_OF_EACH:
        found.append(Scenario.MISSING)
    return tuple(found)


@dataclass
class Observer:
    """Sends cells."""

    it: Running
    wrong: list[str] = field(default_factory=list)
    """What no answer may do, whatever it says: allowed without an event, refused with one."""

    async def row(self, kind: type[Command], scenario: Scenario, names: Sequence[str] = NAMES) -> Row:
        """One command in one scenario, sent by these."""
        sent: dict[UUID, tuple[str, str]] = {}
        row = Row(tag_of(kind), str(kind.object_rule), scenario.value)
        idle: tuple[World, Command] | None = None
        for name in names:
            who = self.it.cast[name]
            if holds(who, kind) or idle is None:
                made = await self._made(kind, scenario, who)
                idle = idle or made
            world, command = made if holds(who, kind) else idle
            id = new_id()
            row.cells[name] = await self._send(who, scenario, world, command, id)
            sent[id] = name, row.cells[name]
        await self._check(row, sent)
        return row

    async def _made(self, kind: type[Command], scenario: Scenario, who: Who) -> tuple[World, Command]:
        world = World(who, scenario, self.it.known, self.it.runtime.clock.now())
        command = FACTORIES[kind](world)
        if scenario is not Scenario.MISSING:
            await self.it.settle(world)
        return world, command

    async def _send(self, who: Who, scenario: Scenario, world: World, command: Command, id: UUID) -> str:
        mode = Mode.TRAINING if scenario is Scenario.MODE else Mode.REAL
        own = world.calls[0] if world.calls and not world.other else None
        answer = await self.it.send(who, command, mode=mode, call=own, id=id)
        if answer.status != 200 and world.undo and scenario is not Scenario.MISSING:
            await self.it.write(world.undo)
            world.undo.clear()
        return NOT_PERMITTED if answer.code == "not_permitted" else answer.code

    async def _check(self, row: Row, sent: dict[UUID, tuple[str, str]]) -> None:
        made = await self.it.made_by(sent)
        for id, (name, code) in sent.items():
            said = f"{row.command} {row.scenario} {name}: {code}"
            if code == "200" and id not in made and row.key not in SILENT:
                self.wrong.append(f"{said}, and no event")
            if code != "200" and id in made:
                self.wrong.append(f"{said}, and an event")

    async def row_of_system(self, kind: type[Command]) -> Row:
        """A command of the system, sent by everybody: any body that can be read."""
        command = any_of(kind)
        row = Row(tag_of(kind), str(kind.object_rule), "any")
        for who in self.it.cast.values():
            code = (await self.it.send(who, command)).code
            row.cells[who.name] = NOT_PERMITTED if code == "not_permitted" else code
        return row


@functools.cache
def any_of(kind: type[Command]) -> Command:
    """The simplest command of this kind that can be read."""
    found: list[Command] = []

    @given(strategies.of(kind).filter(readable))
    @settings(
        max_examples=1,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def take(command: Command) -> None:
        found.append(command)

    take()
    return found[0]


def readable(command: Command) -> bool:
    """Whether what was drawn can be read back."""
    try:
        msgspec.json.decode(msgspec.json.encode(command), type=type(command))
    except msgspec.ValidationError:
        return False
    return True


# --- the table ------------------------------------------------------------------------------------


def read_table(path: Path = TABLE) -> dict[tuple[str, str], Row]:
    """What is expected, by command and scenario."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    names = lines[0].split("\t")[len(FIRST) :]
    rows = {}
    for line in lines[1:]:
        command, rule, scenario, *cells = line.split("\t")
        row = Row(command, rule, scenario, dict(zip(names, cells, strict=True)))
        rows[row.key] = row
    return rows


def write_table(rows: Iterable[Row], head: str, path: Path = TABLE) -> None:
    """As it is committed."""
    lines = [*(f"# {line}".rstrip() for line in head.splitlines()), "\t".join((*FIRST, *NAMES))]
    lines += [
        "\t".join((row.command, row.rule, row.scenario, *(row.cells[name] for name in NAMES))) for row in rows
    ]
    path.write_text("\n".join(lines) + "\n")


def different(expected: Row, found: Row) -> list[str]:
    """Each cell of `found` that is not as expected."""
    return [
        f"{found.command} {found.scenario} {name}: expected {expected.cells[name]}, was {code}"
        for name, code in found.cells.items()
        if expected.cells[name] != code
    ]


assert tuple(who.name for who in CAST) == NAMES
