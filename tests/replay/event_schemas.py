"""The shape of every event as it is stored, and whether what one release wrote can be read by another.

    .venv/bin/python -m tests.replay.event_schemas 0.1     write tests/replay/0.1/events.json, once, at the release of 0.1

A shape is the JSON Schema of an event with everything it refers to written out, so that the name of a class is no part
of it.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from auxilio.app.capabilities import aggregates
from auxilio.kernel.event import Event, union_members

FOLDER = Path(__file__).parent
IDLE = {"title", "description", "default", "discriminator"}
"""What a schema says besides which JSON is right."""
type Shape = dict[str, Any]
type Has = Callable[[str, int], bool]
"""Whether there is an up-caster of this kind from this schema."""


def all_events() -> dict[str, type[Event]]:
    """Every event there is, by kind."""
    kinds: list[type[Event]] = [
        kind for aggregate in aggregates() for kind in union_members(aggregate.events)
    ]
    return {kind.kind(): kind for kind in kinds}


def shape_of(kind: type[Event]) -> Shape:
    """`{"schema": 1, "shape": {…}}`."""
    (top,), components = msgspec.json.schema_components([kind], ref_template="{name}")
    return {"schema": kind.schema, "shape": _written_out(top, components, ())}


def _written_out(part: Any, components: Mapping[str, Any], within: tuple[str, ...]) -> Any:
    if isinstance(part, list):
        return [_written_out(one, components, within) for one in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        name = part["$ref"]
        if name in within:
            return {"again": len(within) - within.index(name)}  # a type that holds itself
        return _written_out(components[name], components, (*within, name))
    if "properties" in part:
        fields = {name: _written_out(one, components, within) for name, one in part["properties"].items()}
        rest = {key: one for key, one in part.items() if key not in IDLE | {"properties"}}
        return {**rest, "properties": fields}
    return {key: _written_out(one, components, within) for key, one in part.items() if key not in IDLE}


# --- whether it is still read ---------------------------------------------------------------------


def breaks(old: Mapping[str, Shape], new: Mapping[str, Shape], has_caster: Has) -> Iterator[str]:
    """Each way in which events of `old` are lost or misread by `new`."""
    for kind, was in old.items():
        if kind not in new:
            yield f"{kind}: the event is gone"
        elif new[kind]["schema"] == was["schema"]:
            yield from _lost(kind, was["shape"], new[kind]["shape"])
        else:
            for schema in range(was["schema"], new[kind]["schema"]):
                if not has_caster(kind, schema):
                    yield f"{kind}: no up-caster from schema {schema}"


def _lost(at: str, old: Shape, new: Shape) -> list[str]:
    """What of the JSON that `old` allows is lost or refused by `new`."""
    answers = new.get("anyOf", [new])
    lost: list[str] = []
    for one in old.get("anyOf", [old]):
        tries = [_lost_alone(at, one, other) for other in answers]
        best: list[str] = min(tries, key=len)
        lost += best
    return lost


def _lost_alone(at: str, old: Shape, new: Shape) -> list[str]:
    if "enum" in new:
        known = old.get("enum", ["any other value"])
        return [f"{at}: {one!r} is refused" for one in known if one not in new["enum"]]
    if "enum" in old:
        kinds = {str: "string", int: "integer"}
        old = {"type": kinds[type(old["enum"][0])]}
    if old.get("type") != new.get("type") and (old.get("type"), new.get("type")) != ("integer", "number"):
        return [f"{at}: {old.get('type')} has become {new.get('type')}"]
    return [*_tighter(at, old, new), *_lost_inside(at, old, new)]


def _tighter(at: str, old: Shape, new: Shape) -> Iterator[str]:
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if key.startswith(("max", "exclusiveMax")):
            tighter = now is not None and (was is None or now < was)
        elif key.startswith(("min", "exclusiveMin")):
            tighter = now is not None and (was is None or now > was)
        else:
            tighter = key in ("pattern", "format", "contentEncoding", "again") and was != now
        if tighter:
            yield f"{at}: {key} was {was} and is {now}"


def _lost_inside(at: str, old: Shape, new: Shape) -> Iterator[str]:
    fields, others = old.get("properties", {}), new.get("properties", {})
    for name, was in fields.items():
        if name not in others:
            yield f"{at}.{name}: the field is gone"
        else:
            yield from _lost(f"{at}.{name}", was, others[name])
    for name in set(new.get("required", ())) - set(old.get("required", ())):
        yield f"{at}.{name}: it is required, and events of before may lack it"
    for key in ("items", "additionalProperties"):
        if isinstance(was := old.get(key), dict):
            now = new.get(key, {})
            yield from _lost(f"{at}[]", was, now) if isinstance(now, dict) else [f"{at}[]: it is refused"]
    parts, others_ = old.get("prefixItems", []), new.get("prefixItems", [])
    if len(parts) != len(others_):
        yield f"{at}[]: it had {len(parts)} places and has {len(others_)}"
    for place, (was, now) in enumerate(zip(parts, others_, strict=False)):
        yield from _lost(f"{at}[{place}]", was, now)


def main() -> None:
    """Write the shapes of now under a release's name."""
    file = FOLDER / sys.argv[1] / "events.json"
    shapes = {kind: shape_of(event) for kind, event in sorted(all_events().items())}
    file.write_text(json.dumps(shapes, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
