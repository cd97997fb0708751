"""Geography over HTTP: the address box, a click on the map, the map itself.

The search and what a click tells need `geo:place:search`; a route and the facilities also serve a crew. The
map's own ground (tiles, style, its date, what stands around a place) holds nothing about anybody: whoever is
signed in may load it.
"""

from functools import lru_cache
from typing import Annotated, Any

import msgspec
from litestar import Controller, MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from auxilio.geo.imagery.imagery_folder import Imagery
from auxilio.geo.imagery.imagery_style import with_imagery
from auxilio.geo.model import (
    FACILITY_KINDS,
    Facility,
    GeocodeResult,
    LocationWarning,
    MapSurroundings,
    Municipality,
    NearFacility,
    RegionInfo,
    Route,
    Surroundings,
    warnings_of,
)
from auxilio.geo.service import LIMIT_MAX, SEARCH_TEXT_MAX, RegionService
from auxilio.identity.core.gate import holds, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.position import Point, point_from_parts
from auxilio.kernel.refusal import Refused
from auxilio.platform.http.encodings import NOT_MODIFIED, entity_tag, knows_tag
from auxilio.platform.http.schema_notes import NOTHING_THERE, UNCHANGED
from auxilio.platform.http.versioned_body import VersionedBody

RADIUS_MAX_M = 1_000_000.0
"""As wide as a position may be uncertain (`kernel.position.Position`)."""
_ONE_YEAR_S = 31_536_000
_compressed = lru_cache(maxsize=8)(VersionedBody.of)
"""Of the styles that are asked for: two themes, with and without the newest photographs."""
TheActor = NamedDependency[Actor]
TheRegion = NamedDependency[RegionService]
TheImagery = NamedDependency[Imagery]

Radius = Annotated[float, QueryParameter(ge=0, le=RADIUS_MAX_M)]
Limit = Annotated[int, QueryParameter(ge=1, le=LIMIT_MAX)]


class GeocodeCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, and what about it a person must answer before it is trusted."""

    found: GeocodeResult
    warnings: tuple[LocationWarning, ...] = ()


class GeocodeCandidates(msgspec.Struct, frozen=True, kw_only=True):
    """The address box's answers, best first."""

    candidates: list[GeocodeCandidate]


class NearFacilities(msgspec.Struct, frozen=True, kw_only=True):
    """What can be fetched on foot, the shortest way first."""

    near: list[NearFacility]


class FacilityList(msgspec.Struct, frozen=True, kw_only=True):
    """Those of the kinds asked for, nearest first when a point was given."""

    facilities: list[Facility]


