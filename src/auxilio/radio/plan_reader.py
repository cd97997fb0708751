"""Reads the radio plan of an area from a content folder (`content/plans/README.md` says how it is written).

What is wrong comes back as faults with file and line, and with an error nothing is read: a talk group that is missing
without anybody noticing is a crew that nobody hears.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from auxilio.kernel.ids import AgencyId
from auxilio.kernel.tsi import is_tsi
from auxilio.platform.documents import DocumentFault, SourceDocument, check_schema, errors_of, read_yaml
from auxilio.radio.core.model import RadioPlan, StatusCodeEntry, TalkGroup

FOLDER = "plans/radio"


def read_radio_plan(folder: Path, area: str) -> tuple[RadioPlan | None, list[DocumentFault]]:
    """The plan of one area. None when anything in it is an error; the faults say what.

    An area without a file has no radio: no task has a group, and no code means anything.
    """
    name = f"{FOLDER}/{area}.yaml"
    if not (folder / name).is_file():
        return RadioPlan(), []
    documents, faults = read_yaml(folder / name, name)
    if len(documents) != 1 or errors_of(faults):
        return None, faults or [DocumentFault(rule="S01", code="not_one_document", file=name, line=1)]
    document = documents[0]
    faults += check_schema(document, "radio-plan")
    if errors_of(faults):
        return None, faults
    faults += _find_conflicts(document)
    if errors_of(faults):
        return None, faults
    data: dict[str, Any] = document.data
    plan = RadioPlan(
        version=data["version"],
        draft=data["status"] != "approved",
        groups=tuple(msgspec.convert(one, TalkGroup) for one in data["groups"]),
        codes={
            AgencyId(agency): tuple(msgspec.convert(one, StatusCodeEntry) for one in lines)
            for agency, lines in data["codes"].items()
        },
    )
    return plan, faults


def _find_conflicts(document: SourceDocument) -> Iterator[DocumentFault]:
    """One address is one group, one name is one group, and one code of an agency means one thing (L02)."""
    groups: list[dict[str, Any]] = document.data["groups"]
    for field in ("gssi", "name"):
        values = [one[field] for one in groups]
        for nth, value in enumerate(values):
            if values.index(value) != nth:
                yield _fault(document, "id_taken", value, "groups", nth)
    for nth, group in enumerate(groups):
        if not is_tsi(group["gssi"]):
            yield _fault(document, "no_radio_address", group["gssi"], "groups", nth)
    for agency, lines in document.data["codes"].items():
        codes = [one["code"] for one in lines]
        for nth, code in enumerate(codes):
            if codes.index(code) != nth:
                yield _fault(document, "id_taken", str(code), "codes", agency, nth)


def _fault(document: SourceDocument, code: str, name: str, *where: str | int) -> DocumentFault:
    return DocumentFault(
        rule="L02",
        code=code,
        file=document.file,
        line=document.line(*where),
        document=str(document.data["id"]),
        facts={"name": name},
    )
