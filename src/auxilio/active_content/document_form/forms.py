"""A protocol or card as a form over a draft: the document as data, the text with a change in it, each fault beside its field, what
other files of the set translate, and what another author has changed meanwhile. It reads in a thread and stores nothing: the draft is the author's."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Annotated, Any, NamedTuple

import msgspec

from auxilio.active_content.area_forms import FieldFault
from auxilio.active_content.document_form.choices import DocumentChoices, choices_of
from auxilio.active_content.document_form.merge import join
from auxilio.active_content.document_form.proof import (
    CARDS,
    ReadFolder,
    compiled_document,
    faults_of,
    read_folder,
)
from auxilio.active_content.plan_trial import TEXT_MAX
from auxilio.active_content.translation_readings import (
    TRANSLATIONS_READ,
    corrections_of,
    readings_in,
    unread_languages,
)
from auxilio.active_content.translation_sentences import pairs_of
from auxilio.content_release.core.model import SetDigest
from auxilio.content_release.ports import Files
from auxilio.content_release.store import SetStore
from auxilio.kernel.refusal import Refused
from auxilio.platform.document_edit import write_changes, write_whole
from auxilio.platform.documents import (
    MAX_DEPTH,
    DocumentFault,
    DocumentPath,
    Severity,
    SourceDocument,
    check_schema,
    errors_of,
    parse_yaml,
)
from auxilio.triage.protocol_specifications import FOLDER
from auxilio.triage.specification_draft import specification_as_it_stands

FILES_MAX = 500
"""Files of a draft, as of a change that is checked (`content_release.queries.CHANGES_MAX`)."""
_OTHERS = re.compile(
    r"(protocols|cards|i18n|data)(/[a-z0-9][a-z0-9_-]{0,99}){0,2}/[a-z0-9][a-z0-9_.-]{0,99}\.(yaml|csv)"
)
"""What protocols and cards hang on. Nothing is written outside the folder that is read, nor where a folder is."""


class DocumentDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an author has changed, and the set on which it was begun."""

    began: SetDigest | None = None
    files: Annotated[dict[str, str | None], msgspec.Meta(max_length=FILES_MAX)] = {}


class DocumentQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document of a draft; with `document`, as a person has it in the form."""

    draft: DocumentDraft
    path: Annotated[
        str, msgspec.Meta(max_length=200, pattern=r"^(protocols|cards)/[a-z0-9][a-z0-9_.-]*\.yaml\Z")
    ]
    document: dict[str, Any] | None = None
    choices: bool = False
    """Whether to name what its fields can refer to."""


class OtherWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a language would be shown that the document leaves out."""

    words: dict[str, str | tuple[str, ...]]
    """By language."""
    reviewed: bool
    """Whether the file that has them says that a person has looked."""


class Meanwhile(msgspec.Struct, frozen=True, kw_only=True):
    """Another release has changed this document since the draft was begun."""

    fields: tuple[str, ...]
    """What it changed and this draft does not have."""
    disputed: tuple[str, ...]
    """What both changed: the draft's stays."""
    document: dict[str, Any]
    """Both changes in one."""
    text: str


class DocumentAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The document and what it says in its file."""

    path: str
    document: dict[str, Any] | None
    """None where its file cannot be read: then `faults` say why."""
    text: str
    comments_lost: bool = False
    """A change could not be written in its place alone: a comment inside what was written anew may be gone."""
    faults: tuple[FieldFault, ...]
    elsewhere: dict[str, OtherWords]
    """By the field of the text that leaves them out."""
    lines: dict[str, int]
    """Where each entry stands in the file: a fault of the whole set names a line."""
    unread: tuple[str, ...] = ()
    """Languages whose text nobody has read as it stands here."""
    meanwhile: Meanwhile | None = None
    choices: DocumentChoices | None = None


class ProtocolSpecificationQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The specification of a protocol of a draft, by the name that their two files have in common."""

    draft: DocumentDraft
    protocol: Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*\Z")]


class ProtocolSpecificationDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The specification that a protocol follows as it stands in a draft, for its author to read."""

    path: str
    text: str


class _ReadDocument(NamedTuple):
    document: SourceDocument | None
    faults: tuple[DocumentFault, ...]


class DocumentForms:
    """Reads a document of a draft as data, and writes data as its file."""

    def __init__(self, store: SetStore, ground: Callable[[], Awaitable[str]]) -> None:
        self._store, self._ground = store, ground
        self._kept: tuple[Files, ReadFolder] | None = None

    async def ask(self, question: DocumentQuestion) -> DocumentAnswer:
        """Raises `Refused`: `unknown_set`, `unknown_file`, `set_too_large`, `document_too_deep`."""
        draft = question.draft
        _require_bounded(draft)
        if question.document is not None and _is_deep(question.document):
            raise Refused("document_too_deep", most=MAX_DEPTH)
        top = (await self._store.shelf()).top(await self._ground())
        base = await self._store.files(draft.began or top)
        theirs = await self._store.files(top) if draft.began not in (None, top) else base
        answer = await asyncio.to_thread(self._answer, base, theirs, question)
        if len(answer.text) > TEXT_MAX:
            raise Refused("set_too_large", most=TEXT_MAX)
        return answer

    async def draft_specification(
        self, question: ProtocolSpecificationQuestion
    ) -> ProtocolSpecificationDraft:
        """Raises `Refused`: `unknown_set`, `set_too_large`, `document_unreadable`, `specification_without_protocol`,
        `protocol_too_large`."""
        _require_bounded(question.draft)
        top = (await self._store.shelf()).top(await self._ground())
        base = await self._store.files(question.draft.began or top)
        files = files_of_draft(base, question.draft)
        text = await asyncio.to_thread(_draft_specification, files, question.protocol)
        return ProtocolSpecificationDraft(path=f"{FOLDER}/{question.protocol}.yaml", text=text)

    def _answer(self, base: Files, theirs: Files, question: DocumentQuestion) -> DocumentAnswer:
        path, asked = question.path, question.document
        standing = base[path].decode() if path in base else None
        text = question.draft.files.get(path) or standing
        if text is None and asked is None:
            raise Refused("unknown_file", path=path)
        lost = False
        if asked is not None:
            known = _read(text or "", path)
            if known.document is None:
                text, lost = write_whole(text or "", asked), text is not None
            else:
                text, lost = write_changes(text or "", known.document.data, asked)
        assert text is not None, "it is in the draft, in the set, or was asked for"
        found = _read(text, path)
        folder = self._folder(base, question)
        if found.document is None:
            faults = tuple(FieldFault(field="", fault=fault) for fault in found.faults)
            return DocumentAnswer(
                path=path, document=None, text=text, faults=faults, elsewhere={}, lines={},
                choices=choices_of(folder.triage, folder.cards) if question.choices else None,
            )  # fmt: skip
        read = _read_translations(base, question)
        compiled = compiled_document(path, found.document, folder)
        return DocumentAnswer(
            path=path,
            document=found.document.data,
            text=text,
            comments_lost=lost,
            faults=(
                *faults_of(path, found.document, folder),
                *_corrections(path, found.document, read),
            ),
            elsewhere=dict(_elsewhere(path, found.document.data, folder)),
            lines={
                "/".join(map(str, where)): line
                for where, line in found.document.lines.items()
                if 0 < len(where) <= 2
            },
            unread=unread_languages(compiled, readings_in(read)) if compiled else (),
            meanwhile=_meanwhile(path, standing, found.document, theirs) if theirs is not base else None,
            choices=choices_of(folder.triage, folder.cards) if question.choices else None,
        )

    def _folder(self, base: Files, question: DocumentQuestion) -> ReadFolder:
        """All others as the draft has them. Kept while one document is edited: nothing else changes meanwhile."""
        files = files_of_draft(base, question.draft, but=question.path)
        kept = self._kept
        if kept is None or kept[0] != files:
            kept = self._kept = (files, read_folder(files))
        return kept[1]


def _draft_specification(files: Files, id: str) -> str:
    _require_readable(files, f"protocols/{id}.yaml")
    folder = read_folder(files)
    return specification_as_it_stands(folder.triage, frozenset(folder.cards.cards), id)


def _require_readable(files: Files, path: str) -> None:
    """Before the whole set is read, which takes seconds: what the check of a release would say of this file."""
    _, faults = parse_yaml(files[path].decode(), path) if path in files else ((), ())
    for fault in faults:
        raise Refused("document_unreadable", file=path, line=fault.line, fault=fault.code)


def _require_bounded(draft: DocumentDraft) -> None:
    if sum(len(text or "") for text in draft.files.values()) > TEXT_MAX:
        raise Refused("set_too_large", most=TEXT_MAX)


def files_of_draft(base: Files, draft: DocumentDraft, but: str = "") -> dict[str, bytes]:
    """A set with what protocols and cards hang on as the draft has it. `but`: a file that stays as it is."""
    files = dict(base)
    for name, text in draft.files.items():
        if name == but:
            continue
        files.pop(name, None)
        if text is not None and _OTHERS.fullmatch(name):
            files[name] = text.encode()
    return files


def _is_deep(value: object, depth: int = 0) -> bool:
    if depth > MAX_DEPTH:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_is_deep(each, depth + 1) for each in inner)


def _read(text: str, path: str) -> _ReadDocument:
    documents, faults = parse_yaml(text, path)
    if not faults and len(documents) != 1:
        faults = [DocumentFault(rule="S01", code="not_one_document", file=path, line=1)]
    if errors_of(faults):
        return _ReadDocument(None, tuple(faults))
    return _ReadDocument(documents[0], tuple(faults))


def _meanwhile(path: str, standing: str | None, mine: SourceDocument, theirs: Files) -> Meanwhile | None:
    """What a newer set says of it and the draft does not."""
    if standing is None or path not in theirs:
        return None
    newer = theirs[path].decode()
    then, now = _read(standing, path).document, _read(newer, path).document
    if then is None or now is None:
        return None
    joined = join(then.data, mine.data, now.data)
    if not joined.taken and not joined.disputed:
        return None
    return Meanwhile(
        fields=tuple("/".join(map(str, where)) for where in joined.taken),
        disputed=tuple("/".join(map(str, where)) for where in joined.disputed),
        document=joined.document,
        text=write_changes(newer, now.data, joined.document).text,
    )


def _read_translations(base: Files, question: DocumentQuestion) -> dict[str, Any]:
    """Who has read which translation, as the draft has it; nobody where the file cannot be read."""
    text = question.draft.files.get(TRANSLATIONS_READ)
    found = _read(text if text is not None else base.get(TRANSLATIONS_READ, b"").decode(), TRANSLATIONS_READ)
    if found.document is None or check_schema(found.document, "translations-read"):
        return {"readings": []}
    return found.document.data


def _corrections(path: str, document: SourceDocument, read: Mapping[str, Any]) -> Iterator[FieldFault]:
    """What readers of its translations ask its author to mend, at the words that are wrong."""
    for one in corrections_of(read):
        if one.document != document.data.get("id"):
            continue
        for where, words in _texts((), document.data):
            # What the document leaves out is filled in from another file: then it is known by its Spanish.
            beside = words.get(one.language)
            pairs = pairs_of(words["es"], beside)
            own = beside is not None
            if any(pair == (one.original, one.said) if own else one.original in pair[0] for pair in pairs):
                place = (*where, one.language) if own else where
                yield FieldFault(
                    field="/".join(map(str, place)),
                    fault=DocumentFault(
                        rule="L61",
                        code="translation_to_mend",
                        file=path,
                        line=document.line(*where),
                        severity=Severity.WARNING,
                        facts={
                            "name": one.document,
                            "language": one.language,
                            "said": one.said,
                            "note": one.note,
                            "by": one.by,
                        },
                    ),
                )


def _elsewhere(path: str, data: Mapping[str, Any], folder: ReadFolder) -> Iterator[tuple[str, OtherWords]]:
    """Each text that leaves out a language in which another file of the set has its words."""
    sidecar = {} if path.startswith(CARDS) else folder.triage.sidecars.get(str(data.get("id")), {})
    questions = data.get("questions")
    asked: dict[DocumentPath, dict[str, str]] = {
        ("questions", nth, "ask"): sidecar.get(str(each.get("id")), {})
        for nth, each in enumerate(questions if isinstance(questions, list) else ())
        if isinstance(each, dict)
    }
    memory = folder.triage.memory
    for where, text in _texts((), data):
        beside = asked.get(where, {})
        known = {**memory.fill({"es": text["es"]}), **beside}
        words = {language: said for language, said in known.items() if language not in text}
        if words:
            files = {"critical" if language in beside else "memory" for language in words}
            yield "/".join(map(str, where)), OtherWords(words=words, reviewed=files <= folder.reviewed)


def _texts(where: DocumentPath, value: Any) -> Iterator[tuple[DocumentPath, dict[str, Any]]]:
    if isinstance(value, dict):
        if isinstance(value.get("es"), str) or _is_list_of_texts(value.get("es")):
            yield where, value
        else:
            for key, each in value.items():
                yield from _texts((*where, key), each)
    elif isinstance(value, list):
        for nth, each in enumerate(value):
            yield from _texts((*where, nth), each)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
