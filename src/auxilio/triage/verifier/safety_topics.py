"""Which questions are of safety, by the words of the catalogue (L29): weapon, fire, spill, floor, trapped, how many, age.

Such a question protects crews or decides what is sent. Its words say so, not a mark of its own: a mark that is left
out by mistake would take the question out of the rule.
"""

import re
from functools import lru_cache

from auxilio.platform.documents import DocumentFault, Severity
from auxilio.triage.content import CATALOG, TriageLoadResult
from auxilio.triage.core.model import Catalog, Question


def check(reading: TriageLoadResult) -> list[DocumentFault]:
    """A word that no question says finds nothing: it is a slip, or a question has lost it."""
    asked = [question for protocol in reading.content.protocols.values() for question in protocol.questions]
    said = {spoken(question.ask.get("es", "")) for question in asked}
    return [
        DocumentFault(
            rule="L29",
            code="topic_word_unused",
            file=CATALOG,
            line=1,
            severity=Severity.WARNING,
            facts={"topic": topic, "word": word},
        )
        for topic, words in reading.content.catalog.safety_topics.items()
        for word in words
        if not any(f" {word} " in one for one in said)
    ]


def topic_of(question: Question, catalog: Catalog) -> str | None:
    """The topic of safety that a question asks about, by its Spanish words. None: it is not of safety."""
    said = spoken(question.ask.get("es", ""))
    topics = catalog.safety_topics.items()
    return next((topic for topic, words in topics if any(f" {word} " in said for word in words)), None)


@lru_cache(maxsize=4096)
def spoken(text: str) -> str:
    """The words of a text in small letters, one space around each: a phrase is found by whole words."""
    return f" {' '.join(re.findall(r'\w+', text.casefold()))} "
