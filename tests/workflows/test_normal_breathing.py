"""What an answer about breathing does to the compressions of its case, in whatever interview it was asked."""

import pytest

from auxilio.instructions.core import messages as cards
from auxilio.instructions.core.model import InstructionRun, Metronome
from auxilio.instructions.service import DICTATION
from auxilio.kernel.ids import CaseId, RunId
from auxilio.platform.ids import new_id
from auxilio.triage.core import messages as triage
from auxilio.workflows import normal_breathing
from tests.workflows.test_several_interviews import PAU, InterviewRoom


@pytest.fixture
def room() -> InterviewRoom:
    return InterviewRoom(*normal_breathing.reactions())


async def presses(
    room: InterviewRoom, case: CaseId, card: str = "rcp-adulto", after: RunId | None = None
) -> RunId:
    run = RunId(new_id())
    await room.do(cards.OpenCard(run=run, case=case, card=card, after=after))
    return run


async def dictation(room: InterviewRoom, run: RunId) -> InstructionRun:
    found = await room.states.state(DICTATION, run)
    assert isinstance(found, InstructionRun)
    return found


async def test_the_answer_that_he_breathes_stops_them_where_another_protocol_led_to_the_arrest(
    room: InterviewRoom,
) -> None:
    case = await room.opens("SAN-02")
    first = await room.begins(case, "san-inconsciente")
    await room.hears(first, respira="N")
    run = await presses(room, case)
    await room.do(cards.SetMetronome(run=run, mode=Metronome.BOTH))
    await room.begins(case, "san-pcr", respira="N")
    await room.hears(first, respira="normal")
    stopped = await dictation(room, run)
    assert (stopped.breathes, stopped.current, stopped.metronome) == (True, "vuelve", Metronome.OFF)
    await room.do(triage.UndoAnswer(run=first))
    again = await dictation(room, run)
    assert (again.breathes, again.metronome) == (False, Metronome.BOTH)


async def test_where_he_breathes_no_more_the_case_is_an_arrest_again(room: InterviewRoom) -> None:
    """As the desk does it: compressions go on, and each interview that had heard the contrary is answered."""
    case = await room.opens("SAN-01")
    first = await room.begins(case, "san-pcr", consciente="N")
    await room.hears(first, respira="N")
    run = await presses(room, case)
    await room.hears(first, respira="normal")
    led = await room.begins(case, "san-inconsciente", consciente="N", respira="normal")
    await room.hears(led, despierta="N")
    assert (await room.case(case)).type == "SAN-02"
    await room.do(cards.ResumeCompressions(run=run))
    for each in (first, led):
        await room.hears(each, respira="N")
    assert (await room.case(case)).type == "SAN-01"
    assert (await dictation(room, run)).breathes is False


@pytest.mark.parametrize("answer", ["N", "qualified", "U"])
async def test_any_other_answer_makes_them_go_on(room: InterviewRoom, answer: str) -> None:
    case = await room.opens("SAN-02")
    first = await room.begins(case, "san-inconsciente")
    await room.hears(first, respira="N")
    run = await presses(room, case)
    await room.hears(first, respira="normal")
    await room.hears(first, respira=answer)
    assert (await dictation(room, run)).breathes is False


async def test_an_answer_that_is_taken_back_says_nothing_of_what_a_person_has_marked(
    room: InterviewRoom,
) -> None:
    case = await room.opens("SAN-02")
    first = await room.begins(case, "san-inconsciente")
    await room.hears(first, respira="qualified")
    run = await presses(room, case)
    await room.do(cards.MarkMoment(run=run, mark="rosc"))
    await room.do(triage.UndoAnswer(run=first))
    assert (await dictation(room, run)).breathes is True


async def test_only_the_card_in_its_place_stops_and_no_other_caller_stops_it(room: InterviewRoom) -> None:
    case = await room.opens("SAN-02")
    first = await room.begins(case, "san-inconsciente")
    await room.hears(first, respira="N")
    replaced = await presses(room, case)
    child = await presses(room, case, "rcp-nino", after=replaced)
    of_another = await room.begins(case, "san-inconsciente", await room.joins(case))
    await room.do(triage.AnswerQuestion(run=of_another, question="respira", answer="normal"), PAU)
    assert (await dictation(room, child)).breathes is None
    await room.hears(first, respira="normal")
    assert (await dictation(room, child)).breathes is True
    assert (await dictation(room, replaced)).breathes is None


async def test_of_two_patients_the_one_who_breathes_stops_nobodys_compressions(room: InterviewRoom) -> None:
    case = await room.opens("SAN-02")
    first = await room.begins(case, "san-inconsciente")
    await room.hears(first, respira="N")
    of_another = await room.begins(case, "san-inconsciente", await room.joins(case))
    await room.do(triage.AnswerQuestion(run=of_another, question="respira", answer="N"), PAU)
    run = await presses(room, case)
    await room.hears(first, respira="normal")
    assert (await dictation(room, run)).breathes is None
    await room.do(cards.MarkMoment(run=run, mark="rosc"))
    await room.do(triage.AnswerQuestion(run=of_another, question="respira", answer="U"), PAU)
    assert (await dictation(room, run)).breathes is True, "what a person has marked of one patient"


async def test_what_a_further_caller_alone_was_asked_counts(room: InterviewRoom) -> None:
    case = await room.opens("SAN-02")
    theirs = await room.begins(case, "san-inconsciente", await room.joins(case))
    await room.do(triage.AnswerQuestion(run=theirs, question="respira", answer="N"), PAU)
    run = await presses(room, case)
    await room.do(triage.AnswerQuestion(run=theirs, question="respira", answer="normal"), PAU)
    assert (await dictation(room, run)).breathes is True
    await room.do(triage.AnswerQuestion(run=theirs, question="respira", answer="N"), PAU)
    assert (await dictation(room, run)).breathes is False
