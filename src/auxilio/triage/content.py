"""Reads protocols, catalogue, typology and sources from a content folder (`content/README.md` says how they are written).

What is wrong comes back as faults with file and line; a document with a fault is left out and the others are read,
so that one reading tells an author everything.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from auxilio.kernel.condition import read_condition
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import (
    DocumentFault,
    SourceDocument,
    check_schema,
    read_table,
    read_yaml,
    signed_digest,
)
from auxilio.platform.translations import TranslationMemory, read_memory
from auxilio.triage.core.model import Catalog, Citation, IncidentType, Protocol
from auxilio.triage.interview_rules import INTERVIEW_RULES, InterviewRules, interview_rules_of
from auxilio.triage.protocol_specifications import SpecificationDocument, read_protocol_specifications

TYPOLOGY = "data/typology.csv"
CATALOG = "data/catalog.yaml"
SOURCES = "data/sources.yaml"
SYNONYMS = "data/synonyms.yaml"
type _Strings = dict[str, dict[str, str]]
_COLUMNS = ("code", "group", "es", "ca", "en", "default_priority", "lead", "support", "apco_2012", "protocol")


@dataclass(frozen=True, kw_only=True)
class TriageContent:
    """All that triage needs, read from one folder."""

    catalog: Catalog
    types: dict[str, IncidentType]
    protocols: dict[str, Protocol]
    sources: dict[str, str]
    """How each source was read: `excerpt`, `abstract` or `memory`."""
    citations: dict[str, Citation] = field(default_factory=dict)
    """What each source is called and where it is found."""
    interview_rules: InterviewRules = field(default_factory=InterviewRules)
    """What an interview owes whoever calls."""
    protocol_specifications: dict[str, SpecificationDocument] = field(default_factory=dict)
    """What each protocol is to decide, by protocol."""


@dataclass(kw_only=True)
class TriageLoadResult:
    """A content folder as read: the content, where each part of it stands, and what is wrong."""

    content: TriageContent
    documents: dict[str, SourceDocument] = field(default_factory=dict)
    """The document of each protocol, by id, for its lines."""
    sidecars: dict[str, _Strings] = field(default_factory=dict)
    """Translations that stand apart, by protocol and question."""
    memory: TranslationMemory
    sources_document: SourceDocument | None = None
    type_lines: dict[str, int] = field(default_factory=dict)
    faults: list[DocumentFault] = field(default_factory=list)


def read_triage(folder: Path) -> TriageLoadResult:
    """Read a folder; nothing is raised for what is wrong in it."""
    memory, faults = read_memory(folder)
    catalog = _catalog(folder, memory, faults)
    sources_document = _single(folder, SOURCES, "sources", faults)
    has_rules = (folder / INTERVIEW_RULES).exists()
    rules = _single(folder, INTERVIEW_RULES, "interview-rules", faults) if has_rules else None
    types, type_lines = _types(folder, memory, faults)
    protocols, documents, sidecars = _protocols(folder, catalog, memory, faults)
    specifications, wrong = read_protocol_specifications(folder)
    faults.extend(wrong)
    sources: dict[str, Any] = sources_document.data if sources_document else {}
    content = TriageContent(
        catalog=catalog,
        types=types,
        protocols=protocols,
        sources={k: str(v["basis"]) for k, v in sources.items()},
        citations={k: Citation(title=str(v["title"]), url=v.get("url")) for k, v in sources.items()},
        interview_rules=interview_rules_of(rules.data if rules else None),
        protocol_specifications=specifications,
    )
    return TriageLoadResult(
        content=content,
        memory=memory,
        documents=documents,
        sidecars=sidecars,
        sources_document=sources_document,
        type_lines=type_lines,
        faults=faults,
    )


def _single(folder: Path, name: str, schema: str, faults: list[DocumentFault]) -> SourceDocument | None:
    """The one document of a file, or None with its faults noted."""
    documents, wrong = read_yaml(folder / name, name)
    if not wrong and len(documents) != 1:
        wrong = [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    if not wrong:
        wrong = check_schema(documents[0], schema)
    faults.extend(wrong)
    return documents[0] if not wrong else None


_EMPTY = Catalog(
    version="0.0.0",
    languages={},
    shared_facts={},
    answer_sets={},
    dispositions=(),
    services={},
    capabilities={},
    target_dispatch_s={},
)


_LATER_TABLES = (
    *("safety_topics", "unresponsive", "card_groups", "card_conflicts", "protocol_covers"),
    "helplines",
)
"""Tables that a set published before they were written does not have."""


def _catalog(folder: Path, memory: TranslationMemory, faults: list[DocumentFault]) -> Catalog:
    document = _single(folder, CATALOG, "catalog", faults)
    if document is None:
        return _EMPTY
    raw = document.data
    words = {"code", "group", "service", "rank", "colour", "target_dispatch_s", "covers", "given_by"}

    def named(item: dict[str, Any]) -> dict[str, Any]:
        return {
            **{k: v for k, v in item.items() if k in words},
            "name": {k: v for k, v in item.items() if k not in words},
        }

    compiled = {
        **{k: raw[k] for k in ("version", "languages", "shared_facts", "answer_sets", "services")},
        "dispositions": [named(item) for item in raw["call_dispositions"]],
        "capabilities": {k: named(item) for k, item in raw["capabilities"].items()},
        **{k: raw[k] for k in _LATER_TABLES if k in raw},
        "target_dispatch_s": {p["code"]: p.get("target_dispatch_s") for p in raw["priorities"]},
    }
    return msgspec.convert(memory.fill(compiled), Catalog)


def _types(
    folder: Path, memory: TranslationMemory, faults: list[DocumentFault]
) -> tuple[dict[str, IncidentType], dict[str, int]]:
    rows, wrong = read_table(folder / TYPOLOGY, TYPOLOGY, _COLUMNS)
    faults.extend(wrong)
    synonyms = _single(folder, SYNONYMS, "synonyms", faults)
    words: dict[str, Any] = synonyms.data["words"] if synonyms else {}
    types: dict[str, IncidentType] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        code = row["code"]
        if code in types or row["default_priority"] not in Priority.__members__:
            problem = "type_twice" if code in types else "type_priority"
            faults.append(
                DocumentFault(rule="S01", code=problem, file=TYPOLOGY, line=line, facts={"type": code})
            )
            continue
        lines[code] = line
        types[code] = IncidentType(
            code=code,
            group=row["group"],
            name=memory.fill({language: row[language] for language in ("es", "ca", "en") if row[language]}),
            priority=Priority[row["default_priority"]],
            lead=row["lead"],
            support=tuple(filter(None, row["support"].split(","))),
            apco_2012=row["apco_2012"],
            protocol=row["protocol"] or None,
            words={language: tuple(said) for language, said in words.get(code, {}).items()},
        )
    for code in words.keys() - types.keys():
        assert synonyms is not None
        faults.append(
            DocumentFault(
                rule="L02",
                code="unknown_type",
                file=SYNONYMS,
                line=synonyms.line("words", code),
                facts={"name": code},
            )
        )
    return types, lines


def _protocols(
    folder: Path, catalog: Catalog, memory: TranslationMemory, faults: list[DocumentFault]
) -> tuple[dict[str, Protocol], dict[str, SourceDocument], dict[str, _Strings]]:
    found: list[SourceDocument] = []
    for path in sorted((folder / "protocols").glob("*.yaml")):
        documents, wrong = read_yaml(path, f"protocols/{path.name}")
        for document in documents:
            wrong += check_schema(document, "protocol")
            wrong += _answer_sets(document, catalog)
        faults.extend(wrong)
        if not wrong:
            found.extend(documents)
    if not found:
        faults.append(DocumentFault(rule="S01", code="no_protocols", file="protocols", line=1))
    sidecars = _sidecars(folder, found, faults)
    protocols: dict[str, Protocol] = {}
    documents_by_id: dict[str, SourceDocument] = {}
    for document in found:
        id = str(document.data["id"])
        if id in protocols:
            faults.append(
                DocumentFault(
                    rule="L02",
                    code="document_twice",
                    file=document.file,
                    line=document.line("id"),
                    document=id,
                )
            )
            continue
        protocols[id] = compile_protocol(
            memory.fill(_with_sidecar(document.data, sidecars.get(id, {}))), catalog
        )
        documents_by_id[id] = document
    return protocols, documents_by_id, sidecars


def read_protocol(
    document: SourceDocument, reading: TriageLoadResult
) -> tuple[Protocol | None, list[DocumentFault]]:
    """One document as it would be read into a folder that was read before."""
    catalog = reading.content.catalog
    if wrong := check_schema(document, "protocol") + _answer_sets(document, catalog):
        return None, wrong
    sidecar = reading.sidecars.get(str(document.data["id"]), {})
    return compile_protocol(reading.memory.fill(_with_sidecar(document.data, sidecar)), catalog), []


def _answer_sets(document: SourceDocument, catalog: Catalog) -> list[DocumentFault]:
    faults = []
    questions = document.data.get("questions")
    for i, question in enumerate(questions if isinstance(questions, list) else []):
        name = question.get("answers_ref") if isinstance(question, dict) else None
        if isinstance(name, str) and name not in catalog.answer_sets:  # else the schema has said it
            faults.append(
                DocumentFault(
                    rule="L02",
                    code="unknown_answer_set",
                    file=document.file,
                    line=document.line("questions", i, "answers_ref"),
                    document=str(document.data.get("id", "")),
                    facts={"name": name},
                )
            )
    return faults


def _sidecars(folder: Path, found: list[SourceDocument], faults: list[DocumentFault]) -> dict[str, _Strings]:
    """Translations kept apart, by protocol and question."""
    asked = {(d.data["id"], q["id"]) for d in found for q in d.data["questions"]}
    strings: dict[str, _Strings] = {}
    for path in sorted((folder / "i18n").glob("critical.*.yaml")):
        name = f"i18n/{path.name}"
        document = _single(folder, name, "i18n", faults)
        for key, texts in (document.data["strings"] if document else {}).items():
            protocol, _, question = key.partition(".")
            if (protocol, question) not in asked and document is not None:
                line = document.line("strings", key)
                faults.append(
                    DocumentFault(
                        rule="L02", code="unknown_question", file=name, line=line, facts={"name": key}
                    )
                )
            strings.setdefault(protocol, {}).setdefault(question, {}).update(texts)
    return strings


def _with_sidecar(raw: dict[str, Any], sidecar: _Strings) -> dict[str, Any]:
    """The protocol with the translations of its own questions; what the author wrote stays."""
    questions = [{**q, "ask": {**sidecar.get(q["id"], {}), **q["ask"]}} for q in raw["questions"]]
    return {**raw, "questions": questions}


def compile_protocol(raw: dict[str, Any], catalog: Catalog) -> Protocol:
    """A protocol from its written form, which has already passed its schema."""
    questions = []
    for question in raw["questions"]:
        compiled = {**question}
        if "when" in question:
            compiled["when"] = msgspec.to_builtins(read_condition(question["when"]))
        if "answers" not in question and "answers_ref" in question:
            compiled["answers"] = msgspec.to_builtins(catalog.answer_sets[question["answers_ref"]])
        questions.append(compiled)
    data = {
        **{k: v for k, v in raw.items() if v is not None},
        "questions": questions,
        "rules": [_compile_rule(rule) for rule in raw["rules"]],
        "additions": [_compile_rule(addition) for addition in raw["additions"]],
    }
    if "no_ring_if" in data:
        data["no_ring_if"] = msgspec.to_builtins(read_condition(data["no_ring_if"]))
    protocol = msgspec.convert(data, Protocol)
    return msgspec.structs.replace(protocol, digest=signed_digest(protocol))


def _compile_rule(raw: dict[str, Any]) -> dict[str, Any]:
    rule = {k: v for k, v in raw.items() if k not in ("when", "else", "priority")}
    if "when" in raw:
        rule["when"] = msgspec.to_builtins(read_condition(raw["when"]))
    if "priority" in raw:
        rule["priority"] = int(Priority[raw["priority"]])
    return rule
