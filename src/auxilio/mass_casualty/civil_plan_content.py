"""Reads the civil protection plans of an area from a content folder (`content/plans/README.md` says how they are written).

What is wrong comes back as faults with file and line. With an error nothing is read: a plan that is missing without anybody
noticing is worse than a process that says why it does not start.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from auxilio.mass_casualty.core.civil_plan import CivilPlan, CivilPlans
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, errors_of, read_yaml

SITUATIONS = "plans/situations.yaml"
AREAS = "plans/areas"


def read_civil_plans(folder: Path, area: str) -> tuple[CivilPlans | None, list[DocumentFault]]:
    """The plans that the area names. None when anything in them is an error; the faults say what.

    A folder without `plans/situations.yaml` has no plans: nothing is proposed, and nothing can be declared.
    """
    if not (folder / SITUATIONS).is_file():
        return CivilPlans(), []
    documents, faults = read_yaml(folder / SITUATIONS, SITUATIONS)
    if len(documents) != 1 or errors_of(faults):
        return None, faults or [DocumentFault(rule="S01", code="not_one_document", file=SITUATIONS, line=1)]
    document = documents[0]
    faults += check_schema(document, "plan-situations")
    if errors_of(faults):
        return None, faults
    plans = tuple(msgspec.convert(one, CivilPlan) for one in document.data["plans"])
    named, place = _named(folder, area)
    faults += _dangling(document, plans, place, named)
    if errors_of(faults):
        return None, faults
    read = CivilPlans(
        version=document.data["version"],
        draft=document.data["status"] != "approved",
        plans=tuple(one for one in plans if one.id in named),
    )
    return read, faults


def sources_of(folder: Path) -> dict[str, int]:
    """Every source that a plan cites, with the line where it does first."""
    if not (folder / SITUATIONS).is_file():
        return {}
    documents, _ = read_yaml(folder / SITUATIONS, SITUATIONS)
    found: dict[str, int] = {}
    for document in documents:
        if errors_of(check_schema(document, "plan-situations")):
            continue
        for nth, plan in enumerate(document.data["plans"]):
            for source in plan["sources"]:
                found.setdefault(source, document.line("plans", nth, "sources"))
    return found


def _named(folder: Path, area: str) -> tuple[tuple[str, ...], SourceDocument | None]:
    """The plans that an area names. What else is wrong with the area is told by whoever reads it for the response plan."""
    name = f"{AREAS}/{area}.yaml"
    documents, _ = read_yaml(folder / name, name)
    if len(documents) != 1 or not isinstance(documents[0].data, dict):
        return (), None
    return tuple(documents[0].data.get("plans", ())), documents[0]


def _dangling(
    document: SourceDocument,
    plans: tuple[CivilPlan, ...],
    place: SourceDocument | None,
    named: tuple[str, ...],
) -> Iterator[DocumentFault]:
    """Each word refers to something, and no two things share a name (L02)."""
    ids = [one.id for one in plans]
    for nth, plan in enumerate(plans):
        if ids.index(plan.id) != nth:
            yield _fault(document, "L02", "id_taken", plan.id, "plans", nth)
        codes = [phase.code for phase in plan.phases]
        for code in {code for code in codes if codes.count(code) > 1}:
            yield _fault(document, "L02", "id_taken", code, "plans", nth, "phases")
        told = [party.code for party in plan.tell]
        for at, party in enumerate(plan.tell):
            if told.index(party.code) != at:
                yield _fault(document, "L02", "id_taken", party.code, "plans", nth, "tell", at)
            if plan.rank(party.phase) < 0:
                yield _fault(document, "L02", "unknown_phase", party.phase, "plans", nth, "tell", at)
        for at, rule in enumerate(plan.rules):
            if plan.rank(rule.phase) < 0:
                yield _fault(document, "L02", "unknown_phase", rule.phase, "plans", nth, "rules", at)
    for nth, name in enumerate(named):
        if name not in ids and place is not None:
            yield _fault(place, "L02", "unknown_plan", name, "plans", nth)


def _fault(document: SourceDocument, rule: str, code: str, name: str, *where: Any) -> DocumentFault:
    return DocumentFault(
        rule=rule,
        code=code,
        file=document.file,
        line=document.line(*where),
        document=str(document.data["id"]),
        facts={"name": name},
    )
