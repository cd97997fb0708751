"""A call practised alone: it rings at the own desk, ends well where nobody sits at the centres, and disturbs nobody's session."""

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.messages.guidance import QuestionSent, SentItemShown, StepSent
from auxilio.calls.core.model import AgentState, CallDisposition, CallState
from auxilio.calls.service import CALL, DESK
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.instructions.core import messages as cards
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId, PersonId, RunId, TaskId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.training.core import messages as m
from auxilio.training.core.model import ALONE_SCENARIOS, PracticeEnd, TraineeRole, TrainingId
from auxilio.training.core.policy import FOLLOW_S, GOODBYE_S, HELP_AWAITED_S, HELP_CAME_S, REPLY_S
from auxilio.training.service import ALONE_MAX, CLOSING_MAX
from auxilio.triage.core import messages as triage
from auxilio.workflows.training_scenarios import SimulatedScenarios
from tests.actors import person
from tests.training.conftest import ANNA, CLARA, MARC, MILL, PAU, TRAINING, Evening
from tests.training.test_evening import written

HELP_CAME = "Ya están aquí. Gracias."
BERTA = person("call_taker", "desk-2", name="Berta Nin", mode=TRAINING)


async def practises(evening: Evening, who: Actor = ANNA, scenario: str = "arrest") -> TrainingId:
    training = TrainingId(new_id())
    await evening.do(who, m.PractiseAlone(training=training, scenario=scenario, language="es"))
    return training


async def stands_ready(evening: Evening, who: Actor) -> None:
    await evening.do(who, calls.SetDeskReady(languages=()))


async def rings(evening: Evening, training: TrainingId) -> CallId:
    await evening.passes(3)
    return (await evening.session(training)).incidents[0].calls[0]


async def test_it_rings_at_the_own_desk_as_soon_as_this_stands_ready_and_nobody_else_has_it(
    evening: Evening,
) -> None:
    await stands_ready(evening, BERTA)
    training = await practises(evening)
    await evening.passes(5)
    assert (await evening.session(training)).incidents == (), "nobody rings at a desk that is not ready"
    await stands_ready(evening, ANNA)
    call = await rings(evening, training)
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert (found.state, found.offered_to, found.language) == (CallState.OFFERED, "desk-1", "es")
    with pytest.raises(Refused, match="call_of_practice"):
        await evening.do(BERTA, calls.AnswerCall(call=call))
    await evening.do(ANNA, calls.AnswerCall(call=call))
    berta = await evening.callers.states.state(DESK, "desk-2")
    assert berta is not None
    assert berta.stand is AgentState.READY


async def test_nobody_else_puts_a_practice_call_into_a_case_or_takes_it_out(evening: Evening) -> None:
    await stands_ready(evening, ANNA)
    call = await rings(evening, await practises(evening))
    own, other = CaseId(new_id()), CaseId(new_id())
    await evening.do(BERTA, cases.OpenCase(case=other))
    with pytest.raises(Refused, match="call_of_practice"):
        await evening.do(BERTA, cases.LinkCall(case=other, call=call))
    await evening.do(ANNA, calls.AnswerCall(call=call))
    await evening.do(ANNA, cases.OpenCase(case=own, call=call))
    await evening.do(ANNA, calls.HangUp(call=call))
    for command in (cases.LinkCall(case=other, call=call), cases.UnlinkCall(case=own, call=call)):
        with pytest.raises(Refused, match="call_of_practice"):
            await evening.do(BERTA, command)
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert found.case == own


async def test_a_practice_call_that_nobody_answered_is_rung_back_by_nobody_else(evening: Evening) -> None:
    await stands_ready(evening, ANNA)
    call = await rings(evening, await practises(evening))
    await evening.passes(200, step_s=10)
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert found.state is CallState.ABANDONED
    for command in (
        calls.RingBack(call=call),
        calls.LogCallBackAttempt(call=call, reached=True),
        calls.SetDisposition(call=call, disposition=CallDisposition.PRANK),
    ):
        with pytest.raises(Refused, match="call_of_practice"):
            await evening.do(BERTA, command)


async def test_who_practises_alone_is_offered_no_call_of_a_trainers_session(evening: Evening) -> None:
    await stands_ready(evening, ANNA)
    alone = await practises(evening)
    trainee = m.ChosenTrainee(person=PersonId(PAU.id), role=TraineeRole.DISPATCHER)
    led = TrainingId(new_id())
    await evening.do(CLARA, m.StartTraining(training=led, scenario="fire", trainees=(trainee,)))
    own, other = await rings(evening, alone), await rings(evening, led)
    states = [await evening.callers.states.state(CALL, one) for one in (own, other)]
    assert [one.state for one in states if one is not None] == [CallState.OFFERED, CallState.QUEUED]


