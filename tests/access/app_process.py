"""The application that the matrix is sent to: a process of its own, sessions of the whole cast, and a way to put objects
into its database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from auxilio.app.composition import identity_of, open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.content_release.core.model import ChangedDocument
from auxilio.content_release.ports import StudiedSet
from auxilio.dispatch.recommendation.core.policy import Recommendation
from auxilio.dispatch.service import ASSIGNMENT
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.travel_time_factor.core.policy import RUNS_MIN
from auxilio.dispatch.travel_time_factor.service import TravelTimeFactorQueries
from auxilio.dispatch.units.core import assignment_messages as assignments
from auxilio.dispatch.units.core.assignment_model import AssignmentStep
from auxilio.identity.api import COOKIE, CSRF_HEADER
from auxilio.identity.caller_tokens import caller_token_master_key
from auxilio.identity.core.model import Desk, PersonData
from auxilio.identity.passwords import Passwords
from auxilio.identity.service import IdentityService
from auxilio.kernel.event import Command, Cursor, Event
from auxilio.kernel.ids import (
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    CommandId,
    PersonId,
    TaskId,
    UnitId,
    stream_id,
)
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.command_executor import CommandContext, CommandExecutor
from auxilio.platform.database.cursors import save_cursor
from auxilio.platform.database.log import state_of
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.quality_review.store import ReviewStore
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner, system_actor
from tests.access.actors import CAST, COLLEAGUES, MODES, Who, login_of, name_of, seed
from tests.access.factory_context import Known
from tests.access.world import World
from tests.app_process import serving
from tests.database import fresh_database
from tests.free_ports import free_port
from tests.http_client import PASSWORD, QUICK

PATIENCE_S = 60
TOKEN_LIFE = timedelta(hours=6)
type Happened = tuple[Aggregate[Any], UUID | str, Event]


class Write(Command, frozen=True, kw_only=True, tag="test.write"):
    """What a test may ask of the log: that these events have happened."""

    permission: ClassVar[str] = "test"
    nth: int


@dataclass(frozen=True)
class Answer:
    """What the application answered."""

    status: int
    body: dict[str, Any]

    @property
    def code(self) -> str:
        """`200`, or the code of the refusal."""
        return "200" if self.status == 200 else str(self.body.get("code", self.status))


class Window:
    """Boards as one window is told of them."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    async def open(self, board: str, **params: str) -> dict[str, Any]:
        """The snapshot of a board, or `{"refused": code}`."""
        await self._socket.send(msgspec.json.encode({"open": board, "key": board, "params": params}).decode())
        return await self.told(lambda said: "snapshot" in said or "refused" in said)

    async def row(
        self, board: str, table: str, key: str, wanted: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> dict[str, Any]:
        """A row of a shared board, as soon as it is as wanted: a command is answered before boards have followed its events."""
        rows = (await self.open(board))["snapshot"][table]
        while key not in rows or not wanted(rows[key]):
            rows = (await self.told(lambda said: table in said.get("set", {})))["set"][table]
        found: dict[str, Any] = rows[key]
        return found

    async def told(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The next frame of this kind."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                said: dict[str, Any] = msgspec.json.decode(await self._socket.recv())
                if wanted(said):
                    return said


async def _no_units(task: Task) -> Recommendation:
    """No task here is by reflex."""
    raise Refused("unknown_task", id=str(task.id))


class Running:
    """The application and everybody who is signed in to it."""

    def __init__(self, address: str, settings: Settings, runtime: Runtime, identity: IdentityService) -> None:
        self.settings, self.runtime, self.identity = settings, runtime, identity
        self.http = httpx.AsyncClient(base_url=address, timeout=60)
        self.cast: dict[str, Who] = {}
        self.colleagues: dict[str, Who] = {}
        self._headers: dict[tuple[str, Mode], dict[str, str]] = {}
        self._work = CommandExecutor(runtime.pool, runtime.clock)
        follows = reactions(_no_units, on_duty=identity.on_duty)
        self._runner = ReactionRunner(
            runtime.pool, runtime.aggregates, runtime.wakeups, runtime.clock, runtime.commands, follows
        )
        self.known: Known

    # --- people -----------------------------------------------------------------------------------

    async def sign_in(self) -> None:
        """Everybody, in a training and in a real session."""
        for mode in MODES:
            for who in CAST:
                self.cast[who.name] = who if who.citizen else await self.sign_in_as(who, mode)
        for who in COLLEAGUES:
            self.colleagues[who.name] = await self.sign_in_as(who)

    async def sign_in_as(self, who: Who, mode: Mode = Mode.REAL) -> Who:
        """A session of this person; who they are from then on."""
        token, session = await self.identity.sign_in(login_of(who), PASSWORD, who.desk, mode=mode)
        self._headers[who.name, mode] = {"cookie": f"{COOKIE}={token}", CSRF_HEADER: session.csrf}
        return replace(who, person=PersonId(session.actor.id))

    async def sign_in_at(self, who: Who, desk: str) -> None:
        """One more session of a crew, on a vehicle of its centre that the directory has from now on."""
        place = Desk(id=desk, name=desk, centre=who.centre)
        await self.identity.put_place(place, system_actor())
        await self.identity.sign_in(login_of(who), PASSWORD, desk)

    def headers(self, who: Who, mode: Mode = Mode.REAL, call: CallId | None = None) -> dict[str, str]:
        """What proves who sends; `call`: for which call a citizen speaks."""
        if not who.citizen:
            return self._headers[who.name, mode]
        until = self.runtime.clock.now() + TOKEN_LIFE
        token = self.identity.citizen_token(call or CallId(new_id()), until, mode=mode)
        return {"authorization": f"Bearer {token}"}

    # --- commands and objects ---------------------------------------------------------------------

    async def send(
        self,
        who: Who,
        command: Command,
        *,
        mode: Mode = Mode.REAL,
        call: CallId | None = None,
        id: UUID | None = None,
    ) -> Answer:
        """A command over HTTP."""
        body = {"id": str(id or new_id()), "command": msgspec.to_builtins(command)}
        answer = await self.http.post(
            "/api/commands", content=msgspec.json.encode(body), headers=self.headers(who, mode, call)
        )
        return Answer(answer.status_code, answer.json())

    async def settle(self, world: World) -> None:
        """Put the objects of a cell into the database, in one transaction."""
        await self.write(world.facts)

    async def write(self, facts: Iterable[Happened], at: datetime | None = None) -> None:
        """These events happened, now or at that moment."""
        told = list(facts)
        if not told:
            return

        async def decide(attempt: CommandContext) -> None:
            await attempt.load(
                *{(aggregate.name, str(key)): (aggregate, key) for aggregate, key, _ in told}.values()
            )
            for aggregate, key, event in told:
                attempt.record(aggregate, key, (event,), happened_at=at)

        await self._work.run(CommandId(new_id()), Write(nth=len(told)), system_actor(), decide)

    # --- what follows -----------------------------------------------------------------------------

    async def begin_to_follow(self) -> None:
        """From here on reactions are worked through by `follow`; of what happened before there are none."""
        last = await self.runtime.pool.fetchrow(
            "select epoch, tx, seq from event order by 1 desc, 2 desc, 3 desc limit 1"
        )
        assert last is not None, "people have signed in"
        await save_cursor(self.runtime.pool, self._runner.name, Cursor(*last))
        self._runner._cursor = None

    async def follow(self) -> None:
        """Everything that follows from what has happened."""
        await self._runner.catch_up()

    async def state[S: msgspec.Struct](self, aggregate: Aggregate[S], key: UUID | str) -> S:
        """An aggregate as it stands."""
        found = await state_of(self.runtime.pool, stream_id(aggregate.name, key))
        assert found is not None, f"{aggregate.name} {key}"
        return aggregate.read_state(found[1])

    @asynccontextmanager
    async def window(self, who: Who, mode: Mode = Mode.REAL) -> AsyncIterator["Window"]:
        """A browser window of this person."""
        url = str(self.http.base_url).replace("http", "ws", 1) + "/api/boards"
        cookie = {"cookie": self.headers(who, mode)["cookie"]}
        async with connect(url, additional_headers=cookie, max_size=None) as socket:
            yield Window(socket)

    async def events_by(self, command: UUID) -> list[str]:
        """The kinds of events that a command made."""
        rows = await self.runtime.pool.fetch("select kind from event where cause = $1", command)
        return [row["kind"] for row in rows]

    async def made_by(self, commands: Iterable[UUID]) -> set[UUID]:
        """Those of these commands that made an event."""
        rows = await self.runtime.pool.fetch(
            "select distinct cause from event where cause = any($1::uuid[])", list(commands)
        )
        return {row["cause"] for row in rows}


@asynccontextmanager
async def running(server: EmbeddedPostgres, folder: Path) -> AsyncIterator[Running]:
    """The application over a database of its own, with everybody signed in."""
    async with AsyncExitStack() as open_:
        database = await open_.enter_async_context(fresh_database(server))
        settings = Settings(
            area="demo",
            data=folder,
            database_url=database.dsn,
            port=free_port(),
            log_format="json",
            location_hosts="lis.example",
            location_server="https://lis.example/held",
        )
        runtime = await open_.enter_async_context(open_runtime(settings))
        identity = identity_of(
            runtime, caller_token_master_key(runtime.keys), passwords=Passwords(QUICK, rest_s=0)
        )
        await identity.seed(seed())
        it = Running(open_.enter_context(serving(settings)), settings, runtime, identity)
        open_.push_async_callback(it.http.aclose)
        await it.sign_in()
        it.known = await _known(it)
        yield it


async def _known(it: Running) -> Known:
    runtime = it.runtime
    somebody = await it.identity.add_person(
        PersonData(login="m.somebody", name="Somebody", roles=("call_taker",)), PASSWORD, system_actor()
    )
    base = await runtime.ground()
    files = await runtime.sets.files(base)
    study = StudiedSet(
        faults=msgspec.Raw(b"[]"),
        study=msgspec.Raw(b"{}"),
        whole=True,
        changed=(ChangedDocument(kind="file", id="x", change="changed"),),
        versions=(),
    )
    proven = await runtime.sets.put_studied({**files, "note.txt": b"x"}, base, study)
    await _drive(it)
    await ReviewStore(runtime.pool).keep(runtime.reviewed.card)
    learnt = await TravelTimeFactorQueries(runtime.pool, lambda: runtime.plan).learnt(
        Mode.REAL, runtime.clock.now()
    )
    pace = next(one.learnt.factor for one in learnt if one.agency == "san")
    assert pace is not None, "there are runs enough"
    return Known(
        runtime=runtime,
        somebody=PersonId(somebody.id),
        card=runtime.reviewed.card,
        top=base,
        proven=proven,
        pace=pace,
        staff=await _staff(it),
    )


async def _staff(it: Running) -> dict[str, PersonId]:
    places = {one.centre or one.agency: one for one in it.cast.values() if one.agency}
    found = dict[str, PersonId]()
    for place, who in places.items():
        assert place is not None, "they are not of the room"
        data = PersonData(
            login=f"m.staff.{place}",
            name="Staff",
            roles=("dispatcher",),
            agency=who.agency,
            centre=who.centre,
        )
        found[place] = PersonId((await it.identity.add_person(data, PASSWORD, system_actor())).id)
    return found


async def _drive(it: Running) -> None:
    """Runs of `san`, of which a factor is learnt: each took 80 s where the road said 100."""
    now = it.runtime.clock.now()
    for mode in MODES:
        works = [AssignmentId(new_id()) for _ in range(RUNS_MIN)]
        begun = [
            assignments.AssignmentStarted(
                assignment=work, unit=UnitId(new_id()), callsign="X-1", task=TaskId(new_id()), case=CaseId(new_id()),
                centre=CentreId("san-1"), mode=mode, priority=Priority.P1, by="Ana", eta_s=100.0, eta_by="road",
            )
            for work in works
        ]  # fmt: skip
        await it.write(((ASSIGNMENT, event.assignment, event) for event in begun), after_s(now, -200))
        for step, ago_s in ((AssignmentStep.EN_ROUTE, 180), (AssignmentStep.ON_SCENE, 100)):
            steps = [assignments.AssignmentStepReached(assignment=work, step=step) for work in works]
            await it.write(((ASSIGNMENT, event.assignment, event) for event in steps), after_s(now, -ago_s))


__all__ = ["Answer", "Running", "name_of", "running"]
