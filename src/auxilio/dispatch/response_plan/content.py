"""Reads a response plan from a content folder (`content/plans/README.md` says how it is written).

What is wrong comes back as faults with file and line. A plan with an error is refused whole: half a plan would
leave a service out without anybody noticing.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import msgspec

from auxilio.dispatch.response_plan.core.plan import (
    AlarmLevel,
    MutualAidNeighbours,
    PlanCentre,
    PlanContact,
    ResponseArea,
    ResponsePlan,
    ResponseZone,
    TypeNeeds,
    TypeSupplement,
    levels_of,
)
from auxilio.dispatch.response_plan.core.plan_gaps import (
    find_plan_gaps,
    find_stand_in_loops,
    last_stand_in,
    unanswered_types,
)
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.kernel.ids import AgencyId, CentreId
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import (
    DocumentFault,
    Severity,
    SourceDocument,
    check_schema,
    errors_of,
    read_table,
    read_yaml,
    signed_digest,
)

NEEDS = "plans/needs.yaml"
AREAS = "plans/areas"
TYPOLOGY = "data/typology.csv"
CATALOG = "data/catalog.yaml"
OWN_AREA = "own"
"""The area that an installation makes for itself at /content; it counts where no setting names another."""
_COLUMNS = ("code", "default_priority", "lead", "support")


def area_in(folder: Path, named: str) -> str:
    """Which area counts: the one that the setting names, else the one that the installation made for itself (decision 0297)."""
    return named or (OWN_AREA if (folder / AREAS / f"{OWN_AREA}.yaml").is_file() else "")


def read_plan(folder: Path, area: str) -> tuple[ResponsePlan | None, list[DocumentFault]]:
    """The plan of one area. None when anything in it is an error; the faults say what.

    With no area (`""`) it says what an emergency asks of each service, and has no centre to ask: the installation has no
    plan of its own (decision 0276).
    """
    faults: list[DocumentFault] = []
    needs = _document(folder, NEEDS, "response-needs", faults)
    place = _document(folder, f"{AREAS}/{area}.yaml", "response-area", faults) if area else None
    types = _types(folder, faults)
    listed, capabilities, by_centre = _catalog(folder, faults)
    services = frozenset(listed)
    if needs is None or errors_of(faults):
        return None, faults
    if place is None:
        plan = _plan(needs, types, capabilities, by_centre, ResponseArea(id="", centres={}, zones=()))
        faults += _dangling_needs(plan, needs, services)
    else:
        plan = _plan(needs, types, capabilities, by_centre, _area(place), place)
        faults += _dangling(plan, needs, place, services)
    return (None if errors_of(faults) else plan), faults


def read_area(folder: Path, area: str) -> tuple[ResponseArea | None, dict[str, Any]]:
    """An area by itself, whatever the verifier says of it, and all that its file says; nothing where its form is broken."""
    faults: list[DocumentFault] = []
    place = _document(folder, f"{AREAS}/{area}.yaml", "response-area", faults)
    return (None, {}) if place is None or errors_of(faults) else (_area(place), place.data)


def read_services(folder: Path) -> tuple[str, ...]:
    """The services of the catalogue but those that the room answers itself, in the catalogue's order."""
    faults: list[DocumentFault] = []
    needs, (services, _, _) = _document(folder, NEEDS, "response-needs", faults), _catalog(folder, faults)
    own = needs.data["own"] if needs is not None and not errors_of(faults) else ()
    return tuple(one for one in services if one not in own)


def _document(folder: Path, name: str, schema: str, faults: list[DocumentFault]) -> SourceDocument | None:
    found, wrong = read_yaml(folder / name, name)
    faults += wrong
    if len(found) != 1:
        if not wrong:
            faults.append(DocumentFault(rule="S01", code="not_one_document", file=name, line=1))
        return None
    faults += check_schema(found[0], schema)
    return found[0]


def _types(folder: Path, faults: list[DocumentFault]) -> dict[str, TypeNeeds]:
    rows, wrong = read_table(folder / TYPOLOGY, TYPOLOGY, _COLUMNS)
    faults += wrong
    types: dict[str, TypeNeeds] = {}
    for line, row in rows:
        if row["default_priority"] not in Priority.__members__:
            facts: dict[str, str | int] = {"name": row["default_priority"]}
            faults.append(
                DocumentFault(rule="S01", code="unknown_priority", file=TYPOLOGY, line=line, facts=facts)
            )
            continue
        support = tuple(one.strip() for one in row["support"].split(",") if one.strip())
        types[row["code"]] = TypeNeeds(
            lead=row["lead"], support=support, default_priority=Priority[row["default_priority"]]
        )
    return types


