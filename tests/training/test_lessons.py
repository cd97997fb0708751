"""What a trainee of the room and of the archive did, told from the log; remarks at a moment; and the scores as a table."""

import csv
import io
import re
from pathlib import Path

import msgspec
import pytest

from auxilio.archive.core.messages import AddAddendum, FileSealed
from auxilio.calls.core import messages as calls
from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.followup.core.messages import SendMessage
from auxilio.followup.core.model import FollowupParty, MessageId
from auxilio.identity.core.messages import RecordCaseView
from auxilio.kernel.ids import CaseId, DeskId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Priority
from auxilio.platform.ids import new_id
from auxilio.reporting.training_scores import PracticeMeasure as P
from auxilio.reporting.training_scores import scores_of, target_s
from auxilio.training.core import messages as m
from auxilio.training.core.model import CommentId, Trainee, TraineeRole, TrainingId
from auxilio.training.core.policy import suggested_role
from tests.actors import person
from tests.training.conftest import ANNA, CLARA, PAU, TRAINING, Evening
from tests.training.test_evening import call_of, starts

ROOT = Path(__file__).parents[2]
RUTH = person("records_officer", "archive-1", name="Ruth Vila", mode=TRAINING)


async def is_closed(evening: Evening, training: TrainingId) -> CaseId:
    """Anna answers and opens a case, Clara reads it and writes, Anna closes it, Ruth reads it."""
    case, call = CaseId(new_id()), await call_of(evening, training)
    await evening.do(ANNA, calls.SetDeskReady(languages=("es",)))
    await evening.do(ANNA, calls.AnswerCall(call=call), 5)
    await evening.do(ANNA, cases.OpenCase(case=case, call=call, summary="consulta"), 5)
    await evening.do(CLARA, RecordCaseView(case=case, how="board"), 30)
    to = FollowupParty(desk=DeskId("desk-1"))
    said = SendMessage(message=MessageId(new_id()), case=case, to=(to,), words="Pregunte la edad.")
    await evening.do(CLARA, said, 60)
    await evening.do(ANNA, calls.HangUp(call=call), 5)
    closing = ClosingData(disposition=CaseEnding.RESOLVED)
    await evening.do(ANNA, cases.CloseCase(case=case, closing=closing))
    await evening.do(RUTH, RecordCaseView(case=case, how="archive"), 40)
    return case


async def test_a_supervisor_and_a_records_officer_are_scored_by_what_they_did(evening: Evening) -> None:
    training = await starts(evening)
    case = await is_closed(evening, training)
    session = await evening.session(training)
    facts = {0: await evening.scores.facts_of(session.incidents[0].calls)}
    clara = Trainee(person=PersonId(CLARA.id), name=CLARA.name, role=TraineeRole.SUPERVISOR)
    ruth = Trainee(person=PersonId(RUTH.id), name=RUTH.name, role=TraineeRole.RECORDS)

    def seconds(trainee: Trainee) -> dict[P, int]:
        return {
            time.measure: round(time.seconds)
            for score in scores_of(session, facts, (trainee,))
            for time in score.times
        }

    assert seconds(clara) == {P.LOOK: 30, P.MESSAGE: 90}
    assert seconds(ruth) == {P.LOOK: 40}, (
        "from the end of the case: before it there is nothing in the archive"
    )
    last = facts[0][-1]
    body = {"case": str(case), "number": 1, "asked_by": RUTH.name}
    sealed = msgspec.structs.replace(
        last, kind=FileSealed.kind(), actor=new_id(), body=msgspec.json.encode(body).decode()
    )
    facts[0].append(sealed)
    assert P.SEAL in seconds(ruth), "the system seals, as they ask"
    facts[0][-1] = msgspec.structs.replace(
        sealed, body=sealed.body.replace("Ruth", "Rut") if sealed.body else None
    )
    assert P.SEAL not in seconds(ruth), "what another asked for is not theirs"
    with pytest.raises(Refused):
        await evening.do(RUTH, AddAddendum(case=case, words="Falta un dato."))


def test_who_trains_what_is_suggested_by_their_roles() -> None:
    assert [
        suggested_role([role])
        for role in ("crew", "call_taker", "dispatcher", "room_chief", "records_officer")
    ] == [
        TraineeRole.CREW,
        TraineeRole.OPERATOR,
        TraineeRole.DISPATCHER,
        TraineeRole.SUPERVISOR,
        TraineeRole.RECORDS,
    ]


async def test_a_remark_is_of_a_moment_of_the_session(evening: Evening) -> None:
    training = await starts(evening)
    now = evening.clock.now()

    async def remark(**about: object) -> None:
        command = m.CommentTrainee(
            training=training, comment=CommentId(new_id()), person=PersonId(ANNA.id), words="Bien.", **about
        )
        await evening.do(CLARA, command, 60)

    await remark()
    await remark(moment=now)
    await remark(moment=now.replace(year=2000))
    await remark(moment=now.replace(year=2100))
    session = await evening.session(training)
    unsaid, said, early, late = [one.moment for one in session.comments]
    assert (unsaid, said, early) == (None, now, session.started_at)
    assert late == session.comments[-1].at, "nothing has been seen that has not happened"


async def test_the_table_has_a_line_for_each_time_and_is_read_by_whom_the_scores_are(
    evening: Evening,
) -> None:
    training = await starts(evening)
    await is_closed(evening, training)
    text = await evening.scores.table(training, CLARA)
    head, *rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert (head["trainee"], head["role"], head["measure"], head["met"]) == (
        ANNA.name,
        "operator",
        "answer",
        "1",
    )
    assert {row["trainee"] for row in rows} <= {ANNA.name}
    own = await evening.scores.table(training, PAU)
    assert ANNA.name not in own
    with pytest.raises(Refused, match="unknown_training"):
        await evening.scores.table(training, person("call_taker", mode=TRAINING))


def test_targets_are_the_moments_at_which_the_clocks_of_the_console_turn_red() -> None:
    text = (ROOT / "console/src/state/response-targets.ts").read_text("utf-8")
    shown = {
        name: [float(red) for red in re.findall(r"limits\(\d+, (\d+)\)", value)]
        for name, value in re.findall(
            r"export const (\w+)(?:: ByPriority)? = (\[[^=]*?\]|limits\(.*\))", text
        )
    }
    for measure, clock in (
        (P.ANSWER, "ANSWER_TARGET"),
        (P.ADDRESS, "LOCATION_TARGET"),
        (P.HELP, "OFFER_TARGETS"),
        (P.COMPRESSION, "FIRST_COMPRESSION_TARGET"),
        (P.ACKNOWLEDGE, "CREW_ANSWER_TARGETS"),
    ):
        ours = [target_s(measure, priority) for priority in list(Priority)[:4]]
        assert sorted(set(ours)) == sorted(set(shown[clock])), clock
    assert target_s(P.HELP, None) == target_s(P.HELP, Priority.P0), "doubt counts as danger"
