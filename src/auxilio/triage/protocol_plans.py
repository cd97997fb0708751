"""Reads `data/protocol_plans/*.yaml`: what each protocol is to decide, written apart from the protocol (decision 0382).

A plan has what every outcome brings, and example interviews with what comes of them. The verifier compares
(`verifier/protocol_plans.py`); nothing else reads a plan.
"""

from pathlib import Path

import msgspec

from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, read_yaml

FOLDER = "data/protocol_plans"


class PlannedReassess(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked again, and every how many seconds."""

    every_s: int
    questions: tuple[str, ...]


class PlannedOutcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
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
    transfer: tuple[str, ...] = ()
    """To whom and how, and `kept` where the caller stays on the line."""


class ExampleInterview(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody calls, is asked these questions in this order, and answers so."""

    answers: dict[str, str]
    """By question, in the order in which they are asked; nothing is left to ask after the last."""
    decides: str
    """The rule that decides at the end."""
    adds: tuple[str, ...] = ()
    help_after: int | None = None
    """After how many answers a P0 or P1 that is sent at once or as usual is first proved. None: never."""


class ProtocolPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What one protocol is to decide."""

    protocol: str
    types: tuple[str, ...]
    sources: tuple[str, ...]
    critical: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    """Questions that a review of a call looks at."""
    reassess: PlannedReassess
    first: tuple[str, ...] = ()
    """Cards said before any question."""
    outcomes: dict[str, PlannedOutcome]
    """By rule or addition."""
    examples: tuple[ExampleInterview, ...]


class PlannedDocument(msgspec.Struct, frozen=True):
    """A plan and where it stands."""

    plan: ProtocolPlan
    document: SourceDocument


def read_protocol_plans(folder: Path) -> tuple[dict[str, PlannedDocument], list[DocumentFault]]:
    """Plans by protocol. A set that was published before there were any has none, and nothing is asked of it."""
    plans: dict[str, PlannedDocument] = {}
    faults: list[DocumentFault] = []
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        name = f"{FOLDER}/{path.name}"
        documents, wrong = read_yaml(path, name)
        for document in documents:
            wrong += check_schema(document, "protocol-plan")
        if not wrong and len(documents) != 1:
            wrong.append(DocumentFault(rule="S01", code="not_one_document", file=name, line=1))
        faults.extend(wrong)
        if wrong:
            continue
        told = {key: value for key, value in documents[0].data.items() if key not in ("format", "version")}
        plan = msgspec.convert(told, ProtocolPlan)
        if plan.protocol != path.stem:
            facts: dict[str, str | int] = {"name": plan.protocol}
            line = documents[0].line("protocol")
            faults.append(DocumentFault(rule="L81", code="plan_misnamed", file=name, line=line, facts=facts))
            continue
        plans[plan.protocol] = PlannedDocument(plan, documents[0])
    return plans, faults
