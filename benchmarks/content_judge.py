"""Judges one defect of content: what `auxilio content verify` says of the folder with it, and what a release would show.

Used by `content_mutation.py`. Only what a file concerns is read anew and proved; `whole` proves the whole folder for each defect by
`content_bundle`, as the command does, which takes three times as long and finds a check that is listed here for no file.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from msgspec import structs

from auxilio.active_content.card_risks import card_risk_faults
from auxilio.active_content.content_bundle import (
    _plans,
    _prove,
    _read,
    _ReadContent,
    _unknown_sources,
    agreement_of,
    content_folder,
)
from auxilio.active_content.phrase_files import read_phrases
from auxilio.active_content.table_rules.verify import served_type_faults, table_faults
from auxilio.active_content.whole_difference import changes_between
from auxilio.active_content.whole_difference.edits import read_tree
from auxilio.active_content.word_tables import read_word_tables
from auxilio.hazmat.content import read_hazmat
from auxilio.instructions import verifier as cards_verifier
from auxilio.instructions.content import CardLoadResult, compile_card, read_cards
from auxilio.instructions.recordings import verify as verify_recordings
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument, check_schema, parse_yaml
from auxilio.quality_review.scorecard import read_scorecard
from auxilio.rosters.qualification_content import read_qualifications
from auxilio.triage import verifier as triage_verifier
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Protocol
from auxilio.triage.difference import _compare, endings_of
from auxilio.triage.verifier.subject import ProtocolSubject
from benchmarks.written import same_decisions

GOODS = ("data/hin.yaml", "data/un_numbers.csv", "data/goods_names.csv", "data/erg2016_distances.csv")
WORDS = ("data/synonyms.yaml", "data/story_words.yaml", "data/plain_language.yaml", "data/phrases/")
TABLES = (
    *(
        "data/synonyms.yaml",
        "data/story_words.yaml",
        "data/phrases/",
        "data/qualifications.yaml",
        "data/qa_scorecard.yaml",
    ),
    *(
        "data/crosswalk.yaml",
        "data/call_mix.yaml",
        "data/type_duties.yaml",
        "data/table_exceptions.yaml",
        "data/sources_read",
        "data/translations_read",
    ),
    "announcements/",
)
"""Read by no protocol and no card: only the checks of tables concern them."""
type Verdict = Literal["refused", "named", "warned", "equivalent", "missed"]
"""`warned`: a new warning, which refuses nothing. `equivalent`: the same in every complete interview, no defect."""
type _Trees = tuple[Any, Any]
"""A file as data, without the defect and with it."""
type _Seen = frozenset[tuple[str, str, str]]


class ContentJudge:
    """The shipped content in a folder of its own, and one file of it at a time with a defect. Use with `with`."""

    def __init__(self, *, whole: bool = False) -> None:
        self._whole = whole
        self._home = tempfile.TemporaryDirectory(prefix="content-judge-")
        self.folder = Path(self._home.name) / "content"
        shutil.copytree(content_folder(), self.folder)
        self._read = _read(self.folder)
        faults = _prove(self.folder, self._read).faults
        self._agreement = agreement_of(self.folder, self._read.triage, self._read.cards)
        self._uses = triage_verifier.uses_of_cards(self._read.triage)
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
            return self.judge_document(documents[0], self._trees(file, self.text_of(file), text))
        path, before = self.folder / file, self.text_of(file)
        path.write_bytes(text.encode())
        try:
            return self._judge_read(self._read_anew(file), file, trees=self._trees(file, before, text))
        finally:
            path.write_bytes(before.encode())

    def _trees(self, file: str, before: str, after: str) -> _Trees:
        return read_tree(file, before.encode()), read_tree(file, after.encode())

    def judge_document(self, document: SourceDocument, trees: _Trees | None = None) -> Verdict:
        """A protocol or a card that is written so."""
        if trees is None:
            documents = self.cards.documents if document.file.startswith("cards/") else self.triage.documents
            known = next(one for one in documents.values() if one.file == document.file)
            trees = known.data, document.data
        if document.file.startswith("cards/"):
            return self._judge_card(document, trees)
        protocol, wrong = read_protocol(document, self.triage)
        if protocol is None or wrong:
            return "refused"
        documents = {id: one for id, one in self.triage.documents.items() if one.file != document.file}
        protocols = {id: one for id, one in self.triage.content.protocols.items() if id in documents}
        if protocol.id in protocols:
            return "refused"
        triage = replace(
            self.triage,
            content=replace(self.triage.content, protocols=_in_order({**protocols, protocol.id: protocol})),
            documents=_in_order({**documents, protocol.id: document}),
        )
        return self._judge_read(self._read._replace(triage=triage), document.file, protocol.id, trees)

    def is_equivalent(self, id: str, raw: dict[str, Any]) -> bool:
        """Whether a protocol that is written so ends each complete interview alike, by a second reading of the written form."""
        sets = self.triage.content.catalog.answer_sets
        codes = {name: tuple(choice.code for choice in choices) for name, choices in sets.items()}
        return same_decisions(self.triage.documents[id].data, raw, codes)

    def _judge_card(self, document: SourceDocument, trees: _Trees) -> Verdict:
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
        return self._judge_read(self._read._replace(cards=cards), document.file, trees=trees)

    def _judge_read(
        self, read: _ReadContent, file: str, protocol: str | None = None, trees: _Trees = (None, None)
    ) -> Verdict:
        faults = (
            _prove(self.folder, read).faults
            if self._whole
            else (*self._prove_what_is_concerned(read, file, protocol), *self._languages_of(read, file))
        )
        faults = tuple(faults)
        if _seen(faults, errors=True) - self._errors:
            return "refused"
        if _names_a_meaning(self.triage.content.protocols, read.triage.content.protocols):
            return "named"
        if _every_change_is_named(file, *trees):
            return "named"
        return "warned" if _seen(faults) - self._known else "missed"

    def _prove_what_is_concerned(
        self, read: _ReadContent, file: str, protocol: str | None
    ) -> Iterable[DocumentFault]:
        """The checks of `content_bundle` that a change of this file can fail."""
        if file.startswith("plans/"):
            told = [*_plans(self.folder), *_unknown_sources(read.triage, self.folder)]
            return [*told, *table_faults(self.folder, read.triage, read.words.story.small)]
        if file in GOODS:
            return [*read.goods.faults, *table_faults(self.folder, read.triage, read.words.story.small)]
        if file.startswith(TABLES):
            told = [
                *read.triage.faults,
                *read.words.faults,
                *read.phrase_faults,
                *read_scorecard(self.folder)[1],
            ]
            told += read_qualifications(self.folder, read.triage.content.catalog.capabilities)[1]
            return [*told, *table_faults(self.folder, read.triage, read.words.story.small)]
        if not file.startswith(("protocols/", "cards/")):
            return _prove(self.folder, read).faults
        if protocol is not None and triage_verifier.uses_of_cards(read.triage) == self._uses:
            told = [*self._prove_protocol(read, protocol), *served_type_faults(self.folder, read.triage)]
            return [*told, *card_risk_faults(read.triage, read.cards)]
        faults = card_risk_faults(read.triage, read.cards)
        faults += cards_verifier.verify(
            read.cards,
            protocols=frozenset(read.triage.documents),
            uses=triage_verifier.uses_of_cards(read.triage),
            sources=read.triage.content.sources,
            languages=read.triage.content.catalog.languages,
            avoided=read.words.plain,
        )
        if protocol is None:
            return [*faults, *verify_recordings(self.folder, read.cards.cards)]
        return [*faults, *self._prove_protocol(read, protocol), *served_type_faults(self.folder, read.triage)]

    def _languages_of(self, read: _ReadContent, file: str) -> Iterable[DocumentFault]:
        """Whether the texts of the file say the same in each language, against the texts of all other files as they were."""
        documents = (*read.triage.documents.values(), *read.cards.documents.values())
        changed = [document for document in documents if document.file == file]
        if changed:
            return [fault for document in changed for fault in self._agreement.check_document(document)]
        if file.startswith("i18n/"):
            return self._agreement.check_translations()
        return self._agreement.check_tables() if file.endswith(".yaml") else ()

    def _prove_protocol(self, read: _ReadContent, id: str) -> list[DocumentFault]:
        content, document = read.triage.content, read.triage.documents[id]
        subject = ProtocolSubject(content.protocols[id], document, content)
        return triage_verifier.verify_one(subject, frozenset(read.cards.documents), read.words.plain)[0]

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
            triage = read_triage(self.folder) if file == "data/synonyms.yaml" else self.triage
            return self._read._replace(triage=triage, words=words, phrases=phrases, phrase_faults=faults)
        if file.startswith(("data/", "i18n/")):
            return self._read._replace(triage=read_triage(self.folder), cards=read_cards(self.folder))
        return self._read


def _in_order[T](documents: Mapping[str, T]) -> dict[str, T]:
    """By id, as a folder is read."""
    return dict(sorted(documents.items()))


def _names_a_meaning(before: Mapping[str, Protocol], after: Mapping[str, Protocol]) -> bool:
    """Whether a release would tell of something that is decided otherwise (`compare_versions`, to its first example). That a
    document or a cell is not the same is not enough."""
    return before.keys() != after.keys() or any(
        _decides_otherwise(before[id], after[id])
        for id in before
        if before[id] is not after[id] and _deciding(before[id]) != _deciding(after[id])
    )


def _every_change_is_named(file: str, before: Any, after: Any) -> bool:
    """Whether the whole difference says of every place of the file what changed in meaning; one that it only shows is enough
    to miss the defect."""
    if before is None or after is None:
        return False
    changes = list(changes_between(file, before, after))
    return bool(changes) and all(one.named for one in changes)


def _decides_otherwise(before: Protocol, after: Protocol) -> bool:
    old, new = Interview(before), Interview(after)
    endings = chain(endings_of(new), endings_of(old))
    return any(_compare(old, new, answers) is not None for answers in endings)


def _deciding(protocol: Protocol) -> object:
    """A protocol without its words, which decide nothing."""
    return (
        [(one.id, one.when, one.codes(), one.phase, one.info) for one in protocol.questions],
        [structs.replace(one, label={}) for one in protocol.rules],
        [structs.replace(one, label={}) for one in protocol.additions],
        protocol.instruct_first,
    )


def _seen(faults: Iterable[DocumentFault], *, errors: bool = False) -> _Seen:
    """Faults without their lines, which a defect may move."""
    return frozenset(
        (one.code, one.document, json.dumps(one.facts, sort_keys=True))
        for one in faults
        if not errors or one.severity is Severity.ERROR
    )
