"""Every state with every event: what a transaction does, and that what means nothing in a state changes nothing."""

import itertools

import pytest

from auxilio.voice.sip.message import Request, Response, new_request, respond
from auxilio.voice.sip.transaction import (
    DeliverMessage,
    MessageReceived,
    ReportFailure,
    ResponseGiven,
    SendAck,
    StartTimer,
    TimerFired,
    TimerValues,
    Transaction,
    TransactionBegan,
    TransactionEvent,
    TransactionKind,
    TransactionOutput,
    TransactionState,
    TransactionTimer,
    TransmitMessage,
    TransportFailed,
    client,
    server,
    step,
)

TIMES = TimerValues(t1_s=1, t2_s=8, t4_s=10)


def request(method: str) -> Request:
    headers = [
        ("Via", "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1"),
        ("From", "<sip:a@example.org>;tag=1"),
        ("To", "<sip:b@example.org>"),
        ("Call-ID", "1@example.org"),
        ("CSeq", f"1 {method}"),
    ]
    return new_request(method, "sip:b@example.org", headers)


INVITE, OPTIONS, ACK = request("INVITE"), request("OPTIONS"), request("ACK")
CODES = (100, 180, 200, 404)


def answers(to: Request) -> dict[int, Response]:
    return {code: respond(to, code) for code in CODES}


ANSWERS, OTHERS = answers(INVITE), answers(OPTIONS)


def short(outputs: tuple[TransactionOutput, ...]) -> list[str]:
    def one(output: TransactionOutput) -> str:
        match output:
            case TransmitMessage(Request(method=method)):
                return f"send {method}"
            case TransmitMessage(Response(code=code)):
                return f"send {code}"
            case SendAck():
                return "send ACK"
            case StartTimer(timer, after_s):
                return f"{timer.upper()} {after_s:g}"
            case DeliverMessage(Request(method=method)):
                return f"tell {method}"
            case DeliverMessage(Response(code=code)):
                return f"tell {code}"
            case ReportFailure(broken):
                return "broken" if broken else "give up"
            case _:
                raise AssertionError(output)

    return [one(output) for output in outputs]


def after(tx: Transaction, *events: TransactionEvent) -> tuple[TransactionState, list[str]]:
    """Where the last of the events leads, and what it makes us do."""
    outputs: tuple[TransactionOutput, ...] = ()
    for event in events:
        tx, outputs = step(tx, event, TIMES)
    return tx.state, short(outputs)


def came(code: int) -> MessageReceived:
    return MessageReceived(ANSWERS[code])


def said(code: int) -> MessageReceived:
    return MessageReceived(OTHERS[code])


B = TransactionBegan()
UDP_INVITE, TCP_INVITE = client(INVITE, reliable=False), client(INVITE, reliable=True)
UDP_OPTIONS, TCP_OPTIONS = client(OPTIONS, reliable=False), client(OPTIONS, reliable=True)
UDP_INVITED, TCP_INVITED = server(INVITE, reliable=False), server(INVITE, reliable=True)
UDP_ASKED, TCP_ASKED = server(OPTIONS, reliable=False), server(OPTIONS, reliable=True)
S = TransactionState


def reply(code: int) -> ResponseGiven:
    return ResponseGiven(ANSWERS[code])


def tell(code: int) -> ResponseGiven:
    return ResponseGiven(OTHERS[code])


