"""The four transactions of SIP as pure state machines: an event in, the next state and what is to be done out.

RFC 3261 section 17 with the corrections of RFC 6026 (a 2xx leaves an INVITE transaction standing in ACCEPTED, so that
repeated INVITEs and stray answers find it). Nothing here sends, waits or reads a clock: `layer` does, and the tests try
every state with every event.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from auxilio.voice.sip.message import Request, Response


class TransactionKind(StrEnum):
    """Which of the four."""

    CLIENT_INVITE = "client_invite"
    CLIENT = "client"
    SERVER_INVITE = "server_invite"
    SERVER = "server"


class TransactionState(StrEnum):
    """Figures 5 to 8 of RFC 3261, and ACCEPTED of RFC 6026."""

    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"


class TransactionTimer(StrEnum):
    """Table 4 of RFC 3261, and L and M of RFC 6026. (C belongs to proxies.)"""

    A = "a"
    B = "b"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H = "h"
    I = "i"  # noqa: E741 - the standard's name
    J = "j"
    K = "k"
    L = "l"
    M = "m"


@dataclass(frozen=True, slots=True)
class TimerValues:
    """The three times of RFC 3261, as data."""

    t1_s: float = 0.5
    """A round trip, generously."""
    t2_s: float = 4.0
    """The longest pause between two repetitions."""
    t4_s: float = 5.0
    """How long a message may live in the network."""

    @property
    def patience_s(self) -> float:
        """64*T1: after it, the other side is given up."""
        return 64 * self.t1_s


# --- what happens, and what is to be done ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TransactionBegan:
    """The transaction is new: a client's sends, a server's has received."""


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A message of this transaction arrived: an answer, or the same request (or its ACK) again."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class ResponseGiven:
    """The user of a server transaction answers."""

    response: Response


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer ran out."""

    timer: TransactionTimer


@dataclass(frozen=True, slots=True)
class TransportFailed:
    """The transport cannot reach the other side."""


type TransactionEvent = TransactionBegan | MessageReceived | ResponseGiven | TimerFired | TransportFailed


@dataclass(frozen=True, slots=True)
class TransmitMessage:
    """Put this on the wire."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class SendAck:
    """Make and send the ACK of a refused INVITE (RFC 3261, 17.1.1.3)."""

    response: Response


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Fire this timer after so long."""

    timer: TransactionTimer
    after_s: float


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """Hand this to the user of the transaction."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class ReportFailure:
    """Nobody answered (`broken`: the network said so)."""

    broken: bool = False


type TransactionOutput = TransmitMessage | SendAck | StartTimer | DeliverMessage | ReportFailure


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction as it stands."""

    kind: TransactionKind
    state: TransactionState
    request: Request
    reliable: bool
    """The transport repeats by itself (TCP, TLS, WebSocket): we do not."""
    last: Response | None = None
    """What a server transaction answered last."""
    pause_s: float = 0.0
    """Between the last repetition and the next."""


type TransactionStep = tuple[Transaction, tuple[TransactionOutput, ...]]


def client(request: Request, *, reliable: bool) -> Transaction:
    """A transaction of ours, not begun."""
    if request.method == "INVITE":
        return Transaction(TransactionKind.CLIENT_INVITE, TransactionState.CALLING, request, reliable)
    return Transaction(TransactionKind.CLIENT, TransactionState.TRYING, request, reliable)


def server(request: Request, *, reliable: bool) -> Transaction:
    """A transaction of theirs, not begun."""
    if request.method == "INVITE":
        return Transaction(TransactionKind.SERVER_INVITE, TransactionState.PROCEEDING, request, reliable)
    return Transaction(TransactionKind.SERVER, TransactionState.TRYING, request, reliable)


def step(tx: Transaction, event: TransactionEvent, times: TimerValues) -> TransactionStep:
    """What follows. An event that means nothing in a state changes nothing: networks repeat and reorder."""
    if tx.state is TransactionState.TERMINATED:
        return tx, ()
    match tx.kind:
        case TransactionKind.CLIENT_INVITE:
            return _client_invite(tx, event, times)
        case TransactionKind.CLIENT:
            return _client(tx, event, times)
        case TransactionKind.SERVER_INVITE:
            return _server_invite(tx, event, times)
        case TransactionKind.SERVER:
            return _server(tx, event, times)
        case _ as never:
            assert_never(never)


