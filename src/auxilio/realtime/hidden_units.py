"""Units whose place would give a reserved case away: asked by the route of unit positions."""

from auxilio.access.actors import sees_reserved
from auxilio.access.case_visibility import is_hidden
from auxilio.access.units import is_of_centre
from auxilio.dispatch.service import UNIT
from auxilio.dispatch.tracking.service import PositionFilter
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, UnitId, stream_id
from auxilio.realtime.hub import Hub


class HiddenUnits:
    """Implements `dispatch.tracking.service.PositionFilterOf` over the boards of this process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def __call__(self, actor: Actor) -> PositionFilter:
        """A centre sees its own units wherever they are."""
        others = self._hub.others()

        def hides(unit: UnitId, case: CaseId | None) -> bool:
            held = self._hub.held(stream_id(UNIT.name, unit))
            if held is not None and is_of_centre(held.state, actor):
                return False
            cases = {case, held.case if held is not None else None} & others.reserved
            return any(is_hidden(actor, one, others) for one in cases)

        return (lambda _unit, _case: False) if sees_reserved(actor) else hides
