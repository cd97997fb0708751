"""Answers the page on which translations are read: which documents nobody has read, one of them sentence by sentence beside the
Spanish, and the file as it is with what its reader says. It reads in a thread and stores nothing: the draft is the author's.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Annotated, Literal, NamedTuple

import msgspec

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.change_studies import DocumentChange, TextChange, leaves_of, text_changes
from auxilio.active_content.document_form.forms import DocumentDraft, files_of_draft
from auxilio.active_content.document_form.proof import read_folder
from auxilio.active_content.partial_texts import PartialTexts, partial_texts
from auxilio.active_content.plan_trial import TEXT_MAX
from auxilio.active_content.translation_readings import (
    TRANSLATIONS_READ,
    SentenceCorrection,
    TranslationReading,
    corrections_of,
    readings_in,
    translations_of,
)
from auxilio.active_content.translation_review.reading_file import (
    FileData,
    Reader,
    joined,
    read_data,
    with_correction,
    with_reading,
    write_data,
)
from auxilio.active_content.translation_sentences import (
    ReadSentence,
    SentencePair,
    compared,
    document_sentences,
    open_corrections,
)
from auxilio.content_release.core.model import Release, ReleaseState
from auxilio.content_release.ports import Files, SignedDocument
from auxilio.content_release.store import SetStore
from auxilio.instructions.core.model import Card, Risk
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.platform.clock import Clock
from auxilio.platform.documents import as_signed
from auxilio.platform.i18n import REFERENCE, Catalogues
from auxilio.triage.core.model import Protocol

type TranslatedDocument = Protocol | Card

OWN_RELEASES_MAX = 50
"""Of the reader's releases are looked through, the newest first (ours)."""

DocumentId = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
LanguageCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}\Z")]
TextDigest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}\Z")]
SentenceText = Annotated[str, msgspec.Meta(max_length=4000)]
Note = Annotated[str, msgspec.Meta(max_length=500)]


class WrongSentence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader finds wrong with a sentence; with an empty note it is right after all."""

    original: SentenceText
    said: SentenceText
    note: Note


class TranslationMark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What its reader says of the open document: it was read, or one sentence of it is wrong."""

    digest: TextDigest
    """Of the text that was shown."""
    wrong: WrongSentence | None = None


class TranslationQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A draft, the language that is read, and the document that is open in it."""

    draft: DocumentDraft
    language: LanguageCode
    document: DocumentId | None = None
    mark: TranslationMark | None = None


class TranslationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One document with words in the language."""

    kind: Literal["protocol", "card"]
    id: str
    title: LocalisedText
    life: bool
    """A card on which a life hangs: these are read first."""
    state: Literal["unread", "changed", "to_mend", "read"]
    """`changed`: it was read, and its text is another since."""
    by: str | None = None
    role: str | None = None
    at: str | None = None
    """Of its last reading."""
    corrections: int = 0
    """Sentences that a reader finds wrong."""


class OpenTranslation(msgspec.Struct, frozen=True, kw_only=True):
    """A document beside its original."""

    id: str
    language: str
    digest: str
    own: bool
    """The reader has written of it what stands: somebody else reads it."""
    sentences: tuple[ReadSentence, ...]
    gone: tuple[SentencePair, ...] = ()
    """What was read before and stands no more."""
    compared: bool = False
    """It was read before, and the text that was read is known: what changed since is marked."""


class TranslationAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read, and the file with what was read."""

    path: str
    text: str | None
    """The file as the draft must have it; None where the draft has it so."""
    language: str
    languages: tuple[str, ...]
    """Those that any document has words in, beside Spanish."""
    reader: str
    role: str
    """As they will stand in the file."""
    documents: tuple[TranslationRow, ...]
    """Cards on which a life hangs first, then protocols, then the other cards."""
    read: int
    """Documents of the language that were read as they stand."""
    open: OpenTranslation | None = None


class _StudiedDocuments(msgspec.Struct, frozen=True, kw_only=True):
    """Of a release's study, what it changes."""

    documents: tuple[DocumentChange, ...]


class _Set(NamedTuple):
    """The documents of a set, each with what is said of it in partial languages and the digests of its translations."""

    documents: Mapping[str, TranslatedDocument]
    partial: Mapping[str, PartialTexts]
    digests: Mapping[str, Mapping[str, str]]


class _Asked(NamedTuple):
    """One question with all that is read to answer it."""

    question: TranslationQuestion
    base: Files
    """The newest set: a reading of an older text would count for nothing."""
    began: Files
    reader: Reader
    versions: tuple[SignedDocument, ...]
    """Of the open document, all that were ever checked here."""
    own: tuple[DocumentChange, ...]
    """What the reader's own releases have changed."""


