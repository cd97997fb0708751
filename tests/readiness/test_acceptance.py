"""Aim: red lines are accepted by a named person, with a reason, for the lines that they saw, and for real service alone."""

from datetime import UTC, datetime

import pytest

from auxilio.kernel.ids import CommandId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import SystemClock
from auxilio.platform.ids import new_id
from auxilio.readiness.core import machine
from auxilio.readiness.core import messages as m
from auxilio.readiness.core.model import ReadinessReport, RiskAcceptance
from auxilio.readiness.service import REPORT_KEPT_S, ReadinessReports, RiskAcceptanceService
from tests.actors import person
from tests.database import Database
from tests.manual_clock import Later

AT = datetime(2026, 11, 28, 22, 0, tzinfo=UTC)
ONA = person("administrator", name="Ona Serra")


def accept(*lines: str, reason: str = "mañana llega el disco") -> m.AcceptRisk:
    return m.AcceptRisk(lines=lines, reason=reason)


def after(known: RiskAcceptance | None, command: m.AcceptRisk) -> RiskAcceptance | None:
    for event in machine.decide(known, command, ONA):
        known = machine.evolve(known, event, AT)  # type: ignore[arg-type]  # its only event
    return known


def test_it_says_who_accepted_which_lines_and_why_and_a_repeated_press_is_nothing_new() -> None:
    accepted = after(None, accept("plan", "backup", "plan", reason="  mañana  llega el disco "))
    assert accepted is not None
    assert (accepted.lines, accepted.reason) == (("backup", "plan"), "mañana llega el disco")
    assert (accepted.by_name, accepted.mode, accepted.at) == ("Ona Serra", Mode.REAL, AT)
    assert machine.decide(accepted, accept("backup", "plan"), ONA) == ()


def test_the_latest_takes_the_place_of_the_one_before_whole() -> None:
    accepted = after(after(None, accept("plan", "backup")), accept("disk", reason="llega el martes"))
    assert accepted is not None
    assert (accepted.lines, accepted.reason) == (("disk",), "llega el martes")


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode is not Mode.REAL])
def test_what_is_not_real_needs_no_acceptance(mode: Mode) -> None:
    with pytest.raises(Refused, match="risk_not_real"):
        machine.decide(None, accept("backup"), person("administrator", mode=mode))


def test_a_reason_of_blanks_is_none() -> None:
    with pytest.raises(Refused, match="risk_reason_missing"):
        machine.decide(None, accept("backup", reason=" \t "), ONA)


async def test_the_view_has_the_acceptance_of_the_log(database: Database) -> None:
    async def nothing() -> ReadinessReport:
        return ReadinessReport(at=SystemClock().now(), mode=Mode.REAL, findings=())

    reports = ReadinessReports(nothing, database.pool, SystemClock())
    assert (await reports.view()).acceptance is None
    service = RiskAcceptanceService(database.work)
    for reason in ("mañana llega el disco", "llega el martes"):
        await service.handle(CommandId(new_id()), accept("backup", reason=reason), ONA)
    acceptance = (await reports.view()).acceptance
    assert acceptance is not None
    assert (acceptance.by_name, acceptance.reason) == ("Ona Serra", "llega el martes")
    kinds = await database.pool.fetch("select kind from event where stream = 'risk_acceptance:real'")
    assert [row["kind"] for row in kinds] == ["readiness.risk.accepted"] * 2


async def test_a_look_is_shared_for_a_short_while_unless_a_new_one_is_asked_for(database: Database) -> None:
    clock, looks = Later(), 0

    async def look() -> ReadinessReport:
        nonlocal looks
        looks += 1
        return ReadinessReport(at=clock.now(), mode=Mode.REAL, findings=())

    reports = ReadinessReports(look, database.pool, clock)
    for _ in range(3):
        await reports.report()
    assert looks == 1
    await reports.report(fresh=True)
    assert looks == 2
    clock.ahead_s += REPORT_KEPT_S + 1
    await reports.report()
    assert looks == 3
