"""T12: a word that turns a sentence or names a danger is never called small, and a thing keeps its words together."""

from collections.abc import Iterator
from pathlib import Path

from auxilio.active_content.table_rules.reading import CATALOG, fault, items, read_one
from auxilio.active_content.word_tables import STORY
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult
from auxilio.triage.core.phrase_words import words_of

DENIALS = frozenset(
    {"no", "not", "non", "sin", "sense", "without", "never", "nunca", "mai", "sans", "nadie", "ningu", "cap"}
    | {"ningun", "ninguna", "ninguno", "tampoco", "ni", "ne", "pas", "jamais", "cannot", "nobody", "nothing"}
)
"""Words that deny, in four languages: grammar and not content."""
DANGERS = frozenset(
    {"fire", "fuego", "foc", "feu", "gas", "gaz", "humo", "fum", "smoke", "fumee", "sangre", "sang", "blood"}
    | {
        "arma",
        "arme",
        "gun",
        "agua",
        "aigua",
        "water",
        "eau",
        "solo",
        "sola",
        "sol",
        "alone",
        "seul",
        "seule",
    }
    | {"muerto", "muerta", "mort", "morta", "dead", "bebe", "nado", "baby", "nen", "nena", "dolor", "pain"}
)
"""Short words that name what somebody may die of, or who is alone with it."""


def story_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """All of T12 of a folder."""
    document = read_one(folder, STORY, "story-words")
    if document is None:
        return
    telling = _telling_words(folder, triage)
    for where, word in items(document, "small"):
        if word in DENIALS or word in DANGERS or word in telling:
            yield fault("T12", "small_word_tells", document, *where, row=str(word))


def _telling_words(folder: Path, triage: TriageLoadResult) -> frozenset[str]:
    """Words that are a keyword of a type by themselves, or a topic of safety."""
    catalog = read_one(folder, CATALOG, "catalog")
    topics = catalog.data.get("safety_topics", {}) if catalog is not None else {}
    said = [
        *(one for type in triage.content.types.values() for some in type.words.values() for one in some),
        *(one for some in topics.values() for one in some),
    ]
    return frozenset(words[0] for one in said if len(words := words_of(one)) == 1)
