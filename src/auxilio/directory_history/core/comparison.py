"""Which fields differ between a state of a row and the next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from auxilio.directory_history.core.model import FieldChange, RowAct, RowChange
from auxilio.kernel.instant import Instant

type RowFields = Mapping[str, Any]
"""A row as it was, by the names of its fields."""
NOT_FIELDS = frozenset({"id", "kind", "mode", "password_given", "password_changed", "confirmed_by"})
"""What stands beside the fields: keys, the tag of an event, and what is told in another way."""


class RowState(msgspec.Struct, frozen=True, kw_only=True):
    """A row from this moment on, and who made it so. `fields`: None where it is not there any more."""

    number: int
    at: Instant
    by_name: str
    fields: RowFields | None
    cause: str = ""
    """What it was part of."""


def changes_of(states: Sequence[RowState], before: RowFields | None = None) -> list[RowChange]:
    """Each state compared with the one before it, the oldest first. `before`: what the first one found."""
    found = []
    for state in states:
        if change := change_between(before, state):
            found.append(change)
        before = state.fields
    return found


def change_between(before: RowFields | None, state: RowState) -> RowChange | None:
    """What this state changed; None where it repeats what was."""
    fields = tuple(_differences(before or {}, state.fields or {}))
    password = bool(state.fields and state.fields.get("password_changed"))
    if not fields and not password and (before is None) == (state.fields is None):
        return None
    return RowChange(
        number=state.number,
        at=state.at,
        by_name=state.by_name,
        act=_act(before, state.fields),
        # Of a row that is gone the log has all it was, one line above.
        fields=() if state.fields is None else fields,
        password_changed=password,
    )


def _act(before: RowFields | None, after: RowFields | None) -> RowAct:
    if after is None or (after.get("retired") and not (before or {}).get("retired")):
        return RowAct.REMOVED
    return RowAct.ADDED if before is None else RowAct.CHANGED


def _differences(before: RowFields, after: RowFields) -> Iterator[FieldChange]:
    for name in [*before, *(name for name in after if name not in before)]:
        if name in NOT_FIELDS:
            continue
        was, now = before.get(name), after.get(name)
        if _comparable(was) != _comparable(now):
            yield FieldChange(field=name, before=_json(was), after=_json(now))


def _comparable(value: Any) -> Any:
    """An empty text or list, and what is not so, are as good as nothing. Lists of words are sets: their order says nothing."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return sorted(value) or None
    return None if value in ("", False, [], {}, ()) else value


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
