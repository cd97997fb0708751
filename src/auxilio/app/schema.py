"""The JSON Schema of everything the console speaks: commands, rows, answers. `make generate` makes TypeScript of it."""

import typing
from typing import Any

import msgspec

from auxilio.app import capabilities
from auxilio.app.settings_in_force import SettingInForce
from auxilio.kernel.event import CommandResult, Event, union_members
from auxilio.realtime.board_catalogue import boards_for
from auxilio.realtime.model import StoryRow


def _row_types() -> list[type]:
    rows: list[type] = [StoryRow]
    for board in boards_for({}, capabilities.tables()):
        for table in board.tables:
            row = typing.get_type_hints(table.row)["return"]
            if row not in rows:
                rows.append(row)
    return rows


def protocol_schema() -> dict[str, Any]:
    """`{"commands": [...names], "events": [...], "rows": {...}, "boards": {...}, "components": {...}}`."""
    commands = list(capabilities.commands())
    events: list[type[Event]] = []
    for aggregate in capabilities.aggregates():
        events.extend(union_members(aggregate.events))
    rows = _row_types()
    types = [*commands, *events, *rows, CommandResult, SettingInForce, *capabilities.schemas()]
    refs, components = msgspec.json.schema_components(types, ref_template="#/components/{name}")
    for row in rows:
        # The server writes every field of a row, also one that has a default for the states of before.
        components[row.__name__]["required"] = list(components[row.__name__]["properties"])
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
            for b in boards_for({}, capabilities.tables())
        },
        "refs": named,
        "components": components,
    }
