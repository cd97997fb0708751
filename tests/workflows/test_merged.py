"""Two cases that were one: what works on either works on the one that lives on, and hears what becomes known of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Case, CaseEnding, ClosingData, Hazard
from auxilio.cases.service import CASE
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.service import ASSIGNMENT, PATIENT, TASK
from auxilio.dispatch.tasks.core import messages as t
from auxilio.dispatch.tasks.core.model import RefusalReason, Task, TaskOutcome
from auxilio.dispatch.tasks.core.shared_types import ChangeKind, CriticalChange
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import FollowupParty, MessageId
from auxilio.followup.service import MESSAGE
from auxilio.kernel.ids import CaseId, CommandId, PatientId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.workflows import call_answering as answered
from auxilio.workflows import case_merging as merged
from auxilio.workflows import coordination as coordinated
from auxilio.workflows import followup_watches as followed
from tests.actors import person
from tests.database import Database
from tests.dispatch.factories import crew_of, dispatcher, offer
from tests.workflows.conftest import WorkflowSetup, replayed_room
from tests.workflows.test_coordinated import (
    OPERATOR,
    OTHER_STREET,
    PLACE,
    a_case,
    a_unit,
    alert,
    at,
    send,
    unit_of,
)

OTHER_DESK = person("call_taker", "desk-15", name="Pau")
MAYOR, FONT = at("Calle Mayor 12", PLACE), at("Calle de la Fuente 3", OTHER_STREET)


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with every reaction that a merge concerns; run again, it does nothing more."""

    async def nobody(task: Task) -> Any:
        raise AssertionError(f"no reflex in these stories: {task.id}")

    told = (
        *answered.reactions(),
        *merged.reactions(),
        *coordinated.reactions(nobody),
        *followed.reactions(),
    )
    async for it in replayed_room(database, clock, told):
        yield it


async def two_cases(room: WorkflowSetup) -> tuple[CaseId, CaseId]:
    """The one that lives on, and another that was the same; each with an ambulance's centre at work."""
    lives, same = await a_case(room, MAYOR), await a_case(room, FONT)
    for case, place in ((lives, PLACE), (same, OTHER_STREET)):
        await send(room, case, place=place)
    return lives, same


async def merge(room: WorkflowSetup, case: CaseId, into: CaseId) -> None:
    await room.do(OPERATOR, cases.MergeCase(case=case, into=into))


async def tasks_of(room: WorkflowSetup, case: CaseId) -> list[Task]:
    return await room.states.in_case(TASK, case)


async def the_task(room: WorkflowSetup, case: CaseId) -> Task:
    [task] = await tasks_of(room, case)
    return task


async def again(room: WorkflowSetup, task: Task) -> Task:
    found = await room.states.state(TASK, task.id)
    assert found is not None
    return found


async def case_of(room: WorkflowSetup, case: CaseId) -> Case:
    found = await room.states.state(CASE, case)
    assert found is not None
    return found


def news(changes: tuple[CriticalChange, ...]) -> list[tuple[ChangeKind, str]]:
    return [(one.kind, one.new) for one in changes]


async def test_what_becomes_known_of_the_case_that_lives_on_reaches_the_other_ones_crews_once(
    room: WorkflowSetup,
) -> None:
    lives, same = await two_cases(room)
    unit, task = await a_unit(room), await the_task(room, same)
    await alert(room, unit, task)
    await merge(room, same, lives)

    task, moving = await again(room, task), await unit_of(room, unit.id)
    assert (task.case, moving.case) == (lives, lives)
    assert {one.case for one in await room.states.in_case(ASSIGNMENT, lives)} == {lives}
    there = [(ChangeKind.LOCATION_CORRECTED, MAYOR.words)]
    assert (news(task.changes), news(moving.orders), task.place) == (there, there, PLACE)

    await room.do(OPERATOR, cases.NoteHazard(case=lives, hazard=Hazard(code="gas")))
    await room.do(OPERATOR, cases.SetPriority(case=lives, priority=Priority.P0))
    await room.do(OPERATOR, cases.LocateCase(case=lives, location=FONT, correction=True))
    told = [
        *there,
        (ChangeKind.HAZARD, "gas"),
        (ChangeKind.PRIORITY_RAISED, "P0"),
        (ChangeKind.LOCATION_CORRECTED, FONT.words),
    ]
    task, moving = await again(room, task), await unit_of(room, unit.id)
    assert (news(task.changes), news(moving.orders)) == (told, told), (
        "each once, to the centre and to the crew"
    )
    assert (task.priority, task.place) == (Priority.P0, OTHER_STREET)


