"""Aim: each field of a protocol and a card has something that acts on it, named by a test that exists (rule L62)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auxilio.active_content.field_consumers import CONSUMERS, consumer_faults
from auxilio.platform.documents import parse_yaml

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "src/auxilio/platform/schemas"
KINDS = {"protocols": "protocol", "cards": "card"}


def declared(schema: dict[str, Any], kind: str, where: str = "", root: Any = None) -> Iterator[str]:
    """Every field of a schema, down to those that a consumer stands for."""
    root = root or schema
    if "$ref" in schema:
        found = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        yield from declared(found, kind, where, root)
        return
    known = CONSUMERS[kind]
    for name, part in schema.get("properties", {}).items():
        field = f"{where}/{name}".removeprefix("/")
        inside = [] if field in known else list(declared(part, kind, field, root))
        yield from inside or [field]
    if isinstance(schema.get("items"), dict):
        yield from declared(schema["items"], kind, f"{where}/[]", root)
    for choice in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(choice, ()):
            yield from declared(one, kind, where, root)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_schema_has_a_consumer_and_no_other_field_is_named(kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{KINDS[kind]}.schema.json").read_text())
    fields = set(declared(schema, kind))
    assert fields == set(CONSUMERS[kind])


@pytest.mark.parametrize("named", sorted({test for each in CONSUMERS.values() for test in each.values()}))
def test_the_test_that_is_named_exists(named: str) -> None:
    file, _, name = named.partition("::")
    text = (ROOT / file).read_text("utf-8")
    assert (f"def {name}(" if file.endswith(".py") else f'test("{name}"') in text


def test_a_field_that_nothing_acts_on_is_refused_with_its_line() -> None:
    text = "id: x\nsteps:\n  - id: y\n    say: {es: Hola}\n    sung: true\npace: {bpm: 110}\n"
    (card,), _ = parse_yaml(text, "cards/x.yaml")
    (protocol,), _ = parse_yaml("id: z\nmoon: true\n", "protocols/z.yaml")
    assert [(one.rule, one.code, one.line, one.facts) for one in consumer_faults([card, protocol])] == [
        ("L62", "field_without_consumer", 5, {"field": "steps/[]/sung"}),
        ("L62", "field_without_consumer", 2, {"field": "moon"}),
    ]
