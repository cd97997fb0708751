"""Joins two authors' changes of one document field by field: what only one of them changed is taken, what both changed stays as the
second wrote it, and is told. Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from auxilio.platform.document_edit import same
from auxilio.platform.documents import DocumentPath

_GONE: Any = object()
"""Not there: taken off, or not yet written."""


class JoinedDocument(NamedTuple):
    """The document with both changes in it."""

    document: dict[str, Any]
    taken: tuple[DocumentPath, ...]
    """What the other changed and is new here."""
    disputed: tuple[DocumentPath, ...]
    """What both changed: mine stays."""


def join(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> JoinedDocument:
    """`mine` and `theirs` were both written from `base`."""
    taken: list[DocumentPath] = []
    disputed: list[DocumentPath] = []
    joined = _joined((), dict(base), dict(mine), dict(theirs), taken, disputed)
    return JoinedDocument(joined, tuple(taken), tuple(disputed))


def _joined(
    where: DocumentPath,
    base: Any,
    mine: Any,
    theirs: Any,
    taken: list[DocumentPath],
    disputed: list[DocumentPath],
) -> Any:
    if same(mine, theirs) or same(theirs, base):
        return mine
    if same(mine, base):
        taken.append(where)
        return theirs
    if all(isinstance(each, dict) for each in (base, mine, theirs)):
        found = {}
        for key in (*mine, *(key for key in theirs if key not in mine)):
            parts = (each.get(key, _GONE) for each in (base, mine, theirs))
            value = _joined((*where, key), *_three(*parts), taken, disputed)
            if value is not _GONE:
                found[key] = value
        return found
    if all(_by_name(each) is not None for each in (base, mine, theirs)):
        return _joined_list(where, base, mine, theirs, taken, disputed)
    disputed.append(where)
    return mine


def _joined_list(
    where: DocumentPath,
    base: Any,
    mine: Any,
    theirs: Any,
    taken: list[DocumentPath],
    disputed: list[DocumentPath],
) -> list[Any]:
    """Entries with names, in my order; what the other added stands after what it stood after."""
    named = [_by_name(each) or {} for each in (base, mine, theirs)]
    order = list(named[1])
    last: str | None = None
    for name in named[2]:
        if name not in order:
            order.insert(order.index(last) + 1 if last in order else 0, name)
        last = name
    found: list[Any] = []
    for name in order:
        parts = (each.get(name, _GONE) for each in named)
        value = _joined((*where, len(found)), *_three(*parts), taken, disputed)
        if value is not _GONE:
            found.append(value)
    return found


def _three(base: Any, mine: Any, theirs: Any) -> tuple[Any, Any, Any]:
    return base, mine, theirs


def _by_name(value: Any) -> dict[str, Any] | None:
    """The entries of a list by what they are called; None where they are not all called something of their own."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    names = [each.get("id") or each.get("code") if isinstance(each, dict) else None for each in value]
    if not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        return None
    return {str(name): each for name, each in zip(names, value, strict=True)}
