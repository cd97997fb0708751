"""Aim: a medicine that waits for a clinician is heard by the health centres of the case at once, and by the room when none answers;
no answer is waited for once it came, was taken back, or nobody is on the line (decision 0379)."""

from collections.abc import AsyncIterator

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.dispatch.service import TASK
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.tasks.core.model import RefusalReason, TaskState
from auxilio.followup.core import messages as followup
from auxilio.followup.core.model import EscalationLevel, FollowupParty, Watch, WatchKind, WatchState
from auxilio.followup.service import WATCH
from auxilio.instructions.core import messages as instructions
from auxilio.instructions.service import DICTATION
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, CentreId, RunId
from auxilio.kernel.refusal import Conflict, Refused
from auxilio.platform.clock import SimulatedClock
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.triage.service import RUN
from auxilio.workflows import call_answering as answered
from auxilio.workflows import case_closing as closed
from auxilio.workflows import case_merging as merged
from auxilio.workflows import followup_watches as followed
from auxilio.workflows import step_authorisations
from tests.actors import person
from tests.database import Database
from tests.dispatch.factories import offer
from tests.instructions.test_dictation import ASPIRIN_IS_SAFE
from tests.workflows.conftest import WorkflowSetup, replayed_room
from tests.workflows.test_answered import citizen

LUCIA, PAU = person("call_taker", "desk-1"), person("call_taker", "desk-2", name="Pau")
DOCTOR = person("clinical_coordinator", "san-desk-1", centre="san-1", name="Lia")
STEP = "aspirina"


@pytest.fixture
async def room(database: Database, clock: SimulatedClock) -> AsyncIterator[WorkflowSetup]:
    """A centre with the reactions that a medicine concerns; run again, it does nothing more."""
    told = (
        *answered.reactions(),
        *merged.reactions(),
        *followed.reactions(),
        *closed.reactions(),
        *step_authorisations.reactions(),
    )
    async for it in replayed_room(database, clock, told):
        yield it


async def chest_pain(room: WorkflowSetup, case: CaseId) -> RunId:
    """Everything that lets a caller be told of aspirin is known; its card is open."""
    asked, card = RunId(new_id()), RunId(new_id())
    await room.do(LUCIA, triage.StartRun(run=asked, case=case, protocol="san-dolor-toracico"))
    for question, answer in {"consciente": "Y", **ASPIRIN_IS_SAFE}.items():
        await room.do(LUCIA, triage.AnswerQuestion(run=asked, question=question, answer=answer))
    await room.do(LUCIA, instructions.OpenCard(run=card, case=case, card="dolor-toracico"))
    return card


async def a_case(room: WorkflowSetup, **more: object) -> CaseId:
    case = CaseId(new_id())
    await room.do(LUCIA, cases.OpenCase(case=case, **more))
    return case


async def asked(room: WorkflowSetup) -> tuple[CaseId, RunId]:
    """Help is sent, and the desk asks for the aspirin."""
    case = await a_case(room)
    await room.do(LUCIA, offer(case))
    card = await chest_pain(room, case)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    return case, card


async def watches_of(room: WorkflowSetup, case: CaseId) -> list[Watch]:
    found = await room.states.in_case(WATCH, case)
    return [one for one in found if one.kind is WatchKind.STEP_AUTHORISE]


async def states(room: WorkflowSetup, case: CaseId) -> list[str]:
    return [one.state.value for one in sorted(await watches_of(room, case), key=lambda one: one.made)]


async def requests(room: WorkflowSetup, card: RunId) -> int:
    run = await room.states.state(DICTATION, card)
    assert run is not None
    return len(run.requests)


async def test_the_health_centre_hears_it_at_once_and_the_room_after_a_minute(room: WorkflowSetup) -> None:
    case, card = await asked(room)
    await room.wait(1)
    (watch,) = await watches_of(room, case)
    assert (watch.about, watch.to, watch.state, watch.level) == (
        STEP,
        (FollowupParty(centre=CentreId("san-1")),),
        WatchState.FIRED,
        EscalationLevel.DESK,
    )
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    assert len(await watches_of(room, case)) == 1, "asked twice it is one"
    await room.wait(61)
    (watch,) = await watches_of(room, case)
    assert (watch.state, watch.level) == (WatchState.ESCALATED, EscalationLevel.ROOM)
    await room.do(DOCTOR, followup.AnswerWatch(watch=watch.id))
    await room.wait(61)
    assert await states(room, case) == ["fired"], "«enterado» is no answer: it rings again after a minute"
    await room.do(DOCTOR, instructions.AuthoriseStep(run=card, step=STEP))
    assert await states(room, case) == ["kept"]


@pytest.mark.parametrize("by", ["refusal", "desk", "card"])
async def test_an_answer_or_the_desk_ends_it(room: WorkflowSetup, by: str) -> None:
    case, card = await asked(room)
    acts: dict[str, tuple[Actor, instructions.InstructionCommand, str]] = {
        "refusal": (DOCTOR, instructions.RefuseStep(run=card, step=STEP, reason="úlcera"), "kept"),
        "desk": (LUCIA, instructions.WithdrawRequest(run=card, step=STEP), "cancelled"),
        "card": (LUCIA, instructions.CloseCard(run=card), "cancelled"),
    }
    actor, command, state = acts[by]
    await room.do(actor, command)
    assert (await states(room, case), await requests(room, card)) == ([state], 0)


