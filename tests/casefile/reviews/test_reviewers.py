"""Aim: nobody reviews their own call or reads another's review, and each look at a case is an event."""

from uuid import UUID

import pytest

from auxilio.calls.core import messages as calls
from auxilio.casefile.case_page_reader import CaseReader
from auxilio.cases.core import messages as cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId
from auxilio.kernel.refusal import Refused
from auxilio.platform.database import log
from auxilio.platform.ids import new_id
from auxilio.quality_review.core import messages as m
from auxilio.quality_review.core.model import Cause, ReviewLevel, ReviewReasonKind
from auxilio.quality_review.service import review_id, second_id
from tests.actors import person
from tests.casefile.reviews.conftest import (
    DOCTOR,
    HUGO,
    OPERATOR,
    ROOM,
    VERA,
    Centre,
    arrest,
    hangs_up,
    rings,
)


async def test_nobody_who_worked_on_the_case_reviews_it_and_a_reserved_one_is_for_named_people(
    centre: Centre,
) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    choose = m.ChooseCall(call=told.call, cause=Cause.COMPLAINT, reason="llama la familia")
    for refused in (VERA, ROOM):
        await centre.do(refused, choose)
    review = review_id(told.call)
    assert [why.kind for why in (await centre.review(told.call)).whys] == [ReviewReasonKind.PERSON] * 2
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(OPERATOR, m.TakeReview(review=review))
    both = person("reviewer", name="Laia Font")
    with pytest.raises(Refused, match="own_call"):
        await centre.do(Actor(**{**_fields(both), "id": OPERATOR.id}), m.TakeReview(review=review))
    await centre.do(OPERATOR, cases.ReserveCase(case=told.case, reason="menor"))
    with pytest.raises(Refused, match="case_reserved"):
        await centre.do(VERA, m.TakeReview(review=review))


def _fields(actor: Actor):
    return {name: getattr(actor, name) for name in actor.__struct_fields__}


async def test_administrators_and_strangers_see_none_of_it(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.do(ROOM, m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="porque sí"))
    for role in ("administrator", "dispatcher", "crew", "records_officer"):
        stranger = person(role)
        for asked in (
            centre.desk.lists(stranger),
            centre.desk.mine(stranger),
            centre.desk.agreement(stranger),
            centre.desk.read(review_id(told.call), stranger),
            centre.desk.call_numbered(1, stranger),
            centre.do(stranger, m.TakeReview(review=review_id(told.call))),
            centre.do(stranger, m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="quiero verla")),
        ):
            with pytest.raises(Refused, match="not_permitted"):
                await asked
    # Those who choose and answer for quality write none; the operator sees nothing before it is submitted.
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(ROOM, m.TakeReview(review=review_id(told.call)))
    with pytest.raises(Refused, match="not_your_call"):
        await centre.desk.read(review_id(told.call), OPERATOR)
    number = (await centre.review(told.call)).subject.number
    assert (await centre.desk.call_numbered(number, ROOM)).call == told.call
    for none in (0, -1, 1 << 63, -(1 << 63) - 1, 10**40):
        with pytest.raises(Refused, match="unknown_call"):
            await centre.desk.call_numbered(none, ROOM)


async def test_a_call_that_goes_on_or_tells_of_no_case_is_not_reviewed(centre: Centre) -> None:
    told = await rings(centre)
    choose = m.ChooseCall(call=told.call, cause=Cause.OTHER, reason="porque sí")
    with pytest.raises(Refused, match="call_not_over"):
        await centre.do(ROOM, choose)
    alone = CallId(new_id())
    other = person("call_taker", "desk-2")
    await centre.do(other, calls.LogManualCall(call=alone, language="es"))
    await centre.do(other, calls.HangUp(call=alone))
    with pytest.raises(Refused, match="call_without_case"):
        await centre.do(ROOM, m.ChooseCall(call=alone, cause=Cause.OTHER, reason="porque sí"))


