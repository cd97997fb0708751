"""A unit that stands at the place of a reserved case gives it away: its position is for those who may know."""

from pathlib import Path

from auxilio.calls.core.messages import LogManualCall
from auxilio.cases.core.messages import OpenCase, ReserveCase
from auxilio.dispatch.tasks.core.messages import OfferTask
from auxilio.dispatch.units.core.messages import AlertUnit, ReleaseUnit
from auxilio.kernel.ids import AgencyId, AssignmentId, CallId, CaseId, CentreId, TaskId
from auxilio.kernel.shared_types import Mode, Priority
from auxilio.platform.ids import new_id
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.realtime.hidden_units import HiddenUnits
from tests.access.reserved_case_app import a_world


async def test_the_place_of_a_unit_at_a_reserved_case_is_shown_to_its_centre_and_to_who_is_named(
    postgres_server: EmbeddedPostgres, tmp_path: Path
) -> None:
    async with a_world(postgres_server, tmp_path) as world:
        call, case, task = CallId(new_id()), CaseId(new_id()), TaskId(new_id())
        unit, hidden = world.units["A-01"], HiddenUnits(world.hub)
        await world.do("lucia", LogManualCall(call=call))
        await world.do("lucia", OpenCase(case=case, call=call))
        offer = OfferTask(
            task=task,
            case=case,
            mode=Mode.REAL,
            centre=CentreId("san-1"),
            agency=AgencyId("san"),
            service="HEALTH",
            priority=Priority.P1,
        )
        await world.do("lucia", offer)
        await world.do("marta", AlertUnit(assignment=AssignmentId(new_id()), unit=unit, task=task))
        assert all(not hidden(one)(unit, case) for one in world.people.values())
        await world.do("lucia", ReserveCase(case=case, reason="violencia"))
        may = {"lucia", "clara", "marta", "mila", "ambulancia"}
        assert {name for name, one in world.people.items() if not hidden(one)(unit, case)} == may
        await world.do("marta", ReleaseUnit(unit=unit))
        # The fix that was taken there stays hidden after the release; the next one, of no case, does not.
        assert {name for name, one in world.people.items() if not hidden(one)(unit, case)} == may
        assert all(not hidden(one)(unit, None) for one in world.people.values())
