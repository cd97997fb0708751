"""The published schema of the API is valid, whole and true: every route, every command, and examples that the server reads."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
from litestar import get, post
from litestar.routes import HTTPRoute
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from schemathesis.specs.openapi.definitions import OPENAPI_31

from auxilio.access.command_bus import CommandBus, CommandRequest
from auxilio.app.api_schema.command_facts import read_command_facts, read_route_refusals
from auxilio.app.api_schema.command_schema import OF_THE_SYSTEM, tag_of
from auxilio.app.api_schema.document import COMMANDS_PATH, SCHEMA_PATH, document_of
from auxilio.app.api_schema.examples import with_example
from auxilio.app.api_schema.parameters import MEANINGS, MEANINGS_AT
from auxilio.app.api_schema.sample_values import BY_FORMAT, BY_PATTERN, BY_TYPE
from auxilio.app.capabilities import commands
from auxilio.identity.api import COOKIE, CSRF_HEADER
from auxilio.identity.core.gate import CITIZEN, KEY_SCOPE, PUBLIC, for_keys
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import KeyScope
from auxilio.interop.ecall_receiver import EcallReport
from auxilio.interop.formats.msd import decode_msd
from auxilio.interop.short_message import ShortMessage, content_of
from auxilio.kernel.event import Command, CommandResult
from auxilio.platform.http.problem import MEDIA_TYPE, PROBLEMS, status_of
from tests.app.schema_app import schema_app

SIZE_MAX = 1_500_000
"""Bytes of the document; twice what it has today."""
KINDS = [tag_of(command) for command in commands()]


async def never(*_: object) -> CommandResult:
    raise AssertionError("no command is decided here")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return document_of(schema_app(), commands(), read_command_facts(), read_route_refusals())


@pytest.fixture(scope="module")
def bus() -> CommandBus:
    return CommandBus((commands(), never))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def validator(document: dict[str, Any], schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    """Of a schema of the document, whose references begin at the document."""
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(document))
    within = json.loads(json.dumps(schema).replace('"#/components/', '"urn:document#/components/'))
    return jsonschema.Draft202012Validator(within, registry=registry)


# --- the document ---------------------------------------------------------------------------------


def test_the_document_is_openapi_3_1(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(OPENAPI_31).validate(document)
    assert document["info"]["license"] == {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    assert "contact" not in document["info"]


def test_the_document_is_the_same_every_time_and_of_bounded_size(document: dict[str, Any]) -> None:
    written = msgspec.json.encode(document)
    again = document_of(schema_app(), commands(), read_command_facts(), read_route_refusals())
    assert msgspec.json.encode(again) == written
    assert len(written) < SIZE_MAX


def test_every_reference_names_a_component(document: dict[str, Any]) -> None:
    references = set(re.findall(r'"#/components/(\w+)/([^"]+)"', json.dumps(document)))
    assert len(references) > 300
    assert not {(kind, name) for kind, name in references if name not in document["components"][kind]}


def test_every_component_is_referred_to(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for kind in ("schemas", "responses"):
        unused = [n for n in document["components"][kind] if f'"#/components/{kind}/{n}"' not in text]
        assert not unused


def test_every_route_of_the_application_is_in_the_document_and_the_other_way_round(
    document: dict[str, Any],
) -> None:
    app = schema_app()
    running = {
        (route.path_format, str(method).lower())
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/")
        for handler in route.route_handlers
        for method in handler.http_methods
        if method not in {"OPTIONS"}
    } - {("/api/schema", "get"), ("/api/schema/{path}", "get")}  # 404 for what is no document
    published = {(path, method) for path, method, _ in operations(document)}
    assert len(published) > 150
    assert running == published


def test_every_route_says_what_it_does_in_words(document: dict[str, Any]) -> None:
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    for path, method, operation in operations(document):
        assert operation["summary"], f"{method} {path}"
        assert operation["description"], f"{method} {path}"
        assert all(tags[tag] for tag in operation["tags"]), f"{method} {path}"


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for *_, operation in operations(document)]
    assert [each for each in ids if ids.count(each) > 1] == []
    assert all(re.fullmatch(r"[a-z_]+_[a-z][A-Za-z0-9]*", each) for each in ids)


def test_the_meaning_of_a_parameter_may_be_that_of_its_route(document: dict[str, Any]) -> None:
    rotate = document["paths"]["/api/admin/partners/keys/{key}/rotate"]["post"]
    (key,) = [each["description"] for each in rotate["parameters"] if each["name"] == "key"]
    assert key.startswith("Id of an API key")
    for path, name in MEANINGS_AT:
        assert name in {
            each["name"] for way in document["paths"][path].values() for each in way["parameters"]
        }


def test_a_form_is_described_with_an_example_and_its_statuses(document: dict[str, Any]) -> None:
    aml = document["paths"]["/api/aml"]["post"]
    (form,) = aml["requestBody"]["content"].values()
    assert "hmac" in aml["requestBody"]["description"]
    assert list(form["example"])[-1] == "hmac"
    assert {"200", "404", "413", "415", "429", "503"} <= aml["responses"].keys()


def test_every_parameter_has_a_description_and_an_example_that_it_allows(document: dict[str, Any]) -> None:
    seen, meant = 0, set()
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", ()):
            seen += 1
            where = f"{method} {path} {parameter['name']}"
            assert parameter["description"], f"{where}: a line in app/api_schema/parameters.py"
            validator(document, parameter["schema"]).validate(parameter["example"])
            meant.add(parameter["description"])
    assert seen > 100
    assert not set(MEANINGS.values()) - meant, "no parameter has these"


def test_every_body_and_answer_in_json_has_an_example_that_its_schema_allows(
    document: dict[str, Any],
) -> None:
    bodies = 0
    for path, method, operation in operations(document):
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            for content in part.get("content", {}).values():
                if "schema" in content and "examples" not in content and path != SCHEMA_PATH:
                    bodies += 1
                    assert "example" in content, f"{method} {path}"
                    found = list(validator(document, content["schema"]).iter_errors(content["example"]))
                    assert not found, f"{method} {path}: {found[0]}"
    assert bodies > 150


def test_every_unsafe_route_that_reads_a_body_says_which(document: dict[str, Any]) -> None:
    without = {
        f"{method.upper()} {path}"
        for path, method, operation in operations(document)
        if method in {"post", "put", "patch"} and "requestBody" not in operation
    }
    assert without == {
        "POST /api/calls/{call}/link",
        "POST /api/calls/{call}/subscriber",
        "POST /api/calls/{call}/vin",
        "POST /api/case-files/{case}/seal",
        "POST /api/admin/grants/{id}/confirm",
        "POST /api/admin/grants/{id}/refuse",
        "POST /api/admin/backups/run",
        "POST /api/admin/imports/{id}/take-back",
        "POST /api/setup/region/build/cancel",
        "POST /api/setup/region/build/now",
    }, "these take no body"


def test_every_pattern_has_a_sample_that_fits_it_and_no_sample_is_left_over(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    assert set(keywords(document, "pattern")) == set(BY_PATTERN)
    assert all(re.search(pattern, sample) for pattern, sample in BY_PATTERN.items())
    assert set(keywords(document, "format")) == set(BY_FORMAT)
    assert all(f'"title": "{title}"' in text for title in BY_TYPE)


def keywords(value: Any, name: str) -> Iterator[str]:
    """Every value of this keyword of JSON Schema, wherever it stands."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict) and isinstance(value.get(name), str):
        yield value[name]
    for part in parts:
        yield from keywords(part, name)


