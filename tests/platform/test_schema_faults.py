"""Aim: an author reads what breaks the schema of a document in their own language, at the field that is wrong."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from auxilio.platform import schema_faults
from auxilio.platform.documents import SourceDocument, check_schema, parse_yaml
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.content.faulty_content import CONTENT

SCHEMAS = sorted(Path(__file__).parents[2].glob("src/auxilio/platform/schemas/*.schema.json"))
WORDED = {  # by `schema_faults`: keywords that hold others, and those that only guard them, are no fault of their own
    *("type", "enum", "const", "pattern", "required", "additionalProperties", "uniqueItems", "not", "oneOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
    *("minimum", "maximum", "exclusiveMinimum"),
}
HOLDING = {"$schema", "$id", "$ref", "$defs", "title", "description", "$comment", "default", "properties"} | {
    *("items", "prefixItems", "propertyNames", "anyOf", "allOf", "if", "then", "else"),
}


def card(**change: Any) -> SourceDocument:
    path = "cards/atragantamiento-bebe.yaml"
    (document,), _ = parse_yaml((CONTENT / path).read_text("utf-8"), path)
    return SourceDocument(file=path, data={**deepcopy(document.data), **change}, lines=document.lines)


def protocol_rule(rule: dict[str, Any]) -> SourceDocument:
    path = "protocols/san-pcr.yaml"
    (document,), _ = parse_yaml((CONTENT / path).read_text("utf-8"), path)
    return SourceDocument(file=path, data={**document.data, "rules": [rule]}, lines=document.lines)


@pytest.mark.parametrize(
    ("wrong", "code", "spanish"),
    [
        (card(unheard_of=1, other=2), "schema_unknown", "unheard_of no existe: quítelo o corrija el nombre."),
        (card(title={"ca": "x"}), "schema_missing", "Falta title/es."),
        (card(title={"es": ""}), "schema_empty", "title/es está vacío."),
        (card(title={"es": 5}), "not_text", "title/es debe ser texto: póngalo entre comillas (dice «5»)."),
        (card(steps={}), "schema_not_list", "steps debe ser una lista (dice «{}»)."),
        (card(title="x"), "schema_not_group", "title debe ser un grupo de claves y valores (dice «x»)."),
        (card(medication="sí"), "schema_not_boolean", "medication debe ser true o false (dice «sí»)."),
        (card(version="one"), "schema_form", r"version: «one» no tiene la forma ^\d+\.\d+\.\d+$."),
        (
            card(format="card/9"),
            "schema_choice",
            "format no puede decir «card/9»: valen instruction-card/1.",
        ),
        (
            protocol_rule({"id": "X", "priority": "P1", "when": {"a": "Y"}, "else": True}),
            "schema_one_of",
            "rules/0 debe tener una, y solo una, de estas claves: when, else.",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) and each.startswith(("schema", "not")) else "",
)
def test_what_breaks_a_schema_is_told_in_words_at_its_field(
    wrong: SourceDocument, code: str, spanish: str
) -> None:
    faults = check_schema(wrong, "protocol" if wrong.file.startswith("protocols") else "card")
    found = {fault.code: fault for fault in reversed(faults)}
    assert code in found, faults
    said = catalogues().text(f"content.fault.{code}", "es", **found[code].facts)
    assert said == spanish


def test_two_unknown_keys_are_two_faults() -> None:
    faults = check_schema(card(unheard_of=1, other=2), "card")
    assert {fault.facts["where"] for fault in faults} == {"unheard_of", "other"}


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name)
def test_every_keyword_of_a_shipped_schema_has_words(schema: Path) -> None:
    found = keywords(json.loads(schema.read_text()))
    assert found - HOLDING <= WORDED, "word it in platform/schema_faults.py"


def test_every_code_of_schema_faults_is_worded_in_four_languages() -> None:
    source = (Path(schema_faults.__file__)).read_text()
    codes = {word for word in source.split('"') if word.startswith("schema_")}
    assert len(codes) > 15
    for code in codes:
        for language in LANGUAGES:
            said = catalogues().text(
                f"content.fault.{code}", language, where="a", value="b", limit=1, choices="c"
            )
            assert "content.fault" not in said, (code, language)


def keywords(schema: Any) -> set[str]:
    """The keywords that a schema uses, whatever its fields are called."""
    found = set[str]()
    if not isinstance(schema, dict):
        return found
    for key, value in schema.items():
        found.add(key)
        if key in {"properties", "$defs"}:
            for inner in value.values():
                found |= keywords(inner)
        elif key in {"anyOf", "oneOf", "allOf", "prefixItems"}:
            for inner in value:
                found |= keywords(inner)
        elif key not in {"enum", "const", "default"}:
            found |= keywords(value)
    return found
