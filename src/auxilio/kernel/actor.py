"""Who acts. Every fact carries one; the permissions are words of data asked at one gate (identity.core.gate)."""

from uuid import UUID

import msgspec

from auxilio.kernel.ids import AgencyId, CentreId, DeskId
from auxilio.kernel.shared_types import Mode

SYSTEM_ID = UUID("00000000-0000-7000-8000-000000000112")
"""Auxilio itself: its reactions and timers, and what the command line does."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person at a desk, a citizen on the caller's page, the system of another organisation, or a part of Auxilio itself.

    `kind` is `person`, `citizen`, `crew`, `machine` or `system`; `name` is what the record shows.
    """

    id: UUID
    kind: str
    name: str
    desk: DeskId | None = None
    agency: AgencyId | None = None
    centre: CentreId | None = None
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    mode: Mode = Mode.REAL
    """The mode of the session: what is done in a training session is training for ever."""