def test_a_pattern_without_a_sample_costs_its_example_alone() -> None:
    number = {"type": "string", "pattern": "^unheard of$"}
    assert with_example(number, {}) == {}
    assert with_example({"type": "string"}, {}) == {"example": "text"}


# --- answers that are not a success -----------------------------------------------------------------


def test_every_route_lists_every_problem_with_a_code(document: dict[str, Any]) -> None:
    answers = document["components"]["responses"]
    for status in PROBLEMS:
        content = answers[f"Problem{status}"]["content"][MEDIA_TYPE]
        assert content["example"]["status"] == status == status_of(content["example"]["code"])
    for path, method, operation in operations(document):
        assert {str(status) for status in PROBLEMS} <= operation["responses"].keys(), f"{method} {path}"


def test_a_route_lists_the_refusals_of_its_code_and_of_the_commands_that_it_makes(
    document: dict[str, Any],
) -> None:
    of_issue = document["paths"]["/api/admin/partners/{partner}/keys"]["post"]["x-refusals"]
    assert of_issue["key_needs_agency"] == status_of("key_needs_agency")
    assert {"key_expiry_past", "key_expiry_too_far", "unknown_partner", "not_permitted"} <= of_issue.keys()
    assert "key_revoked_already" not in of_issue
    of_rotate = document["paths"]["/api/admin/partners/keys/{key}/rotate"]["post"]["x-refusals"]
    assert {"key_revoked_already", "unknown_api_key"} <= of_rotate.keys()


# --- who opens a route -----------------------------------------------------------------------------


def test_a_route_lists_what_opens_it_and_a_public_one_lists_nothing(document: dict[str, Any]) -> None:
    paths = document["paths"]
    assert paths["/api/health"]["get"]["security"] == []
    assert paths["/api/session"]["post"]["security"] == []
    assert paths["/api/session"]["get"]["security"] == [{"session": []}]
    assert paths["/api/session"]["delete"]["security"] == [{"session": [], "csrf": []}]
    assert paths[COMMANDS_PATH]["post"]["security"] == [{"session": [], "csrf": []}, {"callerToken": []}]
    assert paths[SCHEMA_PATH]["get"]["security"] == [{"session": []}]
    schemes = document["components"]["securitySchemes"]
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", COOKIE)
    assert (schemes["csrf"]["in"], schemes["csrf"]["name"]) == ("header", CSRF_HEADER)


