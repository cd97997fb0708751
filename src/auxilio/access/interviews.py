"""Object rules of what is asked and said in a case: interviews and dictated cards, for who works on the case."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.cases import must_work_on, owns
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.access.patients import must_answer_for_medicines
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.instructions.service import DICTATION
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.triage.service import RUN


async def _admitted_run(reader: ObjectReader, command: Any, actor: Actor) -> None:
    run = await reader.get(RUN, command.run)
    await must_work_on(reader, await reader.case(run.case), actor)


async def _admitted_dictation(reader: ObjectReader, command: Any, actor: Actor) -> None:
    run = await reader.get(DICTATION, command.run)
    await must_work_on(reader, await reader.case(run.case), actor)


async def _asked_dictation(reader: ObjectReader, command: Any, actor: Actor) -> None:
    run = await reader.get(DICTATION, command.run)
    case = await reader.case(run.case)
    await must_work_on(reader, case, actor)
    asked = any(one.step == command.step and one.person == actor.id for one in run.requests)
    if not asked and not owns(actor, case):
        raise Forbidden("not_your_request", number=case.number)


async def _clinical_dictation(reader: ObjectReader, command: Any, actor: Actor) -> None:
    await _admitted_dictation(reader, command, actor)
    must_answer_for_medicines(actor, reader.services_of(actor))


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.ADMITTED_RUN: _admitted_run,
    ObjectRule.ADMITTED_DICTATION: _admitted_dictation,
    ObjectRule.ASKED_DICTATION: _asked_dictation,
    ObjectRule.CLINICAL_DICTATION: _clinical_dictation,
}
