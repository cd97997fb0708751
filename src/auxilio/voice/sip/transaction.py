"""The four transactions of SIP as pure state machines: an event in, the next state and what is to be done out.

RFC 3261 section 17 with the corrections of RFC 6026 (a 2xx leaves an INVITE transaction standing in ACCEPTED, so that
repeated INVITEs and stray answers find it). Nothing here sends, waits or reads a clock: `layer` does, and the tests try
every state with every event.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from auxilio.voice.sip.message import Request, Response


class Kind(StrEnum):
    """Which of the four."""

    CLIENT_INVITE = "client_invite"
    CLIENT = "client"
    SERVER_INVITE = "server_invite"
    SERVER = "server"


class State(StrEnum):
    """Figures 5 to 8 of RFC 3261, and ACCEPTED of RFC 6026."""

    CALLING = "calling"
    TRYING = "trying"
    PROCEEDING = "proceeding"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    TERMINATED = "terminated"


class Timer(StrEnum):
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
class Times:
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
class Begin:
    """The transaction is new: a client's sends, a server's has received."""


@dataclass(frozen=True, slots=True)
class Received:
    """A message of this transaction arrived: an answer, or the same request (or its ACK) again."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class Answer:
    """The user of a server transaction answers."""

    response: Response


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer ran out."""

    timer: Timer


@dataclass(frozen=True, slots=True)
class Broken:
    """The transport cannot reach the other side."""


type Event = Begin | Received | Answer | Fired | Broken


@dataclass(frozen=True, slots=True)
class Send:
    """Put this on the wire."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Make and send the ACK of a refused INVITE (RFC 3261, 17.1.1.3)."""

    response: Response


@dataclass(frozen=True, slots=True)
class Start:
    """Fire this timer after so long."""

    timer: Timer
    after_s: float


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand this to the user of the transaction."""

    message: Request | Response


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Nobody answered (`broken`: the network said so)."""

    broken: bool = False


