"""Files as an administrator makes them, right and spoiled."""

import io
import zipfile
from collections.abc import Sequence

from openpyxl import Workbook

UNITS = "callsign;agency;centre;capabilities;latitude;longitude;radios"


def table(*lines: str, encoding: str = "utf-8") -> bytes:
    """A CSV of these lines."""
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def unit(callsign: str, *, centre: str = "san-1", capabilities: str = "bls", radios: str = "") -> str:
    """A line of `UNITS`."""
    return f"{callsign};san;{centre};{capabilities};42.5;1.5;{radios}"


def book(*rows: Sequence[object], merge: str | None = None) -> bytes:
    """An XLSX of these rows."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(members: dict[str, bytes]) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def repacked(raw: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The same archive with these bytes of one member replaced."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert old in members[member]
    members[member] = members[member].replace(old, new)
    return packed(members)
