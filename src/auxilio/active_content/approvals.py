"""How far the approval of each document in force has come: approved by what its file says, or by the two signatures of the release
that brought or confirmed it (decision 0318)."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from auxilio.active_content.translation_readings import TranslationReadings, unread_languages
from auxilio.content_release.core.model import SetDigest
from auxilio.content_release.core.signatures import DocumentKey, SignedDocuments
from auxilio.dispatch.response_plan.content import AREAS, NEEDS
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.instructions.core.model import Card, CardApproval
from auxilio.mass_casualty.civil_plan_content import SITUATIONS
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.triage.core.model import ContentStatus, Protocol, ProtocolApproval

type LocalisedText = dict[str, str]

APPROVED = str(ContentStatus.APPROVED)


class UnsignedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document in force that two offices have not signed. `title` and `digest` are empty for a file of the plans."""

    kind: Literal["protocol", "card", "file"]
    id: str
    title: LocalisedText = {}
    version: str
    digest: str | None = None
    unread: tuple[str, ...] = ()
    """Languages of it that nobody has read: it cannot be signed as it stands."""


class UnsignedContent(msgspec.Struct, frozen=True, kw_only=True):
    """What the two offices have still to sign of the content in force."""

    content: SetDigest
    """The set in force, which they sign."""
    documents: tuple[UnsignedDocument, ...]
    signed: int
    """So many are signed."""


def approve_protocols(
    protocols: Mapping[str, Protocol], signed: SignedDocuments, readings: TranslationReadings
) -> dict[str, Protocol]:
    """Each with the status that its signatures give it: of what has a translation that nobody has read they approve nothing
    (decision 0366). What is signed is not changed by it."""
    found = dict(protocols)
    for id in protocols.keys() & {id for kind, id in signed if kind == "protocol"}:
        one = protocols[id]
        if unread_languages(one, readings):
            continue
        approvals = tuple(
            ProtocolApproval(
                role=each.office, name=each.name, date=each.at.date().isoformat(), digest=one.digest
            )
            for each in signed["protocol", id]
        )
        found[id] = msgspec.structs.replace(
            one, status=ContentStatus.APPROVED, approvals=(*one.approvals, *approvals)
        )
    return found


def approve_cards(
    cards: Mapping[str, Card], signed: SignedDocuments, readings: TranslationReadings
) -> dict[str, Card]:
    """See `approve_protocols`."""
    found = dict(cards)
    for id in cards.keys() & {id for kind, id in signed if kind == "card"}:
        one = cards[id]
        if unread_languages(one, readings):
            continue
        approvals = tuple(
            CardApproval(role=each.office, name=each.name, date=each.at.date().isoformat(), digest=one.digest)
            for each in signed["card", id]
        )
        found[id] = msgspec.structs.replace(one, status=APPROVED, approvals=(*one.approvals, *approvals))
    return found


def approve_plan(plan: ResponsePlan, signed: SignedDocuments) -> ResponsePlan:
    """The plan is one document of two files: who signs a change of one of them is shown whom the whole asks."""
    if any(("file", path) in signed for path in (f"{AREAS}/{plan.area.id}.yaml", NEEDS)):
        return msgspec.structs.replace(plan, draft=False)
    return plan


def approve_civil_plans(plans: CivilPlans, signed: SignedDocuments) -> CivilPlans:
    """By its file."""
    return msgspec.structs.replace(plans, draft=False) if ("file", SITUATIONS) in signed else plans


def unsigned_documents(
    protocols: Iterable[Protocol],
    cards: Iterable[Card],
    plan: ResponsePlan,
    civil: CivilPlans,
    readings: TranslationReadings,
) -> tuple[UnsignedDocument, ...]:
    """Protocols, cards, then plans, each kind by its id."""
    found = [
        _unsigned("protocol", one, readings)
        for one in sorted(protocols, key=lambda one: one.id)
        if one.status is not ContentStatus.APPROVED
    ]
    found += [
        _unsigned("card", one, readings)
        for one in sorted(cards, key=lambda one: one.id)
        if one.status != APPROVED
    ]
    if plan.area.id and plan.draft:
        found.append(UnsignedDocument(kind="file", id=f"{AREAS}/{plan.area.id}.yaml", version=plan.version))
    if civil.plans and civil.draft:
        found.append(UnsignedDocument(kind="file", id=SITUATIONS, version=civil.version))
    return tuple(found)


def _unsigned(
    kind: Literal["protocol", "card"], one: Protocol | Card, readings: TranslationReadings
) -> UnsignedDocument:
    return UnsignedDocument(
        kind=kind,
        id=one.id,
        title=dict(one.title),
        version=one.version,
        digest=one.digest,
        unread=unread_languages(one, readings),
    )


def unread_by_key(documents: Iterable[UnsignedDocument]) -> dict[DocumentKey, tuple[str, ...]]:
    """Each as a release names it, with the languages of it that nobody has read."""
    return {(one.kind, one.id): one.unread for one in documents}
