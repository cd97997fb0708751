"""The history of one row, for those who may administer it."""

from typing import Any
from uuid import UUID

import msgspec

from auxilio.directory_history.core.comparison import change_between, changes_of
from auxilio.directory_history.core.log_states import states_after
from auxilio.directory_history.core.model import HistoryKind, RowChange, RowHistory
from auxilio.directory_history.store import HistoryStore
from auxilio.dispatch.service import UNIT
from auxilio.hospitals.service import HOSPITAL
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.platform.database.aggregates import Aggregate
from auxilio.platform.database.connection import Pool
from auxilio.rosters.qualification_service import QUALIFICATIONS
from auxilio.rosters.service import ON_CALL_DUTY
from auxilio.setup.settings_record import SETTINGS_KEY, SETTINGS_RELATION

PAGE = 20
"""Changes in one answer (ours)."""
RELATIONS = {
    HistoryKind.PEOPLE: "person",
    HistoryKind.AGENCIES: "agency",
    HistoryKind.CENTRES: "centre",
    HistoryKind.DESKS: "desk",
    HistoryKind.CONTACTS: "contact",
    HistoryKind.SETTINGS: SETTINGS_RELATION,
}
"""Kinds that are tables whose changes are noted."""
AGGREGATES: dict[HistoryKind, Aggregate[Any]] = {
    HistoryKind.UNITS: UNIT,
    HistoryKind.HOSPITALS: HOSPITAL,
    HistoryKind.ON_CALL: ON_CALL_DUTY,
    HistoryKind.QUALIFICATIONS: QUALIFICATIONS,
}
"""Kinds that are aggregates of the log."""
OF_ONE_MODE = frozenset({HistoryKind.HOSPITALS, HistoryKind.ON_CALL})
"""Their lists show what is of the mode of the session."""
PERMISSION_OF = {
    HistoryKind.UNITS: Permission.UNIT_ADMIN,
    HistoryKind.HOSPITALS: Permission.HOSPITAL_ADMIN,
    HistoryKind.ON_CALL: Permission.ROSTER_ADMIN,
    HistoryKind.QUALIFICATIONS: Permission.ROSTER_ADMIN,
}
"""Who may read the list may read the history of its rows; of the other kinds, who administers people."""


class DirectoryHistory:
    """Over the database of one installation. It changes nothing."""

    def __init__(self, pool: Pool) -> None:
        self._store = HistoryStore(pool)

    async def history(self, kind: HistoryKind, key: str, before: int | None, actor: Actor) -> RowHistory:
        """A page of what changed in a row, the newest first; empty for a row that never was.

        Raises `Refused("not_permitted")`.
        """
        require(actor, PERMISSION_OF.get(kind, Permission.PEOPLE_ADMIN))
        if kind in AGGREGATES:
            return await self._of_the_log(kind, key, before, actor)
        relation = RELATIONS[kind]
        notes = await self._store.notes(
            relation, SETTINGS_KEY if kind is HistoryKind.SETTINGS else key, before, PAGE + 1
        )
        changes = list[RowChange]()
        for note in notes[:PAGE]:
            if change := change_between(note.before, note.state):
                changes.append(
                    msgspec.structs.replace(
                        change, confirmed_by_name=note.confirmed_by_name, imported=note.imported
                    )
                )
        more = notes[PAGE - 1].state.number if len(notes) > PAGE else None
        return RowHistory(changes=tuple(changes), next_before=more)

    async def _of_the_log(self, kind: HistoryKind, key: str, before: int | None, actor: Actor) -> RowHistory:
        try:
            id = UUID(key)
        except ValueError:
            return RowHistory(changes=())
        mode = actor.mode.value if kind in OF_ONE_MODE else None
        states = states_after(await self._store.events(AGGREGATES[kind], id, mode))
        found = [one for one in changes_of(states) if before is None or one.number < before]
        shown = found[: -PAGE - 1 : -1]
        causes = {state.number: state.cause for state in states}
        imports = await self._store.imports({causes[one.number] for one in shown})
        changes = [msgspec.structs.replace(one, imported=imports.get(causes[one.number])) for one in shown]
        more = changes[-1].number if len(found) > PAGE else None
        return RowHistory(changes=tuple(changes), next_before=more)
