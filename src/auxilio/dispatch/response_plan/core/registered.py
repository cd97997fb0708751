"""Compares a response plan with the directory: which of its centres are registered here and can be reached. Pure.

A plan is reviewed content, and the directory is what administrators keep: they can differ at any moment. Sending help asks
`RegisteredCentres` for each centre; `compare_with_directory` says what people should mend (decision 0277).
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from auxilio.dispatch.response_plan.core.plan import (
    PlanContact,
    ResponseArea,
    ResponsePlan,
    is_told_by_telephone,
    services_by_agency,
)
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.identity.core.model import Contact, Directory, TemporaryCentre
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.shared_types import Language


class RegisteredCentre(msgspec.Struct, frozen=True, kw_only=True):
    """An operational centre of the directory, with how it is reached."""

    id: CentreId
    agency: AgencyId
    name: str
    service: Code
    """What its agency does."""
    console: bool
    """Whether its people work at a console; without one its tasks are told by telephone."""
    phone: str | None


type RegisteredCentres = Mapping[CentreId, RegisteredCentre]


class TelephoneContact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody with a number, as a desk or a centre finds and dials them."""

    name: str
    number: str
    speaks: tuple[Language, ...] = ()
    """Languages that they interpret; none: they are no interpreter."""
    organisation: str | None = None
    purpose: str | None = None
    hours: str | None = None
    """None: at all hours."""


class PlanFindingCode(StrEnum):
    """What a comparison of plan and directory finds, the gravest first."""

    NO_PLAN = "no_plan"
    """This installation has no plan of its own: nothing is offered by itself."""
    SERVICE_WITHOUT_CENTRE = "service_without_centre"
    """None of the centres that the plan names for a service is registered."""
    CENTRE_NOT_REGISTERED = "centre_not_registered"
    CENTRE_OF_OTHER_AGENCY = "centre_of_other_agency"
    """The directory says of another agency than the plan: its crews would see other cases than was reviewed."""
    CENTRE_UNREACHABLE = "centre_unreachable"
    """It has neither a console nor a telephone."""


class PlanFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in which plan and directory differ. The catalogues word it as `plan.<code>`."""

    code: PlanFindingCode
    services: tuple[Code, ...] = ()
    centre: CentreId | None = None
    name: str = ""
    """The centre's, as people call it."""


def registered_centres(
    directory: Directory, temporary: Sequence[TemporaryCentre] = ()
) -> dict[CentreId, RegisteredCentre]:
    """The centres of the directory, and those that are there for a time, whose desks are consoles."""
    agencies = {one.id: one for one in directory.agencies}
    for_a_time = {one.centre.id for one in temporary}
    found = {}
    for centre in (*directory.centres, *(one.centre for one in temporary)):
        agency = agencies.get(centre.agency)
        found[CentreId(centre.id)] = RegisteredCentre(
            id=CentreId(centre.id),
            agency=AgencyId(centre.agency),
            name=centre.name,
            service=agency.service.upper() if agency else "",
            console=agency is None or agency.has_console or centre.id in for_a_time,
            phone=centre.phone or (agency.phone if agency else None),
        )
    return found


def services_of_agencies(plan: ResponsePlan, directory: Directory) -> dict[str, tuple[str, ...]]:
    """What each agency answers for: by the plan (`plan.services_by_agency`); an agency that it does not name, by the directory."""
    by_directory = {agency.id: (agency.service.upper(),) for agency in directory.agencies}
    return {**by_directory, **services_by_agency(plan)}


def telephone_contacts(
    kept: Sequence[Contact], area: ResponseArea, registered: RegisteredCentres
) -> tuple[TelephoneContact, ...]:
    """Everybody with a number: contacts of the directory, then those that a plan names, then its centres without a console.

    A number that the directory has is said once, and by the directory.
    """
    found = [
        TelephoneContact(
            name=one.name,
            number=one.phone,
            speaks=one.languages,
            organisation=one.organisation,
            purpose=one.purpose,
            hours=one.hours,
        )
        for one in kept
    ]
    numbers = {one.number for one in found}
    return (
        *found,
        *(
            TelephoneContact(name=one.name, number=one.number, speaks=one.speaks)
            for one in (*area.contacts, *contacts_by_telephone(area, registered))
            if one.number not in numbers
        ),
    )


def contacts_by_telephone(area: ResponseArea, registered: RegisteredCentres) -> tuple[PlanContact, ...]:
    """The centres of an area that are told by telephone, with the number of the directory, else that of an older plan."""
    found = []
    for centre in area.centres.values():
        known = registered.get(centre.id)
        phone = (known.phone if known else None) or centre.phone
        if phone and is_told_by_telephone(centre, registered):
            found.append(PlanContact(name=centre.name, number=phone))
    return tuple(found)


def compare_with_directory(plan: ResponsePlan, registered: RegisteredCentres) -> tuple[PlanFinding, ...]:
    """What differs between a plan and the directory, the gravest first; nothing where help finds every centre."""
    if not plan.area.id:
        unreachable = (
            PlanFinding(
                code=PlanFindingCode.CENTRE_UNREACHABLE, services=(one.service,), centre=one.id, name=one.name
            )
            for one in registered.values()
            if not one.console and one.phone is None
        )
        return (PlanFinding(code=PlanFindingCode.NO_PLAN), *unreachable)
    order = list(PlanFindingCode)
    found = (*_services_without_centre(plan, registered), *_centres(plan, registered))
    return tuple(sorted(found, key=lambda one: order.index(one.code)))


def _services_without_centre(plan: ResponsePlan, registered: RegisteredCentres) -> Iterator[PlanFinding]:
    named: dict[Code, set[CentreId]] = {}
    for zone in plan.area.zones:
        named.setdefault(zone.service, set()).update(zone.centres)
    for service, centres in sorted(named.items()):
        if centres.isdisjoint(registered):
            yield PlanFinding(code=PlanFindingCode.SERVICE_WITHOUT_CENTRE, services=(service,))


def _centres(plan: ResponsePlan, registered: RegisteredCentres) -> Iterator[PlanFinding]:
    for centre in plan.area.centres.values():
        known = registered.get(centre.id)
        if known is None:
            code = PlanFindingCode.CENTRE_NOT_REGISTERED
        elif known.agency != centre.agency:
            code = PlanFindingCode.CENTRE_OF_OTHER_AGENCY
        elif is_told_by_telephone(centre, registered) and not (centre.phone or known.phone):
            code = PlanFindingCode.CENTRE_UNREACHABLE
        else:
            continue
        yield PlanFinding(code=code, services=centre.services, centre=centre.id, name=centre.name)
