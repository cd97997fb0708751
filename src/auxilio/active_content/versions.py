"""Which reviewed content is in force: each version by its digest, and how far its approval has come."""

from typing import Any, Literal

import msgspec

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.content_bundle import ContentBundle


class ContentVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One document in force. `status` is its own word: `draft`, `clinical_review`, `approved`, `retired`."""

    kind: Literal["protocol", "card"]
    id: str
    title: LocalisedText
    version: str
    status: str
    digest: str
    """SHA-256 of what is signed, in hexadecimal."""
    approvals: int
    """Signatures over this very digest: one over another version approves nothing."""
    approved_by: tuple[str, ...]


class ContentVersions(msgspec.Struct, frozen=True, kw_only=True):
    """Everything in force. `live` when all of it is approved: otherwise the console says draft, not for live use."""

    catalog: str
    types: int
    live: bool
    services: dict[str, LocalisedText]
    """The services of the catalogue, by code: what an agency can be."""
    documents: tuple[ContentVersion, ...]


def versions(published: ContentBundle) -> ContentVersions:
    """The documents of a published folder, protocols first, each kind by its id."""
    protocols = [one.protocol for one in published.library.interviews.values()]
    documents = (
        *(_version("protocol", each) for each in sorted(protocols, key=lambda one: one.id)),
        *(_version("card", each) for each in sorted(published.cards.cards.values(), key=lambda one: one.id)),
    )
    return ContentVersions(
        catalog=published.library.catalog.version,
        types=len(published.library.types),
        services={code: dict(name) for code, name in published.library.catalog.services.items()},
        live=all(each.status == "approved" for each in documents),
        documents=documents,
    )


def _version(kind: Literal["protocol", "card"], document: Any) -> ContentVersion:
    signed = [one for one in document.approvals if one.digest == document.digest]
    return ContentVersion(
        kind=kind,
        id=document.id,
        title=dict(document.title),
        version=document.version,
        status=str(document.status),
        digest=document.digest,
        approvals=len(signed),
        approved_by=tuple(one.name for one in signed),
    )