type Output = Send | Acknowledge | Start | Deliver | GiveUp


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction as it stands."""

    kind: Kind
    state: State
    request: Request
    reliable: bool
    """The transport repeats by itself (TCP, TLS, WebSocket): we do not."""
    last: Response | None = None
    """What a server transaction answered last."""
    pause_s: float = 0.0
    """Between the last repetition and the next."""


type Step = tuple[Transaction, tuple[Output, ...]]


def client(request: Request, *, reliable: bool) -> Transaction:
    """A transaction of ours, not begun."""
    if request.method == "INVITE":
        return Transaction(Kind.CLIENT_INVITE, State.CALLING, request, reliable)
    return Transaction(Kind.CLIENT, State.TRYING, request, reliable)


def server(request: Request, *, reliable: bool) -> Transaction:
    """A transaction of theirs, not begun."""
    if request.method == "INVITE":
        return Transaction(Kind.SERVER_INVITE, State.PROCEEDING, request, reliable)
    return Transaction(Kind.SERVER, State.TRYING, request, reliable)


def step(tx: Transaction, event: Event, times: Times) -> Step:
    """What follows. An event that means nothing in a state changes nothing: networks repeat and reorder."""
    if tx.state is State.TERMINATED:
        return tx, ()
    match tx.kind:
        case Kind.CLIENT_INVITE:
            return _client_invite(tx, event, times)
        case Kind.CLIENT:
            return _client(tx, event, times)
        case Kind.SERVER_INVITE:
            return _server_invite(tx, event, times)
        case Kind.SERVER:
            return _server(tx, event, times)
        case _ as never:
            assert_never(never)


def _to(tx: Transaction, state: State, *outputs: Output) -> Step:
    return replace(tx, state=state), outputs


def _ended(tx: Transaction, *outputs: Output) -> Step:
    return _to(tx, State.TERMINATED, *outputs)


def _after(reliable: bool, span_s: float) -> float:
    """A wait for stragglers: a reliable transport has none."""
    return 0.0 if reliable else span_s


def _begun(tx: Transaction, repeat: Timer, give_up: Timer, times: Times) -> Step:
    repeats = () if tx.reliable else (Start(repeat, times.t1_s),)
    return replace(tx, pause_s=times.t1_s), (Send(tx.request), *repeats, Start(give_up, times.patience_s))


def _repeated(tx: Transaction, message: Request | Response, timer: Timer, pause_s: float) -> Step:
    return replace(tx, pause_s=pause_s), (Send(message), Start(timer, pause_s))


# --- client INVITE: figure 5, RFC 6026 section 8.4 ------------------------------------------------


def _client_invite(tx: Transaction, event: Event, times: Times) -> Step:
    match tx.state, event:
        case State.CALLING, Begin():
            return _begun(tx, Timer.A, Timer.B, times)
        case State.CALLING, Fired(Timer.A):
            return _repeated(tx, tx.request, Timer.A, tx.pause_s * 2)
        case State.CALLING, Fired(Timer.B):
            return _ended(tx, GiveUp())
        case ((State.CALLING | State.PROCEEDING), Received(Response() as response)):
            return _invite_answered(tx, response, times)
        case State.COMPLETED, Received(Response(code=code) as response) if code >= 300:
            return tx, (Acknowledge(response),)
        case State.ACCEPTED, Received(Response(code=code) as response) if 200 <= code < 300:
            return tx, (Deliver(response),)
        case (State.COMPLETED, Fired(Timer.D)) | (State.ACCEPTED, Fired(Timer.M)):
            return _ended(tx)
        case ((State.CALLING | State.PROCEEDING), Broken()):
            return _ended(tx, GiveUp(broken=True))
        case _:
            return tx, ()


def _invite_answered(tx: Transaction, response: Response, times: Times) -> Step:
    if response.code < 200:
        return _to(tx, State.PROCEEDING, Deliver(response))
    if response.code < 300:
        return _to(tx, State.ACCEPTED, Deliver(response), Start(Timer.M, times.patience_s))
    wait = Start(Timer.D, _after(tx.reliable, times.patience_s))
    return _to(tx, State.COMPLETED, Acknowledge(response), Deliver(response), wait)


# --- client, anything else: figure 6 --------------------------------------------------------------


def _client(tx: Transaction, event: Event, times: Times) -> Step:
    match tx.state, event:
        case State.TRYING, Begin():
            return _begun(tx, Timer.E, Timer.F, times)
        case State.TRYING, Fired(Timer.E):
            return _repeated(tx, tx.request, Timer.E, min(tx.pause_s * 2, times.t2_s))
        case State.PROCEEDING, Fired(Timer.E):
            return _repeated(tx, tx.request, Timer.E, times.t2_s)
        case ((State.TRYING | State.PROCEEDING), Fired(Timer.F)):
            return _ended(tx, GiveUp())
        case ((State.TRYING | State.PROCEEDING), Received(Response(code=code) as response)):
            if code < 200:
                return _to(tx, State.PROCEEDING, Deliver(response))
            wait = Start(Timer.K, _after(tx.reliable, times.t4_s))
            return _to(tx, State.COMPLETED, Deliver(response), wait)
        case State.COMPLETED, Fired(Timer.K):
            return _ended(tx)
        case ((State.TRYING | State.PROCEEDING), Broken()):
            return _ended(tx, GiveUp(broken=True))
        case _:
            return tx, ()


# --- server INVITE: figure 7, RFC 6026 section 8.5 ------------------------------------------------


def _server_invite(tx: Transaction, event: Event, times: Times) -> Step:
    match tx.state, event:
        case State.PROCEEDING, Begin():
            return tx, (Deliver(tx.request),)
        case State.PROCEEDING, Answer(response):
            return _invite_answer(replace(tx, last=response), response, times)
        case State.ACCEPTED, Answer(Response(code=code) as response) if 200 <= code < 300:
            return tx, (Send(response),)  # the user repeats its 2xx until the ACK
        case ((State.PROCEEDING | State.COMPLETED), Received(Request(method="INVITE"))) if tx.last:
            return tx, (Send(tx.last),)
        case State.COMPLETED, Received(Request(method="ACK")):
            return _to(tx, State.CONFIRMED, Start(Timer.I, _after(tx.reliable, times.t4_s)))
        case State.COMPLETED, Fired(Timer.G) if tx.last:
            return _repeated(tx, tx.last, Timer.G, min(tx.pause_s * 2, times.t2_s))
        case State.COMPLETED, Fired(Timer.H):
            return _ended(tx, GiveUp())
        case (State.CONFIRMED, Fired(Timer.I)) | (State.ACCEPTED, Fired(Timer.L)):
            return _ended(tx)
        case ((State.PROCEEDING | State.COMPLETED), Broken()):
            return _ended(tx, GiveUp(broken=True))
        case _:
            return tx, ()


def _invite_answer(tx: Transaction, response: Response, times: Times) -> Step:
    if response.code < 200:
        return tx, (Send(response),)
    if response.code < 300:
        return _to(tx, State.ACCEPTED, Send(response), Start(Timer.L, times.patience_s))
    repeats = () if tx.reliable else (Start(Timer.G, times.t1_s),)
    tx = replace(tx, pause_s=times.t1_s)
    return _to(tx, State.COMPLETED, Send(response), *repeats, Start(Timer.H, times.patience_s))


# --- server, anything else: figure 8 --------------------------------------------------------------


def _server(tx: Transaction, event: Event, times: Times) -> Step:
    match tx.state, event:
        case State.TRYING, Begin():
            return tx, (Deliver(tx.request),)
        case ((State.TRYING | State.PROCEEDING), Answer(response)):
            tx = replace(tx, last=response)
            if response.code < 200:
                return _to(tx, State.PROCEEDING, Send(response))
            wait = Start(Timer.J, _after(tx.reliable, times.patience_s))
            return _to(tx, State.COMPLETED, Send(response), wait)
        case ((State.PROCEEDING | State.COMPLETED), Received(Request())) if tx.last:
            return tx, (Send(tx.last),)
        case State.COMPLETED, Fired(Timer.J):
            return _ended(tx)
        case ((State.TRYING | State.PROCEEDING | State.COMPLETED), Broken()):
            return _ended(tx, GiveUp(broken=True))
        case _:
            return tx, ()
