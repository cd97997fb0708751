"""Response plans: which centres a case needs, what each is asked for, and why. Pure and deterministic.

A plan is data with a version and approvals (`content/plans`, written form in its README). Its two halves: *needs*
say what a kind of emergency asks of each service, anywhere; *areas* say which centre answers for a service in a
municipality. The same facts give the same proposal, and every part of it says from which line it came.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal, NamedTuple, Protocol
from zoneinfo import ZoneInfo

import msgspec

from auxilio.dispatch.tasks.core.model import ProposalReason
from auxilio.dispatch.tasks.core.shared_types import Code
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.shared_types import Language, Phone, Priority

EVERYWHERE = "*"


class TypeNeeds(msgspec.Struct, frozen=True, kw_only=True):
    """The services that an incident type concerns (content/data/typology.csv)."""

    lead: Code
    support: tuple[Code, ...] = ()
    default_priority: Priority


class TypeSupplement(msgspec.Struct, frozen=True, kw_only=True):
    """What one incident type asks of one service beyond the usual, at this priority or worse."""

    type: Code
    service: Code
    ask: tuple[Code, ...]
    up_to: Priority = Priority.P4


class PlanCentre(msgspec.Struct, frozen=True, kw_only=True):
    """An operational centre of an area."""

    id: CentreId
    agency: AgencyId
    services: tuple[Code, ...]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    """A proper name: the same in every language."""
    console: bool = True
    phone: str | None = None
    """Where it is told by voice when it has no console, or when its console is gone."""
    reflex: bool = False
    """Its agency has delegated the first alert for a P0: the nearest unit is alerted at once, visibly."""
    operation: str | None = None
    """It is the command post of the preventive operation of this name, and a centre as long as that lasts."""


type Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ResponseZone(msgspec.Struct, frozen=True, kw_only=True):
    """Which centres answer for a service in these municipalities, in the order in which they are asked; with `hours`
    or `days` only then, by the clock of the area, and before those who always do."""

    municipalities: tuple[str, ...]
    service: Code
    centres: Annotated[tuple[CentreId, ...], msgspec.Meta(min_length=1)]
    hours: (
        Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")] | None
    ) = None
    """`22:00-07:00`: from the first minute on, until before the last; over midnight when it ends earlier than it begins."""
    days: tuple[Day, ...] = ()
    """On which days it begins; none: every day."""

    @property
    def always(self) -> bool:
        """Whether it holds at every hour of every day."""
        return self.hours is None and not self.days


class AlarmLevel(msgspec.Struct, frozen=True, kw_only=True):
    """What an alarm of this level for this type is in all: of each service so much, also where it was not asked before."""

    type: Code
    level: Annotated[int, msgspec.Meta(ge=2, le=9)]
    ask: dict[Code, tuple[Code, ...]]


class MutualAidNeighbours(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a centre asks for mutual aid, in the order in which they are asked."""

    of: CentreId
    centres: Annotated[tuple[CentreId, ...], msgspec.Meta(min_length=1)]


class PlanContact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a plan names with a number: an interpreter, toxicology, a hospital. Contacts of the directory are `identity.core.model.Contact`."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    number: Phone
    speaks: tuple[Language, ...] = ()
    """Languages that they interpret; none: they are no interpreter."""


class ResponseArea(msgspec.Struct, frozen=True, kw_only=True):
    """The centres of a place and what they answer for."""

    id: Code
    centres: dict[CentreId, PlanCentre]
    zones: tuple[ResponseZone, ...]
    clocks: TaskTimeLimits = TaskTimeLimits()
    contacts: tuple[PlanContact, ...] = ()
    neighbours: tuple[MutualAidNeighbours, ...] = ()
    timezone: str = "Europe/Madrid"
    """By whose clock hours are meant."""


class ResponsePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A response plan in force, with the versions that a case keeps."""

    id: Code
    version: str
    digest: str
    draft: bool
    types: dict[Code, TypeNeeds]
    capability_service: dict[Code, Code]
    usual: dict[Code, tuple[tuple[Code, ...], ...]]
    """For each service what it is asked for when nothing more precise is known: P0, P1, P2, P3, P4."""
    extras: tuple[TypeSupplement, ...]
    stands_in: dict[Code, Code]
    """Which service answers where an area has no centre for this one: `FOREST` by `FIRE`."""
    support_up_to: Priority
    """Supporting services are asked by themselves at this priority or worse; below, only what was proved."""
    unclassified: tuple[Code, ...]
    """Who is asked when help is sent before anybody knows what it is."""
    own: tuple[Code, ...] = ()
    """What the room answers itself: no task for it."""
    area: ResponseArea
    alarms: tuple[AlarmLevel, ...] = ()
    by_centre: tuple[Code, ...] = ()
    """Capabilities that a centre gives itself, without a unit (`given_by` of the catalogue)."""


class CentreRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One centre, what it is asked for, and why."""

    centre: CentreId
    agency: AgencyId
    service: Code
    """Its first service in this case; it decides what the centre may see."""
    services: tuple[Code, ...]
    capabilities: tuple[Code, ...]
    fallbacks: tuple[CentreId, ...]
    by_telephone: bool
    reflex: bool
    reasons: tuple[ProposalReason, ...]
    absent: tuple[CentreId, ...] = ()
    """Those that the plan names before it and that are not registered here."""


class ResponseProposal(msgspec.Struct, frozen=True, kw_only=True):
    """What the plan proposes. `unanswered` are services for which this area has no centre to ask; `unregistered` is what
    nobody can be asked for, because no centre that the plan names for it is registered here: each under the first of them."""

    plan: Code
    version: str
    digest: str
    centres: tuple[CentreRequest, ...]
    unanswered: tuple[Code, ...]
    unregistered: tuple[CentreRequest, ...] = ()


def services_by_agency(plan: ResponsePlan) -> Mapping[str, tuple[str, ...]]:
    """What each agency answers for, by all of its centres: it decides which cells of a board or a report its people see."""
    services: dict[str, dict[str, None]] = {}
    for centre in plan.area.centres.values():
        services.setdefault(centre.agency, {}).update(dict.fromkeys(centre.services))
    return {agency: tuple(some) for agency, some in services.items()}


class CentreReach(Protocol):
    """How a centre of the directory is reached: `registered.RegisteredCentre`."""

    @property
    def console(self) -> bool:
        """Whether its people work at a console."""
        ...


type KnownCentres = Mapping[CentreId, CentreReach] | None
"""The centres that are registered here. None: a plan is looked at by itself, and each of its centres counts."""


def is_registered(centre: CentreId, known: KnownCentres) -> bool:
    """Whether a centre can be asked for anything."""
    return known is None or centre in known


def is_told_by_telephone(centre: PlanCentre, known: KnownCentres) -> bool:
    """Whether plan or directory say that a centre has no console."""
    return not centre.console or (known is not None and centre.id in known and not known[centre.id].console)


def neighbours_of(plan: ResponsePlan, centre: CentreId, known: KnownCentres = None) -> tuple[PlanCentre, ...]:
    """Whom this centre asks for mutual aid, in order; none is an answer."""
    ids = (one for line in plan.area.neighbours if line.of == centre for one in line.centres)
    return tuple(plan.area.centres[one] for one in dict.fromkeys(ids) if is_registered(one, known))


def propose(
    plan: ResponsePlan,
    type: str | None,
    priority: Priority,
    send: Iterable[str] = (),
    municipality: str | None = None,
    *,
    at: datetime,
    level: int = 1,
    known: KnownCentres = None,
) -> ResponseProposal:
    """The centres for these facts at this moment, in the order lead, support, proved, alarm. Never raises: unknown words
    are named. `level` is the alarm's: 1 is the usual response, each higher one what `ResponsePlan.alarms` says of it.
    A centre that is not `known` is passed over, as if it had refused."""
    wanted = _raised(plan, type, level, _services(plan, type, priority, tuple(send)))
    now = local_time(plan, at)
    asks: dict[CentreId, CentreRequest] = {}
    nobody: dict[CentreId, CentreRequest] = {}
    unanswered: list[Code] = []
    for service, (capabilities, reasons) in wanted.items():
        if service in plan.own:
            continue
        found = _answering(plan, service, municipality, now, known)
        if found is None:
            unanswered.append(service)
            continue
        ask, into = (
            _ask(plan, found, service, capabilities, reasons, known),
            asks if found.centres else nobody,
        )
        before = into.get(ask.centre)
        into[ask.centre] = _joined(before, ask) if before else ask
    return ResponseProposal(
        plan=plan.id,
        version=plan.version,
        digest=plan.digest,
        centres=tuple(asks.values()),
        unanswered=tuple(unanswered),
        unregistered=tuple(nobody.values()),
    )


