"""The area of a response plan as a form: made from the directory, and written as the file that a release changes. Pure.

A person edits zones, neighbours, contacts and clocks. The centres of the area follow the directory, and what the form does not
show (the delegated first alert, the civil protection plans) stays as it stands. One entry is one line of the file, so that a
fault of the verifier, which names a line, can be told beside its field.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec

from auxilio.dispatch.response_plan.core.plan import EVERYWHERE, Day, PlanCentre, ResponseArea, ResponsePlan
from auxilio.dispatch.response_plan.core.registered import RegisteredCentre, RegisteredCentres
from auxilio.dispatch.tasks.core.time_limits import TaskTimeLimits
from auxilio.kernel.content_lines import flow, next_version

FORMAT = "response-area/1"
LINES_MAX = 300
"""Zones, neighbours or contacts of one form (ours): four services in seventy groups of towns."""

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Name = Annotated[str, msgspec.Meta(max_length=100)]
"""May be empty while it is being written; the verifier says what is missing."""
Centres = Annotated[tuple[Key, ...], msgspec.Meta(max_length=100)]


class FormZone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A zone as it is typed: what cannot be meant is a fault beside it, and no refusal of the whole."""

    service: Key
    municipalities: Annotated[tuple[Name, ...], msgspec.Meta(max_length=1000)]
    """`*`: the whole area. A region has fewer; who names more means the whole area (ours)."""
    centres: Centres
    hours: Annotated[str, msgspec.Meta(max_length=20)] = ""
    """`22:00-07:00`; empty: always."""
    days: Annotated[tuple[Day, ...], msgspec.Meta(max_length=7)] = ()


