"""Reads `data/protocol_specifications/*.yaml`: what each protocol is to decide, written apart from the protocol (decision 0382).

A specification has what every outcome brings, and example interviews with what comes of them. Its fields have the names of the
protocol's own. The verifier compares (`verifier/protocol_specifications.py`).
"""

from pathlib import Path

import msgspec

from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml

FOLDER = "data/protocol_specifications"


class SpecifiedReassess(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked again, and every how many seconds."""

    every_s: int
    questions: tuple[str, ...]


class SpecifiedQuality(msgspec.Struct, frozen=True, kw_only=True):
    """What a review of a call looks at."""

    critical: tuple[str, ...] = ()


class SpecifiedTransfer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """To whom the caller is handed and how, and whether they stay on the line."""

    to: str
    mode: str
    keep_caller: bool = False


class SpecifiedOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule or an addition brings. An addition has no priority, timing or type; a rule replaces no card."""

    priority: str | None = None
    dispatch: str | None = None
    type: str | None = None
    send: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    instead_of: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    safety: str | None = None
    goto: str | None = None
    route: str | None = None
    keep_line: bool = False
    close_as: str | None = None
    transfer: SpecifiedTransfer | None = None


class ExampleInterview(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody calls, is asked these questions in this order, and answers so."""

    answers: dict[str, str]
    """By question, in the order in which they are asked; nothing is left to ask after the last."""
    decides: str
    """The rule that decides at the end."""
    adds: tuple[str, ...] = ()
    help_after: int | None = None
    """Answers given when the interview first proves P0 or P1 with dispatch `reflex` or `standard` (0: before any question).
    None: it never does."""


class ProtocolSpecification(msgspec.Struct, frozen=True, kw_only=True):
    """What one protocol is to decide."""

    protocol: str
    incident_types: tuple[str, ...]
    sources: tuple[str, ...]
    critical: tuple[str, ...] = ()
    """Questions that are critical."""
    qa: SpecifiedQuality = SpecifiedQuality()
    reassess: SpecifiedReassess
    instruct_first: tuple[str, ...] = ()
    """Cards said before any question."""
    outcomes: dict[str, SpecifiedOutcome]
    """By rule or addition."""
    examples: tuple[ExampleInterview, ...]


class SpecificationDocument(msgspec.Struct, frozen=True):
    """A specification and where it stands."""

    specification: ProtocolSpecification
    document: SourceDocument


def read_protocol_specifications(
    folder: Path,
) -> tuple[dict[str, SpecificationDocument], list[DocumentFault]]:
    """Specifications by protocol. A set that was published before there were any has none, and its protocols are not compared."""
    found: dict[str, SpecificationDocument] = {}
    faults: list[DocumentFault] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        documents, wrong = read_yaml(path, name)
        for document in documents:
            wrong += check_schema(document, "protocol-specification")
        if not wrong and len(documents) != 1:
            wrong.append(DocumentFault(rule="S01", code="not_one_document", file=name, line=1))
        faults.extend(wrong)
        if wrong:
            continue
        data = {key: value for key, value in documents[0].data.items() if key not in ("format", "version")}
        specification = msgspec.convert(data, ProtocolSpecification)
        if specification.protocol != path.stem:
            facts: dict[str, str | int] = {"name": specification.protocol}
            line = documents[0].line("protocol")
            faults.append(
                DocumentFault(rule="L81", code="specification_misnamed", file=name, line=line, facts=facts)
            )
            continue
        found[specification.protocol] = SpecificationDocument(specification, documents[0])
    return found, faults
