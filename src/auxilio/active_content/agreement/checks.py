"""The languages of a text say the same: numbers (L32), negations and conditions (L33), what they name (L34), each in its own
language (L35), each beside its own Spanish (L36).

A rule compares sentence by sentence where there are as many in both languages. Spanish is the reference. What is said to a caller
names the same in each language; a title or a name may be freer, but names nothing else instead.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from auxilio.active_content.agreement.concepts import (
    NEGATION,
    NUMBER,
    Concept,
    ConceptTable,
    sentences_of,
)
from auxilio.active_content.agreement.language import LanguageModel
from auxilio.active_content.agreement.texts import AlignedText, lists_of, texts_of
from auxilio.platform.documents import DocumentFault, SourceDocument

_RULES = {NUMBER: "L32", "unit": "L32", NEGATION: "L33", "condition": "L33"}
"""Of the other groups L34."""
FREE = frozenset({"condition", NEGATION})
"""Groups that a title or a name may put in another way («No responde», "Unresponsive")."""
LENGTH_COMPARED = 40
"""Letters of the Spanish from which its length says something of the translation's."""
LENGTHS = (0.5, 1.9)
"""A translation has between these shares of the letters of the Spanish: shipped ones have 0.55 to 1.75."""
FOREIGN_MARGIN = 2.5
"""Natural logarithm of the odds from which a text is of another language."""


def check_document(document: SourceDocument, table: ConceptTable, known: LanguageModel) -> list[DocumentFault]:
    """A card, a protocol or a table."""
    faults = list(_lists(document))
    return faults + check_texts(texts_of(document), table, known)


def check_texts(texts: Sequence[AlignedText], table: ConceptTable, known: LanguageModel) -> list[DocumentFault]:
    """Texts that stand together."""
    faults: list[DocumentFault] = []
    whole = Counter[Concept]()
    for text in texts:
        whole.update(table.named(text.words["es"], "es"))
    for text in texts:
        for language in text.words:
            faults += _own_language(text, language, known)
            if language != "es":
                faults += _same(text, language, table, whole)
                faults += _length(text, language)
    return faults


def _fault(text: AlignedText, language: str, rule: str, code: str, **facts: str | int) -> DocumentFault:
    return DocumentFault(
        rule=rule,
        code=code,
        file=text.document.file,
        line=text.line(language),
        document=str(text.document.data.get("id", "")),
        facts={"language": language, "words": text.words[language], **facts},
    )


def _lists(document: SourceDocument) -> Iterator[DocumentFault]:
    """A warning that one language lacks is not heard there."""
    for where, lists in lists_of(document):
        for language, rows in lists.items():
            if len(rows) != len(lists["es"]):
                yield DocumentFault(
                    rule="L36",
                    code="list_not_as_long",
                    file=document.file,
                    line=document.line(*where, language),
                    document=str(document.data.get("id", "")),
                    facts={"language": language, "items": len(rows), "spanish": len(lists["es"])},
                )


def _same(
    text: AlignedText, language: str, table: ConceptTable, whole: Counter[Concept]
) -> Iterator[DocumentFault]:
    apart = table.apart.get((text.words["es"], language), {})
    differing: dict[str, tuple[set[str], set[str]]] = {}
    for spanish, other in _pairs(text, language):
        mine, theirs = table.named(spanish, "es"), table.named(other, language)
        for group, comparison in table.compare.items():
            if group in FREE and not text.spoken:
                continue
            missing, added = _difference(mine, theirs, group, question=spanish.endswith("?"))
            if (
                (missing and added)
                or ((missing or added) and comparison == "same" and (text.spoken or group == NUMBER))
                or (comparison == "document" and any((group, one) not in whole for one in added))
            ):
                known = differing.setdefault(group, (set(), set()))
                known[0].update(missing)
                known[1].update(added)
    for group, (missing_all, added_all) in differing.items():
        if group not in apart:
            yield _fault(
                text,
                language,
                _RULES.get(group, "L34"),
                "languages_differ",
                group=group,
                missing=", ".join(sorted(missing_all)),
                added=", ".join(sorted(added_all)),
                spanish=text.words["es"],
            )


def _pairs(text: AlignedText, language: str) -> Iterable[tuple[str, str]]:
    spanish, other = text.words["es"], text.words[language]
    ours, theirs = sentences_of(spanish), sentences_of(other)
    return zip(ours, theirs, strict=True) if len(ours) == len(theirs) else [(spanish, other)]


def _difference(
    mine: Counter[Concept], theirs: Counter[Concept], group: str, *, question: bool
) -> tuple[list[str], list[str]]:
    """What of a group one sentence names and the other does not."""
    if group == NEGATION:
        ours, others = (_negations(one, question=question) for one in (mine, theirs))
        return ([NEGATION] if ours.start > others[-1] else []), ([NEGATION] if others.start > ours[-1] else [])
    ours_named = {name for of, name in mine if of == group}
    theirs_named = {name for of, name in theirs if of == group}
    return sorted(ours_named - theirs_named), sorted(theirs_named - ours_named)


def _negations(named: Counter[Concept], *, question: bool) -> range:
    """From how many to how many negations a sentence has: «no toque ni mueva» is one or two, since French says it twice. «Nada»
    counts only without a «no», and in no question, where it is Catalan for something."""
    strong, joined = named[NEGATION, "not"], named[NEGATION, "nor"]
    least = strong or int(joined > 0 or (named[NEGATION, "nothing"] > 0 and not question))
    most = strong + joined + named[NEGATION, "or"] if least else 0
    return range(least, max(least, most) + 1)


def _length(text: AlignedText, language: str) -> Iterator[DocumentFault]:
    """L36: as many sentences, and about as long."""
    spanish, other = text.words["es"], text.words[language]
    ours, theirs = len(sentences_of(spanish)), len(sentences_of(other))
    if text.spoken and ours != theirs:
        yield _fault(text, language, "L36", "sentences_differ", sentences=theirs, spanish=ours)
    share = len(other) / len(spanish)
    if text.spoken and len(spanish) >= LENGTH_COMPARED and not LENGTHS[0] <= share <= LENGTHS[1]:
        yield _fault(text, language, "L36", "length_differs", letters=len(other), spanish=len(spanish))


def _own_language(text: AlignedText, language: str, known: LanguageModel) -> Iterator[DocumentFault]:
    """L35: its words are those of another language."""
    odds, other = known.read_as_another(text.words[language], language)
    if odds > FOREIGN_MARGIN:
        yield _fault(text, language, "L35", "another_language", read_as=other)
