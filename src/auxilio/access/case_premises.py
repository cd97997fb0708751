"""Where a case is, for who works on it now: what decides who is shown the premise notes of its address."""

from auxilio.access.actors import must_match
from auxilio.access.case_access import CaseAccess
from auxilio.access.case_visibility import case_context
from auxilio.cases.core.model import CaseState
from auxilio.dispatch.units.core.crew_authority import is_own
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Forbidden, NotFound
from auxilio.premise_notes.ports import CasePremises


class WorkedCasePremises:
    """The place of a case, for who works on it."""

    def __init__(self, admission: CaseAccess) -> None:
        self._admission = admission

    async def __call__(self, case: CaseId, actor: Actor) -> CasePremises | None:
        """None where the case has no place or is over. Satisfies `premise_notes.ports.FindCasePremises`.

        Raises `Refused` as `CaseAccess.admit`; `not_your_case` also to a crew whose unit has left the case.
        """
        others = await self._admission.admit(case, actor)
        context = case_context(actor, case, others)
        if context is None:
            raise NotFound("unknown_case", id=str(case))
        found = context.case
        must_match(actor, found.mode)
        if actor.kind == "crew" and not any(
            unit.case == case and is_own(unit, actor) for unit in context.units
        ):
            raise Forbidden("not_your_case")
        if found.state is not CaseState.OPEN or found.location is None:
            return None
        place = found.location
        return CasePremises(
            mode=found.mode,
            address=place.words,
            municipality=place.municipality or "",
            point=place.point,
        )