def _to(tx: Transaction, state: TransactionState, *outputs: TransactionOutput) -> TransactionStep:
    return replace(tx, state=state), outputs


def _ended(tx: Transaction, *outputs: TransactionOutput) -> TransactionStep:
    return _to(tx, TransactionState.TERMINATED, *outputs)


def _after(reliable: bool, span_s: float) -> float:
    """A wait for stragglers: a reliable transport has none."""
    return 0.0 if reliable else span_s


def _begun(
    tx: Transaction, repeat: TransactionTimer, give_up: TransactionTimer, times: TimerValues
) -> TransactionStep:
    repeats = () if tx.reliable else (StartTimer(repeat, times.t1_s),)
    return replace(tx, pause_s=times.t1_s), (
        TransmitMessage(tx.request),
        *repeats,
        StartTimer(give_up, times.patience_s),
    )


def _repeated(
    tx: Transaction, message: Request | Response, timer: TransactionTimer, pause_s: float
) -> TransactionStep:
    return replace(tx, pause_s=pause_s), (TransmitMessage(message), StartTimer(timer, pause_s))


# --- client INVITE: figure 5, RFC 6026 section 8.4 ------------------------------------------------


def _client_invite(tx: Transaction, event: TransactionEvent, times: TimerValues) -> TransactionStep:
    match tx.state, event:
        case TransactionState.CALLING, TransactionBegan():
            return _begun(tx, TransactionTimer.A, TransactionTimer.B, times)
        case TransactionState.CALLING, TimerFired(TransactionTimer.A):
            return _repeated(tx, tx.request, TransactionTimer.A, tx.pause_s * 2)
        case TransactionState.CALLING, TimerFired(TransactionTimer.B):
            return _ended(tx, ReportFailure())
        case (
            (TransactionState.CALLING | TransactionState.PROCEEDING),
            MessageReceived(Response() as response),
        ):
            return _invite_answered(tx, response, times)
        case TransactionState.COMPLETED, MessageReceived(Response(code=code) as response) if code >= 300:
            return tx, (SendAck(response),)
        case TransactionState.ACCEPTED, MessageReceived(Response(code=code) as response) if 200 <= code < 300:
            return tx, (DeliverMessage(response),)
        case (TransactionState.COMPLETED, TimerFired(TransactionTimer.D)) | (
            TransactionState.ACCEPTED,
            TimerFired(TransactionTimer.M),
        ):
            return _ended(tx)
        case ((TransactionState.CALLING | TransactionState.PROCEEDING), TransportFailed()):
            return _ended(tx, ReportFailure(broken=True))
        case _:
            return tx, ()


def _invite_answered(tx: Transaction, response: Response, times: TimerValues) -> TransactionStep:
    if response.code < 200:
        return _to(tx, TransactionState.PROCEEDING, DeliverMessage(response))
    if response.code < 300:
        return _to(
            tx,
            TransactionState.ACCEPTED,
            DeliverMessage(response),
            StartTimer(TransactionTimer.M, times.patience_s),
        )
    wait = StartTimer(TransactionTimer.D, _after(tx.reliable, times.patience_s))
    return _to(tx, TransactionState.COMPLETED, SendAck(response), DeliverMessage(response), wait)


# --- client, anything else: figure 6 --------------------------------------------------------------


def _client(tx: Transaction, event: TransactionEvent, times: TimerValues) -> TransactionStep:
    match tx.state, event:
        case TransactionState.TRYING, TransactionBegan():
            return _begun(tx, TransactionTimer.E, TransactionTimer.F, times)
        case TransactionState.TRYING, TimerFired(TransactionTimer.E):
            return _repeated(tx, tx.request, TransactionTimer.E, min(tx.pause_s * 2, times.t2_s))
        case TransactionState.PROCEEDING, TimerFired(TransactionTimer.E):
            return _repeated(tx, tx.request, TransactionTimer.E, times.t2_s)
        case ((TransactionState.TRYING | TransactionState.PROCEEDING), TimerFired(TransactionTimer.F)):
            return _ended(tx, ReportFailure())
        case (
            (TransactionState.TRYING | TransactionState.PROCEEDING),
            MessageReceived(Response(code=code) as response),
        ):
            if code < 200:
                return _to(tx, TransactionState.PROCEEDING, DeliverMessage(response))
            wait = StartTimer(TransactionTimer.K, _after(tx.reliable, times.t4_s))
            return _to(tx, TransactionState.COMPLETED, DeliverMessage(response), wait)
        case TransactionState.COMPLETED, TimerFired(TransactionTimer.K):
            return _ended(tx)
        case ((TransactionState.TRYING | TransactionState.PROCEEDING), TransportFailed()):
            return _ended(tx, ReportFailure(broken=True))
        case _:
            return tx, ()


