"""What the content covers: the table that is asked for before anybody works by it."""

from collections import Counter
from collections.abc import Mapping

import msgspec

from auxilio.instructions.core.model import Card, Risk
from auxilio.kernel.shared_types import Priority
from auxilio.triage.content import TriageContent


class PriorityCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Incident types that begin with one priority. `without`: the codes of those that have no protocol."""

    priority: str
    types: int
    without: tuple[str, ...]


class LanguageCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """Cards that say everything in one language, of all and of those on which a life hangs."""

    language: str
    cards: int
    life: int


class ContentCoverage(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table."""

    kinds: tuple[PriorityCoverage, ...]
    p0_rules: int
    """Outcomes of the highest priority, over all protocols."""
    p0_silent: tuple[str, ...]
    """Those among them that give no instruction, as `protocol:rule`."""
    cards: int
    life_cards: int
    spoken: tuple[LanguageCoverage, ...]
    statuses: dict[str, int]
    """How many documents are a draft, in review, approved."""


def measure_coverage(content: TriageContent, cards: Mapping[str, Card]) -> ContentCoverage:
    """Count what there is."""
    life = [card for card in cards.values() if card.risk is Risk.LIFE]
    highest = [
        (f"{protocol.id}:{rule.id}", bool(rule.say or protocol.instruct_first))
        for protocol in content.protocols.values()
        for rule in protocol.rules
        if rule.priority is Priority.P0
    ]
    statuses = [str(protocol.status) for protocol in content.protocols.values()]
    statuses += [card.status for card in cards.values()]
    return ContentCoverage(
        kinds=tuple(_kinds(content, priority) for priority in Priority),
        p0_rules=len(highest),
        p0_silent=tuple(name for name, instructs in highest if not instructs),
        cards=len(cards),
        life_cards=len(life),
        spoken=tuple(
            LanguageCoverage(
                language=language,
                cards=sum(_says_all(card, language) for card in cards.values()),
                life=sum(_says_all(card, language) for card in life),
            )
            for language in content.catalog.languages.get("life_required", ())
        ),
        statuses=dict(sorted(Counter(statuses).items())),
    )


def _kinds(content: TriageContent, priority: Priority) -> PriorityCoverage:
    own = [type_ for type_ in content.types.values() if type_.priority is priority]
    return PriorityCoverage(
        priority=priority.name,
        types=len(own),
        without=tuple(sorted(type_.code for type_ in own if not type_.protocol)),
    )


def _says_all(card: Card, language: str) -> bool:
    """Title, steps and warnings; the note is the operator's and is not said."""
    texts = [card.title, *(step.say for step in card.steps)]
    warned = language in card.never or not any(card.never.values())
    return warned and all(language in text for text in texts)
