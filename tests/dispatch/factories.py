"""Aggregates, actors and a running dispatch for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from auxilio.access.command_bus import CommandBus
from auxilio.dispatch.aggregates import TASK, UNIT
from auxilio.dispatch.fakes import EveryCaseIsOpen, no_case_merged
from auxilio.dispatch.response_plan.content import read_plan
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.service import COMMANDS, DispatchService
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.shared_types import ChangeId
from auxilio.dispatch.tracking.core.model import FixVerdict, JudgedFix, PositionReading
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.dispatch.units.core import messages as u
from auxilio.dispatch.units.core.model import CrewMember, UnitPosition
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, CommandId, TaskId, UnitId, stream_id
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database import log
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from tests.actors import person, system
from tests.database import Database, fresh_database

AT = datetime(2026, 11, 24, 3, 12, 0, tzinfo=UTC)
PLACE = Point(41.50, 1.50)
CREW = (CrewMember(name="Marta Soler", role="nurse"), CrewMember(name="Pau Riba", role="technician"))


@cache
def plan() -> ResponsePlan:
    found, faults = read_plan(Path(__file__).parents[2] / "content", "demo")
    assert found is not None, faults
    return found


def dispatcher(centre: str = "san-1", **more: Any) -> Actor:
    return person("dispatcher", f"{centre}-desk", centre=centre, agency=centre[:-2], **more)


def call_taker() -> Actor:
    return person("call_taker", "desk-14")


def supervisor() -> Actor:
    return person("supervisor", "room-1")


def crew_of(callsign: str) -> Actor:
    return person("crew", callsign, name="Marta Soler")


def divert(unit: Any, to: Any, of: Any, **more: Any) -> u.DivertUnit:
    return u.DivertUnit(
        assignment=AssignmentId(new_id()),
        unit=unit.id,
        task=to.id,
        leaves=of.id,
        change=ChangeId(new_id()),
        reason="parada cardiaca más cerca",
        **more,
    )


def offer(case: CaseId | None = None, **changed: Any) -> t.OfferTask:
    fields: dict[str, Any] = {
        "task": TaskId(new_id()),
        "case": case or CaseId(new_id()),
        "mode": Mode.REAL,
        "centre": CentreId("san-1"),
        "agency": AgencyId("san"),
        "service": "HEALTH",
        "capabilities": ("als",),
        "priority": Priority.P1,
        "place": PLACE,
    }
    return t.OfferTask(**(fields | changed))


def registered(callsign: str = "SVA-1", **changed: Any) -> u.RegisterUnit:
    fields: dict[str, Any] = {
        "unit": UnitId(new_id()),
        "callsign": callsign,
        "agency": AgencyId("san"),
        "centre": CentreId("san-1"),
        "capabilities": ("als",),
        "home": Point(41.51, 1.50),
    }
    return u.RegisterUnit(**(fields | changed))


@dataclass
class DispatchSetup:
    """A dispatch over a database, and short ways to say what happens in it."""

    database: Database
    dispatch: CommandBus
    store: DispatchStore

    async def do(self, command: Command, actor: Actor | None = None) -> CommandResult:
        return await self.dispatch.handle(CommandId(new_id()), command, actor or system())

    async def state(self, aggregate: Aggregate[Any], key: UUID) -> Any:
        found = await log.state_of(self.database.pool, stream_id(aggregate.name, key))
        assert found is not None, (aggregate.name, key)
        return aggregate.read_state(found[1])

    async def task(self, **changed: Any) -> Any:
        command = offer(**changed)
        await self.do(command, call_taker())
        return await self.state(TASK, command.task)

    async def unit(self, callsign: str = "SVA-1", *, crewed: bool = True, **changed: Any) -> Any:
        command = registered(callsign, **changed)
        await self.do(command)
        if crewed:
            await self.do(u.SignOnCrew(unit=command.unit, crew=CREW), crew_of(callsign))
        return await self.state(UNIT, command.unit)

    async def alerted(self, task: Any, unit: Any, **more: Any) -> AssignmentId:
        id = AssignmentId(new_id())
        command = u.AlertUnit(assignment=id, unit=unit.id, task=task.id, **more)
        await self.do(command, dispatcher(task.centre))
        return id

    async def press(self, unit: Any, status: str, **more: Any) -> CommandResult:
        return await self.do(
            u.ReportStatus(unit=unit.id, status=u.UnitStatus(status), **more), crew_of(unit.callsign)
        )

    async def seen(self, position: UnitPosition) -> None:
        """A fix that was believed."""
        reading = PositionReading(point=position.point, at=position.at, accuracy_m=position.accuracy_m)
        judged = JudgedFix(reading=reading, at=position.at, verdict=FixVerdict.GOOD)
        await self.tracks.keep(position.unit, [judged], None, None, position.at)

    @property
    def tracks(self) -> TrackStore:
        return TrackStore(self.database.pool)

    async def kinds(self, aggregate: str, key: UUID) -> list[str]:
        facts = await log.of_stream(self.database.pool, stream_id(aggregate, key))
        return [fact.kind.rpartition(".")[2] for fact in facts]


@asynccontextmanager
async def open_room(server: EmbeddedPostgres) -> AsyncIterator[DispatchSetup]:
    async with fresh_database(server) as database:
        yield room_over(database)


def room_over(database: Database) -> DispatchSetup:
    store = DispatchStore(database.pool)
    service = DispatchService(database.work, store, store, plan, EveryCaseIsOpen(), no_case_merged, store)
    return DispatchSetup(database, CommandBus((COMMANDS, service.handle)), store)
