"""Aim: messages and handovers: who said what to whom, who has read it, who has the desk."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from auxilio.followup.core import machine
from auxilio.followup.core import messages as m
from auxilio.followup.core.boards import handover_row, message_row
from auxilio.followup.core.model import FollowupParty, HandoverId, HandoverState, MessageId, OpenItem
from auxilio.followup.service import HANDOVER
from auxilio.kernel.ids import CaseId, CentreId, DeskId, PersonId, StreamId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from tests.actors import person

NOON = datetime(2024, 10, 29, 12, tzinfo=UTC)


def sent(actor, *to: FollowupParty):
    order = m.SendMessage(
        message=MessageId(uuid4()), case=CaseId(uuid4()), to=to, words="¿Hay acceso por el puente?"
    )
    (fact,) = machine.send(order, actor, Mode.EXERCISE)
    return machine.evolve_message(None, fact, NOON)


def test_a_message_says_who_sent_it_from_where_and_to_whom():
    operator = person("call_taker", "desk-1")
    centre = FollowupParty(centre=CentreId("san-1"))
    row = message_row(sent(operator, centre, centre))
    assert (row.sender, row.to, row.read) == (FollowupParty(desk=DeskId("desk-1")), (centre,), ())
    assert row.mode == Mode.EXERCISE, "the mode of its case"


def test_each_reader_is_recorded_once_and_the_sender_never():
    operator, dispatcher = person("call_taker", "desk-1"), person("dispatcher", centre="san-1")
    message = sent(operator, FollowupParty(centre=CentreId("san-1")))
    assert machine.read(message, operator) == ()
    (fact,) = machine.read(message, dispatcher)
    message = machine.evolve_message(message, fact, NOON)
    assert [reading.person for reading in message.read] == [dispatcher.id]
    assert message.read[0].party == FollowupParty(centre=CentreId("san-1"))
    assert machine.read(message, dispatcher) == ()


def offered(actor, to=None):
    order = m.OfferShiftHandover(
        handover=HandoverId(uuid4()),
        to=to,
        items=(OpenItem(subject=StreamId("case:1"), words="falta el hospital"),),
    )
    (fact,) = machine.hand_over(order, actor)
    return machine.evolve_handover(None, fact, NOON)


def test_a_desk_goes_to_the_next_person_with_what_is_open():
    leaves, comes = person("call_taker", "desk-1"), person("call_taker", "desk-1")
    handover = offered(leaves)
    (fact,) = machine.decide_handover(handover, m.AcceptHandover(handover=handover.id), comes)
    handover = machine.evolve_handover(handover, fact, NOON)
    row = handover_row(handover)
    assert (row.state, row.accepted_at, row.items[0].words) == (
        HandoverState.ACCEPTED,
        NOON,
        "falta el hospital",
    )
    assert machine.decide_handover(handover, m.AcceptHandover(handover=handover.id), comes) == ()


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_nobody_takes_over_from_themselves_nor_what_is_meant_for_another():
    leaves, comes, other = (person("call_taker", "desk-1") for _ in range(3))
    to = PersonId(comes.id)
    handover = offered(leaves, to)
    take = m.AcceptHandover(handover=handover.id)
    assert refusal(lambda: machine.decide_handover(handover, take, leaves)) == "handover_to_oneself"
    assert refusal(lambda: machine.decide_handover(handover, take, other)) == "handover_for_another"
    assert refusal(lambda: offered(leaves, PersonId(leaves.id))) == "handover_to_oneself"
    assert refusal(lambda: offered(person("call_taker"))) == "no_desk"


def test_who_stays_withdraws_it_and_then_nobody_can_take_it():
    leaves, comes = person("call_taker", "desk-1"), person("call_taker", "desk-1")
    handover = offered(leaves)
    withdraw = m.WithdrawHandover(handover=handover.id)
    assert refusal(lambda: machine.decide_handover(handover, withdraw, comes)) == "handover_for_another"
    (fact,) = machine.decide_handover(handover, withdraw, leaves)
    handover = machine.evolve_handover(handover, fact, NOON)
    assert machine.decide_handover(handover, withdraw, leaves) == ()
    take = m.AcceptHandover(handover=handover.id)
    assert refusal(lambda: machine.decide_handover(handover, take, comes)) == "handover_over"


def test_what_is_refused_goes_back_to_who_gave_it_until_they_offer_it_again_or_keep_it():
    leaves, comes = person("call_taker", "desk-1"), person("call_taker", "desk-1")
    handover = offered(leaves)
    item = handover.items[0].subject
    stranger = m.AcceptHandover(handover=handover.id, refused=(StreamId("case:9"),))
    assert refusal(lambda: machine.decide_handover(handover, stranger, comes)) == "handover_without_item"
    take = m.AcceptHandover(handover=handover.id, refused=(item,))
    (fact,) = machine.decide_handover(handover, take, comes)
    handover = machine.evolve_handover(handover, fact, NOON)
    row = handover_row(handover)
    assert (row.state, row.refused, row.by) == (HandoverState.RETURNED, (item,), leaves.id)
    assert HANDOVER.live(handover), "who gave it sees that it is theirs again"
    assert machine.decide_handover(handover, take, comes) == (), "pressed twice"
    keep = m.WithdrawHandover(handover=handover.id)
    assert refusal(lambda: machine.decide_handover(handover, keep, comes)) == "handover_for_another"
    (fact,) = machine.decide_handover(handover, keep, leaves)
    assert not HANDOVER.live(machine.evolve_handover(handover, fact, NOON))


def test_what_nobody_has_signed_for_stays_with_who_gives():
    leaves = person("call_taker", "desk-1")
    handover = offered(leaves)
    assert (handover.state, handover.accepted_by, handover.by) == (HandoverState.OFFERED, None, leaves.id)
    assert HANDOVER.live(handover)
