"""The body of `POST /api/commands`: every command that a client can send, from the manifests of the capabilities."""

import functools
import operator
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from auxilio.access.command_bus import CommandRequest
from auxilio.app.api_schema.command_facts import CommandFacts
from auxilio.app.api_schema.examples import REFERENCE, example_of, with_example
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.event import Command
from auxilio.platform.http.problem import status_of

COMMAND = "AnyCommand"
REQUEST = "CommandRequest"
PREFIX = "command."
"""Names of components that commands are made of: an answer of a route may have a type of the same name and another form."""

OF_THE_SYSTEM = "Sent by the system itself alone; from a client it is refused."


def tag_of(command: type[Command]) -> str:
    """The `kind` by which a command is sent: `cases.open`."""
    return str(command.__struct_config__.tag)


def command_components(
    commands: Sequence[type[Command]], facts: Mapping[str, CommandFacts]
) -> dict[str, dict[str, Any]]:
    """The schema of a command request and of all that it is made of, by the name of the component.

    `facts`: what the source says of each command beside its types. Each command has one `examples` entry, which the command bus
    decodes, and `x-permission`, `x-object-rule` and `x-refusals` (code and HTTP status).
    """
    union: Any = functools.reduce(operator.or_, commands)
    _, made = msgspec.json.schema_components([union], ref_template=f"{REFERENCE}{PREFIX}{{name}}")
    schemas: dict[str, dict[str, Any]] = {f"{PREFIX}{name}": schema for name, schema in made.items()}
    names = {_kind_of(schema): name for name, schema in schemas.items() if _kind_of(schema)}
    for command in commands:
        name = names[tag_of(command)]
        schemas[name] = _described(command, schemas[name], facts.get(tag_of(command), CommandFacts()))
        schemas[name]["examples"] = list(with_example(schemas[name], schemas).values())
    mapping = {tag_of(command): f"{REFERENCE}{names[tag_of(command)]}" for command in commands}
    schemas[COMMAND] = {
        "description": "Every command, by its `kind`.",
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return _referred_to(schemas) | {REQUEST: _request()}


def command_examples(
    commands: Sequence[type[Command]], schemas: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """One whole request for each command, by its kind, as OpenAPI names examples of a body."""
    id = example_of({"type": "string", "format": "uuid"}, {})
    mapping = schemas[COMMAND]["discriminator"]["mapping"]
    return {
        tag_of(command): {
            "summary": schemas[place]["description"].partition("\n")[0],
            "value": {"id": id, "command": example},
        }
        for command in commands
        for place in (mapping[tag_of(command)].removeprefix(REFERENCE),)
        for example in schemas[place]["examples"]
    }


def _referred_to(schemas: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without the enumerations that are keys alone, whose values stand at their field."""
    written = msgspec.json.encode(schemas).decode()
    return {
        name: schema
        for name, schema in schemas.items()
        if name == COMMAND or f'"{REFERENCE}{name}"' in written
    }


def _kind_of(schema: Mapping[str, Any]) -> str | None:
    found = schema.get("properties", {}).get("kind", {}).get("enum", ())
    return found[0] if len(found) == 1 else None


def _described(command: type[Command], schema: dict[str, Any], facts: CommandFacts) -> dict[str, Any]:
    """The schema of one command, with who may send it and what it may be refused with."""
    keys = _keys_of(command)
    properties = {
        name: {
            **one,
            **({"description": facts.fields[name]} if name in facts.fields else {}),
            **({"propertyNames": {"enum": keys[name]}} if name in keys else {}),
        }
        for name, one in schema["properties"].items()
    }
    if command.object_rule == ObjectRule.SYSTEM:
        schema["description"] = f"{schema.get('description', '')}\n\n{OF_THE_SYSTEM}".strip()
    return {
        **schema,
        "properties": properties,
        "x-permission": str(command.permission),
        "x-object-rule": str(command.object_rule),
        "x-refusals": {code: status_of(code) for code in facts.refusals},
    }


def _keys_of(command: type[Command]) -> dict[str, list[str]]:
    """The keys that a field with an object may have, where it is keyed by an enumeration: msgspec leaves them out."""
    info = msgspec.inspect.type_info(command)
    assert isinstance(info, msgspec.inspect.StructType)
    found = {}
    for field in info.fields:
        kind = field.type.type if isinstance(field.type, msgspec.inspect.Metadata) else field.type
        if isinstance(kind, msgspec.inspect.DictType) and isinstance(kind.key_type, msgspec.inspect.EnumType):
            found[field.encode_name] = [str(each.value) for each in kind.key_type.cls]
    return found


def _request() -> dict[str, Any]:
    """`CommandRequest`, whose command is raw JSON for the decoder and one of the commands for a reader."""
    (_,), made = msgspec.json.schema_components([CommandRequest], ref_template=f"{REFERENCE}{{name}}")
    schema: dict[str, Any] = made[CommandRequest.__name__]
    schema["properties"]["command"] = {"$ref": f"{REFERENCE}{COMMAND}"}
    return schema
