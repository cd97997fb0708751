"""Aim: what is closed is sealed by itself, after a while, once, and never while something of it still goes on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from auxilio.app.case_files import case_files
from auxilio.app.composition import open_runtime
from auxilio.app.runtime import Runtime
from auxilio.app.settings import Settings
from auxilio.app.storage import blobs_of
from auxilio.archive.store import ArchiveReads
from auxilio.calls.core import messages as calls
from auxilio.casefile.sealing import ClosedCaseSealer
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseState, ClosingData
from auxilio.cases.service import CASE
from auxilio.identity.core.messages import OpenReservedCase
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.workflows.capability import reactions
from auxilio.workflows.runner import ReactionRunner
from tests.actors import person, system
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.installation import no_units

TAKER = person("call_taker", "desk-1")
AFTER_S = 600.0


class Later(SystemClock):
    """The clock of this machine, some way ahead: facts must not lie in its future."""

    ahead_s = 0.0

    def now(self):
        return after_s(super().now(), self.ahead_s)


@dataclass
class Centre:
    runtime: Runtime
    runner: ReactionRunner
    sealing: ClosedCaseSealer
    clock: Later

    async def do(self, command: Command, actor: Actor = TAKER) -> None:
        await self.runtime.commands.handle(new_id(), command, actor)
        await self.runner.catch_up()

    async def closed_case(self) -> CaseId:
        case = CaseId(new_id())
        await self.do(cases.OpenCase(case=case, summary="una caída"))
        await self.do(cases.CloseCase(case=case, closing=ClosingData(disposition="resolved")))
        return case

    async def round(self, later_s: float) -> int:
        self.clock.ahead_s += later_s
        sealed = await self.sealing.round()
        await self.runner.catch_up()
        return sealed

    async def state(self, case: CaseId) -> CaseState:
        found = await self.runner.states.state(CASE, case)
        assert found is not None
        return found.state


@pytest.fixture
async def centre(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Centre]:
    async with fresh_database(postgres_server) as database:
        await register_demo_centres(database.pool)
        settings = Settings(area="demo", database_url=database.dsn, data=tmp_path)
        async with open_runtime(settings) as runtime:
            clock = Later()
            runner = ReactionRunner(
                runtime.pool,
                runtime.aggregates,
                runtime.wakeups,
                runtime.clock,
                runtime.commands,
                reactions(no_units),
            )
            files = case_files(settings, runtime, blobs_of(settings, runtime.keys))
            yield Centre(
                runtime, runner, ClosedCaseSealer(ArchiveReads(runtime.pool), files, clock, AFTER_S), clock
            )


async def test_a_closed_case_is_sealed_by_itself_once_after_a_while(centre: Centre) -> None:
    case = await centre.closed_case()
    assert (await centre.round(AFTER_S - 60), await centre.state(case)) == (0, CaseState.CLOSED)
    assert (await centre.round(61), await centre.state(case)) == (1, CaseState.SEALED)
    assert await centre.round(3600) == 0
    seals = "select count(*) from event where kind = 'archive.case.sealed'"
    assert await centre.runtime.pool.fetchval(seals) == 1


async def test_a_closing_that_was_taken_back_is_not_sealed(centre: Centre) -> None:
    case = await centre.closed_case()
    await centre.do(cases.ReopenCase(case=case, reason="vuelve a llamar"))
    assert (await centre.round(AFTER_S * 2), await centre.state(case)) == (0, CaseState.OPEN)


async def test_a_case_whose_call_goes_on_waits_keeps_no_other_waiting_and_is_sealed_after(
    centre: Centre,
) -> None:
    talking = await centre.closed_case()
    call = CallId(new_id())
    await centre.do(calls.LogManualCall(call=call))
    await centre.do(calls.JoinCase(call=call, case=talking), system())
    other = await centre.closed_case()
    assert await centre.round(AFTER_S + 1) == 1
    assert (await centre.state(talking), await centre.state(other)) == (CaseState.CLOSED, CaseState.SEALED)
    await centre.do(calls.HangUp(call=call))
    assert await centre.round(1) == 0  # not at once: what was refused is tried again later
    assert (await centre.round(31), await centre.state(talking)) == (1, CaseState.SEALED)


async def test_a_hand_that_seals_too_early_is_told_which_call_goes_on(centre: Centre) -> None:
    case, call = await centre.closed_case(), CallId(new_id())
    await centre.do(calls.LogManualCall(call=call))
    await centre.do(calls.JoinCase(call=call, case=case), system())
    with pytest.raises(Refused, match="calls_open") as refused:
        await centre.sealing.files.seal(new_id(), case, person("records_officer"))
    assert refused.value.facts == {"calls": "1"}


async def test_a_case_for_which_a_desk_calls_somebody_is_not_sealed_until_that_call_is_over(
    centre: Centre,
) -> None:
    case, call = CaseId(new_id()), CallId(new_id())
    await centre.do(cases.OpenCase(case=case, summary="una caída"))
    await centre.do(calls.ReportLine(desk=DeskId("desk-1"), up=True), system())
    await centre.do(calls.DialForCase(call=call, case=case, number="+34961000100", whom="Hospital"))
    await centre.do(cases.CloseCase(case=case, closing=ClosingData(disposition="resolved")))
    with pytest.raises(Refused, match="calls_open") as refused:
        await centre.sealing.files.seal(new_id(), case, person("records_officer"))
    assert refused.value.facts == {"calls": "Hospital"}
    await centre.do(calls.HangUpOutgoing(call=call))
    assert (await centre.round(AFTER_S + 1), await centre.state(case)) == (1, CaseState.SEALED)


async def test_the_owner_of_a_reserved_case_is_told_who_forced_it_open_and_why(centre: Centre) -> None:
    case = CaseId(new_id())
    await centre.do(cases.OpenCase(case=case))
    await centre.do(cases.ReserveCase(case=case, reason="violencia"))
    await centre.do(OpenReservedCase(case=case, reason="oficio 318"), person("records_officer", name="Nil"))
    told = await centre.runtime.pool.fetchrow(
        "select body::jsonb ->> 'words' as words, body::jsonb #>> '{to,0,desk}' as desk from event"
        " where kind = 'followup.message.sent'"
    )
    assert told is not None
    assert (told["words"], told["desk"]) == ("RESERVADO, ABIERTO POR Nil: oficio 318", "desk-1")
