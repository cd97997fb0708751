"""A day of chance at one centre: calls, cases, tasks, crews, clocks, and a worker that dies between any two commands."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from auxilio.calls.core import messages as calls
from auxilio.dispatch.patients.core import messages as p
from auxilio.dispatch.patients.core.model import Patient
from auxilio.dispatch.units.core import messages as u
from auxilio.followup.core.messages import AnswerWatch
from auxilio.followup.core.model import OVER, Watch
from auxilio.kernel.ids import (
    AgencyId,
    CentreId,
    PatientId,
    UnitId,
)
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.road_closures.core.messages import DrawClosure, LiftClosure
from auxilio.road_closures.core.model import Closure, ClosureId, ClosureReason, ClosureState
from tests.actors import system
from tests.days.centre import AWAY_MAX, CLOCKS_S, FLEET, NEEDS, PICK, PLACES, pick, pick_of, where
from tests.days.centre_actions import AtTheCentre
from tests.days.crew_actions import OnTheRoad
from tests.days.desk_actions import AtTheDesk
from tests.dispatch.factories import CREW, crew_of


class Day(AtTheDesk, AtTheCentre, OnTheRoad):
    """All of it, with its morning, patients, roads, alarms and the time that passes."""

    # --- the morning --------------------------------------------------------------------------------

    @initialize(ready=st.booleans(), begun=st.lists(st.sampled_from(NEEDS), max_size=3))
    def morning(self, ready: bool, begun: list[tuple[str, ...]]) -> None:
        """Vehicles stand in their stations with their crews; desks are manned, or will be; some cases are under way."""
        for callsign, agency, able in FLEET:
            unit = u.RegisterUnit(
                unit=UnitId(new_id()),
                callsign=callsign,
                agency=AgencyId(agency),
                centre=CentreId(f"{agency}-1"),
                capabilities=able,
                home=PLACES[0],
            )
            assert self.press(system(), unit)
            assert self.press(crew_of(callsign), u.SignOnCrew(unit=unit.unit, crew=CREW))
        for desk in self.desks if ready else ():
            self.press(desk, calls.SetDeskReady())
        for nth, needs in enumerate(begun):
            self.a_case_is_opened(desk=nth, call=0, priority=Priority(1 + nth % 2), place=PLACES[nth])
            self.help_is_sent(case=0, desk=nth, needs=needs, both=False)
            self.a_patient(case=nth, how="record")

    # --- patients, roads, alarms -----------------------------------------------------------------------

    @where(lambda day: day.open_cases())
    @rule(case=PICK, how=st.sampled_from(("record", "warn", "yes", "over")))
    def a_patient(self, case: int, how: str) -> None:
        by, known = self.centres["san-1"][0], pick(self.all(Patient), case)
        if how == "record" or known is None:
            if found := pick(self.open_cases(), case):
                record = p.RecordPatient(patient=PatientId(new_id()), case=found.id, mode=Mode.REAL)
                self.press(by, record)
        elif how == "warn":
            self.press(by, p.WarnHospital(patient=known.id, hospital="Hospital General"))
        elif how == "yes":
            self.press(by, p.AcknowledgeHospitalWarning(patient=known.id, by="Dra. Gil"))
        else:
            self.press(by, p.TransferPatientCare(patient=known.id, to="Urgencias"))

    @rule(nth=PICK, lift_it=st.booleans(), for_s=st.sampled_from((20.0, 300.0)))
    def a_road_is_closed(self, nth: int, lift_it: bool, for_s: float) -> None:
        standing = [one for one in self.all(Closure) if one.state is ClosureState.STANDING]
        by = pick_of(self.centres["pol-1"], nth)
        if lift_it and (found := pick(standing, nth)):
            self.press(by, LiftClosure(closure=found.id))
        elif not lift_it and len(standing) < 3:
            until = self.ground.clock.now() + timedelta(seconds=for_s)
            drawn = DrawClosure(
                closure=ClosureId(new_id()), ring=RING, reason=ClosureReason.POLICE, until=until
            )
            self.press(by, drawn)

    @where(lambda day: any(watch.state not in OVER for watch in day.all(Watch)))
    @rule(nth=PICK)
    def an_alarm_is_answered(self, nth: int) -> None:
        found = pick([watch for watch in self.all(Watch) if watch.state not in OVER], nth)
        if found is not None:
            self.press(self.chief, AnswerWatch(watch=found.id, words="lo miro"))

    # --- time, and the worker ---------------------------------------------------------------------------

    @rule(span_s=st.sampled_from(CLOCKS_S))
    def time_passes(self, span_s: float) -> None:
        """With the worker there, each clock rings at its moment; with it away, all ring when it is back."""
        if self.away:
            self._run(self.ground.clock.advance(span_s, settle=0))
        else:
            self._run(self.ground.wait(span_s))
        self.rest()

    @rule(after=st.integers(0, 6))
    def the_worker_will_die(self, after: int) -> None:
        """Behind that many of its next commands, wherever it then stands."""
        self.ground.mortal.left = after

    @rule(for_=st.integers(1, AWAY_MAX))
    def the_worker_is_away(self, for_: int) -> None:
        self.away = self.away or for_


RING = (Point(41.500, 1.500), Point(41.501, 1.500), Point(41.501, 1.501), Point(41.500, 1.501))
