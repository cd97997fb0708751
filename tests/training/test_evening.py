"""A training evening in a real installation: three trainees, one trainer, scores, and nothing of it on a real board."""

import asyncio
import contextlib

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallState
from auxilio.calls.service import CALL
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.tasks.core import messages as tasks
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.loan_messages import LendUnit
from auxilio.dispatch.units.core.model import UnitStatus
from auxilio.instructions.core import messages as cards
from auxilio.kernel.ids import (
    AgencyId,
    AssignmentId,
    CallId,
    CaseId,
    CentreId,
    OperationId,
    PersonId,
    RunId,
    TaskId,
    UnitId,
)
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.realtime.hub import Hub
from auxilio.reporting.training_scores import PracticeMeasure
from auxilio.training.core import messages as m
from auxilio.training.core.model import CommentId, PracticeState, TraineeRole, TrainingId
from auxilio.training.core.policy import REPLY_S
from auxilio.training.service import OPEN_MAX
from auxilio.triage.core import messages as triage
from tests.actors import person, system
from tests.dispatch.factories import dispatcher
from tests.realtime.test_late_joiner import LIVE_BOARDS, look, viewers
from tests.training.conftest import ANNA, CLARA, MARC, MILL, PAU, TRAINING, Evening

R, P = TraineeRole, PracticeMeasure
TRAINEES = (
    m.ChosenTrainee(person=PersonId(ANNA.id), role=R.OPERATOR),
    m.ChosenTrainee(person=PersonId(PAU.id), role=R.DISPATCHER),
    m.ChosenTrainee(person=PersonId(MARC.id), role=R.CREW),
)


async def starts(evening: Evening, scenario: str = "arrest") -> TrainingId:
    """Clara starts it, and the first caller rings."""
    training = TrainingId(new_id())
    await evening.do(CLARA, m.StartTraining(training=training, scenario=scenario, trainees=TRAINEES))
    await evening.passes(2)
    return training


async def call_of(evening: Evening, training: TrainingId, incident: int = 0) -> CallId:
    return (await evening.session(training)).incidents[incident].calls[0]


async def written(evening: Evening, call: CallId) -> list[str]:
    """What the caller wrote after the first line."""
    facts = await log.of_call(evening.runtime.pool, call)
    said = [fact for fact in facts if fact.kind == calls.CallerTextSent.kind()]
    return [log.raw_body(fact)["words"] for fact in said]


async def a_real_unit(evening: Evening) -> UnitId:
    unit = UnitId(new_id())
    register = units.RegisterUnit(
        unit=unit,
        callsign="X-1",
        agency=AgencyId("san"),
        centre=CentreId("san-1"),
        capabilities=("als",),
        home=MILL.point,
    )
    await evening.do(person("administrator"), register)
    return unit


async def is_handled(evening: Evening, call: CallId, unit: UnitId) -> None:
    """Anna answers, asks, locates, decides and sends; Pau accepts and alerts; Marc drives; Anna counts compressions."""
    case, task, run = CaseId(new_id()), TaskId(new_id()), RunId(new_id())
    await evening.do(ANNA, calls.SetDeskReady(languages=("es",)))
    await evening.do(ANNA, calls.AnswerCall(call=call), 8)
    await evening.do(ANNA, calls.SendDeskText(call=call, words="¿Respira?"), 1)
    await evening.passes(6)
    await evening.do(ANNA, cases.OpenCase(case=case, call=call, summary="no respira"), 3)
    place = Location(degree=LocationCertainty.AGREED, words=MILL.words, point=MILL.point)
    await evening.do(ANNA, cases.LocateCase(case=case, location=place), 5)
    await evening.do(ANNA, cases.SetPriority(case=case, priority=Priority.P0, reason="no respira"), 5)
    offer = tasks.OfferTask(
        task=task, case=case, mode=TRAINING, centre="san-1", agency="san", service="HEALTH",
        priority=Priority.P0, capabilities=("als",),
    )  # fmt: skip
    await evening.do(ANNA, offer, 2)
    await evening.do(PAU, tasks.AcceptTask(task=task), 12)
    alert = units.AlertUnit(assignment=AssignmentId(new_id()), unit=unit, task=task)
    await evening.do(PAU, alert, 10)
    await evening.do(MARC, units.ReportStatus(unit=unit, status=UnitStatus.EN_ROUTE), 70)
    await evening.do(ANNA, cards.OpenCard(run=run, case=case, card="rcp-adulto", language="es"))
    await evening.do(ANNA, cards.MarkMoment(run=run, mark="first_compression"), 20)


