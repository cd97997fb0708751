"""Positions that radios report, passed to the tracking of units."""

from auxilio.dispatch.tracking.core.model import PositionReading
from auxilio.dispatch.tracking.service import TrackingService
from auxilio.radio.core.lip import RadioPosition
from auxilio.workflows.radio_ownership import UnitOfRadio


class RadioPositionReports:
    """Implements `radio.ports.PositionSink`: judged as every other fix."""

    def __init__(self, unit_of_radio: UnitOfRadio, tracking: TrackingService) -> None:
        self._unit_of_radio, self._tracking = unit_of_radio, tracking

    async def heard(self, radio: str, place: RadioPosition) -> None:
        """See `radio.ports.PositionSink`. A radio that nobody knows is counted, and the room is told, as of a phone with a false key."""
        unit = await self._unit_of_radio(radio)
        if unit is None:
            await self._tracking.report_stranger()
            return
        reading = PositionReading(
            point=place.point,
            at=place.at,
            accuracy_m=place.accuracy_m,
            speed_m_s=place.speed_m_s,
            course_deg=place.course_deg,
        )
        await self._tracking.report_radio(unit.id, reading)
