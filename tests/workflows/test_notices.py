"""Aim: what an interview says must be told is an alarm until somebody told it: once a case, with whoever has the case, through
merging, parting, closing and answers that are taken back."""

from collections.abc import AsyncIterator

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import EscalationLevel, FollowupParty, Watch, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, RunId
from auxilio.mass_casualty.core.civil_plan import (
    ActivationRule,
    CivilPlan,
    CivilPlanKind,
    CivilPlans,
    PlanPhase,
)
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.workflows import case_closing as closed
from auxilio.workflows import case_merging as merged
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import notices
from tests.actors import person
from tests.database import Database
from tests.workflows.conftest import WorkflowSetup, make_room, replayed_room

LUCIA, PAU = person("call_taker", "desk-1"), person("call_taker", "desk-2", name="Pau")
RAIL, TRACK = "rail_stop_traffic", "res-via-tren"
CLOSE = ClosingData(disposition=CaseEnding.FALSE_ALARM)


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with the reactions that a notice concerns; run again, it does nothing more."""
    told = (*merged.reactions(), *followed.reactions(), *notices.reactions(), *closed.reactions())
    async for it in replayed_room(database, clock, told):
        yield it


async def a_case(room: WorkflowSetup, by: Actor = LUCIA) -> CaseId:
    case = CaseId(new_id())
    await room.do(by, cases.OpenCase(case=case))
    return case


async def asks(room: WorkflowSetup, case: CaseId, protocol: str = TRACK, **answers: str) -> RunId:
    run = RunId(new_id())
    await room.do(LUCIA, triage.StartRun(run=run, case=case, protocol=protocol))
    for question, answer in answers.items():
        await room.do(LUCIA, triage.AnswerQuestion(run=run, question=question, answer=answer))
    return run


async def told(room: WorkflowSetup, watch: Watch, *, reached: bool = True, by: Actor = LUCIA) -> None:
    await room.do(by, followup.TellNotice(watch=watch.id, whom="Puesto de mando", reached=reached))


async def notices_of(room: WorkflowSetup, case: CaseId) -> list[Watch]:
    """All of a case, also those that are over."""
    found = await room.states.in_case(WATCH, case)
    return sorted(
        (one for one in found if one.kind is WatchKind.NOTICE), key=lambda one: (one.set_at, one.about)
    )


async def states(room: WorkflowSetup, case: CaseId) -> list[tuple[str | None, str]]:
    return [(one.about, one.state.value) for one in await notices_of(room, case)]


async def test_the_trains_are_an_alarm_of_the_room_after_a_minute_until_somebody_stopped_them(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    await asks(room, case, via="track", herido="N")
    (watch,) = await notices_of(room, case)
    assert (watch.about, watch.subject, watch.to) == (
        RAIL,
        f"case:{case}",
        (FollowupParty(desk=LUCIA.desk),),
    )
    assert (watch.red_at - watch.set_at).total_seconds() == 60
    await room.wait(59)
    assert (await notices_of(room, case))[0].state is WatchState.SET
    await room.wait(2)
    (watch,) = await notices_of(room, case)
    assert (watch.state, watch.level) == (WatchState.FIRED, EscalationLevel.ROOM)
    await told(room, watch, reached=False)
    await room.wait(61)
    (watch,) = await notices_of(room, case)
    assert (watch.state, watch.fired) == (WatchState.FIRED, 2)
    await told(room, watch)
    (watch,) = await notices_of(room, case)
    assert (watch.state, [one.reached for one in watch.attempts]) == (WatchState.KEPT, [False, True])
    await room.wait(600)
    assert await states(room, case) == [(RAIL, "kept")]


async def test_a_doctor_to_pass_the_caller_to_is_an_alarm_of_the_room_until_somebody_passed_them(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    await asks(room, case, "gen-informacion", peligro="N", que="health")
    (watch,) = await notices_of(room, case)
    assert (watch.about, watch.to) == ("transfer_med_reg", (FollowupParty(desk=LUCIA.desk),))
    await room.wait(121)
    (watch,) = await notices_of(room, case)
    assert (watch.state, watch.level) == (WatchState.FIRED, EscalationLevel.ROOM)
    # The protocol that follows passes to the same doctor: once is enough.
    await asks(room, case, "san-consulta", que="eye")
    await told(room, watch)
    assert await states(room, case) == [("transfer_med_reg", "kept")]


async def test_proved_again_and_in_a_second_interview_it_is_one(room: WorkflowSetup) -> None:
    case = await a_case(room)
    await asks(room, case, via="track")
    second = await asks(room, case, "san-suicidio", lugar="rail")
    assert await states(room, case) == [(RAIL, "set")]
    await told(room, (await notices_of(room, case))[0])
    await room.do(LUCIA, triage.AnswerQuestion(run=second, question="lugar", answer="safe"))
    await asks(room, case, via="hit")
    assert await states(room, case) == [(RAIL, "kept")]


async def test_what_something_else_acts_on_is_no_notice_and_a_plan_that_is_not_here_acts_on_nothing(
    database: Database, clock: SimulatedClock
) -> None:
    rule = ActivationRule(id="T1", phase="alerta", notice="plan_activation_option")
    plan = CivilPlan(
        id="platercv",
        kind=CivilPlanKind.TERRITORIAL,
        name={"es": "P"},
        phases=(PlanPhase(code="alerta", name={"es": "A"}),),
        rules=(rule,),
    )
    for plans, expected in ((CivilPlans(plans=(plan,)), set()), (CivilPlans(), {"plan_activation_option"})):
        room = make_room(database, clock, notices.reactions(lambda plans=plans: plans))
        case = await a_case(room)
        await asks(room, case, "gen-imv", victimas="20+")
        found = {one.about for one in await notices_of(room, case)}
        assert found & {"plan_activation_option", "hospitals_alert"} == expected


async def test_an_answer_taken_back_leaves_it_until_a_person_ends_it_and_what_is_proved_anew_is_asked_anew(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    run = await asks(room, case, "san-suicidio", lugar="rail")
    await room.do(LUCIA, triage.UndoAnswer(run=run))
    (watch,) = await notices_of(room, case)
    assert (watch.state, watch.stands) == (WatchState.SET, False)
    await room.do(LUCIA, triage.AnswerQuestion(run=run, question="lugar", answer="rail"))
    (watch,) = await notices_of(room, case)
    assert watch.stands, "it is asked for again, by the same notice"
    await room.do(LUCIA, triage.UndoAnswer(run=run))
    await room.do(LUCIA, followup.AnswerWatch(watch=watch.id))
    assert await states(room, case) == [(RAIL, "closed")]
    await room.do(LUCIA, triage.AnswerQuestion(run=run, question="lugar", answer="rail"))
    assert sorted(await states(room, case)) == [(RAIL, "closed"), (RAIL, "set")]


async def test_an_answer_taken_back_in_one_interview_is_still_asked_for_by_the_other(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    run = await asks(room, case, "san-suicidio", lugar="rail")
    await asks(room, case, via="track")
    await room.do(LUCIA, triage.UndoAnswer(run=run))
    (watch,) = await notices_of(room, case)
    assert watch.stands


async def test_a_case_that_closes_leaves_the_railway_to_be_told_or_a_person_to_say_that_it_is_over(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    await asks(room, case, via="track")
    await room.do(LUCIA, cases.CloseCase(case=case, closing=CLOSE))
    await room.wait(61)
    (watch,) = await notices_of(room, case)
    assert (watch.state, watch.stands) == (WatchState.FIRED, False)
    await room.do(LUCIA, cases.ReopenCase(case=case, reason="vuelven a llamar"))
    (watch,) = await notices_of(room, case)
    assert watch.stands
    await room.do(LUCIA, cases.CloseCase(case=case, closing=CLOSE))
    await room.do(LUCIA, followup.AnswerWatch(watch=watch.id))
    assert await states(room, case) == [(RAIL, "closed")]


async def test_who_takes_the_case_over_has_its_notices(room: WorkflowSetup) -> None:
    case = await a_case(room)
    await asks(room, case, via="track")
    await room.do(PAU, cases.TakeOverCase(case=case))
    (watch,) = await notices_of(room, case)
    assert watch.to == (FollowupParty(desk=PAU.desk),)


async def test_merged_it_goes_with_the_case_and_parted_it_comes_back(room: WorkflowSetup) -> None:
    lives, same = await a_case(room, PAU), await a_case(room)
    await asks(room, same, via="track")
    await room.do(PAU, cases.MergeCase(case=same, into=lives))
    (watch,) = await notices_of(room, lives)
    assert (watch.state, watch.to, watch.stands) == (WatchState.SET, (FollowupParty(desk=PAU.desk),), True)
    await room.do(PAU, cases.UnmergeCase(case=same))
    (watch,) = await notices_of(room, same)
    assert (watch.to, watch.stands) == ((FollowupParty(desk=LUCIA.desk),), True)
    assert await notices_of(room, lives) == []


async def test_the_case_that_lives_on_may_hear_of_the_parting_before_the_notice_has_gone_back(
    database: Database, clock: SimulatedClock
) -> None:
    """Facts of two cases are followed at the same time, in any order."""
    slow = tuple(one for one in notices.reactions() if one.name != "noticed.parted")
    room = make_room(database, clock, (*merged.reactions(), *slow))
    lives, same = await a_case(room, PAU), await a_case(room)
    await asks(room, same, via="track")
    await room.do(PAU, cases.MergeCase(case=same, into=lives))
    await room.do(PAU, cases.UnmergeCase(case=same))
    (watch,) = await notices_of(room, lives)
    assert watch.stands, "the case that it goes back to asks for it"
    await room.do(LUCIA, cases.CloseCase(case=same, closing=CLOSE))
    await room.do(PAU, cases.CloseCase(case=lives, closing=CLOSE))
    (watch,) = await notices_of(room, lives)
    assert not watch.stands


async def test_of_two_merged_cases_that_both_ask_there_is_one_and_each_has_its_own_when_they_are_parted(
    room: WorkflowSetup,
) -> None:
    lives, same = await a_case(room, PAU), await a_case(room)
    await asks(room, lives, via="track")
    await asks(room, same, via="track")
    await room.do(PAU, cases.MergeCase(case=same, into=lives))
    assert [one.state for one in await notices_of(room, lives)] == [WatchState.SET]
    await told(room, (await notices_of(room, lives))[0], by=PAU)
    await room.do(PAU, cases.UnmergeCase(case=same))
    assert await states(room, lives) == [(RAIL, "kept")]
    assert sorted(await states(room, same)) == [(RAIL, "cancelled"), (RAIL, "set")]


async def test_what_the_other_case_found_no_longer_needed_does_not_end_the_notice_that_is_merged_into_it(
    room: WorkflowSetup,
) -> None:
    lives, same = await a_case(room, PAU), await a_case(room)
    run = await asks(room, lives, "san-suicidio", lugar="rail")
    await room.do(PAU, triage.UndoAnswer(run=run))
    await room.do(PAU, followup.AnswerWatch(watch=(await notices_of(room, lives))[0].id))
    await asks(room, same, via="track")
    await room.do(PAU, cases.MergeCase(case=same, into=lives))
    assert sorted(await states(room, lives)) == [(RAIL, "closed"), (RAIL, "set")]


async def test_what_went_back_with_the_other_case_is_asked_for_by_the_one_that_proves_it_too(
    room: WorkflowSetup,
) -> None:
    lives, same = await a_case(room, PAU), await a_case(room)
    await asks(room, same, via="track")
    await room.do(PAU, cases.MergeCase(case=same, into=lives))
    await asks(room, lives, via="track")
    assert len(await notices_of(room, lives)) == 1
    await room.do(PAU, cases.UnmergeCase(case=same))
    assert await states(room, same) == [(RAIL, "set")]
    assert await states(room, lives) == [(RAIL, "set")]


@pytest.mark.parametrize("code", ["csn", "duty_officer"])
async def test_every_code_that_nothing_else_acts_on_is_a_notice(room: WorkflowSetup, code: str) -> None:
    case = await a_case(room)
    protocol, answers = {
        "csn": ("fue-mmpp", {"continente": "radio"}),
        "duty_officer": ("res-embarcacion-precaria", {"estado": "sinking"}),
    }[code]
    await asks(room, case, protocol, **answers)
    assert code in {one.about for one in await notices_of(room, case)}