async def test_three_trainees_are_scored_from_the_log_and_read_their_own_scores(evening: Evening) -> None:
    real = await a_real_unit(evening)
    training = await starts(evening)
    [unit] = await evening.callers.states.live(UNIT, mode=TRAINING.value)
    assert (unit.callsign, unit.id != real) == ("X-1", True)
    await is_handled(evening, await call_of(evening, training), unit.id)
    sheet = await evening.scores.of(training, CLARA)
    times = {one.person: {time.measure: time for time in one.times} for one in sheet.scores}
    assert set(times) == {ANNA.id, PAU.id, MARC.id}
    anna = times[PersonId(ANNA.id)]
    assert set(anna) >= {P.ANSWER, P.ADDRESS, P.PRIORITY, P.COMPRESSION}
    assert (round(anna[P.ANSWER].seconds), anna[P.ANSWER].met) == (8, True)
    assert (round(anna[P.ADDRESS].seconds), round(anna[P.PRIORITY].seconds)) == (15, 20)
    assert (round(anna[P.COMPRESSION].seconds), anna[P.COMPRESSION].met) == (134, True)
    clocks = {P.ANSWER: 10, P.ADDRESS: 60, P.HELP: 45, P.COMPRESSION: 180}
    assert {one: anna[one].target_s for one in clocks} == clocks, "as the clocks of the desk at P0"
    pau = times[PersonId(PAU.id)]
    assert (round(pau[P.ACCEPT].seconds), round(pau[P.ALERT].seconds)) == (12, 22)
    marc = times[PersonId(MARC.id)][P.ACKNOWLEDGE]
    assert (round(marc.seconds), marc.met) == (70, False)
    commands = {one.person: one.commands for one in sheet.scores}
    assert (commands[PersonId(PAU.id)], commands[PersonId(MARC.id)]) == (2, 1)
    own = await evening.scores.of(training, PAU)
    assert {one.person for one in own.scores} == {PAU.id}
    for stranger in (person("call_taker", mode=TRAINING), person("supervisor")):
        with pytest.raises(Refused, match="unknown_training"):
            await evening.scores.of(training, stranger)


async def test_a_practice_caller_answers_a_question_that_was_sent_and_a_step_that_was_sent_is_an_instruction(
    evening: Evening,
) -> None:
    training = await starts(evening)
    call = await call_of(evening, training)
    case, run, card = CaseId(new_id()), RunId(new_id()), RunId(new_id())
    await evening.do(ANNA, calls.SetDeskReady(languages=("es",)))
    await evening.do(ANNA, calls.AnswerCall(call=call), 2)
    await evening.do(ANNA, cases.OpenCase(case=case, call=call, summary="no respira"))
    await evening.do(ANNA, triage.StartRun(run=run, case=case, protocol="fue-electrico"))
    await evening.passes(40)  # they have said what they say without being asked
    before = len(await written(evening, call))
    await evening.do(ANNA, triage.SendQuestion(run=run, question="persona", call=call, language="es"))
    await evening.passes(REPLY_S + 1)
    assert len(await written(evening, call)) == before + 1
    await evening.do(ANNA, cards.OpenCard(run=card, case=case, card="rcp-adulto", language="es"))
    await evening.do(ANNA, cards.SendStep(run=card, step="suelo", call=call, language="es"))
    [mine] = [one for one in (await evening.scores.of(training, CLARA)).scores if one.person == ANNA.id]
    assert P.INSTRUCTION in {time.measure for time in mine.times}


async def test_the_copy_of_a_unit_that_another_centre_directs_is_of_its_own_centre(evening: Evening) -> None:
    unit = await a_real_unit(evening)
    lent = LendUnit(
        unit=unit,
        operation=OperationId(new_id()),
        name="Festa",
        post=CentreId("post-1"),
        lender=CentreId("san-1"),
    )
    await evening.do(system(), lent)
    await starts(evening)
    [copy] = await evening.callers.states.live(UNIT, mode=TRAINING.value)
    assert copy.centre == "san-1", "the command post ends with its event, and the copies stay"


async def test_no_event_of_the_evening_is_on_a_real_board(evening: Evening) -> None:
    real = await a_real_unit(evening)
    training = await starts(evening)
    [unit] = await evening.callers.states.live(UNIT, mode=TRAINING.value)
    assert (unit.callsign, unit.id != real) == ("X-1", True)
    await is_handled(evening, await call_of(evening, training), unit.id)
    await evening.do(CLARA, m.EndTraining(training=training))
    runtime = evening.runtime
    hub = Hub(runtime.pool, runtime.aggregates, runtime.wakeups, evening.clock, LIVE_BOARDS)
    following = asyncio.create_task(hub.run())
    try:
        await hub.ready.wait()
        seen = {
            (board.name, who.agency, next(iter(who.roles), "")): (await look(hub, board, who)).seen()
            for board in LIVE_BOARDS
            for who in viewers(board)
        }
        told = {
            (row["id"], row["v"])
            for tables in seen.values()
            for rows in tables.values()
            for row in rows.values()
        }
        assert told == {(str(real), 1)}, "the real unit, to which nothing has happened, and nothing else"
        room = next(board for board in LIVE_BOARDS if board.name == "room")
        assert (await look(hub, room, CLARA)).seen()["cases"], "the trainer sees it"
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
    modes = await runtime.pool.fetch(
        "select distinct mode from event where stream like 'c%' or case_id is not null"
    )
    assert [row["mode"] for row in modes] == [TRAINING.value]


