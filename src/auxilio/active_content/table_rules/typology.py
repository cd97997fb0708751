"""T01: a type and its protocol name each other. T02: a row of the typology is not less than the danger demands."""

from collections.abc import Iterator
from pathlib import Path

from auxilio.active_content.table_rules.reading import (
    PRIORITIES,
    TYPOLOGY,
    fault,
    items,
    read_one,
    read_rows,
    row_fault,
)
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import TriageLoadResult

DUTIES = "data/type_duties.yaml"


def type_and_protocol(triage: TriageLoadResult) -> Iterator[DocumentFault]:
    """T01. A type opens a protocol that says that it serves it, and a protocol serves no type that opens another one."""
    content = triage.content
    for code, type in content.types.items():
        served = content.protocols.get(type.protocol or "")
        if served is not None and code not in served.incident_types:
            line = triage.type_lines[code]
            yield row_fault("T01", "type_not_served", TYPOLOGY, line, row=code, protocol=served.id)
    for id, protocol in content.protocols.items():
        document = triage.documents.get(id)
        for nth, code in enumerate(protocol.incident_types):
            opened = content.types[code].protocol if code in content.types else id
            if opened != id and document is not None:
                where = ("incident_types", nth)
                yield fault(
                    "T01",
                    "type_of_other_protocol",
                    document,
                    *where,
                    row=f"{id}/{code}",
                    type=code,
                    protocol=opened or "-",
                )


def duties(folder: Path) -> Iterator[DocumentFault]:
    """T02. The priority of a row is not milder than its danger, and each service that the danger demands stands in the row."""
    document = read_one(folder, DUTIES, "type-duties")
    rows = {row["code"]: (line, row) for line, row in read_rows(folder, TYPOLOGY, "code", "lead", "support")}
    if document is None or not rows:
        return
    for where, duty in items(document, "priorities"):
        for code in duty["types"]:
            if code not in rows:
                yield fault("T02", "duty_of_no_type", document, *where, row=code)
            elif _is_milder(rows[code][1]["default_priority"], duty["priority"]):
                line, row = rows[code]
                said = {"priority": row["default_priority"], "least": duty["priority"]}
                yield row_fault(
                    "T02", "type_too_mild", TYPOLOGY, line, row=code, because=duty["because"], **said
                )
    for where, duty in items(document, "services"):
        service, because = duty["service"], duty["because"]
        for code in (*duty.get("leads", ()), *duty.get("asked", ())):
            if code not in rows:
                yield fault("T02", "duty_of_no_type", document, *where, row=code)
        for code in (one for one in duty.get("leads", ()) if one in rows):
            line, row = rows[code]
            if row["lead"] != service:
                facts = {"lead": row["lead"], "service": service, "because": because}
                yield row_fault("T02", "type_led_by_other", TYPOLOGY, line, row=code, **facts)
        for code in (one for one in duty.get("asked", ()) if one in rows):
            line, row = rows[code]
            if service not in (row["lead"], *row["support"].split(",")):
                yield row_fault(
                    "T02", "type_without_service", TYPOLOGY, line, row=code, service=service, because=because
                )


def _is_milder(priority: str, least: str) -> bool:
    return priority in PRIORITIES and PRIORITIES.index(priority) > PRIORITIES.index(least)
