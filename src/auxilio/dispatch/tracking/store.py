"""Where phones, the newest fix of each unit, its track and its doubtful fixes are kept.

A fix costs two statements: one that finds the phone with all that is needed to judge it, one that keeps it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.dispatch.aggregates import UNIT
from auxilio.dispatch.tracking.core.model import (
    ConflictingPosition,
    Device,
    DeviceId,
    DeviceKind,
    FixVerdict,
    ImplausibleFix,
    JudgedFix,
    KnownPosition,
    RejectedDevice,
    RoadMatchResult,
    UnitLocation,
)
from auxilio.dispatch.units.core.model import Unit
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId
from auxilio.kernel.position import Point
from auxilio.platform.database.connection import Connection, Pool

TRACK_S = 5
"""Between two points of a track: 70 m at 50 km/h, which a map of a journey does not miss (ours)."""
DOUBTS_MAX = 20
"""Doubtful fixes kept of one unit: enough to see what its phone does, and a bound against floods."""
TRACK_POINTS_MAX = 20_000
"""Points of one work: more than a day of driving at one in five seconds."""
UNKNOWN_DEVICE = UUID(int=0)
"""The phone of a token that was never ours."""

_DEVICE = "d.id, d.unit, d.name, d.kind, d.added_at, d.added_by_name, d.revoked_at, d.revoked_by_name, d.seen_at, d.battery_pct"
_KNOWN = (
    "p.lat, p.lon, p.at, p.accuracy_m, p.elsewhere_lat, p.elsewhere_lon, p.elsewhere_at, p.elsewhere_count"
)
_BY_TOKEN = f"""
select {_DEVICE}, s.state::text as state, {_KNOWN} from unit_device d
left join stream s on s.id = 'unit:' || d.unit left join unit_position p on p.unit = d.unit where d.token_hash = $1
"""  # noqa: S608  constant text
_BY_ID = f"select {_DEVICE} from unit_device d where id = $1 for update"  # noqa: S608  constant text
# An older fix that arrives late is part of the track and never moves the unit back; of ten in a second one is kept.
_TRACK = f"""
insert into unit_track (unit, at, lat, lon, accuracy_m, recorded_at)
select $1, $2, $3, $4, $5, $6 where not exists (select from unit_track where unit = $1
  and at > $2::timestamptz - interval '{TRACK_S} s' and at < $2::timestamptz + interval '{TRACK_S} s')
on conflict do nothing
"""  # noqa: S608  constant text
_LATEST = f"""
with tracked as ({_TRACK}), heard as (
  update unit_device set seen_at = $6, battery_pct = coalesce($9, battery_pct) where id = $10)
insert into unit_position as p (unit, at, lat, lon, accuracy_m, recorded_at, speed_m_s, course_deg, case_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, (select case_id from stream where id = 'unit:' || $1))
on conflict (unit) do update set case_id = excluded.case_id, at = excluded.at, lat = excluded.lat, lon = excluded.lon,
  accuracy_m = excluded.accuracy_m, recorded_at = excluded.recorded_at, speed_m_s = excluded.speed_m_s,
  course_deg = excluded.course_deg, road_lat = null, road_lon = null, on_road = null,
  elsewhere_lat = null, elsewhere_lon = null, elsewhere_at = null, elsewhere_count = null
where p.at < excluded.at
returning true
"""  # noqa: S608  constant text
_DOUBT = f"""
with kept as (
  insert into unit_doubt (unit, device, at, lat, lon, verdict, facts, received_at)
  values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
)
delete from unit_doubt where unit = $1 and id <= coalesce((select id from unit_doubt where unit = $1
  order by id desc offset {DOUBTS_MAX - 1} limit 1), 0)
