"""The routes for phones, one for each format of their apps; what maps show; and the phones of a unit for administrators.

A phone has no session: its routes are public, and its token is its only credential. It gets a success for whatever
it may say, also for an implausible fix: an app that is refused sends the same again for ever, and all that it
kept while it had no network waits behind it.
"""

import base64
import binascii
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, delete, get, post, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath, JSONBody

from auxilio.dispatch.tracking.core import position_formats
from auxilio.dispatch.tracking.core.model import (
    Device,
    DeviceId,
    DeviceKind,
    ImplausibleFix,
    PositionReading,
    RejectedDevice,
    UnitLocation,
)
from auxilio.dispatch.tracking.device_setup import qr_picture, setup_link
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.identity.core.gate import PUBLIC
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import UnitId
from auxilio.kernel.instant import Instant
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import ShortText
from auxilio.platform.http.rate_limit import network_of
from auxilio.platform.http.schema_notes import reads_json

TheTracking = NamedDependency[TrackingService]
TheActor = NamedDependency[Actor]


def _network(request: Request[Any, Any, Any]) -> str:
    return network_of(request.client.host) if request.client else ""


def token_of(authorization: str) -> str | None:
    """The token of an `Authorization` header: a bearer's, or the password of Basic (RFC 7617), whose name is the app's."""
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(value.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None  # no token at all, and so answered like a wrong one
    return pair.partition(":")[2] or None


def _body(data: bytes) -> Any:
    return msgspec.json.decode(data)


@route(
    "/api/position/traccar",
    http_method=[HttpMethod.GET, HttpMethod.POST],
    opt=PUBLIC | reads_json(dict[str, Any]),
    status_code=200,
    media_type=MediaType.TEXT,
    summary="Traccar Client and OsmAnd",
)
async def traccar(request: Request[Any, Any, Any], tracking: TheTracking) -> Response[bytes]:
    """`id` (in JSON `device_id`) is the phone's token. A query, a form, or the JSON of version 9 and later."""
    data = await request.body()
    if data.lstrip()[:1] == b"{":
        told = position_formats.traccar_json(_body(data))
    else:
        pairs = request.url.query or data.decode("utf-8", "replace")
        told = position_formats.traccar_query(dict(parse_qsl(pairs, keep_blank_values=True)))
    token = told.token or token_of(request.headers.get("authorization", ""))
    await tracking.receive(token, told.readings, _network(request))
    return Response(b"", media_type=MediaType.TEXT)


@post(
    "/api/position/owntracks",
    opt=PUBLIC | reads_json(dict[str, Any]),
    status_code=200,
    summary="OwnTracks in HTTP mode",
)
async def owntracks(request: Request[Any, Any, Any], tracking: TheTracking) -> list[str]:
    """The password of Basic is the phone's token; `X-Limit-U` and `X-Limit-D` are names and prove nothing.

    Every kind of message is answered with an empty list: there is nothing that the app should do."""
    return await _told(request, tracking, position_formats.owntracks, [])


@post(
    "/api/position/geojson",
    opt=PUBLIC | reads_json(dict[str, Any]),
    status_code=200,
    summary="GeoJSON Points",
)
async def geojson(request: Request[Any, Any, Any], tracking: TheTracking) -> dict[str, str]:
    """The token as bearer or as Basic's password. The answer is the one that Overland waits for."""
    return await _told(request, tracking, position_formats.geojson, {"result": "ok"})


async def _told[T](request: Request[Any, Any, Any], tracking: TrackingService, read: Any, answer: T) -> T:
    token = token_of(request.headers.get("authorization", ""))
    if token is None:
        await tracking.receive(None, (), _network(request))
    readings: list[PositionReading] = read(_body(await request.body()))
    await tracking.receive(token, readings, _network(request))
    return answer


# --- the crew's page, and what maps show ------------------------------------------------------------


class VehicleFix(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One position of a vehicle, by its own receiver."""

    unit: UnitId
    point: Point
    at: Instant
    accuracy_m: Annotated[float, msgspec.Meta(ge=0, le=1_000_000)] | None = None


class FixReceipt(msgspec.Struct, frozen=True):
    """`newest` is false for a fix that came out of order: it is part of the track."""

    newest: bool


@post("/api/unit/position", status_code=200)
async def report_position(actor: TheActor, tracking: TheTracking, data: JSONBody[VehicleFix]) -> FixReceipt:
    """A fix of the crew's own vehicle."""
    reading = PositionReading(point=data.point, at=data.at, accuracy_m=data.accuracy_m)
    return FixReceipt(await tracking.report_own(data.unit, reading, actor))


@get("/api/dispatch/positions")
async def positions(actor: TheActor, tracking: TheTracking) -> list[UnitLocation]:
    """Where every unit was last seen."""
    return await tracking.seen(actor)


@get("/api/dispatch/doubts", summary="Positions that are not believed")
async def doubts(actor: TheActor, tracking: TheTracking) -> list[ImplausibleFix]:
    """Units whose newest fix moves nothing, each with the reason."""
    return await tracking.doubts(actor)


@get("/api/dispatch/knocking", summary="Tokens that open nothing")
async def knocking(actor: TheActor, tracking: TheTracking) -> list[RejectedDevice]:
    """Who tried to say where a unit is and may not, in the last hour."""
    return await tracking.knocking(actor)


# --- phones of a unit -------------------------------------------------------------------------------


Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[A-Za-z0-9.\-\[\]:]{1,200}$")]


class NewDevice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an administrator says of a phone: whose it is, so that a lost one is found in the list."""

    name: ShortText
    kind: DeviceKind
    address: Address
    """Where the phone reaches this installation: as the administrator's own page does."""


class DeviceCredentials(msgspec.Struct, frozen=True, kw_only=True):
    """A phone and its token: told this once."""

    device: Device
    token: str
    url: str
    """Where it sends what it says."""
    link: str | None
    """Sets its app up; None for what has no such thing."""
    picture: str | None
    """The link as a QR code, a `data:` address."""


@get("/api/admin/units/{unit:uuid}/devices", summary="Phones of a unit")
async def devices(actor: TheActor, tracking: TheTracking, unit: FromPath[UUID]) -> list[Device]:
    """Those that speak for it, and those that were revoked."""
    return await tracking.devices(UnitId(unit), actor)


@post("/api/admin/units/{unit:uuid}/devices", summary="A new phone of a unit")
async def add_device(
    actor: TheActor, tracking: TheTracking, unit: FromPath[UUID], data: JSONBody[NewDevice]
) -> DeviceCredentials:
    """Its token is in this answer and nowhere else."""
    if not data.name.strip():
        raise Refused("malformed", field="$.name", reason="empty")
    device, token, callsign = await tracking.add_device(UnitId(unit), data.name.strip(), data.kind, actor)
    link = setup_link(data.kind, data.address, token, callsign)
    return DeviceCredentials(
        device=device,
        token=token,
        url=f"{data.address}/api/position/{data.kind.value}",
        link=link,
        picture=None if link is None else qr_picture(link),
    )


@delete("/api/admin/devices/{id:uuid}", status_code=200, summary="Revoke a phone")
async def revoke_device(actor: TheActor, tracking: TheTracking, id: FromPath[UUID]) -> Device:
    """From this moment its token opens nothing."""
    return await tracking.revoke_device(DeviceId(id), actor)


HANDLERS = (
    traccar,
    owntracks,
    geojson,
    report_position,
    positions,
    doubts,
    knocking,
    devices,
    add_device,
    revoke_device,
)
"""What the wiring registers."""
