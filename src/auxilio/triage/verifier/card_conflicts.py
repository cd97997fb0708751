"""No outcome says two cards that contradict each other (L31): compressions and recovery position, leave and stay.

Which cards make a caller do what, and which of it excludes the other, is content (`card_groups`, `card_conflicts` in
the catalogue). Every set of cards that stands together on some path is looked at, not only the last one.
"""

from collections.abc import Iterator

from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import CATALOG, TriageLoadResult
from auxilio.triage.core.model import CardConflict
from auxilio.triage.verifier.paths import cached_walk
from auxilio.triage.verifier.subject import ProtocolSubject


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """The conflicts of one protocol; an exception that it does not need is one too."""
    for conflict in subject.content.catalog.card_conflicts:
        found = _clashes(subject, conflict)
        reason = conflict.unless.get(subject.protocol.id)
        if reason is not None and not found:
            yield subject.fault("L31", "conflict_excused_idly", "id", groups=" + ".join(conflict.groups))
        for pair, answers in found.items() if reason is None else ():
            yield subject.fault(
                "L31",
                "cards_contradict",
                "rules",
                cards=" + ".join(pair),
                answers=answers,
                because=conflict.because,
            )


def check_groups(reading: TriageLoadResult, cards: frozenset[str]) -> list[DocumentFault]:
    """L02: groups name cards that exist, conflicts name groups and protocols that exist."""
    catalog = reading.content.catalog
    missing = [("unknown_card", name) for group in catalog.card_groups.values() for name in group]
    missing = [(code, name) for code, name in missing if name not in cards]
    for conflict in catalog.card_conflicts:
        missing += [("unknown_group", name) for name in conflict.groups if name not in catalog.card_groups]
        missing += [
            ("unknown_protocol", name) for name in conflict.unless if name not in reading.content.protocols
        ]
    return [
        DocumentFault(rule="L02", code=code, file=CATALOG, line=1, facts={"name": name})
        for code, name in missing
    ]


def _clashes(subject: ProtocolSubject, conflict: CardConflict) -> dict[tuple[str, str], str]:
    """Pairs of cards, one of each group, that stand together, with the first answers that bring them."""
    groups = subject.content.catalog.card_groups
    one, other = (frozenset(groups.get(name, ())) for name in conflict.groups)
    found: dict[tuple[str, str], str] = {}
    for (cards, _), answers in cached_walk(subject.protocol).said.items():
        for first in sorted(cards & one):
            for second in sorted((cards & other) - {first}):
                found.setdefault((first, second), answers)
    return found
