"""Each call of a case is a caller of its own: what a second one says never strikes out what the first said (decision 0340)."""

from uuid import UUID

import msgspec

from auxilio.app.capabilities import NARRATIVES
from auxilio.archive.core.case_page import KnownFact
from auxilio.archive.report import render
from auxilio.calls.core.messages import (
    CallerIdentified,
    CallerTextSent,
    CallJoinedCase,
    CallLeftCase,
    CallNoted,
    CallReceived,
    PositionReported,
)
from auxilio.calls.core.messages.call_back import RetryJoined
from auxilio.calls.core.model import CallChannel
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.i18n import catalogues
from auxilio.reporting.case_page import CasePageBuilder
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import story
from auxilio.reporting.wording import NoWording
from tests.platform.proof.factories import START
from tests.reporting.test_case_report import CALL, CASE, FIX, NIGHT, happened, told

SECOND = CallId(UUID(int=20))
STREAM = f"call:{SECOND}"
RANG = CallReceived(
    call=SECOND, number=2, channel=CallChannel.VOICE, mode=Mode.REAL, urgency=0, phone="+34600000022", language="fr"
)  # fmt: skip
TWO = [
    *NIGHT,
    happened(60, RANG, stream=STREAM),
    happened(61, CallJoinedCase(call=SECOND, case=CASE), stream=STREAM),
    happened(62, CallerIdentified(call=SECOND, caller_name="Luc"), stream=STREAM),
    happened(63, CallerTextSent(call=SECOND, words="je le vois"), stream=STREAM),
    happened(64, CallNoted(call=SECOND, words="ve humo"), stream=STREAM),
    happened(65, PositionReported(call=SECOND, position=msgspec.structs.replace(FIX, point=Point(lat=42.6, lon=1.6))), stream=STREAM),
    happened(66, CallerIdentified(call=CALL, caller_name="Ana"), stream="call:1"),
    happened(67, CallerIdentified(call=CALL, caller_name="Anna"), stream="call:1"),
]  # fmt: skip
BACK = happened(90, CallLeftCase(call=SECOND, case=CASE), stream=STREAM)


def page(facts: list[Envelope]) -> CasePageBuilder:
    return CasePageBuilder(story_facts(facts, NARRATIVES), catalogues(), NoWording(), "es")


def values(facts: list[Envelope], label: str) -> list[tuple[int, str]]:
    report = told(facts)
    return [(one.caller, one.value) for one in (*report.who, *report.where) if one.label == label]


def of_who(facts: list[Envelope]) -> list[KnownFact]:
    return [one for one in page(facts).known() if one.side == "who"]


def test_callers_are_numbered_by_when_they_came_to_the_case_and_not_when_they_rang() -> None:
    rang_first = [happened(0, RANG, stream=STREAM), *TWO[: len(NIGHT)], *TWO[len(NIGHT) + 1 :]]
    assert values(rang_first, "phone") == values(TWO, "phone")


def test_the_report_names_each_caller_with_their_own_number_language_place_and_time() -> None:
    assert values(TWO, "phone") == [(1, "+34600000014"), (2, "+34600000022")]
    assert values(TWO, "language") == [(1, "español"), (2, "francés")]
    assert values(TWO, "name") == [(1, "Anna"), (2, "Luc")]
    assert [caller for caller, _ in values(TWO, "position")] == [1, 2]
    callers = [(one.number, (one.at - START).total_seconds()) for one in told(TWO).callers]
    assert callers == [(1, 0), (2, 60)]
    marks = [(mark.kind, mark.label) for mark in told(TWO).map.marks]
    assert ("caller", "Alertante 2") in marks
    assert render(told(TWO), catalogues()).startswith(b"%PDF")


def test_at_no_moment_does_a_further_caller_take_the_place_of_the_first() -> None:
    struck = [(one.caller, one.label, one.value) for one in of_who(TWO) if one.until is not None]
    assert struck == [(1, "name", "Ana")], "only what a caller corrected of themselves"
    assert [(one.number, one.since) for one in page(TWO).callers()] == [(1, 0), (2, 14)]
    fixes = [mark for mark in page(TWO).marks() if mark.kind == "caller"]
    assert [(mark.id, mark.label, mark.until) for mark in fixes] == [
        ("caller", "", None),
        ("caller-2", "Alertante 2", None),
    ]


def test_each_line_of_the_story_says_whose_it_is_once_there_are_several_callers() -> None:
    lines = {
        fact.envelope.id: (line.who, line.words)
        for fact, line in story(story_facts(TWO, NARRATIVES), catalogues(), "es")
    }
    said, noted = (
        next(one for one in TWO if one.body and f'"{words}"' in one.body)
        for words in ("je le vois", "ve humo")
    )
    assert lines[said.id] == ("Alertante 2", "«je le vois»")
    assert lines[noted.id] == ("P-07", "Nota: ve humo · alertante 2")
    assert [(one.who, one.words) for one in page(TWO).spoken()][:1] == [("Alertante 2", "je le vois")]
    alone = [line.words for _, line in story(story_facts(NIGHT, NARRATIVES), catalogues(), "es")]
    assert not [words for words in alone if "alertante 1" in words]


def test_a_call_that_was_taken_off_says_nothing_of_the_case_from_then_on() -> None:
    gone = [*TWO, BACK]
    assert [mark.until is None for mark in page(gone).marks() if mark.id == "caller-2"] == [False]
    assert [mark.until is None for mark in page(TWO).marks() if mark.id == "caller-2"] == [True]
    assert {caller for caller, _ in values(gone, "phone")} == {1}
    open_ = {(one.caller, one.label) for one in of_who(gone) if one.until is None}
    assert (1, "phone") in open_
    assert (2, "phone") not in open_
    joined = happened(91, CallJoinedCase(call=SECOND, case=CASE), stream=STREAM)
    assert values([*gone, joined], "phone") == values(TWO, "phone")


def test_a_later_call_of_the_same_person_corrects_what_they_said() -> None:
    first = [happened(0, msgspec.structs.replace(RANG, call=CALL), stream=f"call:{CALL}")]
    page_again = happened(9, msgspec.structs.replace(RANG, earlier=CALL, language="ca"), stream=STREAM)
    by_number = [
        happened(9, msgspec.structs.replace(RANG, language="ca"), stream=STREAM),
        happened(10, RetryJoined(call=CALL, by=SECOND), stream=f"call:{CALL}"),
    ]
    for again in ([page_again], by_number):
        assert values([*first, *again], "language") == [(1, "catalán")]
        assert told([*first, *again]).callers == ()
