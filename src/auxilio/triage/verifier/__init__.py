"""Proves a content folder before it may be published: every reference, every path, every promise of speed.

Each check is a function from what was read to faults; a fault names file, line and rule (`content/README.md`
lists the rules). Errors refuse the folder, warnings are for the reviewers.
"""

from collections.abc import Iterable, Mapping

from auxilio.kernel.plain_language import PlainLanguage
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import Protocol
from auxilio.triage.verifier import (
    card_conflicts,
    interview,
    joined,
    omissions,
    paths,
    protocol_specifications,
    references,
    ring_back,
    safety_topics,
    unresponsive,
    wording,
)
from auxilio.triage.verifier.subject import ProtocolSubject


def verify(
    reading: TriageLoadResult, cards: frozenset[str], avoided: PlainLanguage
) -> tuple[list[DocumentFault], int]:
    """What is wrong with protocols, typology and catalogue, and how many paths were walked. `cards` are the ids there are,
    `avoided` what is not said."""
    faults = list(reading.faults)
    faults += references.check_catalog(reading)
    faults += safety_topics.check(reading)
    faults += card_conflicts.check_groups(reading, cards)
    faults += interview.check_tables(reading)
    faults += joined.check_excused(reading)
    faults += ring_back.check_table(reading)
    faults += protocol_specifications.check_specifications(reading)
    walked = 0
    for id, protocol in reading.content.protocols.items():
        subject = ProtocolSubject(protocol, reading.documents[id], reading.content)
        found, count = verify_one(subject, cards, avoided)
        faults += found
        walked += count
    return faults, walked


def verify_one(
    subject: ProtocolSubject, cards: frozenset[str], avoided: PlainLanguage
) -> tuple[list[DocumentFault], int]:
    """What is wrong with one protocol, and how many paths of it were walked."""
    broken = references.check(subject, cards)
    found = [*broken, *wording.check(subject, avoided), *joined.check(subject), *ring_back.check(subject)]
    if _has_dangling(broken):
        return found, 0  # paths of a protocol whose references dangle mean nothing
    faults, walked = paths.check(subject)
    if is_too_large(subject.protocol):
        return found + faults, walked  # the other rules walk it too
    faults += [*omissions.check(subject), *unresponsive.check(subject), *card_conflicts.check(subject)]
    faults += [*interview.check(subject), *protocol_specifications.check(subject)]
    return found + faults, walked


def dangles(subject: ProtocolSubject, cards: frozenset[str]) -> bool:
    """Whether a protocol refers to what is not there, so that no interview can be held with it."""
    return _has_dangling(references.check(subject, cards))


def is_too_large(protocol: Protocol) -> bool:
    """Whether the paths of a protocol are more than are walked."""
    return paths.cached_walk(protocol).cut


def _has_dangling(broken: Iterable[DocumentFault]) -> bool:
    return any(fault.rule in ("L02", "L03", "L14") for fault in broken)


def uses_of_cards(reading: TriageLoadResult) -> dict[str, list[Mapping[str, tuple[str, ...]]]]:
    """For each card, what each protocol that says it asks: question -> answers. A card's `show_if` must be one of these.

    What the desk offers after help was sent is said by no protocol and asks nothing."""
    uses: dict[str, list[Mapping[str, tuple[str, ...]]]] = {}
    for protocol in reading.content.protocols.values():
        asked = {question.id: question.codes() for question in protocol.questions}
        said = {*protocol.instruct_first}
        for rule in (*protocol.rules, *protocol.additions):
            said.update(rule.say)
        for card in said:
            uses.setdefault(card, []).append(asked)
    for card in reading.content.catalog.card_groups.get("after_help", ()):
        uses.setdefault(card, []).append({})
    return uses


def sources_cited(reading: TriageLoadResult) -> frozenset[str]:
    """Every source a protocol cites."""
    return frozenset(s for protocol in reading.content.protocols.values() for s in protocol.sources)
