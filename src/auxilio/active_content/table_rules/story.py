"""T12: a word that turns a sentence or names a danger is never called small, and a thing keeps its words together."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from auxilio.active_content.table_rules.likeness import likeness
from auxilio.active_content.table_rules.reading import CATALOG, fault, items, read_one
from auxilio.active_content.word_tables import STORY
from auxilio.platform.documents import DocumentFault, SourceDocument
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

_PERSONS: Mapping[str, str] = {
    "baby": r"beb|baby|infant|newborn|nourris|nado",
    "child": r"nin[oa]|nen[as]?$|hij|fill[ae]?|child|kid|boy|girl|son$|daughter|enfant|garcon|fils",
    "elder": r"abuel|avi[a]?$|ancian|grand|elder|old$|papi$|mamie|vieu|vieil|viejo|vieja|yay[ao]",
    "man": r"hombre|senor$|senyor$|marid|marit|padre|pare$|pere$|man$|husband|father|grandfather|grandpa|homme|mari$"
    r"|monsieur|papi$|abuelo|anciano|avi$|vecino|vei$",
    "woman": r"mujer|senora|senyora|espos|madre|mare$|mere$|dona$|muller|woman|wife|mother|grandmother|grandma|femme"
    r"|epouse|madame|mamie|abuela|anciana|avia$|vecina|veina",
}
"""Words for the five persons of a story, in four languages: facts of language. A word that none knows is the author's."""
_LIKE_ANOTHER = 0.45
"""A word that is so like one of another thing, and less like those of its own, has slipped: camion stands by camió (ours)."""


def story_rules(folder: Path, triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """All of T12 of a folder."""
    document = read_one(folder, STORY, "story-words")
    if document is None:
        return
    telling = _telling_words(folder, triage)
    for part in ("things", "types"):
        yield from _slipped(document, part)
    for person, words in document.data["persons"].items():
        for nth, word in enumerate(words):
            known = [one for one, pattern in _PERSONS.items() if re.match(pattern, word)]
            if known and person in _PERSONS and person not in known:
                facts = {"thing": person, "other": ", ".join(known)}
                place = ("persons", person, nth)
                yield fault("T12", "story_word_elsewhere", document, *place, row=f"{person}/{word}", **facts)
    for where, word in items(document, "small"):
        if word in DENIALS or word in DANGERS or word in telling:
            yield fault("T12", "small_word_tells", document, *where, row=str(word))


def _slipped(document: SourceDocument, part: str) -> Iterator[DocumentFault]:
    """A word is not more like the words of another thing than like those of its own."""
    rows: dict[str, list[str]] = document.data[part]
    for name, words in rows.items():
        for nth, word in enumerate(words):
            own = _nearest(word, [one for one in words if one != word])
            like, other = max((_nearest(word, rows[one]), one) for one in rows if one != name)
            if like > own and like >= _LIKE_ANOTHER:
                where, row = (part, name, nth), f"{name}/{word}"
                yield fault("T12", "story_word_elsewhere", document, *where, row=row, thing=name, other=other)


def _nearest(word: str, words: list[str]) -> float:
    return max((likeness(word, one) for one in words), default=0.0)


def _telling_words(folder: Path, triage: TriageLoadResult) -> frozenset[str]:
    """Words that are a keyword of a type by themselves, or a topic of safety."""
    catalog = read_one(folder, CATALOG, "catalog")
    topics = catalog.data.get("safety_topics", {}) if catalog is not None else {}
    said = [
        *(one for type in triage.content.types.values() for some in type.words.values() for one in some),
        *(one for some in topics.values() for one in some),
    ]
    return frozenset(words[0] for one in said if len(words := words_of(one)) == 1)