"""  # noqa: S608  constant text


class DeviceBinding(msgspec.Struct, frozen=True, kw_only=True):
    """Whose token it is, the unit it speaks for, and where that was last seen."""

    device: Device
    unit: Unit | None
    known: KnownPosition | None


class TrackPoint(msgspec.Struct, frozen=True, kw_only=True):
    """One point of a track."""

    at: datetime
    point: Point
    accuracy_m: float | None


class RoadMatch(msgspec.Struct, frozen=True, kw_only=True):
    """What became of looking for the road of the fix that a unit took at `at`."""

    unit: UnitId
    at: datetime
    road: Point | None
    why: RoadMatchResult


class TrackStore:
    """Implements `dispatch.ports.UnitPositions` besides what tracking itself asks."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    # --- fixes ------------------------------------------------------------------------------------

    async def bearer(self, token_hash: bytes) -> DeviceBinding | None:
        """Whose token this is, also when it was revoked."""
        row = await self._pool.fetchrow(_BY_TOKEN, token_hash)
        if row is None:
            return None
        unit = None if row["state"] is None else UNIT.read_state(row["state"])
        return DeviceBinding(device=_device(row), unit=unit, known=_known(row))

    async def known(self, unit: UnitId) -> KnownPosition | None:
        """Where a unit was last seen, to judge its next fix by."""
        row = await self._pool.fetchrow(f"select {_KNOWN} from unit_position p where p.unit = $1", unit)  # noqa: S608  constant text
        return None if row is None else _known(row)

    async def keep(
        self,
        unit: UnitId,
        judged: Sequence[JudgedFix],
        known: KnownPosition | None,
        device: Device | None,
        now: datetime,
    ) -> bool:
        """Keep what was judged, all or nothing; whether one of them is the unit's newest position.

        `known` is what is known after them: it carries what contradicts the last good one.
        """
        if len(judged) == 1 and judged[0].verdict is FixVerdict.GOOD:
            return await self._newest(self._pool, unit, judged[0], device, now)  # nearly all: one statement
        async with self._pool.acquire() as connection, connection.transaction():
            newest = False
            for one in judged:
                newest = await self._keep(connection, unit, one, device, now) or newest
            if known is not None and known.elsewhere is not None:
                await self._contradict(connection, unit, known.elsewhere)
            if device is not None:
                levels = [one.reading.battery_pct for one in judged if one.reading.battery_pct is not None]
                await _heard(connection, device.id, now, levels[-1] if levels else None)
            return newest

    async def _keep(
        self, connection: Connection, unit: UnitId, one: JudgedFix, device: Device | None, now: datetime
    ) -> bool:
        point = one.reading.point
        if one.doubtful:
            place = (None, None) if point is None else (point.lat, point.lon)
            facts, by = json.dumps(one.facts), None if device is None else device.id
            await connection.execute(_DOUBT, unit, by, one.at, *place, one.verdict.value, facts, now)
        elif one.verdict is FixVerdict.LATE:
            assert point is not None, "what is believed is somewhere"
            await connection.execute(_TRACK, unit, one.at, point.lat, point.lon, one.reading.accuracy_m, now)
        elif one.verdict is FixVerdict.GOOD:
            return await self._newest(connection, unit, one, device, now)
        return False

    async def _newest(
        self, asked: Connection | Pool, unit: UnitId, one: JudgedFix, device: Device | None, now: datetime
    ) -> bool:
        reading, point = one.reading, one.reading.point
        assert point is not None, "what is believed is somewhere"
        return bool(
            await asked.fetchval(
                _LATEST,
                unit,
                one.at,
                point.lat,
                point.lon,
                reading.accuracy_m,
                now,
                reading.speed_m_s,
                reading.course_deg,
                reading.battery_pct,
                None if device is None else device.id,
            )
        )

    async def _contradict(self, connection: Connection, unit: UnitId, other: ConflictingPosition) -> None:
        await connection.execute(
            "update unit_position set elsewhere_lat = $2, elsewhere_lon = $3, elsewhere_at = $4, elsewhere_count = $5"
            " where unit = $1",
            unit,
            other.point.lat,
            other.point.lon,
            other.at,
            other.count,
        )

    async def put_on_roads(self, found: Sequence[RoadMatch]) -> None:
        """What became of looking for the roads of these fixes; nothing, where there is a newer one."""
        await self._pool.execute(
            "update unit_position p set road_lat = f.lat, road_lon = f.lon, on_road = f.why"
            " from unnest($1::uuid[], $2::timestamptz[], $3::float8[], $4::float8[], $5::text[])"
            " as f(unit, at, lat, lon, why) where p.unit = f.unit and p.at = f.at",
            [one.unit for one in found],
            [one.at for one in found],
            [None if one.road is None else one.road.lat for one in found],
            [None if one.road is None else one.road.lon for one in found],
            [one.why.value for one in found],
        )

    # --- what maps and lists show -----------------------------------------------------------------

    async def seen(self) -> list[tuple[UnitLocation, CaseId | None]]:
        """Every unit that was ever seen, with the road it is on; and the case that it worked on then."""
        rows = await self._pool.fetch("select * from unit_position order by unit")
        return [(_seen(row), row["case_id"]) for row in rows]

    async def doubts(self, since: datetime) -> list[tuple[ImplausibleFix, CaseId | None]]:
        """Of each unit the newest doubtful fix since then, where no good one came after it; and the case that it worked on
        when the last good one was taken."""
        rows = await self._pool.fetch(
            "select distinct on (o.unit) o.*, o.facts::text as said, d.name, p.case_id from unit_doubt o"
            " left join unit_device d on d.id = o.device left join unit_position p on p.unit = o.unit"
            " where o.received_at >= $1 and (p.recorded_at is null or p.recorded_at < o.received_at)"
            " order by o.unit, o.id desc",
            since,
        )
        return [(_doubt(row), row["case_id"]) for row in rows]

    async def heard(self) -> tuple[dict[UnitId, datetime], frozenset[UnitId]]:
        """When each unit's last good position was taken, and the units for which a phone speaks."""
        rows = await self._pool.fetch("select unit, at from unit_position")
        spoken = await self._pool.fetch("select distinct unit from unit_device where revoked_at is null")
        return {UnitId(row["unit"]): row["at"] for row in rows}, frozenset(
            UnitId(row["unit"]) for row in spoken
        )

    async def way(self, unit: UnitId, since: datetime, until: datetime) -> list[TrackPoint]:
        """The track of a unit in a span of time, in its order."""
        rows = await self._pool.fetch(
            "select at, lat, lon, accuracy_m from unit_track where unit = $1 and at >= $2 and at <= $3 order by at"
            " limit $4",
            unit,
            since,
            until,
            TRACK_POINTS_MAX,
        )
        return [
            TrackPoint(at=row["at"], point=Point(row["lat"], row["lon"]), accuracy_m=row["accuracy_m"])
            for row in rows
        ]

    async def forget(self, before: datetime) -> int:
        """Delete tracks and doubtful fixes recorded before then; how many rows went."""
        gone = await self._pool.fetchval(
            "with t as (delete from unit_track where recorded_at < $1 returning 1),"
            " d as (delete from unit_doubt where received_at < $1 returning 1),"
            " r as (delete from device_refusal where minute < $1 returning 1)"
            " select (select count(*) from t) + (select count(*) from d) + (select count(*) from r)",
            before,
        )
        return int(gone)

    # --- phones -----------------------------------------------------------------------------------

    async def devices(self, unit: UnitId) -> list[Device]:
        """The phones of a unit, those that speak for it first."""
        rows = await self._pool.fetch(
            f"select {_DEVICE} from unit_device d where unit = $1 order by revoked_at is not null, added_at desc",  # noqa: S608  constant text
            unit,
        )
        return [_device(row) for row in rows]

    async def add_device(self, device: Device, token_hash: bytes, actor: Actor) -> None:
        """Keep a new phone with the digest of its token, and who made it."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "insert into unit_device (id, unit, name, kind, token_hash, added_at, added_by_name)"
                " values ($1, $2, $3, $4, $5, $6, $7)",
                device.id,
                device.unit,
                device.name,
                device.kind.value,
                token_hash,
                device.added_at,
                device.added_by,
            )
            await _note(connection, None, device, actor, device.added_at)

    async def revoke_device(self, id: DeviceId, actor: Actor, at: datetime) -> Device | None:
        """End a phone's voice; the phone as it is now, None where there is none. Once revoked it stays as it was."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_BY_ID, id)
            if row is None:
                return None
            before = _device(row)
            if before.revoked_at is not None:
                return before
            after = msgspec.structs.replace(before, revoked_at=at, revoked_by=actor.name)
            await connection.execute(
                "update unit_device set revoked_at = $2, revoked_by_name = $3 where id = $1",
                id,
                at,
                actor.name,
            )
            await _note(connection, before, after, actor, at)
            return after

    async def touch(self, device: DeviceId, now: datetime) -> None:
        """It spoke, and said nothing of where it is."""
        async with self._pool.acquire() as connection:
            await _heard(connection, device, now, None)

    # --- who knocks with a token that opens nothing -----------------------------------------------

    async def refused(self, device: DeviceId | None, now: datetime) -> None:
        """Count a message with a token that opens nothing: of a revoked phone, or of none."""
        await self._pool.execute(
            "insert into device_refusal as r (minute, device, count, last_at) values (date_trunc('minute', $1::timestamptz),"
            " $2, 1, $1) on conflict (minute, device) do update set count = r.count + 1, last_at = excluded.last_at",
            now,
            device or UNKNOWN_DEVICE,
        )

    async def knocking(self, since: datetime) -> list[RejectedDevice]:
        """Who knocked since then, the most recent first."""
        rows = await self._pool.fetch(
            "select r.device, sum(r.count) as count, max(r.last_at) as last_at, d.unit, d.name from device_refusal r"
            " left join unit_device d on d.id = r.device where r.last_at >= $1 group by r.device, d.unit, d.name"
            " order by max(r.last_at) desc",
            since,
        )
        return [
            RejectedDevice(
                count=int(row["count"]), last_at=row["last_at"], unit=row["unit"], device=row["name"]
            )
            for row in rows
        ]