class TranslationReview:
    """Reads a draft as documents to be read, and writes what was read into it."""

    def __init__(
        self, store: SetStore, ground: Callable[[], Awaitable[str]], clock: Clock, texts: Catalogues
    ) -> None:
        self._store, self._ground, self._clock, self._texts = store, ground, clock, texts
        self._kept: list[tuple[Files, _Set]] = []

    async def ask(self, question: TranslationQuestion, actor: Actor) -> TranslationAnswer:
        """Raises `Refused`: `unknown_set`, `set_too_large`, `readings_unreadable`, `unknown_translation`,
        `translation_moved`, `translation_own`, `translation_to_mend`, `sentence_unknown`, `note_says_nothing`."""
        draft = question.draft
        if sum(len(text or "") for text in draft.files.values()) > TEXT_MAX:
            raise Refused("set_too_large", most=TEXT_MAX)
        top = (await self._store.shelf()).top(await self._ground())
        base = await self._store.files(top)
        began = await self._store.files(draft.began) if draft.began not in (None, top) else base
        document = question.document
        asked = _Asked(
            question,
            base,
            began,
            Reader(actor.name, self._role(actor), self._clock.now().date().isoformat()),
            tuple(await self._store.versions_of(document)) if document else (),
            await self._own(document, actor) if document else (),
        )
        return await asyncio.to_thread(self._answer, asked)

    def _role(self, actor: Actor) -> str:
        """As the directory names it, in Spanish, which the file is written in."""
        keys = sorted(actor.roles)
        known = [self._texts.text(f"role.{key}", REFERENCE) for key in keys if f"role.{key}" in self._texts]
        return ", ".join(known or keys)

    async def _own(self, document: str, actor: Actor) -> tuple[DocumentChange, ...]:
        """What the reader's releases that stand have changed of a document."""
        written = [
            one
            for one in await self._store.releases()
            if one.author == actor.id and one.state is ReleaseState.APPROVED and _changes(one, document)
        ]
        studies = [await self._store.study(one.content) for one in written[:OWN_RELEASES_MAX]]
        read = [msgspec.json.decode(study, type=_StudiedDocuments).documents for study in studies]
        return tuple(one for documents in read for one in documents if one.id == document)

    def _answer(self, asked: _Asked) -> TranslationAnswer:
        question = asked.question
        draft, language = question.draft, question.language
        stands = self._set(files_of_draft(asked.base, draft))
        data = _data_of(asked)
        document = stands.documents.get(question.document or "")
        if question.document and (document is None or language not in stands.digests[document.id]):
            raise NotFound("unknown_translation", id=question.document, language=language)
        own = document is not None and self._is_own(document, asked)
        if document is not None:
            data = _marked(data, document, stands, asked, own=own)
        standing = asked.base.get(TRANSLATIONS_READ)
        now = draft.files.get(TRANSLATIONS_READ) or _text(standing)
        text = write_data(_text(standing), now, data)
        rows = _rows(stands, language, data)
        return TranslationAnswer(
            path=TRANSLATIONS_READ,
            text=text if text != now else None,
            language=language,
            languages=tuple(sorted({one for digests in stands.digests.values() for one in digests})),
            reader=asked.reader.by,
            role=asked.reader.role,
            documents=rows,
            read=sum(row.state == "read" for row in rows),
            open=_opened(document, stands, data, asked, own=own) if document is not None else None,
        )

    def _set(self, files: Files) -> _Set:
        """Kept while documents are read: nothing else of the draft changes meanwhile. Two, because what the draft changes is
        compared with the set that stands."""
        texts = {path: body for path, body in files.items() if path != TRANSLATIONS_READ}
        for kept, found in self._kept:
            if kept == texts:
                return found
        folder = read_folder(texts)
        documents: dict[str, TranslatedDocument] = {**folder.triage.content.protocols, **folder.cards.cards}
        partial = {
            id: partial_texts(one, folder.partial, folder.cards.easy.steps) for id, one in documents.items()
        }
        digests = {id: translations_of(one, partial[id]) for id, one in documents.items()}
        found = _Set(documents, partial, digests)
        self._kept = [*self._kept[-1:], (texts, found)]
        return found

    def _is_own(self, document: TranslatedDocument, asked: _Asked) -> bool:
        """Whether the reader has written a sentence of what stands: in a release that stands, or in this draft."""
        language, draft = asked.question.language, asked.question.draft
        leaves = leaves_of(document)
        if any(one.change == "added" or _wrote(one.texts, leaves, language) for one in asked.own):
            return True
        if draft.files.keys() <= {TRANSLATIONS_READ}:
            return False
        base = self._set(asked.base)
        before, said = base.documents.get(document.id), self._set(files_of_draft(asked.base, draft)).partial
        if language in said[document.id]:
            return said[document.id][language] != base.partial.get(document.id, {}).get(language)
        return before is None or _wrote(text_changes(before, document), leaves, language)


