"""A whole installation with its radio: the real database, every reaction, and the simulated network's bridge over real TCP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from auxilio.app.runtime import Runtime
from auxilio.cases.core import messages as cases
from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import CrewMember, Unit
from auxilio.followup.core.model import Watch
from auxilio.followup.service import WATCH
from auxilio.geo.service import RegionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, AssignmentId, CaseId, CentreId, TaskId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import SystemClock
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.radio.core.model import GatewayLink, Net, RadioEntry
from auxilio.radio.gateway_client import GatewayClient
from auxilio.radio.gateway_connection import GatewayAddress, connect
from auxilio.radio.service import LINK, NET, RadioQueries
from auxilio.radio.store import RadioLogQuery, RadioStore
from auxilio.workflows.capability import reactions
from auxilio.workflows.radio_positions import RadioPositionReports
from auxilio.workflows.runner import system_actor
from simulator.radio import Network
from tests.actors import person
from tests.installation import Installation, fresh_runtime, no_units, wired

SECRET = b"known to both of us, and to nobody else"
GATEWAY = "sim"
RADIO, HANDSET, STRANGER = "001-1-2001", "001-1-3001", "001-1-77"
SAN_1, MANDO_1, EMERG = "001-1-6000101", "001-1-6000901", "001-1-6000999"
KEYS = {
    "acknowledged": 32769,
    "en_route": 32770,
    "on_scene": 32771,
    "transporting": 32772,
    "available": 32774,
}
HOME = Point(41.92, 1.90)
LUCIA = person("call_taker", "desk-01")
MARTA = person("dispatcher", "san-desk-1", name="Marta Soler", agency="san", centre="san-1")
SARA = person("dispatcher", "pol-desk-1", name="Sara Gil", agency="pol", centre="pol-1")
CLARA = person("supervisor", "room", name="Clara Riba")


async def until(found: Callable[[], Awaitable[Any]], tries: int = 400) -> Any:
    """What a process makes, once it is there."""
    for _ in range(tries):
        if value := await found():
            return value
        await asyncio.sleep(0.025)
    raise AssertionError("it never came")


@dataclass
class Centre(Installation):
    """An installation and a network. `runs` is whether somebody holds the line."""

    network: Network
    bridge: GatewayClient

    async def unit(self, callsign: str = "A-01", *, radios: tuple[str, ...] = (RADIO, HANDSET)) -> UnitId:
        id = UnitId(new_id())
        await self.do(
            system_actor(),
            units.RegisterUnit(
                unit=id, callsign=callsign, agency=AgencyId("san"), centre=CentreId("san-1"),
                capabilities=("als",), home=HOME, radios=radios,
            ),
        )  # fmt: skip
        await self.do(MARTA, units.SignOnCrew(unit=id, crew=(CrewMember(name=callsign, role="nurse"),)))
        return id

    async def task(
        self, case: CaseId | None = None, agency: str = "san", **more: Any
    ) -> tuple[CaseId, TaskId]:
        if case is None:
            case = CaseId(new_id())
            await self.do(LUCIA, cases.OpenCase(case=case, type="SAN-01"))
        task = TaskId(new_id())
        await self.do(
            LUCIA,
            tasks.OfferTask(
                task=task, case=case, mode=Mode.REAL, service="HEALTH", centre=CentreId(f"{agency}-1"),
                agency=AgencyId(agency), capabilities=("als",), priority=Priority.P1, **more,
            ),
        )  # fmt: skip
        return case, task

    async def alerted(self, unit: UnitId) -> tuple[CaseId, TaskId]:
        case, task = await self.task()
        await self.do(MARTA, units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit, task=task))
        return case, task

    async def state(self, unit: UnitId) -> Unit:
        found = await self.runner.states.state(UNIT, unit)
        assert found is not None
        return found

    async def net(self, case: CaseId) -> Net | None:
        return await self.runner.states.state(NET, case)

    async def link(self) -> GatewayLink | None:
        return await self.runner.states.state(LINK, GATEWAY)

    async def watches(self, kind: str) -> list[Watch]:
        return await self.runner.states.live(WATCH, kind=kind)

    @property
    def queries(self) -> RadioQueries:
        one = self.runtime
        return RadioQueries(RadioStore(one.pool), one.clock, one.radio_plan, one.radio_carriers)

    async def log(self, actor: Actor = MARTA, **asked: Any) -> list[RadioEntry]:
        """The radio log, the oldest line first."""
        found = await self.queries.search(RadioLogQuery(**asked), actor)
        return list(reversed(found))

    async def kinds(self) -> list[str]:
        return [e.kind for e in await log.read_after(self.runtime.pool, log.Cursor(), 10_000)]

    # --- the network --------------------------------------------------------------------------------

    async def heard(self, seq: int) -> None:
        """Until so much of what the network told is durable, and what follows from it has followed."""

        async def durable() -> bool:
            since = await self.bridge.store.since(GATEWAY)
            return since is not None and since.epoch == self.network.epoch and since.seq >= seq

        await until(durable)
        await self.runner.catch_up()

    async def says(self, kind: str, at: str | None = None, **said: Any) -> None:
        await self.heard(self.network.play({"kind": kind, **said}, at))

    async def presses(self, status: str, radio: str = RADIO, at: str | None = None) -> None:
        await self.says("status", radio=radio, code=KEYS[status], at=at)

    async def stands(self, *, up: bool = True) -> None:
        async def so() -> bool:
            link = await self.link()
            return link is not None and link.up is up

        await until(so)
        await self.runner.catch_up()


def bridge_to(
    runtime: Runtime, port: int, secret: bytes = SECRET, *, silent_s: float = 15.0
) -> GatewayClient:
    """The centre's end of the connection."""
    address = GatewayAddress(gateway=GATEWAY, tls=False, host="127.0.0.1", port=port)
    return GatewayClient(
        gateway=GATEWAY,
        connect=partial(connect, address, secret, clock=runtime.clock, silent_s=silent_s),
        commands=runtime.commands,
        actor=system_actor(),
        store=RadioStore(runtime.pool),
        positions=RadioPositionReports(
            DispatchStore(runtime.pool).of_radio,
            TrackingService(runtime.pool, runtime.clock, RegionService.without_data()),
        ),
        pool=runtime.pool,
        clock=runtime.clock,
    )


@asynccontextmanager
async def running(bridge: GatewayClient) -> AsyncIterator[None]:
    task = asyncio.create_task(bridge.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def runtime(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Runtime]:
    async with fresh_runtime(postgres_server, tmp_path, SystemClock()) as runtime:
        yield runtime


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    network = Network(GATEWAY, SECRET, SystemClock())
    yield network
    await network.close()


@pytest.fixture
async def silent(runtime: Runtime, network: Network) -> Centre:
    """An installation that is not connected yet."""
    port = await network.listen("127.0.0.1", 0)
    return Centre(*wired(runtime, reactions(no_units)), network, bridge_to(runtime, port))


@pytest.fixture
async def centre(silent: Centre) -> AsyncIterator[Centre]:
    async with running(silent.bridge):
        await silent.stands()
        yield silent


def entry() -> UUID:
    return new_id()