def _catalog(
    folder: Path, faults: list[DocumentFault]
) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """The services there are, in their order; the service of each capability; those that a centre gives itself."""
    found, wrong = read_yaml(folder / CATALOG, CATALOG)
    faults += wrong
    if not found:
        return (), {}, ()
    if not errors_of(broken := check_schema(found[0], "catalog")):
        data = found[0].data
        capabilities = data["capabilities"]
        services = {code: about["service"] for code, about in capabilities.items()}
        by_centre = tuple(code for code, about in capabilities.items() if about.get("given_by") == "centre")
        return tuple(data["services"]), services, by_centre
    faults += broken
    return (), {}, ()


def _area(place: SourceDocument) -> ResponseArea:
    centres = [_centre(one) for one in place.data["centres"]]
    return ResponseArea(
        id=place.data["id"],
        centres={one.id: one for one in centres},
        zones=tuple(msgspec.convert(one, ResponseZone) for one in place.data["zones"]),
        clocks=msgspec.convert(place.data["clocks"], TaskTimeLimits)
        if "clocks" in place.data
        else TaskTimeLimits(),
        contacts=tuple(msgspec.convert(one, PlanContact) for one in place.data.get("contacts", ())),
        neighbours=tuple(
            msgspec.convert(one, MutualAidNeighbours) for one in place.data.get("neighbours", ())
        ),
        **({"timezone": place.data["timezone"]} if "timezone" in place.data else {}),
    )


def _plan(
    needs: SourceDocument,
    types: dict[str, TypeNeeds],
    capabilities: dict[str, str],
    by_centre: tuple[str, ...],
    area: ResponseArea,
    place: SourceDocument | None = None,
) -> ResponsePlan:
    said: dict[str, Any] = needs.data
    parts = [said] if place is None else [said, place.data]
    plan = ResponsePlan(
        id=".".join(part["id"] for part in parts),
        version="+".join(part["version"] for part in parts),
        digest="",
        draft=any(part["status"] != "approved" for part in parts),
        types=types,
        capability_service=capabilities,
        usual={
            service: tuple(tuple(asked) for asked in by_priority)
            for service, by_priority in said["usual"].items()
        },
        extras=tuple(_extra(one) for one in said["extras"]),
        stands_in=said["stands_in"],
        support_up_to=Priority[said["support_up_to"]],
        unclassified=tuple(said["unclassified"]),
        own=tuple(said["own"]),
        area=area,
        alarms=tuple(msgspec.convert(one, AlarmLevel) for one in said.get("alarms", ())),
        by_centre=by_centre,
    )
    return msgspec.structs.replace(plan, digest=signed_digest(plan))


def _centre(raw: dict[str, Any]) -> PlanCentre:
    return PlanCentre(
        **{
            **raw,
            "id": CentreId(raw["id"]),
            "agency": AgencyId(raw["agency"]),
            "services": tuple(raw["services"]),
        }
    )


def _extra(raw: dict[str, Any]) -> TypeSupplement:
    up_to = Priority[raw["up_to"]] if "up_to" in raw else Priority.P4
    return TypeSupplement(type=raw["type"], service=raw["service"], ask=tuple(raw["ask"]), up_to=up_to)


def _fault(
    document: SourceDocument,
    code: str,
    name: str,
    *where: str | int,
    severity: Severity = Severity.ERROR,
    **facts: str | int,
) -> DocumentFault:
    return DocumentFault(
        rule="L02",
        code=code,
        file=document.file,
        line=document.line(*where),
        document=str(document.data["id"]),
        severity=severity,
        facts={"name": name, **facts},
    )


def _dangling(
    plan: ResponsePlan, needs: SourceDocument, place: SourceDocument, services: frozenset[str]
) -> Iterator[DocumentFault]:
    """Every word refers to something, and every service of every type ends at a centre of this area at every hour."""
    yield from _dangling_needs(plan, needs, services)
    yield from _dangling_alarms(plan, needs)
    yield from _dangling_zones(plan, place, services)
    yield from _dangling_neighbours(plan, place)
    for loop in find_stand_in_loops(plan):
        yield _fault(needs, "stand_in_loop", " → ".join(loop), "stands_in", loop[0])
    if plan.area.timezone not in available_timezones():
        yield _fault(place, "unknown_timezone", plan.area.timezone, "timezone")
        return
    wanted = sorted(services.difference(plan.own))
    yield from _missing_services(plan, place, [one for one in wanted if not _answered(plan, one)])
    for service in (one for one in wanted if _answered(plan, one)):
        for gap in find_plan_gaps(plan, service):
            if gap.always:
                yield _fault(
                    place, "zone_without_cover", service, "zones", severity=Severity.WARNING, where=gap.where
                )
            else:
                yield _fault(place, "hours_without_cover", service, "zones", where=gap.where, when=gap.when)


