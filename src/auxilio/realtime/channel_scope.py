"""What concerns a board of one case or one call: its parameter, its aggregates, its facts. Pure."""

from uuid import UUID

from auxilio.access.case_entities import BoardEntity
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId, StreamId
from auxilio.kernel.refusal import Refused
from auxilio.realtime.channel import BoardChannel
from auxilio.realtime.model import Board, BoardParameters


def canonical_params(board: Board, given: BoardParameters) -> BoardParameters:
    """The case or call that a board is about, written as the log writes it: one channel for it, and no other parameter.

    Raises `Refused`: `unknown_parameter`; `unknown_case`, `unknown_call`: a channel without its aggregate would fall at the
    next fact.
    """
    if unknown := sorted(given.keys() - {board.of}):
        raise Refused("unknown_parameter", parameter=unknown[0][:64], board=board.name)
    if board.of is None:
        return {}
    said = given.get(board.of, "")
    try:
        return {board.of: str(UUID(said))}
    except ValueError:
        raise Refused(f"unknown_{board.of}", id=said[:64]) from None


def calls_of(case: BoardEntity | None) -> frozenset[CallId]:
    """The calls that tell of a case."""
    return frozenset(case.state.calls) if case is not None else frozenset()


def changes_for(channel: BoardChannel, around: dict[StreamId, BoardEntity]) -> dict[StreamId, BoardEntity]:
    """Of what was touched the aggregates that this channel may show, and those that it shows: they may have left."""
    if channel.board.of is None:
        return around
    wanted = channel.params[channel.board.of]
    if channel.board.of == "case":
        return {
            stream: held
            for stream, held in around.items()
            if str(held.case) == wanted or channel.holds(stream)
        }
    return {
        stream: held
        for stream, held in around.items()
        if stream == f"{CALL.name}:{wanted}"
        or (held.aggregate is CASE and any(str(call) == wanted for call in held.state.calls))
        or channel.holds(stream)
    }


def facts_for(channel: BoardChannel, batch: list[Envelope]) -> list[Envelope]:
    """The facts of the case or call that a channel is about; none for a shared board."""
    if channel.board.of is None:
        return []
    wanted = channel.params[channel.board.of]
    return [fact for fact in batch if str(fact.case if channel.board.of == "case" else fact.call) == wanted]