async def sends_help(evening: Evening, call: CallId) -> CaseId:
    """Anna answers, hears all that the caller says unasked, and sends help a minute later."""
    case = CaseId(new_id())
    await evening.do(ANNA, calls.AnswerCall(call=call), 3)
    await evening.do(ANNA, cases.OpenCase(case=case, call=call, summary="no respira"), 3)
    place = Location(degree=LocationCertainty.AGREED, words=MILL.words, point=MILL.point)
    await evening.do(ANNA, cases.LocateCase(case=case, location=place), 5)
    await evening.passes(60, step_s=5)
    offer = tasks.OfferTask(
        task=TaskId(new_id()), case=case, mode=TRAINING, centre="san-1", agency="san", service="HEALTH",
        priority=Priority.P0, capabilities=("als",),
    )  # fmt: skip
    await evening.do(ANNA, offer, 2)
    return case


async def sends_steps(evening: Evening, call: CallId, run: RunId, *steps: str) -> None:
    for step in steps:
        await evening.do(ANNA, cards.SendStep(run=run, step=step, call=call, language="es"))
        await evening.passes(FOLLOW_S + 2)


async def test_after_help_was_sent_the_caller_stays_and_answers_and_says_minutes_later_that_it_has_come(
    evening: Evening,
) -> None:
    await stands_ready(evening, ANNA)
    training = await practises(evening)
    call = await rings(evening, training)
    await sends_help(evening, call)
    await evening.passes(HELP_AWAITED_S - 20, step_s=5)
    [score] = (await evening.scores.of(training, ANNA)).scores
    assert "question" not in {one.measure.value for one in score.times}, (
        "the place is set, and nothing was asked"
    )
    await evening.do(ANNA, calls.SendDeskText(call=call, words="¿Respira?"))
    await evening.passes(HELP_AWAITED_S - 20, step_s=5)
    assert HELP_CAME not in await written(evening, call), "they were asked something meanwhile"
    await evening.passes(40, step_s=5)
    assert (await written(evening, call))[-1] == HELP_CAME
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert found.state is CallState.ANSWERED, "the desk has time to end it"
    await evening.passes(HELP_CAME_S + 10, step_s=5)
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert found.state is CallState.ENDED
    [score] = (await evening.scores.of(training, ANNA)).scores
    assert {"answer", "question", "address", "help"} <= {one.measure.value for one in score.times}
    await evening.do(ANNA, m.EndPractice(training=training))
    await evening.passes(20)
    ended = await evening.session(training)
    assert (ended.end_reason, ended.left_open, ended.closed_at is not None) == (PracticeEnd.TRAINEE, 0, True)
    await practises(evening)


async def test_the_caller_does_what_the_card_says_and_help_comes_when_its_steps_and_moments_are_done(
    evening: Evening,
) -> None:
    await stands_ready(evening, ANNA)
    call = await rings(evening, await practises(evening))
    case, run = await sends_help(evening, call), RunId(new_id())
    await evening.do(ANNA, cards.OpenCard(run=run, case=case, card="rcp-adulto", language="es"))
    await evening.passes(60, step_s=5)
    await sends_steps(evening, call, run, "suelo", "dea", "rodillas", "manos")
    await evening.do(ANNA, calls.SendDeskText(call=call, words="¿Está apretando?"))
    await evening.passes(REPLY_S + 1)
    assert (await written(evening, call))[-1].startswith("No, todavía no")
    await sends_steps(evening, call, run, "comprimir")
    assert (await written(evening, call))[-1] == "Ya estoy apretando"
    await evening.do(ANNA, calls.SendDeskText(call=call, words="¿Está apretando?"))
    await evening.passes(REPLY_S + 1)
    assert (await written(evening, call))[-1].startswith("Sí, ")
    await sends_steps(evening, call, run, "contar", "relevo", "seguir", "vuelve")
    await evening.passes(GOODBYE_S + 20, step_s=5)
    assert HELP_CAME not in await written(evening, call), "the first compression is not marked"
    await evening.do(ANNA, cards.MarkMoment(run=run, mark="first_compression"))
    await evening.passes(GOODBYE_S + 10, step_s=5)
    assert (await written(evening, call))[-1] == HELP_CAME
    facts = await log.of_call(evening.runtime.pool, call)
    shown = [fact.kind for fact in facts if fact.kind in {StepSent.kind(), SentItemShown.kind()}]
    assert shown == [StepSent.kind(), SentItemShown.kind()] * 9, "each step is seen before it is followed"
    await evening.do(ANNA, calls.HangUp(call=call))
    await evening.passes(10)
    found = await evening.callers.states.state(CALL, call)
    assert found is not None
    assert found.state is CallState.ENDED


async def test_a_question_that_was_sent_is_seen_before_it_is_answered(evening: Evening) -> None:
    await stands_ready(evening, ANNA)
    call = await rings(evening, await practises(evening))
    case, run = await sends_help(evening, call), RunId(new_id())
    await evening.do(ANNA, triage.StartRun(run=run, case=case, protocol="fue-electrico"))
    await evening.do(ANNA, triage.SendQuestion(run=run, question="persona", call=call, language="es"))
    await evening.passes(REPLY_S + 1)
    kinds = [fact.kind for fact in await log.of_call(evening.runtime.pool, call)]
    assert kinds[-3:] == [one.kind() for one in (QuestionSent, SentItemShown, calls.CallerTextSent)]