def test_the_security_of_every_route_is_what_its_guard_reads(document: dict[str, Any]) -> None:
    for route in schema_app().routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            if not handler.resolve_include_in_schema():
                continue
            for method in handler.http_methods:
                security = document["paths"][route.path_format][str(method).lower()]["security"]
                audience = handler.opt.get("audience")
                assert (security == []) == (audience == PUBLIC["audience"])
                assert ({"callerToken": []} in security) == (audience == CITIZEN["audience"])
                scope = handler.opt.get(KEY_SCOPE)
                assert [way["apiKey"] for way in security if "apiKey" in way] == ([[scope]] if scope else [])


@get("/api/machine", opt=for_keys(KeyScope.PROTOCOLS_READ))
async def of_machines() -> None:
    """For machines."""


@post(COMMANDS_PATH)
async def of_people() -> None:
    """For people."""


def test_an_api_key_opens_the_routes_that_declare_a_scope_and_no_other() -> None:
    document = document_of(schema_app([of_machines, of_people]), commands(), {}, {})
    machine, people = document["paths"]["/api/machine"]["get"], document["paths"][COMMANDS_PATH]["post"]
    assert machine["security"] == [{"session": []}, {"apiKey": ["protocols:read"]}]
    assert people["security"] == [{"session": [], "csrf": []}]
    assert document["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"


# --- commands --------------------------------------------------------------------------------------


def command_schema(document: dict[str, Any], kind: str) -> dict[str, Any]:
    schemas = document["components"]["schemas"]
    place = schemas["AnyCommand"]["discriminator"]["mapping"][kind]
    found: dict[str, Any] = schemas[place.rpartition("/")[2]]
    return found


def test_the_body_of_commands_is_one_of_every_registered_command(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    union = schemas["AnyCommand"]
    assert union["discriminator"]["propertyName"] == "kind"
    assert sorted(union["discriminator"]["mapping"]) == sorted(KINDS)
    assert [one["$ref"] for one in union["oneOf"]] == list(union["discriminator"]["mapping"].values())
    content = document["paths"][COMMANDS_PATH]["post"]["requestBody"]["content"]["application/json"]
    assert content["schema"]["$ref"] == "#/components/schemas/CommandRequest"
    assert sorted(content["examples"]) == sorted(KINDS)


@pytest.mark.parametrize("command", commands(), ids=tag_of)
def test_a_command_says_who_may_send_it_and_has_all_its_fields(
    document: dict[str, Any], command: type[Command]
) -> None:
    schema = command_schema(document, tag_of(command))
    assert schema["description"]
    assert (OF_THE_SYSTEM in schema["description"]) == (command.object_rule == ObjectRule.SYSTEM)
    assert schema["x-permission"] == command.permission in set(Permission)
    assert schema["x-object-rule"] == command.object_rule in set(ObjectRule)
    fields = msgspec.structs.fields(command)
    assert set(schema["properties"]) == {"kind", *(field.encode_name for field in fields)}
    assert set(schema["required"]) == {"kind", *(field.encode_name for field in fields if field.required)}
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_command_is_valid_and_is_decoded_and_written_back(
    document: dict[str, Any], bus: CommandBus, kind: str
) -> None:
    content = document["paths"][COMMANDS_PATH]["post"]["requestBody"]["content"]["application/json"]
    example = content["examples"][kind]["value"]
    validator(document, content["schema"]).validate(example)
    request = msgspec.json.decode(msgspec.json.encode(example), type=CommandRequest)
    command = bus.read(request.command)
    assert tag_of(type(command)) == kind
    assert bus.read(msgspec.json.encode(command)) == command


def test_a_command_of_no_kind_or_with_a_surplus_field_is_not_allowed_by_the_schema(
    document: dict[str, Any],
) -> None:
    content = document["paths"][COMMANDS_PATH]["post"]["requestBody"]["content"]["application/json"]
    example = content["examples"]["cases.note"]["value"]
    check = validator(document, content["schema"])
    check.validate(example)
    for wrong in (
        {**example, "command": {**example["command"], "kind": "no.such"}},
        {**example, "command": {**example["command"], "surplus": 1}},
        {**example, "surplus": 1},
        {"id": example["id"]},
    ):
        assert not check.is_valid(wrong)


def test_the_examples_of_machines_are_read_by_the_way_in_that_they_are_for(document: dict[str, Any]) -> None:
    examples = {
        path: document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["example"]
        for path in ("/api/ecall", "/api/sms")
    }
    report = msgspec.convert(examples["/api/ecall"], EcallReport)
    decoded = decode_msd(report.msd.encode())
    assert (decoded.value is not None, decoded.flags) == (True, ())
    assert content_of(msgspec.convert(examples["/api/sms"], ShortMessage))