class GeoController(Controller):
    """`/api/geo`."""

    path = "/api/geo"
    tags = ("geo",)

    @get("/search")
    async def search(
        self,
        region: TheRegion,
        actor: TheActor,
        q: Annotated[str, QueryParameter(max_length=SEARCH_TEXT_MAX)],
        lat: FromQuery[float | None] = None,
        lon: FromQuery[float | None] = None,
        radius_m: Radius = 0.0,
        limit: Limit = 8,
    ) -> GeocodeCandidates:
        """Find what was said, near the caller's circle when there is one."""
        require(actor, Permission.PLACE_SEARCH)
        near = point_from_parts(lat, lon)
        found = await region.search(q, near, radius_m, limit)
        return GeocodeCandidates(
            candidates=[
                GeocodeCandidate(
                    found=each, warnings=warnings_of(each, caller=near, caller_radius_m=radius_m)
                )
                for each in found
            ]
        )

    @get("/reverse")
    async def reverse(
        self,
        region: TheRegion,
        actor: TheActor,
        lat: FromQuery[float],
        lon: FromQuery[float],
        radius_m: Radius = 0.0,
    ) -> Surroundings:
        """What is at a point, and every authority that its circle touches."""
        require(actor, Permission.PLACE_SEARCH)
        return await region.reverse(_checked(lat, lon), radius_m)

    @get("/route")
    async def route(
        self,
        region: TheRegion,
        actor: TheActor,
        origin: Annotated[str, QueryParameter(name="from", max_length=60)],
        target: Annotated[str, QueryParameter(name="to", max_length=60)],
        lang: Annotated[str, QueryParameter(max_length=35)] = "es",
    ) -> Route:
        """The way to drive between two `LAT,LON`."""
        _require_roads(actor)
        return await region.route(read_point(origin), read_point(target), lang)

    @get("/facilities")
    async def facilities(
        self,
        region: TheRegion,
        actor: TheActor,
        kinds: Annotated[str, QueryParameter(max_length=400)] = "",
        lat: FromQuery[float | None] = None,
        lon: FromQuery[float | None] = None,
        limit: Annotated[int, QueryParameter(ge=1, le=5000)] = 1000,
        callsign: Annotated[str, QueryParameter(max_length=20)] = "",
    ) -> FacilityList:
        """Hospitals, hydrants and the rest; `kinds` is a list with commas, all when empty. With a `callsign` only what the
        official list of stations calls the home of that unit."""
        _require_roads(actor)
        if not callsign:
            return FacilityList(
                facilities=await region.facilities(_kinds(kinds), point_from_parts(lat, lon), limit)
            )
        known = await region.facilities(_kinds(kinds))
        return FacilityList(facilities=[each for each in known if callsign.upper() in each.units])

    @get("/on-foot")
    async def on_foot(
        self,
        region: TheRegion,
        actor: TheActor,
        kinds: Annotated[str, QueryParameter(max_length=400)],
        lat: FromQuery[float],
        lon: FromQuery[float],
        limit: Annotated[int, QueryParameter(ge=1, le=8)] = 3,
    ) -> NearFacilities:
        """What can be fetched on foot from a point, the shortest way first: a defibrillator."""
        _require_roads(actor)
        return NearFacilities(near=await region.on_foot(_kinds(kinds), _checked(lat, lon), limit))

    @get("/around")
    async def around(
        self, region: TheRegion, lat: FromQuery[float], lon: FromQuery[float]
    ) -> MapSurroundings:
        """What a map of this place shows, for whoever reads it as a list: open to whoever may load the map."""
        return await region.around(_checked(lat, lon))

    @get("/municipalities")
    async def municipalities(self, region: TheRegion, actor: TheActor) -> list[Municipality]:
        """The municipalities of the region, by name, with their outlines; none where there is no region."""
        require(actor, Permission.PLACE_SEARCH)
        return await region.municipalities()

    @get("/info")
    async def info(self, region: TheRegion) -> RegionInfo:
        """Where the data comes from and how old it is."""
        return region.info

    @get("/style.json", responses=UNCHANGED)
    async def style(
        self,
        request: Request[Any, Any, Any],
        region: TheRegion,
        imagery: TheImagery,
        theme: FromQuery[str] = "dark",
    ) -> Response[bytes]:
        """The map's style, for `dark` or `light`, with the photographs of the installation where it has some."""
        style = with_imagery(region.style(theme), theme, *await imagery.look())
        accepted, known = (request.headers.get(name, "") for name in ("accept-encoding", "if-none-match"))
        status, body, headers = _compressed(msgspec.json.encode(style)).answer(accepted, known)
        return Response(body, status_code=status, media_type=MediaType.JSON, headers=headers)

    @get(
        "/tiles/{z:int}/{x:int}/{y:str}",
        media_type="application/vnd.mapbox-vector-tile",
        responses=NOTHING_THERE,
    )
    async def tile(
        self, region: TheRegion, z: FromPath[int], x: FromPath[int], y: FromPath[str], v: FromQuery[str] = ""
    ) -> Response[bytes]:
        """One vector tile; 204 where nothing is drawn. Kept for ever under its version, since a build never changes."""
        row = _row(y.removesuffix(".mvt"))
        tile = None if row is None else region.tile(z, x, row)
        headers = {"cache-control": _keep(v == region.info.version)}
        if tile is None:
            return Response(b"", status_code=204, headers=headers, media_type=MediaType.TEXT)
        return Response(
            tile,
            headers=headers | {"content-encoding": "gzip"},
            media_type="application/vnd.mapbox-vector-tile",
        )

    @get("/imagery/{z:int}/{x:int}/{y:str}", media_type="image/*", responses=UNCHANGED | NOTHING_THERE)
    async def imagery_tile(
        self,
        request: Request[Any, Any, Any],
        imagery: TheImagery,
        z: FromPath[int],
        x: FromPath[int],
        y: FromPath[str],
        v: FromQuery[str] = "",
    ) -> Response[bytes]:
        """One tile of the photographs; 204 where nothing was photographed. Kept for ever under its version, as the map's are."""
        row = _row(y)
        version, tile = ("", None) if row is None else await imagery.tile(z, x, row)
        headers = {"cache-control": _keep(bool(version) and v == version)}
        if tile is None:
            return Response(b"", status_code=204, headers=headers, media_type=MediaType.TEXT)
        headers["etag"] = tag = entity_tag(f"{version}-{z}-{x}-{row}", None)
        if knows_tag(request.headers.get("if-none-match", ""), tag):
            return Response(b"", status_code=NOT_MODIFIED, headers=headers, media_type=tile.media_type)
        return Response(tile.data, headers=headers, media_type=tile.media_type)


def _row(text: str) -> int | None:
    """The row of a tile, as a path tells it; None: no row of any map."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _keep(known: bool) -> str:
    return f"private, max-age={_ONE_YEAR_S}, immutable" if known else "no-cache"


def read_point(text: str) -> Point:
    """`41.92,1.90`. Raises `Refused("not_a_point")`."""
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError as wrong:
        raise Refused("not_a_point", text=text) from wrong
    return _checked(lat, lon)


def _checked(lat: float, lon: float) -> Point:
    point = point_from_parts(lat, lon)
    assert point is not None, "both were given"
    return point


def _kinds(kinds: str) -> tuple[str, ...]:
    wanted = tuple(kind for kind in kinds.split(",") if kind)
    if unknown := [kind for kind in wanted if kind not in FACILITY_KINDS]:
        raise Refused("unknown_facility_kind", kind=unknown[0], kinds=list(FACILITY_KINDS))
    return wanted


def _require_roads(actor: Actor) -> None:
    if not holds(actor, Permission.UNIT_STATUS):
        require(actor, Permission.PLACE_SEARCH)
