"""Reads `i18n/partial.*.yaml` of a content folder: life cards and critical questions in one more language (decision 0374).

A set without such a file uses those of the package: they stand by the Spanish words, so a sentence that another set says otherwise is
said in Spanish there. `agreement.partial` proves them.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from auxilio.instructions.core.model import Card, Risk
from auxilio.instructions.easy_steps import EasySteps
from auxilio.kernel.partial_languages import REFERENCE, PartialLanguages
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml
from auxilio.triage.core.model import Protocol

PATTERN = "i18n/partial.*.yaml"
RULE = "L69"
type Texts = list[Mapping[str, str]]
type PartialTexts = Mapping[str, Sequence[Mapping[str, str | None]]]
"""By partial language, what of a document is said in it: each text with its Spanish; None where it has no translation."""


class PartialReading(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: the languages, each with its document, and what is wrong with the form of their files."""

    languages: PartialLanguages
    documents: Mapping[str, SourceDocument]
    """By language; of this folder alone, not of the package."""
    faults: list[DocumentFault]


def partial_files(folder: Path) -> list[Path]:
    """The files of a folder, in the order in which they are read."""
    return sorted(folder.glob(PATTERN))


def read_partial(folder: Path, package: Path) -> PartialReading:
    """The languages of a folder, or of the package where it has none. A file with an error is left out."""
    own = partial_files(folder)
    documents: dict[str, SourceDocument] = {}
    faults: list[DocumentFault] = []
    for path in own or partial_files(package):
        document, wrong = _document(path)
        faults += wrong
        if document is not None:
            documents[document.data["language"]] = document
    strings = {language: document.data["strings"] for language, document in documents.items()}
    return PartialReading(
        languages=PartialLanguages(strings),
        documents=documents if own else {},
        faults=faults if own else [],
    )


def _document(path: Path) -> tuple[SourceDocument | None, list[DocumentFault]]:
    name = f"i18n/{path.name}"
    documents, faults = read_yaml(path, name)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    faults = faults or check_schema(documents[0], "partial-language")
    if not faults and path.name != f"partial.{documents[0].data['language']}.yaml":
        line, row = documents[0].line("language"), documents[0].data["language"]
        faults = [
            DocumentFault(rule=RULE, code="partial_other_language", file=name, line=line, facts={"row": row})
        ]
    return (None if faults else documents[0]), faults


def card_texts(card: Card, easy: EasySteps | None) -> Texts:
    """What of a card is said in a partial language: the steps of one on which a life hangs, or that has easy steps."""
    texts: Texts = []
    easily = easy.of_card(card.id) if easy else {}
    if card.risk is not Risk.LIFE and not easily:
        return texts
    for step in card.steps:
        texts += [step.say, *([step.write] if step.write else [])]
        texts += [easily[step.id].words] if step.id in easily else []
    return texts


def question_texts(protocol: Protocol) -> Iterator[tuple[str, Texts]]:
    """What of a protocol is said in a partial language: each critical question, by id, with its answers."""
    for question in protocol.questions:
        if question.critical:
            yield question.id, [question.ask, *(answer.label for answer in question.answers)]


def document_texts(document: Protocol | Card, easy: EasySteps | None) -> Texts:
    """The same of a card or of a protocol."""
    if isinstance(document, Card):
        return card_texts(document, easy)
    return [text for _, texts in question_texts(document) for text in texts]


def partial_texts(
    document: Protocol | Card, partial: PartialLanguages, easy: EasySteps | None
) -> PartialTexts:
    """What a reader of each partial language reads of a document; a language without any of it is left out."""
    texts = document_texts(document, easy)
    found: dict[str, Sequence[Mapping[str, str | None]]] = {}
    for language in partial.languages:
        words = partial.strings(language)
        own = [{REFERENCE: one[REFERENCE], language: words.get(one[REFERENCE])} for one in texts]
        if any(one[language] for one in own):
            found[language] = own
    return found
