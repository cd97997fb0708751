"""Reads reviewed documents (YAML, CSV) so that every fault can name its file and line.

Strict on purpose: no aliases (a small file must stay small), no duplicate keys, no tabs of meaning: `yes`, `no`,
`on` and `off` are refused because YAML reads them as true and false, and dates stay text. Nothing here raises
on a bad file: what is wrong comes back as a `DocumentFault`, because the reader has other files to tell about.
"""

import csv
import hashlib
import json
import stat
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import jsonschema
import msgspec
import yaml

from auxilio.platform.schema_faults import is_choice_of_keys, schema_faults_of

MAX_BYTES = 1_000_000
"""Larger than any reviewed document (the largest shipped is 150 kB); a bigger file is a mistake."""

MAX_DEPTH = 40
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there: ten times faster, the same safe language."""

type DocumentPath = tuple[str | int, ...]
"""A place inside a document: `("questions", 2, "ask", "es")`."""


class Severity(StrEnum):
    """An error refuses the folder; a warning is for the reviewers."""

    ERROR = "error"
    WARNING = "warning"


class DocumentFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong, where, and by which rule. Worded at the edge from `content.fault.<code>` and the facts."""

    rule: str
    code: str
    file: str
    line: int
    document: str = ""
    """The id of the protocol, card or table."""
    severity: Severity = Severity.ERROR
    facts: dict[str, str | int] = {}


class SourceDocument(msgspec.Struct, frozen=True, kw_only=True, weakref=True):
    """One document of a file, with the line of each of its parts. Nobody changes its data: others may have the same document."""

    file: str
    data: dict[str, Any]
    lines: dict[DocumentPath, int]

    def line(self, *where: str | int) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        for length in range(len(where), -1, -1):
            found = self.lines.get(where[:length])
            if found is not None:
                return found
        return 1


_PARSED: WeakValueDictionary[tuple[str, str], SourceDocument] = WeakValueDictionary()
"""By file and text, while somebody holds it: of a folder that is read again, most is as it was."""


def read_yaml(path: Path, name: str) -> tuple[list[SourceDocument], list[DocumentFault]]:
    """The documents of a file, and what is wrong with it. `name` is how faults call the file."""
    text, faults = read_text(path, name)
    return ([], faults) if text is None else parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[list[SourceDocument], list[DocumentFault]]:
    """As `read_yaml`, of a text that is not on the disk."""
    if (known := _PARSED.get((name, text))) is not None:
        return [known], []
    faults: list[DocumentFault] = []
    try:
        nodes = compose_yaml(text)
    except _MaliciousDocument as error:
        return [], [_unreadable(name, error.code, error.line)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return [], [_unreadable(name, "not_yaml", line, reason=error.problem or "")]
    except yaml.reader.ReaderError as error:
        return [], [_unreadable(name, "not_yaml", 1, reason=error.reason)]
    documents: list[SourceDocument] = []
    for node in nodes:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            faults.append(_unreadable(name, "not_a_mapping", line))
            continue
        lines: dict[DocumentPath, int] = {(): line}
        data = _build(node, (), lines, name, faults)
        documents.append(SourceDocument(file=name, data=data, lines=lines))
    if len(documents) == 1 and not faults:
        _PARSED[name, text] = documents[0]
    return documents, faults


def read_text(path: Path, name: str) -> tuple[str | None, list[DocumentFault]]:
    """The text of a file of a content folder, or why it is not read."""
    try:
        # A pipe or a device would be read without end.
        if not stat.S_ISREG(path.stat().st_mode):
            return None, [_unreadable(name, "not_a_regular_file", 1)]
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        return None, [_unreadable(name, "unreadable", 1, reason=error.strerror or type(error).__name__)]
    if len(raw) > MAX_BYTES:
        return None, [_unreadable(name, "too_large", 1, bytes=path.stat().st_size, limit=MAX_BYTES)]
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return None, [_unreadable(name, "not_utf8", raw[: error.start].count(b"\n") + 1, byte=error.start)]


class _MaliciousDocument(Exception):
    """A file made to grow or to exhaust: refused before it is composed."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


def compose_yaml(text: str) -> list[yaml.Node]:
    """The documents of a text with the place of each part. Raises `yaml.YAMLError`, and refuses what is made to grow."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _MaliciousDocument("alias", _line_of(event))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _MaliciousDocument("too_deep", _line_of(event))
    return list(yaml.compose_all(text, Loader=_LOADER))


def _line_of(what: yaml.Event | yaml.Node) -> int:
    return what.start_mark.line + 1 if what.start_mark else 1


def _build(
    node: yaml.Node,
    where: DocumentPath,
    lines: dict[DocumentPath, int],
    name: str,
    faults: list[DocumentFault],
) -> Any:
    """Plain data from a node, noting lines; faults for what YAML would silently change."""
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":bool"):
                faults.append(DocumentFault(rule="L17", code="key_not_text", file=name, line=line))
                continue
            key = str(key_node.value)
            if key in data:
                faults.append(
                    DocumentFault(rule="S01", code="key_twice", file=name, line=line, facts={"key": key})
                )
            data[key] = _build(value_node, (*where, key), lines, name, faults)
        return data
    if isinstance(node, yaml.SequenceNode):
        return [_build(one, (*where, i), lines, name, faults) for i, one in enumerate(node.value)]
    assert isinstance(node, yaml.ScalarNode)
    return _scalar(node, name, faults)


