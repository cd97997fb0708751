"""Every stand of a desk with everything that can come to it."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from auxilio.calls.core import desk_machine as machine
from auxilio.calls.core import messages as m
from auxilio.calls.core.model import AgentDesk, AgentState
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import person
from tests.calls.factories import AT, CALL, DESK, LUCIA, OTHER, a_desk

WHO = (PersonId(LUCIA.id), LUCIA.name)
KEYS: tuple[Any, ...] = (
    m.SetDeskReady(languages=("es",)),
    m.PauseDesk(reason="descanso"),
    m.SignOff(),
    m.RequestHelp(),
)
COMES: tuple[Any, ...] = (
    *(lambda desk, key=key: machine.decide(desk, key, LUCIA) for key in KEYS),
    lambda desk: machine.offer(desk, OTHER),
    lambda desk: machine.occupy(desk, DESK, OTHER, *WHO),
    lambda desk: machine.joined(desk, DESK, OTHER),
    lambda desk: machine.take_over(desk, DESK, OTHER, *WHO),
    lambda desk: machine.pause_line_lost(desk, CALL),
    lambda desk: machine.release_desk(desk, CALL),
    lambda desk: machine.pause_unanswered(desk, CALL),
)


@pytest.mark.parametrize("comes", COMES)
@pytest.mark.parametrize("stand", AgentState)
def test_a_desk_never_leaves_its_table(stand: AgentState, comes: Any) -> None:
    desk = a_desk(stand)
    try:
        facts = comes(desk)
    except Refused:
        return
    for fact in facts:
        desk = machine.evolve(desk, fact, AT)
    assert desk.stand == stand or desk.stand in machine.NEXT[stand]


@pytest.mark.parametrize("stand", [stand for stand in AgentState if stand != AgentState.READY])
def test_only_a_ready_desk_is_offered_a_call(stand: AgentState) -> None:
    with pytest.raises(Refused, match="desk_not_ready"):
        machine.offer(a_desk(stand), OTHER)


def test_nobody_loses_the_call_they_are_in_to_another() -> None:
    with pytest.raises(Refused, match="desk_in_call"):
        machine.occupy(a_desk(AgentState.BUSY), DESK, OTHER, *WHO)
    assert machine.occupy(a_desk(AgentState.BUSY), DESK, CALL, *WHO) == ()


def test_a_desk_in_a_call_neither_pauses_nor_goes_home() -> None:
    for key in (m.PauseDesk(reason="descanso"), m.SignOff(), m.SetDeskReady()):
        with pytest.raises(Refused, match="no_such_transition"):
            machine.decide(a_desk(AgentState.BUSY), key, LUCIA)


def test_who_sits_down_where_another_left_without_signing_off_is_ready_at_once() -> None:
    pau = person("call_taker", DESK, name="Pau Serra")
    [ready] = machine.decide(a_desk(AgentState.READY), m.SetDeskReady(), pau)
    assert machine.evolve(a_desk(AgentState.READY), ready, AT).person == pau.id


def test_an_empty_chair_is_paused_and_a_caller_who_left_costs_the_desk_nothing() -> None:
    [paused] = machine.pause_unanswered(a_desk(AgentState.OFFERED), CALL)
    assert paused == m.DeskPaused(desk=DESK, reason="did_not_answer")
    [ready] = machine.release_desk(a_desk(AgentState.OFFERED), CALL)
    assert isinstance(ready, m.DeskReady)
    assert machine.release_desk(a_desk(AgentState.BUSY), OTHER) == (), (
        "the end of another call is not its business"
    )


def test_help_asked_for_is_over_with_the_call() -> None:
    asked = machine.evolve(a_desk(AgentState.BUSY), m.DeskRequestedHelp(desk=DESK), AT)
    assert asked.help_asked_at == AT
    assert machine.evolve(asked, m.DeskWrapUpStarted(desk=DESK), AT).help_asked_at is None


def test_without_a_desk_nobody_stands_anywhere() -> None:
    with pytest.raises(Refused, match="no_desk"):
        machine.decide(None, m.SetDeskReady(), person("call_taker"))


# --- each fact whole ------------------------------------------------------------------------------

LATER = AT + timedelta(minutes=1)
READY = m.DeskReady(desk=DESK, person=WHO[0], person_name=LUCIA.name, languages=("es", "ca"), mode=LUCIA.mode)


def full(stand: AgentState, **fields: Any) -> AgentDesk:
    """With everything that a desk can hold."""
    everything: dict[str, Any] = {
        "person": WHO[0], "person_name": LUCIA.name, "languages": ("es", "ca"), "mode": LUCIA.mode, "call": CALL,
        "reason": "descanso", "help_asked_at": AT, "joined": OTHER, "line": True,
    }  # fmt: skip
    return AgentDesk(id=DESK, stand=stand, since=AT, **(everything | fields))


def test_what_the_person_at_a_desk_asks_for_is_told_whole() -> None:
    def asked(desk: AgentDesk | None, command: Any, actor: Any = LUCIA) -> Any:
        return machine.decide(desk, command, actor)

    ready = m.SetDeskReady(languages=("es", "ca"))
    assert asked(None, ready) == (READY,)
    assert asked(full(AgentState.READY), ready) == ()
    assert asked(full(AgentState.READY, mode=Mode.TRAINING), ready) == (READY,)
    pause = m.PauseDesk(reason="descanso")
    assert asked(full(AgentState.PAUSE), pause) == ()
    with pytest.raises(Refused, match=r"^no_such_transition"):
        asked(full(AgentState.PAUSE, reason="otra"), pause)
    assert asked(full(AgentState.READY), pause) == (m.DeskPaused(desk=DESK, reason="descanso"),)
    assert asked(full(AgentState.READY), m.SignOff()) == (m.DeskSignedOff(desk=DESK),)
    assert (asked(None, m.SignOff()), asked(full(AgentState.OFF), m.SignOff())) == ((), ())
    assert asked(full(AgentState.BUSY), m.RequestHelp()) == (m.DeskRequestedHelp(desk=DESK, mode=Mode.REAL),)
    with pytest.raises(Refused, match=r"^no_desk"):
        asked(None, ready, person("call_taker"))


@pytest.mark.parametrize("stand", AgentState)
def test_a_desk_is_vacated_by_its_own_person_where_no_call_is(stand: AgentState) -> None:
    left = m.VacateDesk(desk=DESK, person=WHO[0])
    stays = stand in {AgentState.OFF, AgentState.OFFERED, AgentState.BUSY}
    assert machine.vacate(full(stand), left) == (() if stays else (m.DeskVacated(desk=DESK),))
    assert machine.vacate(full(stand, person=PersonId(OTHER)), left) == ()
    assert machine.vacate(None, left) == ()


def test_what_comes_to_a_desk_is_told_whole() -> None:
    free = full(AgentState.READY, call=None, joined=None)
    assert machine.offer(free, OTHER) == (m.DeskOffered(desk=DESK, call=OTHER),)
    for taken in (None, full(AgentState.READY)):
        with pytest.raises(Refused, match=r"^desk_not_ready"):
            machine.offer(taken, OTHER)
    busy = (m.DeskBusy(desk=DESK, person=WHO[0], person_name=LUCIA.name, call=OTHER),)
    assert machine.occupy(free, DESK, OTHER, *WHO) == busy
    assert machine.occupy(None, DESK, OTHER, *WHO) == busy
    assert machine.take_over(free, DESK, OTHER, *WHO) == busy
    assert machine.take_over(None, DESK, OTHER, *WHO) == ()
    with pytest.raises(Refused, match=r"^desk_in_call"):
        machine.occupy(full(AgentState.READY, joined=CALL), DESK, OTHER, *WHO)
    assert machine.joined(free, DESK, OTHER) == (m.DeskJoinedCall(desk=DESK, call=OTHER),)
    assert machine.joined(full(AgentState.PAUSE), DESK, OTHER) == ()
    for deaf in (None, full(AgentState.READY, line=False)):
        with pytest.raises(Refused, match=r"^desk_has_no_line"):
            machine.joined(deaf, DESK, OTHER)
    left = (m.DeskLeftCall(desk=DESK),)
    assert machine.release_desk(full(AgentState.BUSY), OTHER) == left
    assert machine.release_desk(full(AgentState.BUSY), CALL) == (m.DeskWrapUpStarted(desk=DESK),)
    assert machine.release_desk(full(AgentState.OFFERED), CALL) == (READY,)
    nobody = full(AgentState.OFFERED, person=None)
    assert (machine.release_desk(nobody, CALL), machine.release_desk(None, CALL)) == ((), ())
    [unnamed] = machine.release_desk(full(AgentState.OFFERED, person_name=None), CALL)
    assert isinstance(unnamed, m.DeskReady)
    assert unnamed.person_name == ""
    assert machine.pause_line_lost(full(AgentState.BUSY), OTHER) == left
    lost = (m.DeskPaused(desk=DESK, reason="line_lost"),)
    assert machine.pause_line_lost(full(AgentState.BUSY), CALL) == lost
    assert machine.pause_line_lost(full(AgentState.WRAP_UP), CALL) == ()
    assert machine.pause_unanswered(full(AgentState.OFFERED), OTHER) == ()
    assert machine.change_line(None, DESK, True) == (m.DeskLineChanged(desk=DESK, up=True),)
    assert machine.change_line(full(AgentState.READY), DESK, False) == (
        m.DeskLineChanged(desk=DESK, up=False),
    )
    assert (machine.change_line(None, DESK, False), machine.change_line(free, DESK, True)) == ((), ())


OFF = {"person": None, "person_name": None, "languages": (), "mode": None, "call": None, "reason": None}


@pytest.mark.parametrize(
    ("fact", "changes"),
    [
        (READY, {"stand": AgentState.READY, "since": LATER, "call": None, "reason": None}),
        (m.DeskOffered(desk=DESK, call=OTHER), {"stand": AgentState.OFFERED, "call": OTHER}),
        (
            m.DeskBusy(desk=DESK, person=PersonId(OTHER), person_name="Pau", call=OTHER),
            {"stand": AgentState.BUSY, "since": LATER, "person": PersonId(OTHER), "person_name": "Pau", "call": OTHER,
             "reason": None, "joined": None},
        ),
        (
            m.DeskWrapUpStarted(desk=DESK),
            {"stand": AgentState.WRAP_UP, "since": LATER, "call": None, "help_asked_at": None},
        ),
        (
            m.DeskPaused(desk=DESK, reason="otra"),
            {"stand": AgentState.PAUSE, "since": LATER, "call": None, "reason": "otra"},
        ),
        (m.DeskSignedOff(desk=DESK), {"stand": AgentState.OFF, "since": LATER} | OFF),
        (m.DeskVacated(desk=DESK), {"stand": AgentState.OFF, "since": LATER} | OFF),
        (m.DeskRequestedHelp(desk=DESK), {"help_asked_at": LATER}),
        (m.DeskLineChanged(desk=DESK, up=False), {"line": False}),
        (m.DeskJoinedCall(desk=DESK, call=CALL), {"joined": CALL}),
        (m.DeskLeftCall(desk=DESK), {"joined": None}),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_a_desk_is_what_its_facts_say(fact: Any, changes: dict[str, Any]) -> None:
    before = full(AgentState.WRAP_UP)
    assert machine.evolve(before, fact, LATER) == msgspec.structs.replace(before, **changes)