async def test_when_the_last_caller_is_gone_it_is_asked_for_no_more_and_anew_when_they_are_back(
    room: WorkflowSetup,
) -> None:
    first, second = CallId(new_id()), CallId(new_id())
    for call, operator in ((first, LUCIA), (second, PAU)):
        await room.do(citizen(call), calls.ReceiveCall(call=call, channel=CallChannel.CHAT))
        await room.do(operator, calls.AnswerCall(call=call))
    case = await a_case(room, call=first)
    await room.do(LUCIA, offer(case))
    await room.do(PAU, cases.LinkCall(case=case, call=second))
    card = await chest_pain(room, case)
    ask = instructions.RequestAuthorisation(run=card, step=STEP)
    await room.do(LUCIA, ask)
    await room.do(PAU, calls.HangUp(call=second))
    assert (await states(room, case), await requests(room, card)) == (["set"], 1)
    await room.do(LUCIA, calls.HangUp(call=first))
    assert (await states(room, case), await requests(room, card)) == (["cancelled"], 0)
    with pytest.raises(Conflict, match="nobody_to_give_it"):
        await room.do(LUCIA, ask)
    again = CallId(new_id())
    await room.do(citizen(again), calls.ReceiveCall(call=again, channel=CallChannel.CHAT))
    await room.do(LUCIA, calls.AnswerCall(call=again))
    await room.do(LUCIA, cases.LinkCall(case=case, call=again))
    await room.do(LUCIA, ask)
    assert await states(room, case) == ["cancelled", "set"]


@pytest.mark.parametrize("ends", ["merged", "closed"])
async def test_a_closed_or_merged_case_asks_for_nothing(room: WorkflowSetup, ends: str) -> None:
    case = await a_case(room)
    card = await chest_pain(room, case)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    if ends == "merged":
        await room.do(LUCIA, cases.MergeCase(case=case, into=await a_case(room)))
    else:
        closing = ClosingData(disposition=CaseEnding.FALSE_ALARM)
        await room.do(LUCIA, cases.CloseCase(case=case, closing=closing))
    assert (await states(room, case), await requests(room, card)) == (["cancelled"], 0)


async def test_the_desk_that_takes_the_case_over_has_what_waits_and_a_later_health_centre_hears_it(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    card = await chest_pain(room, case)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))

    async def to() -> tuple[FollowupParty, ...]:
        (watch,) = await watches_of(room, case)
        return watch.to

    assert await to() == (FollowupParty(desk=LUCIA.desk),), "no health centre has the case: its desk hears it"
    await room.do(PAU, cases.TakeOverCase(case=case))
    assert await to() == (FollowupParty(desk=PAU.desk),)
    await room.do(PAU, offer(case))
    assert await to() == (FollowupParty(centre=CentreId("san-1")),)
    assert await requests(room, card) == 1
    await room.do(DOCTOR, instructions.AuthoriseStep(run=card, step=STEP))
    assert await states(room, case) == ["kept"]


async def test_who_refused_the_task_hears_nothing_of_it(room: WorkflowSetup) -> None:
    case = await a_case(room)
    task = offer(case, fallbacks=())
    await room.do(LUCIA, task)
    await room.do(DOCTOR, tasks.RefuseTask(task=task.task, reason=RefusalReason.NOT_OURS))
    card = await chest_pain(room, case)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    (watch,) = await watches_of(room, case)
    assert watch.to == (FollowupParty(desk=LUCIA.desk),)


async def test_a_health_centre_whose_offer_lapsed_hears_it_while_nobody_else_is_asked(
    room: WorkflowSetup,
) -> None:
    case = await a_case(room)
    task = offer(case, fallbacks=())
    await room.do(LUCIA, task)
    await room.wait(3_600)
    lapsed = await room.states.state(TASK, task.task)
    assert lapsed is not None
    assert lapsed.state is TaskState.TIMED_OUT
    card = await chest_pain(room, case)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    (watch,) = await watches_of(room, case)
    assert watch.to == (FollowupParty(centre=CentreId("san-1")),)
    await room.do(DOCTOR, instructions.AuthoriseStep(run=card, step=STEP))
    assert await states(room, case) == ["kept"]


async def test_an_answer_put_wrong_and_right_again_does_not_bring_back_what_was_authorised(
    room: WorkflowSetup,
) -> None:
    case, card = await asked(room)
    await room.do(DOCTOR, instructions.AuthoriseStep(run=card, step=STEP))
    (interview,) = await room.states.in_case(RUN, case)
    say = instructions.SayStep(run=card, step=STEP)
    for answer in ("Y", "N"):
        await room.do(LUCIA, triage.AnswerQuestion(run=interview.id, question="alergia_asp", answer=answer))
    with pytest.raises(Refused, match="step_needs_authorisation"):
        await room.do(LUCIA, say)
    await room.do(LUCIA, instructions.RequestAuthorisation(run=card, step=STEP))
    await room.do(DOCTOR, instructions.AuthoriseStep(run=card, step=STEP))
    assert await states(room, case) == ["kept", "kept"]
    await room.do(LUCIA, say)
