"""Callers' own words reach the crew and the centre of their case, word by word, and nobody else (decision 0304)."""

from typing import Any

import pytest

from auxilio.calls.core import messages as calls
from auxilio.calls.core.model import CallChannel
from auxilio.cases.core import reservation as cases
from auxilio.dispatch.units.core import messages as u
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from tests.actors import citizen, system
from tests.realtime.test_crew_board import A01, A02, CENTRE, DESK, Road, road
from tests.realtime.test_late_joiner import Screen

__all__ = ["road"]
pytestmark = pytest.mark.database
FIRST, LATER, OURS = "Hay fuego, C/ Mayor 12", "mis hijos   dentro\n¡corran!", "Salga del piso"


async def written_case(road: Road) -> tuple[CallId, CaseId]:
    """A chat whose first sentence is older than its case, and A-01 sent to it."""
    call = CallId(new_id())
    await road.do(calls.ReceiveCall(call=call, channel=CallChannel.CHAT, words=FIRST), citizen(call))
    await road.do(calls.SetDeskReady(), DESK)
    await road.do(calls.OfferCall(call=call, desk=DeskId("desk-01")), system())
    await road.do(calls.AnswerCall(call=call), DESK)
    case, _ = await road.sent("A-01")
    await road.do(calls.JoinCase(call=call, case=case), system())
    return call, case


async def words_of(road: Road, actor: Any, board: str, case: CaseId) -> Screen:
    screen = Screen()
    await road.hub.open(board, {"case": str(case)}, actor, None, screen.take)
    return screen


def lines(rows: Any) -> list[str]:
    return [line["words"] for row in rows.get("caller_words", {}).values() for line in row["lines"]]


async def test_the_first_sentence_and_the_later_ones_are_with_the_crew_and_the_centre(road: Road) -> None:
    call, case = await written_case(road)
    crew = await words_of(road, A01, "crew_case", case)
    centre = await words_of(road, CENTRE, "case", case)
    await road.seen(crew, lambda rows: lines(rows) == [FIRST])
    await road.do(calls.SendDeskText(call=call, words=OURS), DESK)
    await road.do(calls.SendCallerText(call=call, words=LATER), citizen(call))
    for screen in (crew, centre):
        await road.seen(screen, lambda rows: lines(rows) == [FIRST, LATER])
    row = next(iter(crew.seen()["caller_words"].values()))
    assert row.keys() == {"v", "id", "channel", "rang_at", "language", "lines", "count", "ended_at"}, (
        "no number, no name"
    )
    assert row["ended_at"] is None, "somebody can be brought in"
    # A call that is over takes none of its words with it.
    await road.do(calls.EndByCaller(call=call), citizen(call))
    late = await words_of(road, A01, "crew_case", case)
    assert lines(late.seen()) == lines(crew.seen()) == [FIRST, LATER]
    assert next(iter(late.seen()["caller_words"].values()))["ended_at"] is not None


async def test_a_crew_reads_the_words_of_no_other_case_and_only_while_it_works_on_this_one(
    road: Road,
) -> None:
    _, case = await written_case(road)
    with pytest.raises(Refused, match="not_your_case"):
        await words_of(road, A02, "crew_case", case)
    crew = await words_of(road, A01, "crew_case", case)
    await road.do(u.ReleaseUnit(unit=road.units["A-01"]), CENTRE)
    with pytest.raises(Refused, match="not_your_case"):
        await words_of(road, A01, "crew_case", case)
    await road.seen(crew, lambda _: crew.refused == "not_your_case")


async def test_the_words_of_a_reserved_case_are_for_the_crew_that_goes_and_not_for_its_centre(
    road: Road,
) -> None:
    _, case = await written_case(road)
    await road.do(cases.ReserveCase(case=case, reason="violencia"), DESK)
    assert lines((await words_of(road, A01, "crew_case", case)).seen()) == [FIRST]
    with pytest.raises(Refused, match="case_reserved"):
        await words_of(road, CENTRE, "case", case)


async def test_what_was_written_in_a_reserved_case_does_not_go_with_a_call_that_leaves_it(road: Road) -> None:
    call, reserved = await written_case(road)
    await road.do(cases.ReserveCase(case=reserved, reason="violencia"), DESK)
    await road.do(calls.SendCallerText(call=call, words=LATER), citizen(call))
    case, _ = await road.sent("A-02")
    await road.do(calls.LeaveCase(call=call, case=reserved), system())
    await road.do(calls.JoinCase(call=call, case=case), system())
    # A call whose lines were all of that case has none for them.
    crew = await words_of(road, A02, "crew_case", case)
    centre = await words_of(road, CENTRE, "case", case)
    await road.do(calls.SendCallerText(call=call, words="ahora estoy en la calle"), citizen(call))
    for screen in (crew, centre):
        await road.seen(screen, lambda rows: lines(rows) == ["ahora estoy en la calle"])
        assert [row["count"] for row in screen.seen()["caller_words"].values()] == [1]
    # The operator speaks with the caller, and is named in both.
    desk = await words_of(road, DESK, "case", case)
    assert lines(desk.seen()) == [FIRST, LATER, "ahora estoy en la calle"]


async def test_the_callers_page_is_not_told_who_writes_and_at_which_desk(road: Road) -> None:
    call, _ = await written_case(road)
    page = Screen()
    await road.hub.open("call", {"call": str(call)}, citizen(call), None, page.take)
    await road.do(calls.SendDeskText(call=call, words=OURS), DESK)
    await road.seen(page, lambda rows: len(rows["story"]) == 2)
    assert [(row["by"], row["desk"]) for row in page.seen()["story"].values()] == [("", None)] * 2