async def test_what_lives_on_knows_what_either_knew_and_who_knew_it_is_not_told_again(
    room: WorkflowSetup,
) -> None:
    lives, same = await two_cases(room)
    await room.do(OPERATOR, cases.NoteHazard(case=same, hazard=Hazard(code="weapon")))
    await room.do(OPERATOR, cases.NoteHazard(case=lives, hazard=Hazard(code="gas")))
    await room.do(OPERATOR, cases.SetPriority(case=same, priority=Priority.P0))
    mine, theirs = await the_task(room, lives), await the_task(room, same)
    await merge(room, same, lives)
    case = await case_of(room, lives)
    assert ({hazard.code for hazard in case.hazards}, case.priority) == ({"weapon", "gas"}, Priority.P0)
    for task, before in ((mine, "gas"), (theirs, "weapon")):
        heard = [new for kind, new in news((await again(room, task)).changes) if kind is ChangeKind.HAZARD]
        assert sorted(heard) == ["gas", "weapon"], f"{before} was known, the other is new, each once"


async def test_through_a_chain_of_cases_everything_reaches_the_last(room: WorkflowSetup) -> None:
    lives, same = await two_cases(room)
    last, task = await a_case(room, MAYOR), await the_task(room, same)
    await merge(room, same, lives)
    await merge(room, lives, last)
    assert {one.centre for one in await tasks_of(room, last)} == {"san-1"}
    assert len(await tasks_of(room, last)) == 2
    await room.do(OPERATOR, cases.NoteHazard(case=last, hazard=Hazard(code="gas")))
    assert (ChangeKind.HAZARD, "gas") in news((await again(room, task)).changes)

    await room.do(OPERATOR, cases.UnmergeCase(case=same))
    assert (await again(room, task)).case == same, "parted from the middle of the chain, it has its own again"
    assert len(await tasks_of(room, last)) == 1


async def test_while_the_worker_was_away_a_chain_that_was_parted_in_the_middle_comes_right(
    room: WorkflowSetup,
) -> None:
    lives, same = await two_cases(room)
    last, task = await a_case(room, MAYOR), await the_task(room, same)
    for command in (
        cases.MergeCase(case=same, into=lives),
        cases.MergeCase(case=lives, into=last),
        cases.UnmergeCase(case=same),
        cases.MergeCase(case=same, into=last),
    ):
        await room.commands.handle(CommandId(new_id()), command, OPERATOR)
    await room.runner.catch_up()
    assert (await again(room, task)).case == last
    assert len(await tasks_of(room, last)) == 2


async def test_a_case_does_not_close_while_what_came_from_another_runs_not_even_before_it_has_come(
    room: WorkflowSetup,
) -> None:
    lives, same = await a_case(room, MAYOR), await a_case(room, FONT)
    await send(room, same, place=OTHER_STREET)
    close = cases.CloseCase(case=lives, closing=ClosingData(disposition=CaseEnding.RESOLVED))
    await room.commands.handle(CommandId(new_id()), cases.MergeCase(case=same, into=lives), OPERATOR)
    with pytest.raises(Refused, match="tasks_open"):  # no reaction has run
        await room.commands.handle(CommandId(new_id()), close, OPERATOR)
    await room.runner.catch_up()
    with pytest.raises(Refused, match="tasks_open"):
        await room.do(OPERATOR, close)
    task = await the_task(room, lives)
    await room.do(dispatcher(), t.AcceptTask(task=task.id))
    await room.do(dispatcher(), t.EndTask(task=task.id, outcome=TaskOutcome.ATTENDED))
    await room.do(OPERATOR, close)


async def test_the_file_of_what_lives_on_says_which_case_was_merged(room: WorkflowSetup) -> None:
    lives, same = await two_cases(room)
    await merge(room, same, lives)
    number = (await case_of(room, same)).number
    assert [(one.case, one.number) for one in (await case_of(room, lives)).took_in] == [(same, number)]
    await room.do(OPERATOR, cases.UnmergeCase(case=same))
    assert (await case_of(room, lives)).took_in == ()


async def test_nobody_is_asked_twice_for_what_the_other_case_had_asked(room: WorkflowSetup) -> None:
    lives, same = await a_case(room, MAYOR), await a_case(room, FONT)
    await send(room, same, place=OTHER_STREET)
    await merge(room, same, lives)
    case = await case_of(room, lives)
    assert (case.help_sent_at is not None, case.acknowledged_at) == (True, None)
    assert {watch.kind.value for watch in await room.watches(subject=f"case:{lives}")} == {"first_unit"}
    await send(room, lives)
    assert len(await tasks_of(room, lives)) == 1


