"""Releases, sets and people that tests of content releases are written with."""

from datetime import UTC, datetime
from uuid import UUID

from auxilio.content_release.core import messages as m
from auxilio.content_release.core.model import ChangedDocument, Office
from auxilio.identity.core.permissions import permissions_of
from auxilio.kernel.actor import Actor
from auxilio.platform.keys.fakes import MemoryKeys

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEYS = MemoryKeys(seed=bytes(range(32)))
GROUND, SET, OTHER = "0" * 64, "a" * 64, "b" * 64
CHANGED = (ChangedDocument(kind="protocol", id="san-pcr", change="lowered", lowered=8),)


def of(number: int, *roles: str) -> Actor:
    return Actor(
        id=UUID(int=number),
        kind="person",
        name=f"person {number}",
        roles=frozenset(roles),
        permissions=permissions_of(frozenset(roles)),
    )


AUTHOR, DOCTOR, CHIEF = of(1, "content_author"), of(2, "medical_director"), of(3, "operations_director")
OFFICES = {Office.MEDICAL_DIRECTOR: DOCTOR, Office.OPERATIONS: CHIEF}


def key(message: bytes) -> tuple[str, bytes]:
    return KEYS.key_id, KEYS.sign(message)


def proposal(number: int, content: str = SET, effective_from: datetime = AT) -> m.ProposeRelease:
    return m.ProposeRelease(
        release=UUID(int=number),
        content=content,
        title="Paro cardíaco",
        reason="guía de 2026",
        effective_from=effective_from,
    )
