"""Who is named in the reserved cases that are live now, so that a board knows whose windows need rows of their own.

Windows of people who see the same share a channel. Whoever is named in a live reserved case sees more on the same board
than their colleagues, and gets a channel of their own for as long as that lasts (decision 0252).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from auxilio.access.case_entities import BoardEntity
from auxilio.calls.core.model import CONNECTED_STATES
from auxilio.calls.service import CALL
from auxilio.cases.service import CASE
from auxilio.kernel.ids import CaseId


@dataclass(frozen=True)
class NamedPersonChange:
    """What a batch of facts changed for reserved cases."""

    newly_reserved: bool
    moved: frozenset[UUID]
    """Persons who are named in a reserved case now and were not, or the other way round."""
    to_admit_again: frozenset[CaseId]
    """Reserved cases of which something changed: their windows are admitted again before they are told of it, for an
    opening with a reason may have ended meanwhile."""


class NamedPersonIndex:
    """Persons by reserved case, and how many reserved cases each of them is named in."""

    def __init__(self) -> None:
        self._of_case: dict[CaseId, frozenset[UUID]] = {}
        self._cases_of: Counter[UUID] = Counter()
        self.reserved: set[CaseId] = set()
        """Every reserved case that this process has heard of, also those that are over."""

    def __contains__(self, person: UUID) -> bool:
        return self._cases_of[person] > 0

    def take_over(
        self,
        touched: Collection[BoardEntity],
        cases: Iterable[CaseId | None],
        of_case: Callable[[CaseId], list[BoardEntity]],
    ) -> NamedPersonChange:
        """Take over a batch: the aggregates it touched, the cases they are of, and what is held of each case now."""
        newly_reserved, again = False, set[CaseId]()
        for held in touched:
            if held.aggregate is CASE:
                newly_reserved |= held.state.reserved and held.state.id not in self.reserved
                self.hear(held.state.id, reserved=held.state.reserved)
        for held in touched:
            if held.case is not None and held.case in self.reserved:
                again.add(held.case)
        moved = frozenset[UUID]()
        for case in cases:
            if case is not None and case in self.reserved:
                moved |= self.update(case, of_case(case))
        return NamedPersonChange(newly_reserved, moved, frozenset(again))

    def hear(self, case: CaseId, *, reserved: bool) -> None:
        """The case is reserved; or, when it was taken from a log that was restored, is not."""
        (self.reserved.add if reserved else self.reserved.discard)(case)

    def update(self, case: CaseId, held: Iterable[BoardEntity]) -> frozenset[UUID]:
        """Take over who is named in a case now, from its live aggregates. Returns the persons for whom that changed."""
        before, now = self._of_case.get(case, frozenset()), _persons(held)
        if now:
            self._of_case[case] = now
        else:
            self._of_case.pop(case, None)
        self._cases_of.update(now - before)
        self._cases_of.subtract(before - now)
        return before ^ now


def _persons(held: Iterable[BoardEntity]) -> frozenset[UUID]:
    aggregates = list(held)
    case = next((one.state for one in aggregates if one.aggregate is CASE), None)
    if case is None or not case.reserved:
        return frozenset()
    persons: set[UUID] = {one.person for one in case.named}
    if case.owner_person is not None:
        persons.add(case.owner_person)
    for call in (one.state for one in aggregates if one.aggregate is CALL):
        if call.state in CONNECTED_STATES and call.operator is not None:
            persons.add(call.operator)
        persons |= {party.person for party in call.parties if party.person and party.joined_at}
    return frozenset(persons)