class FormNeighbours(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a centre asks for mutual aid, in order."""

    of: Key
    centres: Centres


class FormContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a desk asks into a call by a number, as it is typed."""

    name: Name
    number: Annotated[str, msgspec.Meta(max_length=30)]
    speaks: Annotated[tuple[Key, ...], msgspec.Meta(max_length=40)] = ()


class AreaForm(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person edits of an area."""

    zones: Annotated[tuple[FormZone, ...], msgspec.Meta(max_length=LINES_MAX)]
    neighbours: Annotated[tuple[FormNeighbours, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    contacts: Annotated[tuple[FormContact, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    clocks: TaskTimeLimits = TaskTimeLimits()
    timezone: Annotated[str, msgspec.Meta(max_length=60)]


class AreaChange(msgspec.Struct, frozen=True, kw_only=True):
    """An area as it is in force and as it would be, for those who sign; None where there is no plan."""

    before: AreaForm | None
    after: AreaForm | None
    services: tuple[str, ...]
    """In the order of the catalogue."""
    names: dict[str, str]
    """What each centre is called."""


class WrittenArea(NamedTuple):
    """An area as the file of the content folder."""

    text: str
    fields: dict[int, str]
    """Which field of the form each line is: `zones/3`, `contacts/0`, `clocks/accept_due_s`."""


def make_area(registered: Sequence[RegisteredCentre], timezone: str) -> AreaForm:
    """Every registered centre answers for its service in the whole area, at all hours, in the order of the list."""
    by_service: dict[str, list[str]] = {}
    for centre in registered:
        if centre.service:
            by_service.setdefault(centre.service, []).append(centre.id)
    zones = (
        FormZone(service=service, municipalities=(EVERYWHERE,), centres=tuple(centres))
        for service, centres in by_service.items()
    )
    return AreaForm(zones=tuple(zones), timezone=timezone)


def form_of(area: ResponseArea) -> AreaForm:
    """What stands, as the form shows it."""
    return AreaForm(
        zones=tuple(
            FormZone(
                service=zone.service,
                municipalities=zone.municipalities,
                centres=zone.centres,
                hours=zone.hours or "",
                days=zone.days,
            )
            for zone in area.zones
        ),
        neighbours=tuple(FormNeighbours(of=each.of, centres=each.centres) for each in area.neighbours),
        contacts=tuple(
            FormContact(name=each.name, number=each.number, speaks=each.speaks) for each in area.contacts
        ),
        clocks=area.clocks,
        timezone=area.timezone,
    )


def change_of_area(
    before: ResponsePlan | None, after: ResponsePlan | None, services: Sequence[str], known: RegisteredCentres
) -> AreaChange | None:
    """What a release changes of whom a plan asks; None where it changes nothing of the area."""
    old, new = (one.area if one is not None and one.area.id else None for one in (before, after))
    if old == new:
        return None
    centres = [centre for area in (old, new) if area is not None for centre in area.centres.values()]
    return AreaChange(
        before=form_of(old) if old else None,
        after=form_of(new) if new else None,
        services=tuple(services),
        names={str(one.id): known[one.id].name if one.id in known else one.name for one in centres},
    )


def write_area(
    form: AreaForm, id: str, standing: ResponseArea | None, kept: Mapping[str, Any], known: RegisteredCentres
) -> WrittenArea:
    """The file of this form. `standing` is the area as it stands, and `kept` what else its file says (`version`, `plans`)."""
    lines: list[str] = []
    fields: dict[int, str] = {}

    def add(text: str, field: str = "") -> None:
        lines.append(text)
        if field:
            fields[len(lines)] = field

    def section(name: str, entries: Sequence[Mapping[str, Any]], said: Sequence[str]) -> None:
        add(f"{name}:" if entries else f"{name}: []", name)
        for entry, field in zip(entries, said, strict=True):
            add(f"  - {flow(entry)}", field)

    add("# Written by the form of the plan. A release changes it; /content shows whom it would ask.")
    for name, value in (("format", FORMAT), ("id", id), ("version", next_version(kept.get("version")))):
        add(f"{name}: {value}")
    add("status: draft")
    add("approvals: []")
    centres = list(_centres(form, standing, known))
    section("centres", centres, [f"centres/{each['id']}" for each in centres])
    section("zones", [_zone(zone) for zone in form.zones], [f"zones/{n}" for n in range(len(form.zones))])
    neighbours = [{"of": each.of, "centres": each.centres} for each in form.neighbours]
    section("neighbours", neighbours, [f"neighbours/{n}" for n in range(len(neighbours))])
    contacts = [_present(msgspec.to_builtins(each)) for each in form.contacts]
    section("contacts", contacts, [f"contacts/{n}" for n in range(len(contacts))])
    add(f"timezone: {flow(form.timezone)}", "timezone")
    if kept.get("plans"):
        add(f"plans: {flow(kept['plans'])}")
    add("clocks:")
    for name, spans in msgspec.to_builtins(form.clocks).items():
        add(f"  {name}: {flow([int(s) if s == int(s) else s for s in spans])}", f"clocks/{name}")
    return WrittenArea("\n".join(lines) + "\n", fields)


def zones_twice(plan: ResponsePlan) -> Iterator[int]:
    """Zones that say again for which place and hours a service's centres are: which of the two was meant?"""
    seen: set[tuple[str, str, str | None, frozenset[str]]] = set()
    for nth, zone in enumerate(plan.area.zones):
        keys = {(zone.service, place, zone.hours, frozenset(zone.days)) for place in zone.municipalities}
        if len(keys) < len(zone.municipalities) or not seen.isdisjoint(keys):
            yield nth
        seen |= keys


def agrees_with_directory(centre: PlanCentre | None, known: RegisteredCentre | None) -> bool:
    """Whether a centre of an area is as the directory has it: registered, of that agency, for what that agency does; or gone
    from both. Only such a change of the centres can come with a release (decision 0297)."""
    if centre is None or known is None:
        return centre is None and known is None
    return centre.agency == known.agency and centre.services == (known.service,)


def _centres(
    form: AreaForm, standing: ResponseArea | None, known: RegisteredCentres
) -> Iterator[dict[str, Any]]:
    """Those of the area as it stands, unless they are gone from the directory and from the form, then those that are new."""
    before = standing.centres if standing else {}
    asked = {one for zone in form.zones for one in zone.centres}
    asked |= {one for line in form.neighbours for one in (line.of, *line.centres)}
    for id, centre in before.items():
        here = known.get(id)
        if here is not None:
            yield _followed(centre, here)
        elif id in asked:
            yield _written(centre)
    for id, here in known.items():
        if id not in before and here.service:
            yield {"id": id, "agency": here.agency, "name": here.name, "services": [here.service]}


def _followed(centre: PlanCentre, here: RegisteredCentre) -> dict[str, Any]:
    """Agency, name and telephone are the directory's."""
    moved = centre.agency != here.agency
    now = msgspec.structs.replace(
        centre,
        agency=here.agency,
        name=here.name,
        services=(here.service,) if moved else centre.services,
    )
    if here.phone is not None:
        now = msgspec.structs.replace(now, phone=None, console=centre.console or not here.console)
    return _written(now)


def _written(centre: PlanCentre) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": centre.id,
        "agency": centre.agency,
        "name": centre.name,
        "services": centre.services,
        "console": None if centre.console else False,
        "phone": centre.phone,
        "reflex": centre.reflex or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _zone(zone: FormZone) -> dict[str, Any]:
    return {
        "municipalities": zone.municipalities,
        "service": zone.service,
        "centres": zone.centres,
        **({"hours": zone.hours} if zone.hours else {}),
        **({"days": zone.days} if zone.days else {}),
    }


def _present(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "speaks" or value}