def _missing_services(
    plan: ResponsePlan, place: SourceDocument, missing: list[str]
) -> Iterator[DocumentFault]:
    """One fault for each cause: a service without a centre, with those for which it stands in, and how many types of incident
    nobody would answer for that alone."""
    groups: dict[str, list[str]] = {}
    for service in missing:
        groups.setdefault(last_stand_in(plan, service), []).append(service)
    types = Counter(last_stand_in(plan, plan.types[type].lead) for type in unanswered_types(plan))
    for root, services in groups.items():
        others = ", ".join(one for one in services if one != root)
        count = len(services) - 1
        yield _fault(
            place, "service_without_centre", root, "zones", others=others, count=count, types=types[root]
        )


def _dangling_zones(
    plan: ResponsePlan, place: SourceDocument, services: frozenset[str]
) -> Iterator[DocumentFault]:
    for nth, zone in enumerate(plan.area.zones):
        if zone.service not in services:
            yield _fault(place, "unknown_service", zone.service, "zones", nth)
        for centre in zone.centres:
            known = plan.area.centres.get(centre)
            if known is None:
                yield _fault(place, "unknown_centre", centre, "zones", nth)
            elif zone.service not in known.services:
                yield _fault(place, "centre_of_other_service", centre, "zones", nth, service=zone.service)


def _dangling_alarms(plan: ResponsePlan, needs: SourceDocument) -> Iterator[DocumentFault]:
    """Each level of a type follows one that is there, and asks of a service what belongs to it."""
    seen: set[tuple[str, int]] = set()
    for nth, alarm in enumerate(plan.alarms):
        if alarm.type not in plan.types:
            yield _fault(needs, "unknown_type", alarm.type, "alarms", nth)
        if (alarm.type, alarm.level) in seen:
            yield _fault(needs, "alarm_twice", alarm.type, "alarms", nth, level=alarm.level)
        if alarm.level > 2 and alarm.level - 1 not in levels_of(plan, alarm.type):
            yield _fault(needs, "alarm_gap", alarm.type, "alarms", nth, level=alarm.level)
        seen.add((alarm.type, alarm.level))
        for service, ask in alarm.ask.items():
            for one in ask:
                if plan.capability_service.get(one) != service:
                    yield _fault(needs, "unknown_capability", one, "alarms", nth)


def _dangling_neighbours(plan: ResponsePlan, place: SourceDocument) -> Iterator[DocumentFault]:
    """A neighbour is another centre of this area that answers for a service of the centre that asks."""
    centres = plan.area.centres
    for nth, line in enumerate(plan.area.neighbours):
        for centre in (line.of, *line.centres):
            if centre not in centres:
                yield _fault(place, "unknown_centre", centre, "neighbours", nth)
        asks = set(centres[line.of].services) if line.of in centres else set()
        for centre in line.centres:
            if centre == line.of or (centre in centres and asks.isdisjoint(centres[centre].services)):
                yield _fault(place, "no_neighbour", centre, "neighbours", nth)


def _dangling_needs(
    plan: ResponsePlan, needs: SourceDocument, services: frozenset[str]
) -> Iterator[DocumentFault]:
    for service, by_priority in plan.usual.items():
        if service not in services:
            yield _fault(needs, "unknown_service", service, "usual", service)
        for one in {one for asked in by_priority for one in asked}:
            if one not in plan.capability_service:
                yield _fault(needs, "unknown_capability", one, "usual", service)
    for nth, extra in enumerate(plan.extras):
        if extra.type not in plan.types:
            yield _fault(needs, "unknown_type", extra.type, "extras", nth)
        for one in extra.ask:
            if plan.capability_service.get(one) != extra.service:
                yield _fault(needs, "unknown_capability", one, "extras", nth)


def _answered(plan: ResponsePlan, service: str) -> bool:
    seen: set[str] = set()
    wanted: str | None = service
    while wanted is not None and wanted not in seen:
        if any(zone.service == wanted for zone in plan.area.zones):
            return True
        seen.add(wanted)
        wanted = plan.stands_in.get(wanted)
    return False
