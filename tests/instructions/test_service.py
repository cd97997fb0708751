"""Dictation through the database, with what is known of the case deciding what may be said."""

import pytest

from auxilio.access.command_bus import CommandBus
from auxilio.instructions.core.messages import (
    AuthoriseStep,
    InstructionCommand,
    MarkMoment,
    OpenCard,
    RequestAuthorisation,
    SayStep,
    SetMetronome,
)
from auxilio.instructions.core.model import InstructionRun, Metronome
from auxilio.instructions.service import COMMANDS, DICTATION, InstructionService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, CommandId, DeskId, RunId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.actors import person
from tests.database import Database
from tests.instructions.test_dictation import ASPIRIN_IS_SAFE, cards

ANA, DOCTOR = person("call_taker", "desk-1"), person("clinical_coordinator")


class Known:
    """What the interviews of every case have found."""

    def __init__(self, **facts: str) -> None:
        self.known = facts

    async def facts(self, case: CaseId, desk: DeskId | None) -> dict[str, str]:
        del case, desk
        return self.known


async def stored(database: Database, run: RunId) -> InstructionRun:
    text = await database.pool.fetchval("select state::text from stream where id = $1", f"dictation:{run}")
    return DICTATION.read_state(text)


async def test_a_medicine_is_said_after_the_answers_and_the_clinician_and_not_before(
    database: Database,
) -> None:
    known, run = Known(), RunId(new_id())
    instructions = CommandBus((COMMANDS, InstructionService(database.work, cards(), known).handle))

    async def do(command: InstructionCommand, actor: Actor = ANA) -> None:
        await instructions.handle(CommandId(new_id()), command, actor)

    async def refused(command: SayStep | AuthoriseStep, actor: Actor = ANA) -> str:
        with pytest.raises(Refused) as refusal:
            await do(command, actor)
        return refusal.value.code

    await do(OpenCard(run=run, case=CaseId(new_id()), card="dolor-toracico"))
    say, allow = SayStep(run=run, step="aspirina"), AuthoriseStep(run=run, step="aspirina")
    assert await refused(say) == "step_not_proved"
    known.known = {"consciente": "Y", **ASPIRIN_IS_SAFE}
    assert await refused(say) == "step_needs_authorisation"
    assert await refused(allow) == "not_permitted"
    assert await refused(allow, DOCTOR) == "step_not_asked"
    await do(RequestAuthorisation(run=run, step="aspirina"))
    await do(allow, DOCTOR)
    await do(say)
    run_now = await stored(database, run)
    assert [said.step for said in run_now.said] == ["aspirina"]
    assert run_now.authorised == ("aspirina",)


async def test_a_card_in_the_place_of_another_of_its_case_keeps_marks_and_metronome(
    database: Database,
) -> None:
    case, adult, child = CaseId(new_id()), RunId(new_id()), RunId(new_id())
    instructions = CommandBus((COMMANDS, InstructionService(database.work, cards(), Known()).handle))
    for command in (
        OpenCard(run=adult, case=case, card="rcp-adulto"),
        MarkMoment(run=adult, mark="arrest_recognised"),
        SetMetronome(run=adult, mode=Metronome.BOTH),
        OpenCard(run=child, case=case, card="rcp-nino", after=adult),
    ):
        await instructions.handle(CommandId(new_id()), command, ANA)
    kept = await stored(database, child)
    assert (kept.marked(), kept.metronome) == (frozenset({"arrest_recognised"}), Metronome.BOTH)
    elsewhere = OpenCard(run=RunId(new_id()), case=CaseId(new_id()), card="rcp-nino", after=adult)
    with pytest.raises(Refused, match="dictation_of_another_case"):
        await instructions.handle(CommandId(new_id()), elsewhere, ANA)
