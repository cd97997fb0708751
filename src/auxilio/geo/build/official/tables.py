"""Reads a table of official data: CSV as it is really published, in the encodings and separators of real offices."""

import csv
import io
from pathlib import Path

from auxilio.geo.build.official.findings import FileRefused
from auxilio.geo.build.official.records import Record, RecordTable

_SEPARATORS = (";", ",", "\t", "|")
_BYTES_MAX = 2_000_000_000
_CELL_MAX = 10_000


def read_table(path: Path, encoding: str = "") -> RecordTable:
    """The rows with their lines. Raises `FileRefused`: `file_missing`, `file_too_large`, `not_text`, `not_csv`, `empty`."""
    text, encoding = _decoded(_bytes(path), encoding)
    if "\0" in text:
        raise FileRefused("not_csv", text[: text.index("\0")].count("\n") + 1, reason="NUL")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise FileRefused("empty")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(_CELL_MAX)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    headers: tuple[str, ...] = ()
    records: list[Record] = []
    uneven: list[int] = []
    end = 0
    try:
        for cells in reader:
            line, end = end + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not headers:
                headers = tuple(cell.strip() for cell in cells)
            elif len(cells) != len(headers):
                uneven.append(line)
            else:
                records.append(Record(line, dict(zip(headers, cells, strict=True))))
    except csv.Error as wrong:
        raise FileRefused("not_csv", end + 1, reason=str(wrong)) from wrong
    if not records and not uneven:
        raise FileRefused("empty")
    return RecordTable(headers, records, encoding=encoding, uneven=uneven)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _BYTES_MAX:
            raise FileRefused("file_too_large", most=_BYTES_MAX)
        return path.read_bytes()
    except OSError as wrong:
        raise FileRefused("file_missing", reason=wrong.strerror or "") from wrong


def _decoded(raw: bytes, encoding: str) -> tuple[str, str]:
    """As the list says; else UTF-8, which is hard to be by accident; else what Spanish offices write."""
    if not encoding and raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    tried = (encoding,) if encoding else ("utf-8-sig", "cp1252")
    failed: UnicodeDecodeError | None = None
    for name in tried:
        try:
            return raw.decode("utf-8-sig" if name == "utf-8" else name), name.removesuffix("-sig")
        except UnicodeDecodeError as wrong:
            failed = wrong
    assert failed is not None
    line = raw[: failed.start].count(b"\n") + 1
    raise FileRefused("not_text", line, encoding=", ".join(tried)) from failed
