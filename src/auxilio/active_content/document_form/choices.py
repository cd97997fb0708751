"""What a field of a protocol or card can refer to, with its name: cards, protocols, types, resources, sets of answers. Pure."""

from collections.abc import Mapping, Sequence

import msgspec

from auxilio.instructions.content import CardLoadResult
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.model import AnswerOption, Text


class DocumentChoices(msgspec.Struct, frozen=True, kw_only=True):
    """By code. The form offers them; what exists is the verifier's to say."""

    cards: dict[str, Text]
    protocols: dict[str, Text]
    types: dict[str, Text]
    capabilities: dict[str, Text]
    services: dict[str, Text]
    dispositions: dict[str, Text]
    answer_sets: dict[str, tuple[AnswerOption, ...]]
    sources: dict[str, Text]
    notify: tuple[str, ...]
    """Codes that protocols of this set use."""
    routes: tuple[str, ...]
    required: tuple[str, ...]
    """Languages that every text needs."""
    life_required: tuple[str, ...]
    """Those that a life card needs."""


def choices_of(triage: TriageLoadResult, cards: CardLoadResult) -> DocumentChoices:
    """All that this set has."""
    content = triage.content
    outcomes = [
        outcome
        for protocol in content.protocols.values()
        for outcome in (*protocol.rules, *protocol.additions)
    ]
    return DocumentChoices(
        cards={id: card.title for id, card in cards.cards.items()},
        protocols={id: protocol.title for id, protocol in content.protocols.items()},
        types={code: type.name for code, type in content.types.items()},
        capabilities={code: each.name for code, each in content.catalog.capabilities.items()},
        services=content.catalog.services,
        dispositions={each.code: each.name for each in content.catalog.dispositions},
        answer_sets=content.catalog.answer_sets,
        sources={id: {"es": each.title} for id, each in content.citations.items()},
        notify=tuple(sorted({code for each in outcomes for code in each.notify})),
        routes=tuple(sorted({each.route for each in outcomes if each.route})),
        required=_languages(content.catalog.languages, "required"),
        life_required=_languages(content.catalog.languages, "life_required"),
    )


def _languages(languages: Mapping[str, Sequence[str]], which: str) -> tuple[str, ...]:
    return tuple(languages.get(which, ()))
