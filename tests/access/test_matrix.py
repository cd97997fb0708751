"""Aim: every command, from every role, about an own, a neighbour's, a reserved object and one of another mode gets the
answer that stands in the reviewed table `matrix.tsv`: allowed with an event, or refused with the rule's own code.

A part of the table is sent here in which every object rule, role and scenario occurs; `make soak` sends all of it. The
table is written by `python -m tests.access.observe`, and reviewed before it is committed.
"""

from collections.abc import AsyncIterator

import pytest

from auxilio.app.capabilities import commands
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import ROLES
from auxilio.kernel.event import Command
from tests.access.actors import CAST, NAMES
from tests.access.app_process import Running
from tests.access.factories import FACTORIES
from tests.access.matrix_cells import (
    NOT_PERMITTED,
    Observer,
    Row,
    different,
    of_people,
    of_system,
    read_table,
    scenarios_of,
    tag_of,
)
from tests.access.world import Scenario

EXPECTED = read_table()
KINDS = {tag_of(kind): kind for kind in commands()}
RULES_OF_PEOPLE = sorted({str(kind.object_rule) for kind in of_people()})
ELSEWHERE = {ObjectRule.SYSTEM, ObjectRule.GRANT}
"""`GRANT` guards `POST /api/admin/grants/…` and no command of the bus (tests/identity/test_grants.py)."""
SYSTEM_EVERY = 8


def of_rule(rule: str) -> list[Row]:
    """A row for each scenario that occurs under a rule, taken from its commands in turn."""
    rows = [row for row in EXPECTED.values() if row.rule == rule]
    found = []
    for nth, scenario in enumerate(Scenario):
        having = [row for row in rows if row.scenario == scenario]
        if having:
            found.append(having[nth % len(having)])
    return found


# --- the table ------------------------------------------------------------------------------------


def test_every_command_that_people_may_send_has_a_factory_and_no_other() -> None:
    assert {tag_of(kind) for kind in FACTORIES} == {tag_of(kind) for kind in of_people()}


def test_the_table_speaks_of_every_command_and_of_every_role() -> None:
    assert {row.command for row in EXPECTED.values()} == set(KINDS)
    assert all(tuple(row.cells) == NAMES for row in EXPECTED.values())
    assert {who.role for who in CAST} == set(ROLES) - {"system"}


def test_the_table_names_the_rule_that_the_command_declares() -> None:
    assert {row.key: row.rule for row in EXPECTED.values()} == {
        row.key: KINDS[row.command].object_rule for row in EXPECTED.values()
    }


def test_a_command_of_the_system_is_permitted_to_nobody() -> None:
    allowed = [
        row.key
        for row in EXPECTED.values()
        if row.rule == ObjectRule.SYSTEM and set(row.cells.values()) != {"."}
    ]
    assert not allowed


def test_no_cell_is_a_defect_or_malformed() -> None:
    codes = {code for row in EXPECTED.values() for code in row.cells.values()}
    assert not codes & {"defect", "malformed", "unknown_command", "too_busy", "not_signed_in"}


def test_whoever_is_not_named_in_a_reserved_case_gives_no_command_about_it() -> None:
    """Allowed are supervisors of the room, the crew at work on it, callers about their own call; a living caller is answered
    by any desk, whoever was asked into a call takes part, and a shift is handed over; and emergencies of a crew."""
    by_office, at_work, caller = {"supervisor", "room_chief"}, {"crew"}, {"citizen"}
    open_ = {
        "calls.answer", "calls.answer_party", "calls.leave_party", "followup.hand_over", "followup.accept_handover",
        "followup.withdraw_handover", "identity.open_reserved", "review.reply", "dispatch.emergency",
        "dispatch.answer_emergency", "dispatch.acknowledge_order", "followup.tell_duty_officer",
    }  # fmt: skip
    for row in EXPECTED.values():
        allowed = {name for name, code in row.cells.items() if code == "200"}
        if row.scenario == Scenario.RESERVED and row.command not in open_:
            assert allowed <= by_office | at_work | caller, row.key


def test_a_training_session_does_nothing_to_what_is_real() -> None:
    """What begins in it is training itself; the room, plans and factors are those of its own mode."""
    begins = {
        ObjectRule.OWN_DESK,
        ObjectRule.SHARED,
        ObjectRule.ROOM,
        ObjectRule.CALLER,
        ObjectRule.OPERATION,
        ObjectRule.PREMISE_NOTE,
        ObjectRule.OPENING_RULE,
    }
    for row in EXPECTED.values():
        if row.scenario != Scenario.MODE or "200" not in row.cells.values():
            continue
        assert row.rule in begins, row.key
        assert (row.command, Scenario.MISSING) not in EXPECTED, f"{row.key}: its object is real"


def test_a_part_of_the_table_is_sent_here_in_which_everything_occurs() -> None:
    rows = [row for rule in RULES_OF_PEOPLE for row in of_rule(rule)]
    assert set(RULES_OF_PEOPLE) | ELSEWHERE == set(ObjectRule)
    assert {row.scenario for row in rows} == set(Scenario)
    for name in NAMES:
        codes = {row.cells[name] for row in rows}
        assert codes - {NOT_PERMITTED}, f"{name} is permitted nothing of what is sent"


# --- the running instance -------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES_OF_PEOPLE)
async def test_the_answers_are_those_of_the_table(it: Running, rule: str) -> None:
    await compare(it, of_rule(rule))


async def test_commands_of_the_system_are_refused_to_everybody(it: Running) -> None:
    await compare_system(it, of_system()[::SYSTEM_EVERY])


@pytest.mark.soak
@pytest.mark.parametrize("kind", of_people(), ids=tag_of)
async def test_every_answer_is_that_of_the_table(it: Running, kind: type[Command]) -> None:
    scenarios = scenarios_of(kind, it)
    assert {row.scenario for row in rows_of(kind)} == set(scenarios), (
        "the table has the scenarios that mean something"
    )
    await compare(it, rows_of(kind))


@pytest.mark.soak
async def test_every_command_of_the_system_is_refused_to_everybody(it: Running) -> None:
    await compare_system(it, of_system())


def rows_of(kind: type[Command]) -> list[Row]:
    return [row for row in EXPECTED.values() if row.command == tag_of(kind)]


async def compare(it: Running, expected: list[Row]) -> None:
    observer = Observer(it)
    wrong = [line async for line in _differences(observer, expected)]
    assert not wrong
    assert not observer.wrong


async def _differences(observer: Observer, expected: list[Row]) -> AsyncIterator[str]:
    for row in expected:
        found = await observer.row(KINDS[row.command], Scenario(row.scenario))
        for line in different(row, found):
            yield line


async def compare_system(it: Running, kinds: tuple[type[Command], ...]) -> None:
    observer = Observer(it)
    wrong = [
        line
        for kind in kinds
        for line in different(EXPECTED[tag_of(kind), "any"], await observer.row_of_system(kind))
    ]
    assert not wrong