async def test_alarms_and_unread_words_of_a_crew_go_with_it(room: WorkflowSetup) -> None:
    lives, same = await two_cases(room)
    unit, message = await a_unit(room), MessageId(new_id())
    await alert(room, unit, await the_task(room, same))
    words = followup.SendMessage(
        message=message, case=same, to=(FollowupParty(unit=unit.id),), words="por detrás"
    )
    await room.do(OPERATOR, words)
    await merge(room, same, lives)
    alarms = await room.watches(kind="alert_acknowledge")
    assert {watch.case for watch in alarms} == {lives}
    found = await room.states.state(MESSAGE, message)
    assert found is not None
    assert found.case == lives, "or its page would not show it any more"


async def test_a_patient_goes_too_and_no_two_have_one_number_nor_is_a_late_press_lost(
    room: WorkflowSetup,
) -> None:
    lives, same = await two_cases(room)
    unit, crew = await a_unit(room), crew_of("SVA-1")
    await alert(room, unit, await the_task(room, same))
    first, second, late = (PatientId(new_id()) for _ in range(3))
    await room.do(dispatcher(), p.RecordPatient(patient=first, case=lives, mode=Mode.REAL))
    await room.do(crew, p.RecordPatient(patient=second, case=same, mode=Mode.REAL))
    await merge(room, same, lives)
    await room.do(crew, p.RecordPatient(patient=late, case=same, mode=Mode.REAL))  # stored on the telephone
    found: list[Patient] = await room.states.in_case(PATIENT, lives)
    assert {one.id: one.number for one in found} == {first: 1, second: 2, late: 3}


async def test_parted_again_each_case_has_its_own_and_the_other_is_without_help(room: WorkflowSetup) -> None:
    """Merged by mistake: what took the other in has nobody of its own, and says so."""
    lives, same = await a_case(room), await a_case(room, FONT)
    await send(room, same, place=OTHER_STREET)
    unit, task = await a_unit(room), await the_task(room, same)
    await alert(room, unit, task)
    await merge(room, same, lives)
    assert (await case_of(room, lives)).location == FONT, (
        "where the crew goes, as long as nobody knows better"
    )
    await room.do(OPERATOR, cases.UnmergeCase(case=same))
    assert ((await again(room, task)).case, (await unit_of(room, unit.id)).case) == (same, same)
    alone = await case_of(room, lives)
    assert (alone.help_sent_at, alone.location) == (None, None)
    waits = {watch.kind.value for watch in await room.watches(subject=f"case:{lives}")}
    assert waits == {"no_location", "offer", "first_unit"}


async def test_parted_again_what_has_help_of_its_own_keeps_it(room: WorkflowSetup) -> None:
    lives, same = await two_cases(room)
    await merge(room, same, lives)
    await room.do(OPERATOR, cases.UnmergeCase(case=same))
    assert (await case_of(room, lives)).help_sent_at is not None
    assert [len(await tasks_of(room, case)) for case in (lives, same)] == [1, 1]


async def test_what_took_the_place_of_a_task_goes_back_with_it(room: WorkflowSetup) -> None:
    lives, same = await a_case(room, MAYOR), await a_case(room, FONT)
    await send(room, same, type=None, send=("pump",), place=OTHER_STREET)
    await merge(room, same, lives)
    task = await the_task(room, lives)
    await room.do(dispatcher(task.centre), t.RefuseTask(task=task.id, reason=RefusalReason.FACTS_MISSING))
    offered = t.OfferTask(
        task=TaskId(new_id()),
        case=lives,
        mode=Mode.REAL,
        centre=task.centre,
        agency=task.agency,
        service=task.service,
        priority=task.priority,
        instead_of=task.id,
    )
    await room.do(OPERATOR, offered)
    await room.do(OPERATOR, cases.UnmergeCase(case=same))
    assert {one.id for one in await tasks_of(room, same)} == {task.id, offered.task}


async def test_a_real_case_takes_no_exercise_in(room: WorkflowSetup) -> None:
    real, drill = await a_case(room), CaseId(new_id())
    await room.do(person("call_taker", "desk-9", mode=Mode.EXERCISE), cases.OpenCase(case=drill))
    with pytest.raises(Refused, match="case_mode_differs"):
        await room.do(OPERATOR, cases.MergeCase(case=drill, into=real))


async def test_a_centre_without_console_is_told_by_the_desk_of_the_case_that_lives_on(
    room: WorkflowSetup,
) -> None:
    lives, same = CaseId(new_id()), await a_case(room, FONT)
    await room.do(OTHER_DESK, cases.OpenCase(case=lives, location=MAYOR, priority=Priority.P1))
    await room.do(OPERATOR, offer(same, by_telephone=True))
    await merge(room, same, lives)
    [watch] = await room.watches(kind="task_accept")
    assert watch.case == lives
    assert {party.desk for party in watch.to if party.desk} == {"desk-15"}
