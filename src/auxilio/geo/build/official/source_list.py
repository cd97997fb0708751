"""The list of official files: which, of what, whose, how old, and under which licence."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from auxilio.geo.model import FACILITY_KINDS
from auxilio.platform.documents import DocumentFault, check_schema, read_yaml


class SourceKind(StrEnum):
    """What a file lists."""

    ADDRESSES = "addresses"
    BOUNDARIES = "boundaries"
    KILOMETRES = "kilometres"
    FACILITIES = "facilities"
    STATIONS = "stations"


MUNICIPALITY_LEVEL = 8
MOST_REFUSED = 0.2
"""Of the rows that lie in the region. Beyond it the file is not what its list takes it for."""


class OfficialSource(msgspec.Struct, frozen=True, kw_only=True):
    """One file of the list. `docs/operations/official-data.md` says how it is written."""

    id: str
    kind: SourceKind
    file: str
    """Beside the list, or an absolute path."""
    name: str
    data_at: str
    licence: str
    attribution: str
    crs: str = ""
    """Its projection where the file does not say, or says it wrong: `EPSG:25831`."""
    encoding: str = ""
    layer: str = ""
    columns: dict[str, str] = {}
    """Meaning -> header, where the usual headers do not say it (`records.KNOWN`)."""
    values: dict[str, str] = {}
    """The file's word for a kind -> ours (`geo.model.FACILITY_KINDS`)."""
    only: dict[str, str] = {}
    """Header -> value: other rows are not of this list (`NATLEVNAME: Municipio`)."""
    facility: str = ""
    """The kind of all of them, where no column says it."""
    level: int = MUNICIPALITY_LEVEL
    service: str = ""
    """Of boundaries: they are areas of this service (`HEALTH`), not of a government."""
    most_refused: float = MOST_REFUSED


class SourceList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that can be read, and where its files are looked for."""

    folder: Path
    sources: tuple[OfficialSource, ...]

    def path(self, source: OfficialSource) -> Path:
        """Where the file is."""
        return self.folder / source.file


def read_source_list(path: Path) -> tuple[SourceList | None, list[DocumentFault]]:
    """The list; None when anything in it is wrong. Whether the files are there is asked later."""
    documents, faults = read_yaml(path, path.name)
    if len(documents) != 1:
        return None, faults or [DocumentFault(rule="S01", code="not_one_document", file=path.name, line=1)]
    faults += check_schema(documents[0], "official-sources")
    if faults:
        return None, faults
    sources = tuple(msgspec.convert(one, OfficialSource) for one in documents[0].data["sources"])
    for nth, source in enumerate(sources):
        line = documents[0].line("sources", nth)
        ids = [one.id for one in sources[:nth]]
        if source.id in ids:
            faults.append(
                DocumentFault(rule="S01", code="id_taken", file=path.name, line=line, facts={"name": source.id})
            )
        wrong = [
            kind for kind in (source.facility, *source.values.values()) if kind not in ("", *FACILITY_KINDS)
        ]
        faults += [
            DocumentFault(rule="L02", code="unknown_facility", file=path.name, line=line, facts={"name": kind})
            for kind in wrong
        ]
        if not _is_day(source.data_at):
            facts: dict[str, str | int] = {"name": source.data_at}
            faults.append(DocumentFault(rule="S01", code="not_a_day", file=path.name, line=line, facts=facts))
    return (None if faults else SourceList(folder=path.parent, sources=sources)), faults


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
