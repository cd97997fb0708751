"""The objects of a case that are held in memory, as policies and board tables ask for them."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auxilio.kernel.ids import CallId, CaseId, StreamId
from auxilio.kernel.instant import Instant
from auxilio.platform.database.aggregates import Aggregate


@dataclass(frozen=True)
class BoardEntity:
    """One aggregate as the hub holds it."""

    aggregate: Aggregate[Any]
    version: int
    state: Any
    case: CaseId | None
    at: Instant
    live: bool = True
    """Whether it stands on the boards of those who work."""


def case_of_stream(stream: StreamId) -> CaseId | None:
    """The case of a stream, as far as its name tells: `case:<id>`."""
    aggregate, _, key = stream.partition(":")
    try:
        return CaseId(UUID(key)) if aggregate == "case" else None
    except ValueError:
        return None


class CaseEntities:
    """What a table may ask about the rest: other aggregates of the same case.

    `at` is the moment against which an opening with a reason is held; `reserved` are reserved cases that `of_case` may
    not hold any more, because they are over; `withheld` are calls whose facts one reader is not shown, each with the
    reserved case that it is of now (`case_states.withheld_calls`).
    """

    def __init__(
        self,
        of_case: Callable[[CaseId], list[BoardEntity]],
        at: datetime | None = None,
        reserved: Set[CaseId] = frozenset(),
        case_of: Callable[[StreamId], CaseId | None] = case_of_stream,
    ) -> None:
        self.of_case, self.at, self.reserved, self.case_of = of_case, at, reserved, case_of
        self.withheld: Mapping[CallId, CaseId] = {}
