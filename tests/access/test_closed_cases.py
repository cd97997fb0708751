"""No card is opened for a case that is closed, or that goes on in another (over HTTP, as the product is wired)."""

from collections.abc import AsyncIterator

import pytest

from auxilio.cases.core import messages as cases
from auxilio.cases.core.model import CaseEnding, ClosingData
from auxilio.instructions.core.messages import OpenCard, SayStep
from auxilio.kernel.ids import CaseId, RunId
from auxilio.platform.ids import new_id
from tests.access.app_process import Running
from tests.access.factories.interviews import CARD
from tests.access.reserved_case_story import Reserved, at_rest, reserved_case

CLOSING = ClosingData(disposition=CaseEnding.RESOLVED)


@pytest.fixture
async def story(it: Running) -> AsyncIterator[Reserved]:
    made = await reserved_case(it, it.cast["call_taker"])
    yield made
    await at_rest(made)


async def test_a_closed_case_opens_no_card_and_one_that_was_open_goes_on(story: Reserved) -> None:
    run, late = RunId(new_id()), RunId(new_id())
    opened = OpenCard(run=run, case=story.case, card=CARD)
    assert (await story.tries(story.owner, opened)).status == 200
    assert (await story.tries(story.owner, cases.CloseCase(case=story.case, closing=CLOSING))).status == 200
    again = OpenCard(run=late, case=story.case, card=CARD)
    assert (await story.tries(story.owner, again)).code == "case_not_open"
    step = SayStep(run=run, step="altavoz")
    assert (await story.tries(story.owner, step)).status == 200, "who is told it still hears the rest"


async def test_a_case_that_goes_on_in_another_opens_no_card(story: Reserved) -> None:
    into = CaseId(new_id())
    for step in (
        cases.OpenCase(case=into),
        cases.ReserveCase(case=into, reason="la misma"),
        cases.MergeCase(case=story.case, into=into),
    ):
        assert (await story.tries(story.owner, step)).status == 200, step
    card = OpenCard(run=RunId(new_id()), case=story.case, card=CARD)
    assert (await story.tries(story.owner, card)).code == "case_not_open"
