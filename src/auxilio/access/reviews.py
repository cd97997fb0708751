"""Who may see the call of a review; who may write in it is the review's own rule."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.quality_review.service import REVIEW


async def _review(reader: ObjectReader, command: Any, actor: Actor) -> None:
    review = await reader.get(REVIEW, command.review)
    must_match(actor, review.subject.mode)
    if actor.id != review.subject.operator:
        await must_work_on(reader, await reader.case(review.subject.case), actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.REVIEW: _review,
}
