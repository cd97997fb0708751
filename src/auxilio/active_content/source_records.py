"""What a set says of each source it cites: edition, section, when it expires, and who read it when.

The bibliography is `data/sources.yaml`, the readings are `data/sources_read.yaml`. `content_coverage` tells them, `record_rules` judges.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from auxilio.active_content.table_rules.reading import items, read_one
from auxilio.active_content.table_rules.records import READ

MEMORY = "memory"
"""The basis of a source that was cited and not read."""


class SourceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One source of the bibliography. Dates are ISO days."""

    id: str
    title: str
    basis: str
    """`excerpt`, `abstract`, or `memory`: cited and not read."""
    edition: str | None = None
    section: str | None = None
    expires: str | None = None
    """From this day the edition is replaced, or is to be read again."""
    read_by: str | None = None
    read_at: str | None = None


def read_source_records(folder: Path, bibliography: Mapping[str, Any]) -> tuple[SourceRecord, ...]:
    """Each source with its newest reading of the basis that it claims. `bibliography`: as it stands in its file."""
    document = read_one(folder, READ, "sources-read")
    read = (
        {
            (source, one["read"]): (one["by"], one["at"])
            for _, one in sorted(items(document, "readings"), key=lambda each: str(each[1]["at"]))
            for source in one["sources"]
        }
        if document
        else {}
    )
    return tuple(
        _record(id, about, *read.get((id, about["basis"]), (None, None)))
        for id, about in bibliography.items()
    )


def _record(id: str, about: Mapping[str, Any], by: str | None, at: str | None) -> SourceRecord:
    return SourceRecord(
        id=id,
        title=str(about["title"]),
        basis=str(about["basis"]),
        edition=about.get("edition"),
        section=about.get("section"),
        expires=about.get("expires"),
        read_by=by,
        read_at=at,
    )
