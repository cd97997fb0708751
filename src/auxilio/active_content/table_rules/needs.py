"""T03: what a response plan asks of each service is not less than the work needs (`plans/minimums.yaml`), nor less when graver."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from auxilio.active_content.table_rules.reading import (
    CATALOG,
    NEEDS,
    PRIORITIES,
    fault,
    items,
    read_one,
)
from auxilio.platform.documents import DocumentFault, SourceDocument

MINIMUMS = "plans/minimums.yaml"


def needs_rules(folder: Path) -> Iterator[DocumentFault]:
    """All of T03 of a folder; without minimums only what the plan says of itself."""
    needs, catalog = read_one(folder, NEEDS, "response-needs"), read_one(folder, CATALOG, "catalog")
    if needs is None or catalog is None:
        return
    capabilities = catalog.data["capabilities"]
    yield from _of_itself(needs, capabilities)
    minimums = read_one(folder, MINIMUMS, "response-minimums")
    if minimums is not None:
        covers = covered_by(capabilities)
        yield from _usual_least(needs, minimums, covers)
        yield from _extras_least(needs, minimums, covers)
        yield from _alarms_least(needs, minimums, covers)
        yield from _services_least(needs, minimums)


def covered_by(capabilities: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Whose work each capability does, itself included."""
    return {code: frozenset({code, *about.get("covers", ())}) for code, about in capabilities.items()}


def lacking(asked: Iterable[str], least: Iterable[str], covers: Mapping[str, frozenset[str]]) -> list[str]:
    """What of `least` nobody of `asked` does, each unit doing the work of one."""
    free = Counter(asked)
    wanted = [one for one in least if not _take(free, one, (one,))]
    return [one for one in wanted if not _take(free, one, [of for of in free if one in covers.get(of, ())])]


def _take(free: Counter[str], _: str, among: Sequence[str]) -> bool:
    found = next((one for one in among if free[one] > 0), None)
    if found is not None:
        free[found] -= 1
    return found is not None


def _of_itself(needs: SourceDocument, capabilities: Mapping[str, Any]) -> Iterator[DocumentFault]:
    """A graver priority sends no fewer, and what is usual of a service belongs to it."""
    for service, columns in needs.data["usual"].items():
        for nth in range(len(columns) - 1):
            if len(columns[nth]) < len(columns[nth + 1]):
                facts = {"graver": PRIORITIES[nth], "milder": PRIORITIES[nth + 1]}
                yield fault("T03", "graver_sends_fewer", needs, "usual", service, row=service, **facts)
        for one in sorted({one for asked in columns for one in asked}):
            if one in capabilities and capabilities[one]["service"] != service:
                facts = {"unit": one, "service": capabilities[one]["service"]}
                yield fault("T03", "unit_of_other_service", needs, "usual", service, row=service, **facts)
    before: dict[tuple[str, str], tuple[int, list[str]]] = {}
    for where, alarm in sorted(items(needs, "alarms"), key=lambda one: one[1]["level"]):
        for service, ask in alarm["ask"].items():
            level, had = before.get((alarm["type"], service), (1, []))
            if Counter(had) - Counter(ask):
                row = f"{alarm['type']}/{alarm['level']}/{service}"
                missing = ", ".join((Counter(had) - Counter(ask)).elements())
                yield fault(
                    "T03", "alarm_less_than_before", needs, *where, row=row, level=level, missing=missing
                )
            before[alarm["type"], service] = (alarm["level"], ask)


def _usual_least(
    needs: SourceDocument, minimums: SourceDocument, covers: Mapping[str, frozenset[str]]
) -> Iterator[DocumentFault]:
    for _, one in items(minimums, "usual"):
        service = one["service"]
        columns = needs.data["usual"].get(service, [[]] * len(PRIORITIES))
        for priority, least in one["least"].items():
            missing = lacking(columns[PRIORITIES.index(priority)], least, covers)
            if missing:
                facts = {"missing": ", ".join(missing), "because": one["because"]}
                where = ("usual", service)
                yield fault("T03", "sends_too_little", needs, *where, row=f"{service}/{priority}", **facts)


def _extras_least(
    needs: SourceDocument, minimums: SourceDocument, covers: Mapping[str, frozenset[str]]
) -> Iterator[DocumentFault]:
    for _, one in items(minimums, "extras"):
        up_to = PRIORITIES.index(one["up_to"])
        asked = [
            unit
            for extra in needs.data["extras"]
            if (extra["type"], extra["service"]) == (one["type"], one["service"])
            and PRIORITIES.index(extra.get("up_to", "P4")) >= up_to
            for unit in extra["ask"]
        ]
        missing = lacking(asked, one["least"], covers)
        if missing:
            row = f"{one['type']}/{one['service']}/{one['up_to']}"
            facts = {"missing": ", ".join(missing), "because": one["because"]}
            yield fault("T03", "sends_too_little", needs, "extras", row=row, **facts)


def _alarms_least(
    needs: SourceDocument, minimums: SourceDocument, covers: Mapping[str, frozenset[str]]
) -> Iterator[DocumentFault]:
    asked = {(one["type"], one["level"]): one["ask"] for one in needs.data.get("alarms", ())}
    for _, one in items(minimums, "alarms"):
        for service, least in one["least"].items():
            missing = lacking(asked.get((one["type"], one["level"]), {}).get(service, ()), least, covers)
            if missing:
                row = f"{one['type']}/{one['level']}/{service}"
                facts = {"missing": ", ".join(missing), "because": one["because"]}
                yield fault("T03", "sends_too_little", needs, "alarms", row=row, **facts)


def _services_least(needs: SourceDocument, minimums: SourceDocument) -> Iterator[DocumentFault]:
    said, least = needs.data, minimums.data
    if PRIORITIES.index(said["support_up_to"]) < PRIORITIES.index(least["support_up_to"]):
        facts = {"least": least["support_up_to"]}
        yield fault("T03", "support_too_late", needs, "support_up_to", row=said["support_up_to"], **facts)
    for service in least["unclassified"]:
        if service not in said["unclassified"]:
            yield fault("T03", "unclassified_without", needs, "unclassified", row=service)
    for service in said["own"]:
        if service not in least["own_at_most"]:
            yield fault("T03", "service_never_asked", needs, "own", row=service)
    able = {(one["by"], service) for one in least["stands_in"] for service in one["for"]}
    for service, by in said["stands_in"].items():
        if (by, service) not in able:
            others = ", ".join(sorted(who for who, whom in able if whom == service)) or "-"
            where = ("stands_in", service)
            yield fault("T03", "stand_in_unable", needs, *where, row=service, by=by, others=others)
