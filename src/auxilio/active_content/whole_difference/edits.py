"""Reads the files of a content set as trees, and finds every place where two trees of one file differ.

A list whose items have a name (`id`, `code`, a pair of columns) is compared by name and by order, so that one step more is one
edit and not one of each step that follows. Called by `comparison.py`.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, NamedTuple

from auxilio.platform.documents import parse_yaml

type TreePath = tuple[str, ...]

NAMES = (
    ("id",),
    ("code",),
    ("gssi",),
    ("type", "level"),
    ("type", "service"),
    ("service", "municipalities"),
    ("of",),
    ("capability",),
    ("ours",),
    ("rule",),
    ("name",),
    ("groups",),
    ("acts",),
    ("fault", "row"),
    ("es", "language"),
)
"""What names an item of a list: the first of these that every item has."""
ROW_NAMES = {
    "data/typology.csv": ("code",),
    "data/un_numbers.csv": ("un",),
    "data/goods_names.csv": ("un",),
    "data/erg2016_distances.csv": ("un", "guide", "material"),
}
"""The columns that name a row. What is left of them is compared like other columns."""
CONDITIONS = frozenset({"when", "show_if", "skip_if", "no_ring_if"})
"""Read as one, by `conditions.py`."""
LISTS_BY_PRIORITY = frozenset({"usual", "clocks"})
"""Parts of a response plan whose lists have one item for each priority."""
BY_PRIORITY = ("P0", "P1", "P2", "P3", "P4")

ALIGNED_MAX = 1_000_000
"""Pairs of rows of two lists without names that are aligned; of longer ones the first is compared with the first."""


class EditKind(StrEnum):
    """What became of a place."""

    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"
    MOVED = "moved"


class Edit(NamedTuple):
    """One place that is not the same. Of a moved item, `before` and `after` name what it came after (None: it was first)."""

    path: TreePath
    kind: EditKind
    before: Any
    after: Any


def read_tree(file: str, body: bytes) -> dict[str, Any] | None:
    """A file as nested maps and lists. None: it cannot be read as a table or as one document."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if file.endswith(".csv"):
        return _table(text, ROW_NAMES.get(file, ()))
    documents, faults = parse_yaml(text, file)
    return documents[0].data if not faults and len(documents) == 1 else None


def _table(text: str, names: Sequence[str]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        name = " ".join(filter(None, (row.get(column) or "" for column in names))) or str(number)
        while name in rows:  # two rows of one name are told apart by a mark
            name += " +"
        rows[name] = {str(column): cell or "" for column, cell in row.items()}
    return {"rows": rows}


def find_edits(before: Any, after: Any, path: TreePath = ()) -> Iterator[Edit]:
    """Every place of two trees that differs, in the order of the new one; what is gone comes last."""
    if type(before) is type(after) and before == after and not isinstance(before, dict):
        return
    if path and path[-1] in CONDITIONS:
        if before != after:
            yield _changed(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        yield from _of_maps(before, after, path)
    elif _has_items(before) or _has_items(after) or path[:1] == ("clocks",):
        yield from _of_lists(before or [], after or [], path)
    elif before != after:
        yield _changed(path, before, after)


def _changed(path: TreePath, before: Any, after: Any) -> Edit:
    kind = EditKind.ADDED if before is None else EditKind.GONE if after is None else EditKind.CHANGED
    return Edit(path, kind, before, after)


def _of_maps(before: Mapping[str, Any], after: Mapping[str, Any], path: TreePath) -> Iterator[Edit]:
    for key in (*after, *(key for key in before if key not in after)):
        yield from find_edits(before.get(key), after.get(key), (*path, str(key)))


def _has_items(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def _of_lists(before: Any, after: Any, path: TreePath) -> Iterator[Edit]:
    if not isinstance(before, list) or not isinstance(after, list):
        yield _changed(path, before, after)
        return
    columns = next((one for one in NAMES if _names_all(before, one) and _names_all(after, one)), None)
    numbers = BY_PRIORITY if path[0] in LISTS_BY_PRIORITY else ()
    if not columns and not numbers and len(before) * len(after) <= ALIGNED_MAX:
        yield from _of_rows(before, after, path)
        return
    old, new = (_named(one, columns, numbers) for one in (before, after))
    for name, item in new.items():
        if name in old:
            yield from find_edits(old[name], item, (*path, name))
        else:
            yield Edit((*path, name), EditKind.ADDED, None, item)
    yield from (
        Edit((*path, name), EditKind.GONE, item, None) for name, item in old.items() if name not in new
    )
    if columns:
        yield from _moves([name for name in old if name in new], [name for name in new if name in old], path)


def _of_rows(before: Sequence[Any], after: Sequence[Any], path: TreePath) -> Iterator[Edit]:
    """Of a list without names: what is equal stays, so that a row that goes is one edit and not one of each that follows."""
    was, now = ([repr(one) for one in rows] for rows in (before, after))
    rows = SequenceMatcher(None, was, now, autojunk=False)
    for same, old, old_end, new, new_end in rows.get_opcodes():
        if same == "equal":
            continue
        both = min(old_end - old, new_end - new)
        for n in range(both):
            yield from find_edits(before[old + n], after[new + n], (*path, str(new + n + 1)))
        for n in range(new + both, new_end):
            yield Edit((*path, str(n + 1)), EditKind.ADDED, None, after[n])
        for n in range(old + both, old_end):
            yield Edit((*path, str(n + 1)), EditKind.GONE, before[n], None)


def _names_all(items: Sequence[Any], columns: Sequence[str]) -> bool:
    return all(_name(one, columns) is not None for one in items)


def _name(item: Any, columns: Sequence[str]) -> str | None:
    if not isinstance(item, dict) or any(column not in item for column in columns):
        return None
    parts = (item[column] for column in columns)
    return " ".join(", ".join(map(str, one)) if isinstance(one, list) else str(one) for one in parts)


def _named(items: Sequence[Any], columns: Sequence[str] | None, numbers: Sequence[str]) -> dict[str, Any]:
    """Items by name; two of one name are told apart by a mark."""
    found: dict[str, Any] = {}
    for n, one in enumerate(items):
        name = str(_name(one, columns)) if columns else numbers[n] if n < len(numbers) else str(n + 1)
        while name in found:
            name += " +"
        found[name] = one
    return found


def _moves(before: list[str], after: list[str], path: TreePath) -> Iterator[Edit]:
    """As few items as explain the new order."""
    staying = {
        before[n]
        for one in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
        for n in range(one.a, one.a + one.size)
    }
    for n, name in enumerate(after):
        if name not in staying:
            old = before.index(name)
            yield Edit(
                (*path, name), EditKind.MOVED, before[old - 1] if old else None, after[n - 1] if n else None
            )