# --- server INVITE: figure 7, RFC 6026 section 8.5 ------------------------------------------------


def _server_invite(tx: Transaction, event: TransactionEvent, times: TimerValues) -> TransactionStep:
    match tx.state, event:
        case TransactionState.PROCEEDING, TransactionBegan():
            return tx, (DeliverMessage(tx.request),)
        case TransactionState.PROCEEDING, ResponseGiven(response):
            return _invite_answer(replace(tx, last=response), response, times)
        case TransactionState.ACCEPTED, ResponseGiven(Response(code=code) as response) if 200 <= code < 300:
            return tx, (TransmitMessage(response),)  # the user repeats its 2xx until the ACK
        case (
            (TransactionState.PROCEEDING | TransactionState.COMPLETED),
            MessageReceived(Request(method="INVITE")),
        ) if tx.last:
            return tx, (TransmitMessage(tx.last),)
        case TransactionState.COMPLETED, MessageReceived(Request(method="ACK")):
            return _to(
                tx,
                TransactionState.CONFIRMED,
                StartTimer(TransactionTimer.I, _after(tx.reliable, times.t4_s)),
            )
        case TransactionState.COMPLETED, TimerFired(TransactionTimer.G) if tx.last:
            return _repeated(tx, tx.last, TransactionTimer.G, min(tx.pause_s * 2, times.t2_s))
        case TransactionState.COMPLETED, TimerFired(TransactionTimer.H):
            return _ended(tx, ReportFailure())
        case (TransactionState.CONFIRMED, TimerFired(TransactionTimer.I)) | (
            TransactionState.ACCEPTED,
            TimerFired(TransactionTimer.L),
        ):
            return _ended(tx)
        case ((TransactionState.PROCEEDING | TransactionState.COMPLETED), TransportFailed()):
            return _ended(tx, ReportFailure(broken=True))
        case _:
            return tx, ()


def _invite_answer(tx: Transaction, response: Response, times: TimerValues) -> TransactionStep:
    if response.code < 200:
        return tx, (TransmitMessage(response),)
    if response.code < 300:
        return _to(
            tx,
            TransactionState.ACCEPTED,
            TransmitMessage(response),
            StartTimer(TransactionTimer.L, times.patience_s),
        )
    repeats = () if tx.reliable else (StartTimer(TransactionTimer.G, times.t1_s),)
    tx = replace(tx, pause_s=times.t1_s)
    return _to(
        tx,
        TransactionState.COMPLETED,
        TransmitMessage(response),
        *repeats,
        StartTimer(TransactionTimer.H, times.patience_s),
    )


# --- server, anything else: figure 8 --------------------------------------------------------------


def _server(tx: Transaction, event: TransactionEvent, times: TimerValues) -> TransactionStep:
    match tx.state, event:
        case TransactionState.TRYING, TransactionBegan():
            return tx, (DeliverMessage(tx.request),)
        case ((TransactionState.TRYING | TransactionState.PROCEEDING), ResponseGiven(response)):
            tx = replace(tx, last=response)
            if response.code < 200:
                return _to(tx, TransactionState.PROCEEDING, TransmitMessage(response))
            wait = StartTimer(TransactionTimer.J, _after(tx.reliable, times.patience_s))
            return _to(tx, TransactionState.COMPLETED, TransmitMessage(response), wait)
        case ((TransactionState.PROCEEDING | TransactionState.COMPLETED), MessageReceived(Request())) if (
            tx.last
        ):
            return tx, (TransmitMessage(tx.last),)
        case TransactionState.COMPLETED, TimerFired(TransactionTimer.J):
            return _ended(tx)
        case (
            (TransactionState.TRYING | TransactionState.PROCEEDING | TransactionState.COMPLETED),
            TransportFailed(),
        ):
            return _ended(tx, ReportFailure(broken=True))
        case _:
            return tx, ()