async def _heard(connection: Connection, device: DeviceId, now: datetime, battery_pct: float | None) -> None:
    await connection.execute(
        "update unit_device set seen_at = $2, battery_pct = coalesce($3, battery_pct) where id = $1",
        device,
        now,
        battery_pct,
    )


async def _note(
    connection: Connection, before: Device | None, after: Device, actor: Actor, at: datetime
) -> None:
    """Who changed what, beside every other change of what is no event (migration 0002)."""
    await connection.execute(
        "insert into reference_change (relation, key, before, after, actor, at)"
        " values ('unit_device', $1, $2::jsonb, $3::jsonb, $4, $5)",
        str(after.id),
        None if before is None else msgspec.json.encode(before).decode(),
        msgspec.json.encode(after).decode(),
        actor.id,
        at,
    )


def _device(row: Any) -> Device:
    return Device(
        id=DeviceId(row["id"]),
        unit=UnitId(row["unit"]),
        name=row["name"],
        kind=DeviceKind(row["kind"]),
        added_at=row["added_at"],
        added_by=row["added_by_name"],
        revoked_at=row["revoked_at"],
        revoked_by=row["revoked_by_name"],
        seen_at=row["seen_at"],
        battery_pct=row["battery_pct"],
    )


def _known(row: Any) -> KnownPosition | None:
    if row["lat"] is None:
        return None
    elsewhere = None
    if row["elsewhere_at"] is not None:
        point = Point(row["elsewhere_lat"], row["elsewhere_lon"])
        elsewhere = ConflictingPosition(point=point, at=row["elsewhere_at"], count=row["elsewhere_count"])
    point = Point(row["lat"], row["lon"])
    return KnownPosition(point=point, at=row["at"], accuracy_m=row["accuracy_m"], elsewhere=elsewhere)


def _doubt(row: Any) -> ImplausibleFix:
    return ImplausibleFix(
        unit=UnitId(row["unit"]),
        verdict=FixVerdict(row["verdict"]),
        facts=json.loads(row["said"]),
        point=None if row["lat"] is None else Point(row["lat"], row["lon"]),
        at=row["at"],
        received_at=row["received_at"],
        device=row["name"],
    )


def _seen(row: Any) -> UnitLocation:
    return UnitLocation(
        unit=UnitId(row["unit"]),
        point=Point(row["lat"], row["lon"]),
        at=row["at"],
        accuracy_m=row["accuracy_m"],
        speed_m_s=row["speed_m_s"],
        course_deg=row["course_deg"],
        road=None if row["road_lat"] is None else Point(row["road_lat"], row["road_lon"]),
        on_road=None if row["on_road"] is None else RoadMatchResult(row["on_road"]),
    )
