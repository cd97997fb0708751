"""What of the content in force two offices have signed: told by the releases that stand, not by a word in a file (decision 0318). Pure."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from auxilio.content_release.core.model import Release, Shelf, Signature

type DocumentKey = tuple[str, str]
"""Kind (`protocol`, `card`, `file`) and id of a document, as a release names it."""
type SignedDocuments = Mapping[DocumentKey, tuple[Signature, ...]]
"""Each document in force that was signed, with the signatures of the newest release that changed or confirmed it."""

REMOVED = "removed"


def signed_documents(shelf: Shelf, releases: Mapping[UUID, Release], moment: datetime) -> SignedDocuments:
    """Of what is in force at this moment. A set follows the one that it was written from, so that a document which no later
    release names is as it was when it was signed."""
    found: dict[DocumentKey, tuple[Signature, ...]] = {}
    for standing in shelf.standing:
        if standing.stands_from > moment:
            continue
        release = releases[standing.release]
        for one in release.changed:
            found.pop((one.kind, one.id), None)
            if one.change != REMOVED:
                found[one.kind, one.id] = release.signatures
    return found