async def test_the_newest_is_the_first_and_one_whose_call_is_over_says_so(evening: Evening) -> None:
    await stands_ready(evening, ANNA)
    first = await practises(evening)
    call = await rings(evening, first)
    assert (await evening.trainings.view(ANNA)).calls_over == ()
    await evening.do(ANNA, calls.AnswerCall(call=call), 3)
    await evening.do(ANNA, calls.HangUp(call=call), 20)
    assert (await evening.trainings.view(ANNA)).calls_over == (first,)
    await evening.do(ANNA, m.EndPractice(training=first, another=True))
    second = await practises(evening)
    await evening.passes(20)
    ended = await evening.session(first)
    assert (ended.end_reason, ended.closed_at is not None) == (PracticeEnd.ANOTHER, True)
    seen = await evening.trainings.view(ANNA)
    assert [one.id for one in seen.sessions] == [second, first], "also when the first was closed last"
    assert seen.calls_over == ()


async def test_it_ends_by_itself_after_twenty_minutes(evening: Evening) -> None:
    training = await practises(evening)
    await evening.passes(21 * 60, step_s=60)
    assert (await evening.session(training)).end_reason is PracticeEnd.TIME_LIMIT


async def test_one_at_a_time_not_in_real_mode_and_not_beside_a_trainers_session(evening: Evening) -> None:
    def begin(scenario: str = "arrest") -> m.PractiseAlone:
        return m.PractiseAlone(training=TrainingId(new_id()), scenario=scenario, language="es")

    trainee = m.ChosenTrainee(person=PersonId(BERTA.id), role=TraineeRole.OPERATOR)
    await evening.runtime.pool.execute(
        "insert into person (id, login, name, roles, languages, active, password_given, password_hash)"
        " values ($1, 'berta', 'Berta Nin', array['call_taker'], array['es'], true, false, '-')",
        BERTA.id,
    )
    start = m.StartTraining(training=TrainingId(new_id()), scenario="arrest", trainees=(trainee,))
    await evening.do(CLARA, start)
    training = await practises(evening)
    for actor, command, code in (
        (person("call_taker", "desk-1", mode=Mode.REAL), begin(), "training_in_real_mode"),
        (person("call_taker", "desk-1", mode=Mode.EXERCISE), begin(), "training_in_other_mode"),
        (ANNA, begin(), "practice_running"),
        (BERTA, begin(), "practice_in_session"),
        (BERTA, m.EndPractice(training=training), "not_own_practice"),
        (BERTA, m.EndPractice(training=start.training), "not_own_practice"),
        (person("call_taker", "desk-3", mode=TRAINING), begin("evening"), "unknown_practice_scenario"),
        (PAU, begin(), "not_permitted"),
        (MARC, begin(), "not_permitted"),
    ):
        with pytest.raises(Refused, match=code):
            await evening.do(actor, command)
    await evening.do(CLARA, m.EndTraining(training=start.training))
    await evening.do(BERTA, begin())


async def test_a_trainer_sees_it_and_goes_on_with_it(evening: Evening) -> None:
    training = await practises(evening)
    [seen] = (await evening.trainings.view(CLARA)).sessions
    assert (seen.id, seen.trainer) == (training, None)
    assert (await evening.trainings.view(BERTA)).sessions == ()
    assert (await evening.trainings.view(ANNA)).alone == ALONE_SCENARIOS
    assert (await evening.trainings.view(PAU)).alone == ()
    await evening.do(CLARA, m.PauseTraining(training=training))
    await evening.do(CLARA, m.ResumeTraining(training=training))
    await evening.do(CLARA, m.EndTraining(training=training))
    assert (await evening.session(training)).end_reason is PracticeEnd.TRAINER


async def test_no_more_people_practise_alone_than_the_worker_can_play(evening: Evening) -> None:
    people = [person("call_taker", f"desk-{n}", mode=TRAINING) for n in range(ALONE_MAX + 1)]
    for one in people[:-1]:
        await practises(evening, one)
    with pytest.raises(Refused, match="too_many_practices"):
        await practises(evening, people[-1])


async def test_nobody_takes_the_places_of_others_by_beginning_again_and_again(evening: Evening) -> None:
    for _ in range(CLOSING_MAX):
        await evening.do(ANNA, m.EndPractice(training=await practises(evening)))
    with pytest.raises(Refused, match="practice_closing"):
        await practises(evening)
    await practises(evening, person("call_taker", "desk-9", mode=TRAINING))


def test_each_story_for_one_person_is_told_in_their_language() -> None:
    player = SimulatedScenarios()
    for scenario in ALONE_SCENARIOS:
        for seed in range(20):
            found, _ = player.incident(scenario, seed, 0, (MILL,), "es")
            assert [one.language for one in found.callers] == ["es"]
            assert found.callers[0].help_came
