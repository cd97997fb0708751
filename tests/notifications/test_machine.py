"""Aim: a notification goes way by way and person by person until one knows, and to nobody twice."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as change

from auxilio.kernel.event import Event
from auxilio.kernel.ids import CaseId
from auxilio.kernel.on_call import NotificationWay, OnCallFunction
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core import machine
from auxilio.notifications.core import messages as m
from auxilio.notifications.core.model import (
    CONTACTS_MAX,
    RANK,
    ROUNDS_MAX,
    AcknowledgedHow,
    AttemptState,
    Notification,
    NotificationFacts,
    NotificationId,
    NotificationState,
    NotifiedCase,
    NotifiedContact,
)
from auxilio.platform.ids import new_id
from tests.actors import person, system

S = NotificationState
AT = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
LUCIA = person("call_taker", "desk-1")
ID = NotificationId(UUID(int=4_321))
CASE = NotifiedCase(mode=Mode.REAL, facts=NotificationFacts(number=7))


def contact(name: str, phone: str) -> NotifiedContact:
    return NotifiedContact(name=name, phone=phone, ways=(NotificationWay.SMS,), language="es")


MARTA, JOAN = contact("Marta", "+34600000001"), contact("Joan", "+34600000002")


class RunningNotification:
    """A notification and its facts."""

    def __init__(self, *contacts: NotifiedContact, leaves: bool = True) -> None:
        self.at, self.leaves, self.facts = AT, leaves, list[Event]()
        command = m.RequestNotification(notification=ID, case=CaseId(new_id()), words=" urge ")
        party = machine.party_of(None, None)
        self.state: Notification = None  # type: ignore[assignment]
        self._take(machine.request(command, CASE, party, contacts or (MARTA, JOAN), LUCIA))
        self._take(machine.next_attempt(self.state, self.at, self._next()))

    def _next(self) -> machine.NextMessage:
        return machine.NextMessage(id=UUID(int=len(self.state.attempts) + 1), leaves=self.leaves)

    def _take(self, events: tuple[Event, ...]) -> list[str]:
        for event in events:
            before = self.state
            self.state = machine.evolve(before, event, self.at)
            if before is not None and self.state.state is not before.state:
                assert self.state.state in machine.NEXT[before.state]
        self.facts += events
        return [type(event).__name__ for event in events]

    def do(self, command: m.NotificationCommand) -> list[str]:
        of_person = m.AcknowledgeNotification | m.ReportTold | m.StopNotification
        actor = LUCIA if isinstance(command, of_person) else system()
        return self._take(machine.decide(self.state, command, actor, self.at, self._next()))

    def due(self) -> list[str]:
        assert self.state.due is not None
        self.at = self.state.due
        return self.do(m.AdvanceNotification(notification=ID, due=self.state.due))

    def again(self, *contacts: NotifiedContact, words: str | None = None) -> list[str]:
        command = m.RepeatNotification(notification=ID, words=words)
        self._take(machine.repeat(self.state, command, contacts, LUCIA))
        return self._take(machine.next_attempt(self.state, self.at, self._next()))

    def receipt(self, state: AttemptState, nth: int = -1, code: str = "8") -> list[str]:
        message = self.state.attempts[nth].message
        return self.do(m.ReportReceipt(notification=ID, message=message, state=state, code=code))

    @property
    def tried(self) -> list[str]:
        return [self.state.contacts[one.contact].name for one in self.state.attempts]


def test_who_does_not_acknowledge_in_time_is_followed_by_the_next_and_at_last_by_the_room() -> None:
    told = RunningNotification()
    assert (told.tried, told.state.due) == (["Marta"], AT + timedelta(seconds=machine.WAIT_S))
    assert told.due() == ["NotificationAttempted"]
    assert told.tried == ["Marta", "Joan"]
    assert told.due() == ["NotificationExhausted"]
    assert (told.state.state, told.state.due) == (S.EXHAUSTED, None)


def test_it_is_not_early_and_a_timer_that_comes_late_changes_nothing() -> None:
    told = RunningNotification()
    due = told.state.due
    assert due is not None
    with pytest.raises(Refused, match="notification_not_due"):
        told.do(m.AdvanceNotification(notification=ID, due=due))
    told.due()
    assert told.do(m.AdvanceNotification(notification=ID, due=due)) == [], "it has moved meanwhile"


def test_a_message_that_failed_is_followed_by_the_next_at_once() -> None:
    told = RunningNotification()
    assert told.receipt(AttemptState.SENT) == ["ReceiptReceived"]
    assert told.receipt(AttemptState.FAILED) == ["ReceiptReceived", "NotificationAttempted"]
    assert [(one.state, one.code) for one in told.state.attempts] == [
        (AttemptState.FAILED, "8"),
        (AttemptState.QUEUED, ""),
    ]
    assert told.receipt(AttemptState.FAILED) == ["ReceiptReceived", "NotificationExhausted"]


def test_nobody_else_is_called_while_the_first_listens_to_the_spoken_call() -> None:
    by_voice = NotifiedContact(name="Marta", phone=MARTA.phone, ways=(NotificationWay.VOICE,), language="es")
    told = RunningNotification(by_voice, JOAN)
    told.at += timedelta(seconds=28)
    assert told.receipt(AttemptState.SENT) == ["ReceiptReceived"]
    assert told.state.due == told.at + timedelta(seconds=machine.LISTENING_S)
    assert told.receipt(AttemptState.FAILED) == ["ReceiptReceived", "NotificationAttempted"], (
        "hung up: at once"
    )
    assert told.state.due == told.at + timedelta(seconds=machine.WAIT_S)


def test_no_code_of_a_stranger_has_the_same_person_told_again() -> None:
    told = RunningNotification()
    for _ in range(5):
        if told.state.state is S.STANDING:
            told.receipt(AttemptState.FAILED, code="case_reserved")
    assert (told.tried, told.state.state) == (["Marta", "Joan"], S.EXHAUSTED)


def test_the_failure_of_an_earlier_message_sends_no_other() -> None:
    told = RunningNotification()
    told.due()
    assert told.receipt(AttemptState.FAILED, 0) == ["ReceiptReceived"]
    assert told.tried == ["Marta", "Joan"]


@given(st.lists(st.sampled_from(AttemptState), max_size=8))
def test_receipts_that_repeat_or_overtake_one_another_never_go_back(states: list[AttemptState]) -> None:
    told = RunningNotification(MARTA)
    ranks = [RANK[told.state.attempts[0].state]]
    for state in states:
        told.receipt(state, 0)
        ranks.append(RANK[told.state.attempts[0].state])
    assert ranks == sorted(ranks)
    assert sum(isinstance(fact, m.ReceiptReceived) for fact in told.facts) <= 2


def test_a_receipt_of_no_message_of_it_is_not_news() -> None:
    told = RunningNotification()
    command = m.ReportReceipt(notification=ID, message=new_id(), state=AttemptState.FAILED)
    assert told.do(command) == []


def test_a_receipt_that_is_told_before_any_message_breaks_no_board() -> None:
    told = RunningNotification()
    receipt = m.ReceiptReceived(
        notification=ID,
        message=new_id(),
        name="Marta",
        way=NotificationWay.VOICE,
        state=AttemptState.SENT,
        code="",
    )
    before = change(told.state, attempts=())
    assert machine.evolve(before, receipt, AT) == before


@pytest.mark.parametrize("exhausted", [False, True])
def test_an_acknowledgement_ends_it_also_after_everybody_was_tried(exhausted: bool) -> None:
    told = RunningNotification()
    told.due()
    if exhausted:
        told.due()
    assert told.do(m.TakeReply(notification=ID, contact=1)) == ["NotificationAcknowledged"]
    state = told.state
    assert (state.state, state.how, state.acknowledged_by, state.due) == (
        S.ACKNOWLEDGED,
        AcknowledgedHow.REPLY,
        "Joan",
        None,
    )
    assert told.do(m.AcknowledgeNotification(notification=ID, contact=0)) == [], "the second is not news"
    assert told.receipt(AttemptState.FAILED) == ["ReceiptReceived"], "a receipt is shown, and sends no other"


@pytest.mark.parametrize(
    "words",
    [
        *(
            "NO PUEDO, {}",
            "{} no puedo",
            "I won't make it {}",
            "{} indisponible",
            "ocupado, llama a Joan {}",
            "nope {}",
        ),
        *(
            "je n’y peux rien {}",
            "OK {}, llego a las 15:30",
            "OK {} 1000 1001 1002",
            "nadie {}",
            "{}7",
            "{} 👎",
            "OK {} ❌",
            "{}?",
            "OK {} 8123",
        ),
    ],
)
def test_an_answer_that_is_no_plain_yes_is_kept_and_acknowledges_nothing(words: str) -> None:
    told = RunningNotification()
    command = m.TakeReply(notification=ID, contact=0, words=words.format(told.state.reply))
    assert told.do(command) == ["ReplyReceived"]
    assert (told.state.state, told.tried) == (S.STANDING, ["Marta"])


@pytest.mark.parametrize(
    "words",
    ["OK {}", "{}", "OK{}", "Sí, {}. Gracias", "d’acord {}", "ok, reçu {}", "Vale voy {}!", "si\u0301 {}"],
)
def test_a_plain_yes_acknowledges_unless_codes_were_tried(words: str) -> None:
    for doubtful in (True, False):
        told = RunningNotification()
        said = words.format(told.state.reply)
        done = told.do(m.TakeReply(notification=ID, contact=0, words=said, doubtful=doubtful))
        assert ("NotificationAcknowledged" in done) is not doubtful


def test_one_text_with_the_codes_of_two_notifications_acknowledges_both() -> None:
    told = RunningNotification()
    words = f"OK {told.state.reply} 8123"
    said = m.TakeReply(notification=ID, contact=0, words=words, other_codes=("8123",))
    assert told.do(said) == ["ReplyReceived", "NotificationAcknowledged"]


def test_answers_after_the_end_are_kept_and_are_bounded() -> None:
    told = RunningNotification()
    said = m.TakeReply(notification=ID, contact=0, words=f"Ok {told.state.reply}")
    assert told.do(said) == ["ReplyReceived", "NotificationAcknowledged"]
    later = [told.do(msgspec.structs.replace(said, contact=1)) for _ in range(machine.REPLIES_MAX)]
    assert later == [["ReplyReceived"]] * (machine.REPLIES_MAX - 1) + [[]]


def test_a_key_in_a_spoken_call_is_an_acknowledgement_of_that_person() -> None:
    one = RunningNotification()
    assert one.do(m.TakeReply(notification=ID, contact=0, by_key=True)) == ["NotificationAcknowledged"]
    assert (one.state.how, one.state.acknowledged_by, one.state.over_by) == (
        AcknowledgedHow.KEY,
        "Marta",
        "Marta",
    )


def test_a_person_who_is_not_of_the_table_acknowledges_nothing() -> None:
    with pytest.raises(Refused, match="unknown_contact"):
        RunningNotification().do(m.AcknowledgeNotification(notification=ID, contact=2))


def test_what_was_stopped_is_not_acknowledged() -> None:
    told = RunningNotification()
    assert told.do(m.StopNotification(notification=ID)) == ["NotificationStopped"]
    assert told.do(m.StopNotification(notification=ID)) == []
    with pytest.raises(Refused, match="notification_over"):
        told.do(m.AcknowledgeNotification(notification=ID, contact=0))


def test_of_an_exercise_nothing_leaves_and_the_rest_goes_as_if_it_did() -> None:
    told = RunningNotification(leaves=False)
    told.due()
    assert {one.state for one in told.state.attempts} == {AttemptState.HELD}
    assert told.due() == ["NotificationExhausted"]


def test_the_number_of_people_is_bounded_and_each_is_tried_once() -> None:
    told = RunningNotification(
        *(contact(f"n{nth}", f"+346000001{nth:02}") for nth in range(CONTACTS_MAX + 3))
    )
    while told.state.due is not None:
        told.due()
    assert told.tried == [f"n{nth}" for nth in range(CONTACTS_MAX)]


def test_without_anybody_whom_a_way_reaches_nothing_is_begun() -> None:
    command = m.RequestNotification(notification=ID, case=CaseId(new_id()))
    with pytest.raises(Refused, match="nobody_to_notify"):
        machine.request(command, CASE, machine.party_of(None, None), (), LUCIA)


def test_the_notice_of_the_duty_officer_goes_to_the_duty_officer() -> None:
    assert machine.party_of("duty_officer", None).function is OnCallFunction.DUTY_OFFICER
    assert machine.party_of("rail_stop_traffic", None).function is OnCallFunction.NOTICE


def test_what_nobody_acknowledged_goes_again_to_those_whom_the_table_names_now() -> None:
    told = RunningNotification()
    with pytest.raises(Refused, match="notification_not_exhausted"):
        told.again(MARTA)
    told.due()
    told.due()
    with pytest.raises(Refused, match="nobody_to_notify"):
        told.again()
    anna = contact("Anna", "+34600000003")
    assert told.again(anna, JOAN) == ["NotificationAttempted"]
    assert told.state.words == "urge", "what was said before is said again"
    assert told.due() == ["NotificationAttempted"]
    assert told.due() == ["NotificationExhausted"]
    assert told.tried == ["Marta", "Joan", "Anna", "Joan"]
    told.again(MARTA, words="sigue sin nadie")
    assert (told.tried[-1], told.state.words, told.state.rounds) == ("Marta", "sigue sin nadie", 3)
    assert told.do(m.TakeReply(notification=ID, contact=2)) == ["NotificationAcknowledged"], (
        "an earlier round"
    )
    with pytest.raises(Refused, match="notification_not_exhausted"):
        told.again(MARTA)


def test_the_rounds_of_one_notification_are_bounded() -> None:
    told = RunningNotification(MARTA)
    told.due()
    for _ in range(ROUNDS_MAX - 1):
        told.again(MARTA)
        told.due()
    with pytest.raises(Refused, match="notification_rounds_over"):
        told.again(MARTA)
    assert len(told.state.attempts) == ROUNDS_MAX


@pytest.mark.parametrize("by", m.ToldBy)
@pytest.mark.parametrize("exhausted", [False, True])
def test_who_was_told_otherwise_is_written_down_and_ends_it(by: m.ToldBy, exhausted: bool) -> None:
    told = RunningNotification(MARTA)
    if exhausted:
        told.due()
    with pytest.raises(Refused):
        told.do(m.ReportTold(notification=ID, whom=" ", by=by))
    assert told.do(m.ReportTold(notification=ID, whom=" Jefe B-01 ", by=by)) == ["NotificationAcknowledged"]
    how = {"radio": AcknowledgedHow.RADIO, "telephone": AcknowledgedHow.DESK}[by]
    assert (told.state.how, told.state.acknowledged_by, told.state.over_by) == (how, "Jefe B-01", LUCIA.name)
    assert told.do(m.ReportTold(notification=ID, whom="otro", by=by)) == [], "the second press"
