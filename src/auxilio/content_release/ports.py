"""What publishing asks of those who know what content means."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from auxilio.content_release.core.machine import ProvenSet, StandingDocuments
from auxilio.content_release.core.model import ChangedDocument

type Files = Mapping[str, bytes]
"""Path in the folder -> what is in it."""


class SignedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One document as it was signed: `digest` is the SHA-256 of `signed`."""

    digest: str
    kind: str
    id: str
    signed: str
    signing: str


class StudiedSet(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about a set. With an error there is no more than the faults."""

    faults: msgspec.Raw
    """A JSON list, as `auxilio content verify --json` tells them."""
    whole: bool
    changed: tuple[ChangedDocument, ...] = ()
    study: msgspec.Raw = msgspec.Raw(b"null")
    """For those who sign: what is decided otherwise, what is said otherwise, and what past interviews would have got."""
    versions: tuple[SignedDocument, ...] = ()


class Studies(Protocol):
    """Reads a set as content."""

    async def study(self, base: Files, files: Files) -> StudiedSet:
        """Prove it and compare it with the one that stands."""
        ...


class Sets(Protocol):
    """What releases need to know of sets."""

    async def proven(self, content: str) -> ProvenSet | None:
        """What was found out of a set that is whole; None for one that was never checked here."""
        ...

    async def standing(self) -> StandingDocuments:
        """What is in force in this process and not signed."""
        ...

    async def ground(self) -> str:
        """The set that the centre was set up with: it stands while nothing was ever published."""
        ...
