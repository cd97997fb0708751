"""What is known already of a number and an address: a count at ring and a list on a key for the desk, a list for a centre."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from auxilio.calls.core.earlier_contacts import EarlierContacts, EarlierSummary, FrequentCallers
from auxilio.calls.earlier_contacts.frequent import FrequentCallerQueries
from auxilio.calls.ports import EarlierContactQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId, CaseId


class EarlierContactController(Controller):
    """`/api/calls/{call}/earlier`, for the desk that has the call or is offered it."""

    path = "/api/calls/{call:uuid}/earlier"

    @get("/count")
    async def count(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        earlier_contacts: NamedDependency[EarlierContactQueries],
    ) -> EarlierSummary:
        """How many earlier calls and cases, how calls of this caller were closed, and whether a rule offers the short opening.

        No case is opened by it, so it is no look.

        Refused: `not_permitted`, `not_your_call`, `session_mode_differs`.
        """
        return await earlier_contacts.count(CallId(call), actor)

    @get("/")
    async def listed(
        self,
        call: FromPath[UUID],
        actor: NamedDependency[Actor],
        earlier_contacts: NamedDependency[EarlierContactQueries],
    ) -> EarlierContacts:
        """The list. That this person looked at each case of it is durable before it is answered.

        Refused: as the count.
        """
        return await earlier_contacts.listed(CallId(call), actor)


@get(
    "/api/cases/{case:uuid}/earlier",
    summary="Earlier calls and cases of the numbers and the address of a case",
)
async def earlier_of_case(
    case: FromPath[UUID],
    actor: NamedDependency[Actor],
    earlier_contacts: NamedDependency[EarlierContactQueries],
) -> EarlierContacts:
    """For a centre that works on the case: of the cases found, those that it may open. That this person looked at each of them
    is durable before it is answered.

    Refused: `not_permitted`, `unknown_case`, `case_reserved`, `no_task_here`, `not_your_case`, `session_mode_differs`.
    """
    return await earlier_contacts.of_case(CaseId(case), actor)


@get("/api/calls/frequent", summary="Numbers and telephones of which many calls were closed as false")
async def frequent_callers(
    actor: NamedDependency[Actor],
    frequent_callers_: NamedDependency[FrequentCallerQueries],
) -> FrequentCallers:
    """Within 30 days, with the count of calls without SIM. Refused: `not_permitted`."""
    return await frequent_callers_.list(actor)