async def write(centre: Centre, actor: Actor, id: UUID, **levels: ReviewLevel) -> None:
    await centre.do(actor, m.TakeReview(review=id))
    for item in centre.desk._card().items():
        level = levels.get(item.id, ReviewLevel.NONE)
        await centre.do(actor, m.ScoreItem(review=id, item=item.id, level=level, remark="escuchado"))
    await centre.do(actor, m.SubmitReview(review=id, words="bien"))


async def test_two_review_blind_the_operator_answers_and_harm_is_closed_by_a_third(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.do(ROOM, m.ChooseCall(call=told.call, cause=Cause.LEARNING, reason="buen ejemplo"))
    first, second = review_id(told.call), second_id(review_id(told.call))
    await centre.do(ROOM, m.ChooseSecond(review=first, reason="para comparar"))
    await write(centre, VERA, first, no_never=ReviewLevel.CRITICAL)
    with pytest.raises(Refused, match="reviewed_by_you"):
        await centre.do(VERA, m.TakeReview(review=second))

    # Hugo sees that it is there and not what it says, before and after he has written his own.
    seen = await centre.desk.read(first, HUGO)
    assert (seen.readable, seen.review.scores, seen.review.score, seen.review.safety) == (
        False,
        (),
        None,
        None,
    )
    assert all(row.score is None for row in (await centre.desk.lists(HUGO)).submitted)
    await write(centre, HUGO, second, no_never=ReviewLevel.MAJOR)

    # The operator reads and answers; nobody else does for them.
    mine = await centre.desk.mine(OPERATOR)
    assert {row.id for row in mine} == {first, second}
    assert (await centre.desk.read(first, OPERATOR)).review.words == "bien"
    stranger = person("call_taker", "desk-3")
    assert await centre.desk.mine(stranger) == []
    with pytest.raises(Refused, match="not_your_call"):
        await centre.desk.read(first, stranger)
    await centre.do(OPERATOR, m.ReplyToReview(review=first, words="no le dije que bebiera"))
    with pytest.raises(Refused, match="reply_too_late"):
        await centre.do(OPERATOR, m.ReplyToReview(review=second, words="tarde"), 16 * 86_400)

    # Harm is closed by whoever answers for the medicine.
    with pytest.raises(Refused, match="not_permitted"):
        await centre.do(VERA, m.CloseSafety(review=first, words="no fue nada"))
    await centre.do(DOCTOR, m.CloseSafety(review=first, words="escuchado con el servicio"))

    found = await centre.desk.agreement(ROOM)
    items = len(found.items)
    assert (found.reviews, found.floor) == (1, 0.6)
    assert (found.whole.pairs, found.whole.same) == (items, items - 1)


async def test_a_card_that_changes_leaves_a_review_with_the_one_it_was_begun_with(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    await centre.findings(told.call)
    begun = (await centre.review(told.call)).card
    centre.runtime.content.scorecard = None  # what a release without one would leave
    assert (await centre.desk.read(review_id(told.call), VERA)).card is not None
    score = m.ScoreItem(review=review_id(told.call), item="calm", level=ReviewLevel.NONE)
    await centre.do(VERA, score)
    assert (await centre.review(told.call)).card == begun
    await centre.do(VERA, m.PutBackReview(review=review_id(told.call)))
    with pytest.raises(Refused, match="no_scorecard"):
        await centre.do(VERA, m.TakeReview(review=review_id(told.call)))


async def test_each_opening_of_a_case_in_a_review_is_a_look(centre: Centre) -> None:
    told = await arrest(centre)
    await hangs_up(centre, told)
    reader = CaseReader(centre.files, centre.runtime.content)
    story = await reader.read(told.case, VERA, "es", "review")
    assert any(line.kind == "instructions.moment.marked" for line in story.story)
    looks = [
        f for f in await log.of_case(centre.runtime.pool, told.case) if f.kind == "identity.case.looked_at"
    ]
    assert [(f.actor, log.raw_body(f)["how"]) for f in looks] == [(VERA.id, "review")]
    # What is thought of a call is no part of the case, and goes to no court with it.
    assert not any(f.kind.startswith("review.") for f in await log.of_case(centre.runtime.pool, told.case))