type _Wanted = dict[Code, tuple[tuple[Code, ...], tuple[ProposalReason, ...]]]


def _services(plan: ResponsePlan, type: str | None, priority: Priority, send: tuple[str, ...]) -> _Wanted:
    """Every service with what it is asked for. What was proved replaces the usual; it never comes on top of it."""
    proved: dict[Code, list[Code]] = {}
    for capability in send:
        proved.setdefault(plan.capability_service.get(capability, capability), []).append(capability)
    needs = plan.types.get(type) if type else None
    wanted: _Wanted = {}
    for service, reason in _by_type(plan, type, needs, priority, bool(send)):
        asked = tuple(proved.pop(service, ())) or _usual(plan, service, priority)
        more = _extra(plan, type, service, priority, asked)
        wanted[service] = (
            (*asked, *more),
            (reason, *(ProposalReason(code="extra_of_type", facts={"capability": one}) for one in more)),
        )
    for service, capabilities in proved.items():
        facts = {"capabilities": " ".join(capabilities)}
        wanted[service] = (tuple(capabilities), (ProposalReason(code="proved", facts=facts),))
    return wanted


def _by_type(
    plan: ResponsePlan, type: str | None, needs: TypeNeeds | None, priority: Priority, proved: bool
) -> list[tuple[Code, ProposalReason]]:
    if needs is None:
        if proved and type is None:
            return []
        code = "unclassified" if type is None else "type_unknown"
        return [
            (service, ProposalReason(code=code, facts={"type": type} if type else {}))
            for service in plan.unclassified
        ]
    facts = {"type": type or "", "priority": priority.name}
    found = [(needs.lead, ProposalReason(code="lead_of_type", facts=facts))]
    if priority <= plan.support_up_to:
        found += [(one, ProposalReason(code="support_of_type", facts=facts)) for one in needs.support]
    return found


def _usual(plan: ResponsePlan, service: Code, priority: Priority) -> tuple[Code, ...]:
    by_priority = plan.usual.get(service)
    return by_priority[priority] if by_priority else ()


def _extra(
    plan: ResponsePlan, type: str | None, service: Code, priority: Priority, asked: tuple[Code, ...]
) -> tuple[Code, ...]:
    more: list[Code] = []
    for extra in plan.extras:
        if extra.type == type and extra.service == service and priority <= extra.up_to:
            more += [one for one in extra.ask if one not in asked and one not in more]
    return tuple(more)


def _raised(plan: ResponsePlan, type: str | None, level: int, wanted: _Wanted) -> _Wanted:
    """With what an alarm of this level asks in all: never less than was wanted without it."""
    lines = [alarm for alarm in plan.alarms if alarm.type == type and alarm.level <= level]
    for line in sorted(lines, key=lambda alarm: alarm.level):
        reason = ProposalReason(code="alarm_level", facts={"level": str(line.level)})
        for service, ask in line.ask.items():
            asked, reasons = wanted.get(service, ((), ()))
            more = tuple((Counter(ask) - Counter(asked)).elements())
            wanted[service] = ((*asked, *more), (*reasons, reason))
    return wanted


def levels_of(plan: ResponsePlan, type: str | None) -> tuple[int, ...]:
    """The alarm levels that the plan has for a type, from 1."""
    return (1, *sorted({alarm.level for alarm in plan.alarms if alarm.type == type}))


class TimeOfWeek(msgspec.Struct, frozen=True):
    """A moment as the clock of an area shows it."""

    day: Day
    minute: int
    """Of the day, 0 to 1439."""


def local_time(plan: ResponsePlan, at: datetime) -> TimeOfWeek:
    """This moment by the area's clock."""
    there = at.astimezone(ZoneInfo(plan.area.timezone))
    return TimeOfWeek(DAYS[there.weekday()], there.hour * 60 + there.minute)


