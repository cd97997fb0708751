"""What screens see of seats and of requests for roles. Pure: a row is a view of one aggregate's state."""

from uuid import UUID

import msgspec

from auxilio.identity.core.grants import Grant
from auxilio.identity.core.seats import REQUEST_LIFETIME_S, Seat, SeatRequest
from auxilio.kernel.ids import CentreId, DeskId, PersonId
from auxilio.kernel.instant import Instant, after_s
from auxilio.kernel.shared_types import Mode


class SeatRequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who would like to sit there, until when that stands."""

    person: PersonId
    name: str
    at: Instant
    until: Instant


class SeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """A desk that somebody else would like to sit at."""

    id: DeskId
    mode: Mode
    centre: CentreId | None
    person: PersonId | None
    name: str | None
    requests: tuple[SeatRequestRow, ...]


class GrantRow(msgspec.Struct, frozen=True, kw_only=True):
    """Roles that wait for a second person."""

    id: UUID
    person: PersonId
    name: str
    login: str
    roles: tuple[str, ...]
    by: PersonId
    by_name: str
    at: Instant


def seat_row(seat: Seat) -> SeatRow:
    """The row of a seat."""
    return SeatRow(
        id=seat.desk,
        mode=seat.mode,
        centre=seat.centre,
        person=seat.person,
        name=seat.name,
        requests=tuple(map(_request_row, seat.requests)),
    )


def _request_row(request: SeatRequest) -> SeatRequestRow:
    until = after_s(request.at, REQUEST_LIFETIME_S)
    return SeatRequestRow(person=request.person, name=request.name, at=request.at, until=until)


def grant_row(grant: Grant) -> GrantRow:
    """The row of a request."""
    return GrantRow(**{name: getattr(grant, name) for name in GrantRow.__struct_fields__})
