"""What dispatch asks beside the log: where units are (`tracking` keeps it), and the question which aggregates belong to a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from auxilio.dispatch.aggregates import ASSIGNMENT, PATIENT, TASK, UNIT
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.tasks.core.model import Task
from auxilio.dispatch.units.core.assignment_model import Assignment
from auxilio.dispatch.units.core.model import Unit, UnitPosition
from auxilio.kernel.ids import CaseId, CentreId, UnitId, key_of
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.cursors import changed_since


class DispatchStore:
    """Implements `ports.UnitPositions` and `ports.CaseWorkIndex`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def latest(self, units: Sequence[UnitId] | None = None) -> list[UnitPosition]:
        """The newest fix of these units, or of all."""
        rows = await self._pool.fetch(
            "select unit, lat, lon, accuracy_m, at from unit_position"
            " where $1::uuid[] is null or unit = any($1) order by unit",
            None if units is None else list(units),
        )
        return [_position(row) for row in rows]

    async def of_radio(self, radio: str) -> Unit | None:
        """The unit that carries a radio; one that is retired carries none."""
        row = await self._pool.fetchrow(
            "select state::text as state from stream where noun = 'unit' and state->'radios' ? $1"
            " and not coalesce((state->>'retired')::boolean, false) order by id limit 1",
            radio,
        )
        return None if row is None else UNIT.read_state(row["state"])

    async def units(self) -> list[Unit]:
        """Every unit, also those that are retired, by callsign."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = 'unit' and version > 0"
            " order by state->>'callsign', id"
        )
        return [UNIT.read_state(row["state"]) for row in rows]

    async def bound(self, mode: Mode, since: datetime) -> list[Patient]:
        """Patients whom a hospital was warned of, and who are not over, or have changed since then."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = 'patient' and mode = $1"
            " and (live or changed_at >= $2) and state->>'hospital' is not null",
            mode.value,
            since,
        )
        return [PATIENT.read_state(row["state"]) for row in rows]

    async def runs_since(self, mode: Mode, since: datetime) -> list[Assignment]:
        """Assignments that have changed since then, oldest first."""
        return await changed_since(self._pool, ASSIGNMENT, mode, since)

    async def untracked(self, since: datetime, until: datetime, limit: int) -> list[Assignment]:
        """Works that ended in this span and whose track is not recorded yet, the oldest first."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = 'assignment' and not live and version > 0"
            " and changed_at >= $1 and changed_at < $2 and state->>'track' is null order by changed_at, id limit $3",
            since,
            until,
            limit,
        )
        return [ASSIGNMENT.read_state(row["state"]) for row in rows]

    async def tasks_of(self, centre: CentreId) -> list[Task]:
        """Every task that a centre has or had, in order of birth. For a centre that is there for a time: all of a usual
        one are too many."""
        rows = await self._pool.fetch(
            "select state::text as state from stream where noun = 'task' and state->>'centre' = $1 order by id",
            centre,
        )
        return [TASK.read_state(row["state"]) for row in rows]

    async def ids(self, aggregate: str, case: CaseId) -> list[UUID]:
        """The ids of one kind of aggregate that belong to a case, in order of birth."""
        rows = await self._pool.fetch(
            "select id from stream where case_id = $1 and noun = $2 order by id", case, aggregate
        )
        return [UUID(key_of(row["id"])) for row in rows]


def _position(row: Any) -> UnitPosition:
    return UnitPosition(
        unit=UnitId(row["unit"]),
        point=Point(row["lat"], row["lon"]),
        at=row["at"],
        accuracy_m=row["accuracy_m"],
    )
