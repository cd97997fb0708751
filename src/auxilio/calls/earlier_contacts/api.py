"""The desk asks what is known already of its call's number and of its case's address: a count at ring, a list on a key."""

from uuid import UUID

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from auxilio.calls.core.earlier_contacts import EarlierContacts, EarlierSummary, FrequentCallers
from auxilio.calls.earlier_contacts.frequent import FrequentCallerQueries
from auxilio.calls.ports import EarlierContactQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId


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


@get("/api/calls/frequent", summary="Numbers and telephones of which many calls were closed as false")
async def frequent_callers(
    actor: NamedDependency[Actor],
    frequent_callers_: NamedDependency[FrequentCallerQueries],
) -> FrequentCallers:
    """Within 30 days, with the count of calls without SIM. Refused: `not_permitted`."""
    return await frequent_callers_.list(actor)
