"""Reads the scorecard of a content folder. What is wrong comes back as faults with file and line, as with any content."""

from pathlib import Path
from typing import Any

import msgspec

from auxilio.platform.documents import (
    DocumentFault,
    SourceDocument,
    check_schema,
    errors_of,
    read_yaml,
    signed_digest,
)
from auxilio.quality_review.core.model import (
    SEVERITY,
    CardLevel,
    Item,
    ReviewLevel,
    SamplingPlan,
    ScoreCard,
    Section,
)

FILE = "data/qa_scorecard.yaml"
WHOLE = 100
_LANGUAGES = ("es", "ca", "en", "fr")


def read_scorecard(folder: Path) -> tuple[ScoreCard | None, list[DocumentFault]]:
    """The card of a folder, and what is wrong with it. None without a fault: the folder has no card, and reviews none."""
    if not (folder / FILE).exists():
        return None, []
    found, faults = read_yaml(folder / FILE, FILE)
    if len(found) != 1:
        return None, faults or [DocumentFault(rule="S01", code="not_one_document", file=FILE, line=1)]
    faults += check_schema(found[0], "qa-scorecard")
    if errors_of(faults):
        return None, faults
    card = _card(found[0].data)
    faults += _meaning(card, found[0])
    return (None if errors_of(faults) else card), faults


def _card(data: dict[str, Any]) -> ScoreCard:
    card = ScoreCard(
        id=data["id"],
        version=data["version"],
        levels=tuple(
            CardLevel(code=ReviewLevel(one["code"]), words=_words(one), factor=float(one["factor"]))
            for one in data["deviation_levels"]
        ),
        sections=tuple(
            Section(
                id=section["id"],
                words=_words(section),
                weight=section["weight"],
                items=tuple(
                    Item(id=item["id"], words=_words(item), auto=item["auto"]) for item in section["items"]
                ),
            )
            for section in data["sections"]
        ),
        sampling=msgspec.convert(data["sampling"], SamplingPlan),
        reply_days=data["reply_days"],
    )
    return msgspec.structs.replace(card, digest=signed_digest(card))


def _words(part: dict[str, Any]) -> dict[str, str]:
    return {language: part[language] for language in _LANGUAGES if language in part}


def _meaning(card: ScoreCard, document: SourceDocument) -> list[DocumentFault]:
    """What no schema can say: the weights are a whole, levels come in their order, no name stands twice."""

    def fault(code: str, *where: str | int, **facts: str | int) -> DocumentFault:
        return DocumentFault(
            rule="L23", code=code, file=FILE, line=document.line(*where), document=card.id, facts=facts
        )

    faults = []
    if (sum_ := sum(section.weight for section in card.sections)) != WHOLE:
        faults.append(fault("weights_not_whole", "sections", sum=sum_))
    if tuple(one.code for one in card.levels) != SEVERITY:
        faults.append(fault("levels_not_in_order", "deviation_levels"))
    factors = [one.factor for one in card.levels]
    if factors != sorted(factors, reverse=True):
        faults.append(fault("factors_not_falling", "deviation_levels"))
    names = [*(section.id for section in card.sections), *(item.id for item in card.items())]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(fault("item_twice", "sections", name=name))
    return faults