def _changes(release: Release, document: str) -> bool:
    return any(one.id == document and one.kind in ("protocol", "card") for one in release.changed)


def _wrote(changes: Iterable[TextChange], leaves: Mapping[str, str], language: str) -> bool:
    return any(
        one.where.rpartition("/")[2] == language
        and one.after is not None
        and leaves.get(one.where) == one.after
        for one in changes
    )


def _text(body: bytes | None) -> str | None:
    return body.decode() if body is not None else None


def _data_of(asked: _Asked) -> FileData:
    """The file as the draft has it, joined with what others have put in force meanwhile."""
    texts = [
        _text(asked.began.get(TRANSLATIONS_READ)),
        asked.question.draft.files.get(TRANSLATIONS_READ),
        _text(asked.base.get(TRANSLATIONS_READ)),
    ]
    began, mine, top = (read_data(one) for one in texts)
    if began is None or mine is None or top is None:
        raise Refused("readings_unreadable", path=TRANSLATIONS_READ)
    if texts[1] is None or texts[0] == texts[2]:
        return top if texts[1] is None else mine
    return joined(began, mine, top)


def _marked(
    data: FileData, document: TranslatedDocument, stands: _Set, asked: _Asked, *, own: bool
) -> FileData:
    """The file with what the reader says of a document."""
    language, mark = asked.question.language, asked.question.mark
    if mark is None:
        return data
    digest, partial = stands.digests[document.id][language], stands.partial[document.id]
    facts = {"id": document.id, "language": language}
    if mark.digest != digest:
        raise Refused("translation_moved", **facts)
    if mark.wrong is not None:
        wrong, (by, role, at) = mark.wrong, asked.reader
        pairs = {(one.original, one.said) for one in document_sentences(document, language, partial)}
        if wrong.note and re.search(r"\w", wrong.note) is None:
            raise Refused("note_says_nothing", **facts)
        if (wrong.original, wrong.said) not in pairs:
            raise Refused("sentence_unknown", **facts)
        words = msgspec.structs.asdict(wrong)
        return with_correction(
            data,
            SentenceCorrection(document=document.id, language=language, **words, by=by, role=role, at=at),
        )
    if own:
        raise Refused("translation_own", **facts)
    if asks := open_corrections(document, language, corrections_of(data), partial):
        raise Refused("translation_to_mend", **facts, count=len(asks))
    return with_reading(data, document.id, language, digest, asked.reader)


def _rows(stands: _Set, language: str, data: FileData) -> tuple[TranslationRow, ...]:
    readings, asked = readings_in(data), corrections_of(data)
    rows = [
        _row(
            one,
            stands.digests[one.id][language],
            readings.get((one.id, language)),
            open_corrections(one, language, asked, stands.partial[one.id]),
        )
        for one in stands.documents.values()
        if language in stands.digests[one.id]
    ]
    return tuple(sorted(rows, key=lambda one: (not one.life, one.kind != "protocol", one.id)))


def _row(
    document: TranslatedDocument,
    digest: str,
    reading: TranslationReading | None,
    corrections: tuple[SentenceCorrection, ...],
) -> TranslationRow:
    read = reading is not None and reading.digest == digest
    return TranslationRow(
        kind="card" if isinstance(document, Card) else "protocol",
        id=document.id,
        title=dict(document.title),
        life=isinstance(document, Card) and document.risk is Risk.LIFE,
        state="to_mend" if corrections else "read" if read else "changed" if reading else "unread",
        by=reading.by if reading else None,
        role=reading.role if reading else None,
        at=reading.at if reading else None,
        corrections=len(corrections),
    )


def _opened(
    document: TranslatedDocument, stands: _Set, data: FileData, asked: _Asked, *, own: bool
) -> OpenTranslation:
    language, partial = asked.question.language, stands.partial[document.id]
    digest = stands.digests[document.id][language]
    reading = readings_in(data).get((document.id, language))
    before = _as_read(reading.digest, asked) if reading and reading.digest != digest else None
    sentences, gone = compared(
        document_sentences(document, language, partial),
        document_sentences(before, language) if before else None,
        open_corrections(document, language, corrections_of(data), partial),
    )
    return OpenTranslation(
        id=document.id,
        language=language,
        digest=digest,
        own=own,
        sentences=sentences,
        gone=gone,
        compared=before is not None,
    )


def _as_read(digest: str, asked: _Asked) -> TranslatedDocument | None:
    """The version of the open document whose text was read; None where it is not known here."""
    for one in asked.versions:
        try:
            version = _version(one)
        except msgspec.ValidationError:  # of a release of Auxilio that wrote documents otherwise
            continue
        if translations_of(version).get(asked.question.language) == digest:
            return version
    return None


def _version(one: SignedDocument) -> TranslatedDocument:
    if one.kind == "card":
        return as_signed(one.signed, one.signing, Card)
    return as_signed(one.signed, one.signing, Protocol)
