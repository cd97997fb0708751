"""What is read and what must be mended, as changes of the data of `data/translations_read.yaml`, and its text. Pure."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import msgspec

from auxilio.active_content.translation_readings import TRANSLATIONS_READ, SentenceCorrection
from auxilio.kernel.content_lines import next_version
from auxilio.platform.document_edit import same, write_changes, write_whole
from auxilio.platform.documents import check_schema, errors_of, parse_yaml

type FileData = dict[str, Any]

EMPTY: FileData = {"format": "translations-read/1", "version": "0.0.0", "readings": []}


class Reader(NamedTuple):
    """Who reads, in what role, on what day, as the file names them."""

    by: str
    role: str
    at: str


def read_data(text: str | None) -> FileData | None:
    """The file as data; None where it cannot be read. Without a file nobody has read anything."""
    if text is None:
        return deepcopy(EMPTY)
    documents, faults = parse_yaml(text, TRANSLATIONS_READ)
    if errors_of(faults) or len(documents) != 1 or check_schema(documents[0], "translations-read"):
        return None
    return documents[0].data


def write_data(standing: str | None, now: str | None, data: FileData) -> str:
    """The text of the file; the version after that of `standing`. `now`: its text until this change."""
    before = read_data(now)
    stood = read_data(standing) or EMPTY
    if now is not None and before is not None and same(before, data):
        return now
    written = {**data, "version": next_version(stood["version"])}
    # A list that begins or ends is written anew: an empty one stands on one line, and what is added would stay there.
    lists = [(bool(one["readings"]), "corrections" in one) for one in (before, data) if one]
    if before is None or not before["readings"] or lists[0] != lists[1]:
        return write_whole(now or "", written)
    return write_changes(now or "", before, written).text


def with_reading(data: FileData, document: str, language: str, digest: str, reader: Reader) -> FileData:
    """A document has been read. What was read of it before, and corrections that were mended, are gone."""
    changed = without_reading(data, document, language)
    changed = _with_corrections(
        changed,
        [one for one in _corrections(data) if (one["document"], one["language"]) != (document, language)],
    )
    for group in changed["readings"]:
        if (group["language"], group["by"], group["role"], group["at"]) == (language, *reader):
            group["documents"] = {**group["documents"], document: digest}
            return changed
    by, role, at = reader
    new = {"language": language, "by": by, "role": role, "at": at, "documents": {document: digest}}
    changed["readings"] = [*changed["readings"], new]
    return changed


def without_reading(data: FileData, document: str, language: str) -> FileData:
    """Nobody has read a document in a language."""
    changed = deepcopy(data)
    for group in changed["readings"]:
        if group["language"] == language:
            group["documents"].pop(document, None)
    changed["readings"] = [group for group in changed["readings"] if group["documents"]]
    return changed


def with_correction(data: FileData, correction: SentenceCorrection) -> FileData:
    """A sentence is wrong: its document counts as read no more. With an empty note it is right after all."""
    kept = [one for one in _corrections(data) if not _same_sentence(one, correction)]
    if correction.note:
        kept.append(msgspec.to_builtins(correction))
    changed = without_reading(data, correction.document, correction.language) if correction.note else data
    return _with_corrections(changed, kept)


def joined(began: FileData, mine: FileData, top: FileData) -> FileData:
    """What I changed since `began`, in what another release has put in force meanwhile."""
    rows = [_rows(one) for one in (began, mine, top)]
    taken_off = rows[0].keys() - rows[1].keys()
    changed = {**top, "readings": []}
    for row in [
        *(row for row in rows[2] if row not in taken_off),
        *(row for row in rows[1] if row not in rows[0]),
    ]:
        document, language, digest, *reader = row
        changed = with_reading({**changed, "corrections": []}, document, language, digest, Reader(*reader))
    asked = [_corrections(one) for one in (began, mine, top)]
    kept = [one for one in asked[2] if one not in asked[0] or one in asked[1]]
    kept += [one for one in asked[1] if one not in asked[0] and one not in kept]
    return _with_corrections(changed, kept)


def _rows(data: FileData) -> dict[tuple[str, ...], None]:
    return {
        (document, group["language"], digest, group["by"], group["role"], group["at"]): None
        for group in data["readings"]
        for document, digest in group["documents"].items()
    }


def _corrections(data: FileData) -> list[dict[str, Any]]:
    return list(data.get("corrections", ()))


def _with_corrections(data: FileData, corrections: Iterable[Mapping[str, Any]]) -> FileData:
    """Without any the file has no list of them, as before there were some."""
    changed = {key: value for key, value in data.items() if key != "corrections"}
    listed = list(corrections)
    return {**changed, "corrections": listed} if listed else changed


def _same_sentence(one: Mapping[str, Any], other: SentenceCorrection) -> bool:
    return (one["document"], one["language"], one["original"], one["said"]) == (
        other.document,
        other.language,
        other.original,
        other.said,
    )
