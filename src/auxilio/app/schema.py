"""The JSON Schema of everything the console speaks: commands, rows, answers. `make generate` makes TypeScript of it."""

import typing
from typing import Any

import msgspec

from auxilio.app import house
from auxilio.app.plan_trial import ReplayAnswer, Trial, TrialAnswer
from auxilio.app.review_api import FiguresRead
from auxilio.app.studies import Study
from auxilio.archive.reading import Proof, Reading
from auxilio.archive.search import Page
from auxilio.dispatch.reading import PlanRead, UnitRecord
from auxilio.dispatch.tracking.api import Given
from auxilio.dispatch.tracking.model import Device, Doubt, Knocking, Seen
from auxilio.kernel.event import Event, Handled, members
from auxilio.platform.documents import Fault
from auxilio.publishing.desk import Overview, SetFile, SetText
from auxilio.radio.model import RadioPlan
from auxilio.realtime.catalogue import boards_for
from auxilio.realtime.model import StoryRow
from auxilio.review.agreement import Agreement
from auxilio.review.desk import CallNumbered, Lists, ReviewRead, ReviewRow


def _row_types() -> list[type]:
    rows: list[type] = [StoryRow]
    for board in boards_for({}):
        for table in board.tables:
            row = typing.get_type_hints(table.row)["return"]
            if row not in rows:
                rows.append(row)
    return rows


def protocol_schema() -> dict[str, Any]:
    """`{"commands": [...names], "events": [...], "rows": {...}, "boards": {...}, "components": {...}}`."""
    commands = list(house.COMMANDS)
    events: list[type[Event]] = []
    for noun in house.NOUNS:
        events.extend(members(noun.events))
    rows = _row_types()
    types = [*commands, *events, *rows, Handled, Reading, Proof, Page, UnitRecord, PlanRead]
    types += [Overview, SetFile, SetText, Study, Fault, Trial, TrialAnswer, ReplayAnswer]
    types += [Seen, Doubt, Knocking, Device, Given]
    types += [RadioPlan]
    types += [CallNumbered, Lists, ReviewRead, ReviewRow, Agreement, FiguresRead]
    refs, components = msgspec.json.schema_components(types, ref_template="#/components/{name}")
    named = {t.__name__: ref for t, ref in zip(types, refs, strict=True)}
    return {
        "commands": {
            c.__struct_config__.tag: {"type": c.__name__, "permission": c.permission} for c in commands
        },
        "events": {e.kind(): e.__name__ for e in events},
        "rows": sorted(r.__name__ for r in rows),
        "boards": {
            b.name: {
                **{t.name: typing.get_type_hints(t.row)["return"].__name__ for t in b.tables},
                **({"story": "StoryRow"} if b.story else {}),
            }
            for b in boards_for({})
        },
        "refs": named,
        "components": components,
    }