TABLE: list[tuple[str, Transaction, list[TransactionEvent], TransactionState, list[str]]] = [
    # client INVITE, figure 5
    ("an INVITE goes out and is timed", UDP_INVITE, [B], S.CALLING, ["send INVITE", "A 1", "B 64"]),
    ("TCP repeats by itself", TCP_INVITE, [B], S.CALLING, ["send INVITE", "B 64"]),
    ("it is said again, later each time", UDP_INVITE, [B, TimerFired(TransactionTimer.A)], S.CALLING, ["send INVITE", "A 2"]),
    ("and again", UDP_INVITE, [B, TimerFired(TransactionTimer.A), TimerFired(TransactionTimer.A)], S.CALLING, ["send INVITE", "A 4"]),
    ("nobody answers", UDP_INVITE, [B, TimerFired(TransactionTimer.B)], S.TERMINATED, ["give up"]),
    ("a 1xx stops the repeating", UDP_INVITE, [B, came(180), TimerFired(TransactionTimer.A)], S.PROCEEDING, []),
    ("and the patience", UDP_INVITE, [B, came(180), TimerFired(TransactionTimer.B)], S.PROCEEDING, []),
    ("each 1xx is told", UDP_INVITE, [B, came(100), came(180)], S.PROCEEDING, ["tell 180"]),
    ("a 200 is told", UDP_INVITE, [B, came(200)], S.ACCEPTED, ["tell 200", "M 64"]),
    ("and told each time, for its ACK", UDP_INVITE, [B, came(200), came(200)], S.ACCEPTED, ["tell 200"]),
    ("until M", UDP_INVITE, [B, came(200), TimerFired(TransactionTimer.M)], S.TERMINATED, []),
    ("a refusal is acknowledged", UDP_INVITE, [B, came(404)], S.COMPLETED, ["send ACK", "tell 404", "D 64"]),
    ("and told once", UDP_INVITE, [B, came(404), came(404)], S.COMPLETED, ["send ACK"]),
    ("over TCP nothing is waited for", TCP_INVITE, [B, came(404)], S.COMPLETED, ["send ACK", "tell 404", "D 0"]),
    ("until D", UDP_INVITE, [B, came(404), TimerFired(TransactionTimer.D)], S.TERMINATED, []),
    ("a 200 after a refusal means nothing", UDP_INVITE, [B, came(404), came(200)], S.COMPLETED, []),
    ("a refusal after a 200 means nothing", UDP_INVITE, [B, came(200), came(404)], S.ACCEPTED, []),
    ("the network is broken", UDP_INVITE, [B, TransportFailed()], S.TERMINATED, ["broken"]),
    # client, figure 6
    ("a request goes out and is timed", UDP_OPTIONS, [B], S.TRYING, ["send OPTIONS", "E 1", "F 64"]),
    ("TCP repeats it by itself", TCP_OPTIONS, [B], S.TRYING, ["send OPTIONS", "F 64"]),
    ("again, later", UDP_OPTIONS, [B, TimerFired(TransactionTimer.E)], S.TRYING, ["send OPTIONS", "E 2"]),
    ("never later than T2", UDP_OPTIONS, [B, *[TimerFired(TransactionTimer.E)] * 5], S.TRYING, ["send OPTIONS", "E 8"]),
    ("a 1xx slows it", UDP_OPTIONS, [B, said(100), TimerFired(TransactionTimer.E)], S.PROCEEDING, ["send OPTIONS", "E 8"]),
    ("but does not end the patience", UDP_OPTIONS, [B, said(100), TimerFired(TransactionTimer.F)], S.TERMINATED, ["give up"]),
    ("an answer is told once", UDP_OPTIONS, [B, said(200)], S.COMPLETED, ["tell 200", "K 10"]),
    ("once", UDP_OPTIONS, [B, said(200), said(200)], S.COMPLETED, []),
    ("over TCP at once", TCP_OPTIONS, [B, said(404)], S.COMPLETED, ["tell 404", "K 0"]),
    ("until K", UDP_OPTIONS, [B, said(200), TimerFired(TransactionTimer.K)], S.TERMINATED, []),
    ("the network is broken", UDP_OPTIONS, [B, TransportFailed()], S.TERMINATED, ["broken"]),
    # server INVITE, figure 7
    ("an INVITE is told", UDP_INVITED, [B], S.PROCEEDING, ["tell INVITE"]),
    ("and told once", UDP_INVITED, [B, MessageReceived(INVITE)], S.PROCEEDING, []),
    ("a 1xx goes out", UDP_INVITED, [B, reply(180)], S.PROCEEDING, ["send 180"]),
    ("and again when it is asked again", UDP_INVITED, [B, reply(180), MessageReceived(INVITE)], S.PROCEEDING, ["send 180"]),
    ("a 200 goes out", UDP_INVITED, [B, reply(200)], S.ACCEPTED, ["send 200", "L 64"]),
    ("its user repeats it", UDP_INVITED, [B, reply(200), reply(200)], S.ACCEPTED, ["send 200"]),
    ("not the transaction", UDP_INVITED, [B, reply(200), MessageReceived(INVITE)], S.ACCEPTED, []),
    ("until L", UDP_INVITED, [B, reply(200), TimerFired(TransactionTimer.L)], S.TERMINATED, []),
    ("a refusal is repeated", UDP_INVITED, [B, reply(404)], S.COMPLETED, ["send 404", "G 1", "H 64"]),
    ("not over TCP", TCP_INVITED, [B, reply(404)], S.COMPLETED, ["send 404", "H 64"]),
    ("later each time", UDP_INVITED, [B, reply(404), TimerFired(TransactionTimer.G)], S.COMPLETED, ["send 404", "G 2"]),
    ("never later than T2", UDP_INVITED, [B, reply(404), *[TimerFired(TransactionTimer.G)] * 6], S.COMPLETED, ["send 404", "G 8"]),
    ("and when it is asked again", UDP_INVITED, [B, reply(404), MessageReceived(INVITE)], S.COMPLETED, ["send 404"]),
    ("until the ACK", UDP_INVITED, [B, reply(404), MessageReceived(ACK)], S.CONFIRMED, ["I 10"]),
    ("over TCP without a wait", TCP_INVITED, [B, reply(404), MessageReceived(ACK)], S.CONFIRMED, ["I 0"]),
    ("which comes again", UDP_INVITED, [B, reply(404), MessageReceived(ACK), MessageReceived(ACK)], S.CONFIRMED, []),
    ("until I", UDP_INVITED, [B, reply(404), MessageReceived(ACK), TimerFired(TransactionTimer.I)], S.TERMINATED, []),
    ("no ACK ever", UDP_INVITED, [B, reply(404), TimerFired(TransactionTimer.H)], S.TERMINATED, ["give up"]),
    ("a 200 after a refusal is not sent", UDP_INVITED, [B, reply(404), reply(200)], S.COMPLETED, []),
    ("a refusal after a 200 is not sent", UDP_INVITED, [B, reply(200), reply(404)], S.ACCEPTED, []),
    ("there is no way back", UDP_INVITED, [B, reply(180), TransportFailed()], S.TERMINATED, ["broken"]),
    # server, figure 8
    ("a request is told", UDP_ASKED, [B], S.TRYING, ["tell OPTIONS"]),
    ("and told once", UDP_ASKED, [B, MessageReceived(OPTIONS)], S.TRYING, []),
    ("a 1xx goes out", UDP_ASKED, [B, tell(100)], S.PROCEEDING, ["send 100"]),
    ("and again when it is asked again", UDP_ASKED, [B, tell(100), MessageReceived(OPTIONS)], S.PROCEEDING, ["send 100"]),
    ("an answer goes out", UDP_ASKED, [B, tell(200)], S.COMPLETED, ["send 200", "J 64"]),
    ("over TCP nobody asks again", TCP_ASKED, [B, tell(200)], S.COMPLETED, ["send 200", "J 0"]),
    ("and again when it is asked again", UDP_ASKED, [B, tell(200), MessageReceived(OPTIONS)], S.COMPLETED, ["send 200"]),
    ("a second answer is not sent", UDP_ASKED, [B, tell(200), tell(404)], S.COMPLETED, []),
    ("until J", UDP_ASKED, [B, tell(200), TimerFired(TransactionTimer.J)], S.TERMINATED, []),
    ("there is no way back", UDP_ASKED, [B, TransportFailed()], S.TERMINATED, ["broken"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("tx", "events", "state", "done"),
    [row[1:] for row in TABLE],
    ids=[f"{row[1].kind}: {row[0]}" for row in TABLE],
)
def test_a_transaction_does_as_the_standard_says(
    tx: Transaction, events: list[TransactionEvent], state: TransactionState, done: list[str]
) -> None:
    assert after(tx, *events) == (state, done)


EVENTS: list[TransactionEvent] = [
    TransactionBegan(), TransportFailed(), *(TimerFired(timer) for timer in TransactionTimer), *(MessageReceived(one) for one in ANSWERS.values()),
    *(MessageReceived(one) for one in (INVITE, OPTIONS, ACK)), *(ResponseGiven(one) for one in ANSWERS.values()),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state"), list(itertools.product(TransactionKind, TransactionState)))
def test_no_event_surprises_any_state(kind: TransactionKind, state: TransactionState) -> None:
    for event in EVENTS:
        standing = Transaction(kind, state, INVITE, reliable=False, last=ANSWERS[180], pause_s=1)
        next_one, outputs = step(standing, event, TIMES)
        if state is TransactionState.TERMINATED:
            assert (next_one, outputs) == (standing, ())
        if next_one.state is TransactionState.TERMINATED:
            assert not any(isinstance(output, StartTimer) for output in outputs), (
                "what has ended waits for nothing"
            )


def test_every_repetition_ends() -> None:
    """Whatever is repeated is given up when its long timer fires, in whichever state it stands."""
    for tx, long in ((UDP_INVITE, TransactionTimer.B), (UDP_OPTIONS, TransactionTimer.F)):
        assert after(tx, TransactionBegan(), TimerFired(long)) == (TransactionState.TERMINATED, ["give up"])
