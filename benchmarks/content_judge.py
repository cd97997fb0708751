"""Judges one defect of content: what `auxilio content verify` says of the folder with it, and what a release would show.

Used by `content_mutation.py`. Only what a file concerns is read anew; everything is proved by `content_bundle`, as the command does.
"""

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from auxilio.active_content.content_bundle import _prove, _read, _ReadContent, content_folder
from auxilio.active_content.phrase_files import read_phrases
from auxilio.active_content.word_tables import read_word_tables
from auxilio.hazmat.content import read_hazmat
from auxilio.instructions.content import CardLoadResult, compile_card, read_cards
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument, check_schema, parse_yaml
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.core.model import Protocol
from auxilio.triage.difference import Effect, compare_versions
from benchmarks.written import same_decisions

SAME = (Effect.REWORDED, Effect.SLOWER)
GOODS = ("data/hin.yaml", "data/un_numbers.csv", "data/goods_names.csv", "data/erg2016_distances.csv")
WORDS = ("data/synonyms.yaml", "data/story_words.yaml", "data/plain_language.yaml", "data/phrases/")
type Verdict = Literal["refused", "named", "warned", "equivalent", "missed"]
"""`warned`: a new warning, which refuses nothing. `equivalent`: the same in every complete interview, no defect."""
type _Seen = frozenset[tuple[str, str, str]]


class ContentJudge:
    """The shipped content in a folder of its own, and one file of it at a time with a defect. Use with `with`."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory(prefix="content-judge-")
        self.folder = Path(self._home.name) / "content"
        shutil.copytree(content_folder(), self.folder)
        self._read = _read(self.folder)
        faults = _prove(self.folder, self._read).faults
        self._errors, self._known = _seen(faults, errors=True), _seen(faults)

    @property
    def triage(self) -> TriageLoadResult:
        """Protocols and their documents without a defect."""
        return self._read.triage

    @property
    def cards(self) -> CardLoadResult:
        """Cards and their documents without a defect."""
        return self._read.cards

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._home.cleanup()

    def text_of(self, file: str) -> str:
        """A file without a defect, byte for byte."""
        return (self.folder / file).read_bytes().decode()

    def judge_text(self, file: str, text: str) -> Verdict:
        """A file that reads so."""
        if file.startswith(("protocols/", "cards/")):
            documents, faults = parse_yaml(text, file)
            if faults or len(documents) != 1:
                return "refused"
            return self.judge_document(documents[0])
        path, before = self.folder / file, self.text_of(file)
        path.write_bytes(text.encode())
        try:
            return self._judge_read(self._read_anew(file))
        finally:
            path.write_bytes(before.encode())

    def judge_document(self, document: SourceDocument) -> Verdict:
        """A protocol or a card that is written so."""
        if document.file.startswith("cards/"):
            return self._judge_card(document)
        protocol, wrong = read_protocol(document, self.triage)
        if protocol is None or wrong:
            return "refused"
        documents = {id: one for id, one in self.triage.documents.items() if one.file != document.file}
        protocols = {id: one for id, one in self.triage.content.protocols.items() if id in documents}
        if protocol.id in protocols:
            return "refused"
        triage = replace(
            self.triage,
            content=replace(self.triage.content, protocols={**protocols, protocol.id: protocol}),
            documents={**documents, protocol.id: document},
        )
        return self._judge_read(self._read._replace(triage=triage))

    def is_equivalent(self, id: str, raw: dict[str, Any]) -> bool:
        """Whether a protocol that is written so ends each complete interview alike, by a second reading of the written form."""
        sets = self.triage.content.catalog.answer_sets
        codes = {name: tuple(choice.code for choice in choices) for name, choices in sets.items()}
        return same_decisions(self.triage.documents[id].data, raw, codes)

    def _judge_card(self, document: SourceDocument) -> Verdict:
        if check_schema(document, "card"):
            return "refused"
        others = {id: one for id, one in self.cards.documents.items() if one.file != document.file}
        card = compile_card(self.cards.memory.fill(document.data))
        if card.id in others:
            return "refused"
        cards = replace(
            self.cards,
            cards={**{id: one for id, one in self.cards.cards.items() if id in others}, card.id: card},
            documents={**others, card.id: document},
        )
        return self._judge_read(self._read._replace(cards=cards))

    def _judge_read(self, read: _ReadContent) -> Verdict:
        faults = _prove(self.folder, read).faults
        if _seen(faults, errors=True) - self._errors:
            return "refused"
        if _names_a_meaning(self.triage.content.protocols, read.triage.content.protocols):
            return "named"
        return "warned" if _seen(faults) - self._known else "missed"

    def _read_anew(self, file: str) -> _ReadContent:
        """What the file concerns is read from the folder, the rest is as it was; plans, review and qualifications are
        read where they are proved."""
        types = self.triage.content.types
        if file in GOODS:
            return self._read._replace(goods=read_hazmat(self.folder))
        if file.startswith(WORDS):
            languages = self.triage.content.catalog.languages.get("life_required", ())
            words = read_word_tables(self.folder, content_folder(), types)
            phrases, faults = read_phrases(self.folder, content_folder(), types, languages)
            return self._read._replace(words=words, phrases=phrases, phrase_faults=faults)
        if file.startswith(("data/", "i18n/")):
            return self._read._replace(triage=read_triage(self.folder), cards=read_cards(self.folder))
        return self._read


def _names_a_meaning(before: dict[str, Protocol], after: dict[str, Protocol]) -> bool:
    """Whether a release would tell of something that is decided otherwise. That a document or a cell is not the same is not
    enough."""
    changed = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    shown = compare_versions(
        {id: one for id, one in before.items() if id in changed},
        {id: one for id, one in after.items() if id in changed},
    )
    return any(one.change not in SAME for one in shown)


def _seen(faults: tuple[DocumentFault, ...], *, errors: bool = False) -> _Seen:
    """Faults without their lines, which a defect may move."""
    return frozenset(
        (one.code, one.document, json.dumps(one.facts, sort_keys=True))
        for one in faults
        if not errors or one.severity is Severity.ERROR
    )