def _scalar(node: yaml.ScalarNode, name: str, faults: list[DocumentFault]) -> Any:
    try:
        return _value(node, name, faults)
    except ValueError:
        # `1:30.5`, `.inf` and five thousand digits are numbers to YAML 1.1, and none to JSON or to us.
        faults.append(_unreadable(name, "not_yaml", _line_of(node), reason="number"))
        return None


def _value(node: yaml.ScalarNode, name: str, faults: list[DocumentFault]) -> Any:
    value = node.value
    match node.tag.rpartition(":")[2]:
        case "null":
            return None
        case "bool" if value.lower() in ("true", "false"):
            return value.lower() == "true"
        case "bool":
            line = node.start_mark.line + 1
            faults.append(
                DocumentFault(rule="L17", code="yaml_boolean", file=name, line=line, facts={"value": value})
            )
            return value
        case "int" if value.lstrip("-").isdigit():
            return int(value)
        case "float":
            return float(value.replace("_", ""))
        case _:
            return value


def _unreadable(name: str, code: str, line: int, **facts: str | int) -> DocumentFault:
    return DocumentFault(rule="S01", code=code, file=name, line=line, facts=facts)


RIGHT_MAX = 2_000
_right = set[tuple[str, bytes]]()
"""Schema and digest of documents that broke nothing: most of what reading a folder again would cost."""


@cache
def _schema(name: str) -> jsonschema.Draft202012Validator:
    text = files("auxilio.platform").joinpath("schemas", f"{name}.schema.json").read_bytes()
    return jsonschema.Draft202012Validator(json.loads(text))


def check_schema(document: SourceDocument, name: str) -> list[DocumentFault]:
    """What breaks a JSON Schema of `schemas/`, with the line of each. A boolean or number where text belongs is rule L17.

    The schemas lie with the code, which takes for granted what they demand: a content folder that brought its own could
    loosen them. Each document that was right is remembered: of a folder that is read again, most are as they were.
    """
    seen = (name, hashlib.blake2b(repr(document.data).encode(), digest_size=16).digest())
    if seen in _right:
        return []
    faults = []
    wrong = _schema(name).iter_errors(document.data)
    for error in sorted(wrong, key=lambda e: [str(p) for p in e.absolute_path]):
        deepest = _deepest(error)
        faults += [
            DocumentFault(
                rule="L17" if code == "not_text" else "S01",
                code=code,
                file=document.file,
                line=document.line(*deepest.absolute_path),
                document=str(document.data.get("id", "")),
                facts=facts,
            )
            for code, facts in schema_faults_of(deepest)
        ]
    if not faults:
        if len(_right) >= RIGHT_MAX:
            _right.clear()
        _right.add(seen)
    return faults


def _deepest(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Of an `anyOf`/`oneOf`, the inner reason that got furthest: it is the one the author can mend."""
    inner = [] if is_choice_of_keys(error) else list(error.context or ())
    return _deepest(max(inner, key=lambda e: len(e.absolute_path))) if inner else error


def read_table(
    path: Path, name: str, columns: Sequence[str]
) -> tuple[list[tuple[int, dict[str, str]]], list[DocumentFault]]:
    """The rows of a CSV with their lines; faults for missing columns and rows of another length."""
    text, faults = read_text(path, name)
    if text is None:
        return [], faults
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        return [], [_unreadable(name, "columns_missing", 1, columns=", ".join(missing))]
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for row in reader:
            if None in row or None in row.values():
                return rows, [_unreadable(name, "row_length", reader.line_num)]
            rows.append((reader.line_num, row))
    except csv.Error as error:
        return rows, [_unreadable(name, "not_csv", reader.line_num, reason=str(error))]
    return rows, []


SIGNING = frozenset({"digest", "approvals", "status", "effective"})
"""What is about the signing and not what is signed."""


def signed_digest(document: msgspec.Struct) -> str:
    """SHA-256 over `signed_text`, in hexadecimal."""
    return hashlib.sha256(signed_text(document).encode()).hexdigest()


def signed_text(document: msgspec.Struct) -> str:
    """Canonical JSON (sorted keys, no spaces) of what a signature vouches for.

    The signing itself is left out, so that an approval can name the digest it approves.
    """
    data = {k: v for k, v in msgspec.to_builtins(document).items() if k not in SIGNING}
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signing_text(document: msgspec.Struct) -> str:
    """The rest of it: how far its approval has come."""
    data = {k: v for k, v in msgspec.to_builtins(document).items() if k in SIGNING}
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def as_signed[D: msgspec.Struct](signed: str, signing: str, document: type[D]) -> D:
    """The document that these two texts were made of."""
    return msgspec.convert({**json.loads(signed), **json.loads(signing)}, document)


def errors_of(faults: Iterable[DocumentFault]) -> list[DocumentFault]:
    """Those that refuse a folder."""
    return [fault for fault in faults if fault.severity is Severity.ERROR]