def is_zone_active(zone: ResponseZone, now: TimeOfWeek) -> bool:
    """Whether the zone's hours have begun and not ended."""
    begin, end = parse_hours(zone.hours) if zone.hours else (0, 24 * 60)
    yesterday = DAYS[DAYS.index(now.day) - 1]
    if begin < end:
        return (not zone.days or now.day in zone.days) and begin <= now.minute < end
    began_today = now.minute >= begin and (not zone.days or now.day in zone.days)
    return began_today or (now.minute < end and (not zone.days or yesterday in zone.days))


def parse_hours(hours: str) -> tuple[int, int]:
    """`22:00-07:00` as minutes of the day."""
    begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in hours.split("-"))
    return begin, end


def centres_for(
    plan: ResponsePlan, service: Code, municipality: str | None, now: TimeOfWeek
) -> tuple[Code, tuple[CentreId, ...]] | None:
    """Who answers for a service here and now; else the stand-in for it. None when there is neither."""
    found = _answering(plan, service, municipality, now, None)
    return (found.service, found.centres) if found else None


class _Answering(NamedTuple):
    service: Code
    """The service itself, or its stand-in."""
    centres: tuple[CentreId, ...]
    """Registered ones; none where the plan names only others."""
    absent: tuple[CentreId, ...]
    """Those before them that are not registered."""


def _answering(
    plan: ResponsePlan, service: Code, municipality: str | None, now: TimeOfWeek, known: KnownCentres
) -> _Answering | None:
    seen: set[Code] = set()
    absent: list[CentreId] = []
    wanted: Code | None = service
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        here = _zone(plan.area.zones, wanted, municipality, now)
        if there := tuple(one for one in here if is_registered(one, known)):
            return _Answering(wanted, there, (*absent, *here[: here.index(there[0])]))
        absent += here
        wanted = plan.stands_in.get(wanted)
    return _Answering(service, (), tuple(absent)) if absent else None


def _zone(
    zones: tuple[ResponseZone, ...], service: Code, municipality: str | None, now: TimeOfWeek
) -> tuple[CentreId, ...]:
    """A zone that names the municipality goes before one for everywhere, and of these one that names the hour before one
    for always; the centres of the later ones follow as fallbacks."""
    holding = [zone for zone in zones if zone.service == service and is_zone_active(zone, now)]
    named = [zone for zone in holding if municipality and municipality in zone.municipalities]
    general = [zone for zone in holding if EVERYWHERE in zone.municipalities]
    ordered = (zone for some in (named, general) for zone in sorted(some, key=lambda zone: zone.always))
    return tuple(dict.fromkeys(centre for zone in ordered for centre in zone.centres))


def _ask(
    plan: ResponsePlan,
    found: _Answering,
    service: Code,
    capabilities: tuple[Code, ...],
    reasons: tuple[ProposalReason, ...],
    known: KnownCentres,
) -> CentreRequest:
    first = plan.area.centres[(*found.centres, *found.absent)[0]]
    more = [ProposalReason(code="not_registered", facts={"centre": one}) for one in found.absent]
    if found.service != service:
        facts = {"service": service, "by": found.service}
        more.append(ProposalReason(code="stands_in", facts=facts))
    if first.operation is not None:
        more.append(ProposalReason(code="command_post", facts={"operation": first.operation}))
    return CentreRequest(
        centre=first.id,
        agency=first.agency,
        service=service,
        services=(service,),
        capabilities=capabilities,
        fallbacks=found.centres[1:],
        by_telephone=is_told_by_telephone(first, known),
        reflex=first.reflex,
        reasons=(*reasons, *more),
        absent=found.absent,
    )


def _joined(one: CentreRequest, other: CentreRequest) -> CentreRequest:
    """One centre that answers for two services of the case has one task, not two."""
    return msgspec.structs.replace(
        one,
        services=(*one.services, *other.services),
        capabilities=(*one.capabilities, *other.capabilities),
        fallbacks=tuple(dict.fromkeys((*one.fallbacks, *other.fallbacks))),
        reasons=(*one.reasons, *other.reasons),
        absent=tuple(dict.fromkeys((*one.absent, *other.absent))),
    )
