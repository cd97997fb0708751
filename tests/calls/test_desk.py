"""Every stand of a desk with everything that can come to it."""

from typing import Any

import pytest

from auxilio.calls import desk_machine as machine
from auxilio.calls import messages as m
from auxilio.calls.model import Stand
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from tests.calls.made import AT, CALL, DESK, LUCIA, OTHER, a_desk
from tests.people import person

WHO = (PersonId(LUCIA.id), LUCIA.name)
KEYS: tuple[Any, ...] = (
    m.StandReady(languages=("es",)),
    m.Pause(reason="descanso"),
    m.SignOff(),
    m.AskHelp(),
)
COMES: tuple[Any, ...] = (
    *(lambda desk, key=key: machine.decide(desk, key, LUCIA) for key in KEYS),
    lambda desk: machine.offered(desk, OTHER),
    lambda desk: machine.busy(desk, DESK, OTHER, *WHO),
    lambda desk: machine.joined(desk, DESK, OTHER),
    lambda desk: machine.takes_over(desk, DESK, OTHER, *WHO),
    lambda desk: machine.line_lost(desk, CALL),
    lambda desk: machine.let_go(desk, CALL),
    lambda desk: machine.did_not_answer(desk, CALL),
)


@pytest.mark.parametrize("comes", COMES)
@pytest.mark.parametrize("stand", Stand)
def test_a_desk_never_leaves_its_table(stand: Stand, comes: Any) -> None:
    desk = a_desk(stand)
    try:
        facts = comes(desk)
    except Refused:
        return
    for fact in facts:
        desk = machine.evolve(desk, fact, AT)
    assert desk.stand == stand or desk.stand in machine.NEXT[stand]


@pytest.mark.parametrize("stand", [stand for stand in Stand if stand != Stand.READY])
def test_only_a_ready_desk_is_offered_a_call(stand: Stand) -> None:
    with pytest.raises(Refused, match="desk_not_ready"):
        machine.offered(a_desk(stand), OTHER)


def test_nobody_loses_the_call_they_are_in_to_another() -> None:
    with pytest.raises(Refused, match="desk_in_call"):
        machine.busy(a_desk(Stand.BUSY), DESK, OTHER, *WHO)
    assert machine.busy(a_desk(Stand.BUSY), DESK, CALL, *WHO) == ()


def test_a_desk_in_a_call_neither_pauses_nor_goes_home() -> None:
    for key in (m.Pause(reason="descanso"), m.SignOff(), m.StandReady()):
        with pytest.raises(Refused, match="no_such_transition"):
            machine.decide(a_desk(Stand.BUSY), key, LUCIA)


def test_who_sits_down_where_another_left_without_signing_off_is_ready_at_once() -> None:
    pau = person("call_taker", DESK, name="Pau Serra")
    [ready] = machine.decide(a_desk(Stand.READY), m.StandReady(), pau)
    assert machine.evolve(a_desk(Stand.READY), ready, AT).person == pau.id


def test_an_empty_chair_is_paused_and_a_caller_who_left_costs_the_desk_nothing() -> None:
    [paused] = machine.did_not_answer(a_desk(Stand.OFFERED), CALL)
    assert paused == m.DeskPaused(desk=DESK, reason="did_not_answer")
    [ready] = machine.let_go(a_desk(Stand.OFFERED), CALL)
    assert isinstance(ready, m.DeskReady)
    assert machine.let_go(a_desk(Stand.BUSY), OTHER) == (), "the end of another call is not its business"


def test_help_asked_for_is_over_with_the_call() -> None:
    asked = machine.evolve(a_desk(Stand.BUSY), m.DeskAskedHelp(desk=DESK), AT)
    assert asked.help_asked_at == AT
    assert machine.evolve(asked, m.DeskWrapsUp(desk=DESK), AT).help_asked_at is None


def test_without_a_desk_nobody_stands_anywhere() -> None:
    with pytest.raises(Refused, match="no_desk"):
        machine.decide(None, m.StandReady(), person("call_taker"))
