"""A written call is told, reviewed and scored by what was sent and shown, as a spoken one by what was said."""

from uuid import UUID

import msgspec

from auxilio.app.capabilities import NARRATIVES
from auxilio.archive.report import render
from auxilio.calls.core.messages.guidance import SentItemShown, StepSent
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CommandId
from auxilio.platform.i18n import catalogues
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.spoken_steps import shown_items
from tests.reporting.test_case_report import CALL, CARD, card_opened, happened, told

ITEM = CommandId(UUID(int=30))
SENT = StepSent(
    call=CALL, item=ITEM, run=CARD, card="rcp", step="hands", language="ca", words="Posa les mans al centre.",
    rest=(), bpm=110, marks=(),
)  # fmt: skip
OPENED = happened(70, card_opened(), stream="card:c")
WRITTEN = happened(71, SENT, stream="call:1")
SHOWN = happened(73, SentItemShown(call=CALL, item=ITEM, words=SENT.words), stream="call:1")


def steps(facts: list[Envelope]) -> list[tuple[str, bool, bool]]:
    return [(one.words, one.written, one.shown_at is not None) for one in told(facts).instructions]


def test_a_step_that_was_sent_stands_in_the_report_as_sent_and_as_shown_only_when_the_page_said_so() -> None:
    assert steps([OPENED, WRITTEN]) == [("Posa les mans al centre.", True, False)]
    assert steps([OPENED, WRITTEN, SHOWN]) == [("Posa les mans al centre.", True, True)]
    assert [one.label for one in told([OPENED, WRITTEN]).milestones] == ["first_instruction"]
    assert render(told([OPENED, WRITTEN, SHOWN]), catalogues()).startswith(b"%PDF")


def test_a_step_counts_as_reached_once_it_was_shown_and_never_for_having_been_sent() -> None:
    assert shown_items(story_facts([OPENED, WRITTEN], NARRATIVES)) == {}
    assert shown_items(story_facts([OPENED, WRITTEN, SHOWN], NARRATIVES)) == {ITEM: 2}


def test_a_step_that_was_sent_again_was_shown_when_it_was_and_not_before() -> None:
    again = happened(80, msgspec.structs.replace(SENT, item=CommandId(UUID(int=81))), stream="call:1")
    assert steps([OPENED, WRITTEN, SHOWN, again])[1:] == [("Posa les mans al centre.", True, False)]
