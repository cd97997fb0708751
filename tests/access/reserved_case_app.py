"""A whole system in one process for tests of reserved cases: services, reactions, boards, people, and marked content.

Every word, name, number and coordinate that the world writes about a case carries a mark that occurs nowhere else, so
that a frame that was sent to a window can be searched for it.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from auxilio.app.capabilities import tables
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.calls.core.model import CONNECTED_STATES
from auxilio.calls.service import CALL
from auxilio.cases.core.model import Case
from auxilio.cases.service import CASE
from auxilio.dispatch.response_plan.core.plan import services_by_agency
from auxilio.dispatch.service import TASK, UNIT
from auxilio.dispatch.units.core.messages import RegisterUnit, SignOnCrew
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.identity.core.model import Agency, Centre, Person, PresentPerson
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, Cursor
from auxilio.kernel.ids import AgencyId, CaseId, CentreId, CommandId, PersonId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.hub import Hub
from auxilio.workflows.capability import reactions
from auxilio.workflows.refused_access import refused_access_recorder
from auxilio.workflows.runner import ReactionRunner, StateReader
from tests.actors import person, system
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.installation import no_units

PATIENCE_S = 30.0
NOBODY = UUID(int=0)
SAME_TIME = datetime(2026, 11, 27, 22, tzinfo=UTC)


def people() -> dict[str, Actor]:
    """Everybody who looks and acts, by the name that the operations use."""
    return {
        "lucia": person("call_taker", "desk-01", name="Lucia"),
        "pau": person("call_taker", "desk-02", name="Pau"),
        "clara": person("supervisor", "room", name="Clara"),
        "marta": person("dispatcher", "san-desk-1", name="Marta", agency="san", centre="san-1"),
        "mila": person("dispatcher", "san-desk-2", name="Mila", agency="san", centre="san-1"),
        "biel": person("dispatcher", "bom-desk-1", name="Biel", agency="bom", centre="bom-1"),
        "sara": person("dispatcher", "pol-desk-1", name="Sara", agency="pol", centre="pol-1"),
        "jefe": person("supervisor", "pol-desk-2", name="Jefe", agency="pol", centre="pol-1"),
        "jordi": person("civil_protection_officer", "pc-desk-1", name="Jordi", agency="pc", centre="pc-1"),
        "vera": person("reviewer", "desk-09", name="Vera"),
        "ambulancia": person("crew", "A-01", name="Dotacion", agency="san", centre="san-1"),
        "patrulla": person("crew", "P-01", name="Dotacion", agency="pol", centre="pol-1"),
    }


UNITS = {"A-01": ("san", ("als", "bls")), "P-01": ("pol", ("patrol", "local"))}
ON_DUTY = ("marta", "mila", "biel", "sara")


@dataclass
class Marks:
    """What is marked for one case: texts that may be searched for in any frame."""

    nth: int
    used: list[str] = field(default_factory=list)

    def word(self, what: str) -> str:
        mark = f"zq{self.nth}{what}{len(self.used)}zq"
        self.used.append(mark)
        return mark

    def phone(self) -> str:
        number = f"+3460{self.nth:02d}{len(self.used):03d}77"
        self.used.append(number)
        return number

    def point(self) -> Point:
        lat = round(41.6 + self.nth / 100 + len(self.used) / 100_000 + 0.0000123, 7)
        self.used.append(str(lat))
        return Point(lat=lat, lon=0.61)


@dataclass
class Window:
    """One board that one person looks at, and all that was sent to it, with the step in which it came."""

    who: str
    board: str
    params: dict[str, str]
    frames: list[tuple[int, bytes]] = field(default_factory=list)
    opened: Any = None
    at: Cursor = field(default_factory=Cursor)
    """The last place it folded: it may resume from there."""


class World:
    """The system, and what a test does with it."""

    def __init__(self, runtime: Runtime, hub: Hub) -> None:
        self.runtime, self.hub, self.people = runtime, hub, people()
        self.states = StateReader(runtime.pool, runtime.aggregates)
        follows = reactions(no_units, on_duty=self.on_duty)
        self.runner = ReactionRunner(
            runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, runtime.commands, follows
        )
        self.marks: dict[CaseId, Marks] = {}
        self.windows: list[Window] = []
        self.units: dict[str, UnitId] = {}
        self.step = 0
        self.refusals: list[str] = []

    async def on_duty(self, centre: CentreId, mode: Mode) -> list[PresentPerson]:
        assert mode is Mode.REAL, "the only mode of these evenings"
        here = (self.people[name] for name in ON_DUTY)
        return [
            PresentPerson(
                desk=str(one.desk),
                centre=centre,
                person=PersonId(one.id),
                name=one.name,
                roles=tuple(one.roles),
            )
            for one in here
            if one.centre == centre
        ]

    async def begin(self) -> None:
        """The people are known, and the units exist and are crewed."""
        async with IdentityStore(self.runtime.pool).change() as change:
            for agency in sorted({one.agency for one in self.people.values() if one.agency}):
                await change.put_place(Agency(id=agency, service="HEALTH", name=agency), NOBODY, SAME_TIME)
                centre = Centre(id=f"{agency}-1", agency=AgencyId(agency), name=agency)
                await change.put_place(centre, NOBODY, SAME_TIME)
            for name, one in self.people.items():
                known = Person(
                    id=PersonId(one.id),
                    login=name,
                    name=one.name,
                    roles=one.roles,
                    agency=one.agency,
                    centre=one.centre,
                    languages=("es",),
                    active=True,
                )
                await change.put_person(known, "no password", NOBODY, SAME_TIME)
        for callsign, (agency, able) in UNITS.items():
            unit = self.units[callsign] = UnitId(new_id())
            await self.do(
                system(),
                RegisterUnit(
                    unit=unit,
                    callsign=callsign,
                    agency=AgencyId(agency),
                    centre=CentreId(f"{agency}-1"),
                    capabilities=able,
                    home=Point(lat=41.5, lon=0.5),
                ),
            )
            await self.do(system(), SignOnCrew(unit=unit, crew=(CrewMember(name="Ana", role="nurse"),)))

    async def do(self, actor: Actor | str, command: Command) -> bool:
        """A command and all that follows from it; whether it was granted."""
        self.step += 1
        by = self.people[actor] if isinstance(actor, str) else actor
        try:
            await self.runtime.commands.handle(CommandId(new_id()), command, by)
        except Refused as refused:
            self.refusals.append(refused.code)
            granted = False
        else:
            granted = True
        await self.settle()
        return granted

    async def settle(self) -> None:
        """Until every reaction has had its turn and the boards have told all of it."""
        await self.runner.catch_up()
        row = await self.runtime.pool.fetchrow(
            "select epoch, tx, seq from event order by 1 desc, 2 desc, 3 desc limit 1"
        )
        async with asyncio.timeout(PATIENCE_S):
            while row is not None and self.hub.cursor < Cursor(*row):
                await asyncio.sleep(0.002)

    async def open(self, who: str, board: str, since: Cursor | None = None, **params: str) -> Window | None:
        """A window opens a board; None where it may not."""
        window = Window(who, board, params)

        def take(frame: bytes) -> None:
            window.frames.append((self.step, frame))
            if (at := re.search(rb'"at":(\[[^\]]*\])', frame)) is not None:
                window.at = msgspec.json.decode(at[1], type=Cursor)

        try:
            window.opened = await self.hub.open(board, params, self.people[who], since, take)
        except Refused:
            return None
        self.windows.append(window)
        return window

    # --- what the test holds against what was sent ----------------------------------------------------

    async def case(self, id: CaseId) -> Case | None:
        return await self.states.state(CASE, id)

    async def open_to(self, id: CaseId) -> set[str]:
        """Who may read a reserved case now, by the words of decision 0252 and not by our code of them."""
        case = await self.case(id)
        assert case is not None
        ids = {case.owner_person, *(one.person for one in case.named)}
        for call in await self.states.in_case(CALL, id):
            if call.state in CONNECTED_STATES:
                ids.add(call.operator)
            ids |= {party.person for party in call.parties if party.joined_at}
        names = {name for name, one in self.people.items() if one.id in ids}
        for unit in await self.states.live(UNIT):
            if unit.case == id:
                names |= {name for name, one in self.people.items() if one.desk == unit.callsign}
        return names | {"clara"}

    async def tasks_of(self, id: CaseId) -> list[Any]:
        return await self.states.in_case(TASK, id)


@asynccontextmanager
async def a_world(server: EmbeddedPostgres, folder: Path) -> AsyncIterator[World]:
    """A world over a database of its own."""
    async with (
        fresh_database(server) as database,
        open_runtime(Settings(area="demo", database_url=database.dsn, data=folder), SystemClock()) as runtime,
    ):
        hub = Hub(
            runtime.pool,
            runtime.aggregates,
            runtime.wakeups,
            runtime.clock,
            boards_for(services_by_agency(runtime.plan), tables()),
            refused_access_recorder(runtime.commands),
        )
        following = asyncio.create_task(hub.run())
        await hub.ready.wait()
        try:
            await register_demo_centres(runtime.pool)
            world = World(runtime, hub)
            await world.begin()
            yield world
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