async def test_a_caller_answers_what_is_asked_and_a_second_worker_says_nothing_twice(
    evening: Evening,
) -> None:
    training = await starts(evening)
    call = await call_of(evening, training)
    await evening.do(ANNA, calls.SetDeskReady(languages=("es",)))
    await evening.do(ANNA, calls.AnswerCall(call=call), 3)
    await evening.do(ANNA, calls.SendDeskText(call=call, words="¿Respira?"), 1)
    await evening.passes(3)
    said = await written(evening, call)
    await evening.callers.run()
    assert await written(evening, call) == said
    await evening.passes(30)
    everything = await written(evening, call)
    assert len(everything) > len(said) > 0
    assert len(set(everything)) == len(everything), "each line once"


async def test_nobody_new_calls_while_the_session_stands_still_and_callers_hang_up_at_its_end(
    evening: Evening,
) -> None:
    training = await starts(evening, "rush")
    await evening.do(CLARA, m.PauseTraining(training=training))
    await evening.passes(60, step_s=20)
    assert len((await evening.session(training)).incidents) == 1
    await evening.do(CLARA, m.ResumeTraining(training=training))
    await evening.passes(14, step_s=7)
    session = await evening.session(training)
    assert len(session.incidents) > 1
    await evening.do(CLARA, m.EndTraining(training=training))
    assert (await evening.session(training)).state is PracticeState.ENDED
    await evening.passes(4)
    ringing = [
        call for incident in session.incidents for call in incident.calls
        if (state := await evening.callers.states.state(CALL, call)) is not None
        and state.state in {CallState.QUEUED, CallState.OFFERED, CallState.ANSWERED}
    ]  # fmt: skip
    assert ringing == []
    with pytest.raises(Refused, match="training_over"):
        await evening.do(CLARA, m.RepeatIncident(training=training, incident=0))


async def test_an_incident_that_is_repeated_has_the_same_caller_with_the_same_words(evening: Evening) -> None:
    training = await starts(evening)
    await evening.do(CLARA, m.RepeatIncident(training=training, incident=0))
    await evening.passes(2)
    first, again = (await evening.session(training)).incidents
    assert (again.nth, again.kind, again.place, again.repeats) == (first.nth, first.kind, first.place, True)
    one, other = [await evening.callers.states.state(CALL, incident.calls[0]) for incident in (first, again)]
    assert one is not None
    assert other is not None
    assert (one.phone, one.language, one.id != other.id) == (other.phone, other.language, True)
    assert await written(evening, one.id) == await written(evening, other.id)


async def test_a_trainee_reads_remarks_to_them_alone_and_what_was_true_only_at_the_end(
    evening: Evening,
) -> None:
    training = await starts(evening)
    for who, words in ((ANNA, "Pregunta primero dónde."), (PAU, "Bien.")):
        await evening.do(
            CLARA,
            m.CommentTrainee(
                training=training,
                comment=CommentId(new_id()),
                person=PersonId(who.id),
                words=words,
                incident=0,
            ),
        )
    [read] = (await evening.trainings.view(ANNA)).sessions
    assert [one.words for one in read.comments] == ["Pregunta primero dónde."]
    assert (read.incidents[0].kind, read.incidents[0].place) == ("", None)
    await evening.do(CLARA, m.EndTraining(training=training))
    [read] = (await evening.trainings.view(ANNA)).sessions
    assert read.incidents[0].place == MILL
    assert (await evening.trainings.view(dispatcher("san-1", mode=TRAINING))).sessions == ()
    leads = await evening.trainings.view(CLARA)
    assert leads.leads
    assert len(leads.sessions[0].comments) == 2
    assert (await evening.trainings.view(person("supervisor"))).sessions == ()


async def test_no_more_sessions_are_open_than_a_worker_that_serves_real_calls_can_play(
    evening: Evening,
) -> None:
    async def start() -> TrainingId:
        training = TrainingId(new_id())
        await evening.do(CLARA, m.StartTraining(training=training, scenario="arrest", trainees=TRAINEES))
        return training

    first, *_ = [await start() for _ in range(OPEN_MAX)]
    with pytest.raises(Refused, match="too_many_trainings"):
        await start()
    await evening.do(CLARA, m.EndTraining(training=first))
    await start()


async def test_a_session_is_never_of_the_real_world_and_names_people_who_exist(evening: Evening) -> None:
    def start(**other: object) -> m.StartTraining:
        given = {"scenario": "arrest", "trainees": TRAINEES, **other}
        return m.StartTraining(training=TrainingId(new_id()), **given)

    nobody = m.ChosenTrainee(person=PersonId(new_id()), role=R.CREW)
    for actor, command, code in (
        (person("supervisor", mode=Mode.REAL), start(), "training_in_real_mode"),
        (CLARA, start(trainees=(nobody,)), "unknown_trainee"),
        (CLARA, start(trainees=(TRAINEES[0], TRAINEES[0])), "trainee_twice"),
        (CLARA, start(scenario="town"), "unknown_practice_scenario"),
        (ANNA, start(), "not_permitted"),
    ):
        with pytest.raises(Refused, match=code):
            await evening.do(actor, command)
