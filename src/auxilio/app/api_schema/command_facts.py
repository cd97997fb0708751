"""What the source says of commands and routes beside their types: the refusals of the code that decides, and the meaning of fields.

`tools/command_facts.py` reads the source and writes `command_facts.json` and `route_refusals.json`; `make check` compares.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from litestar.handlers import HTTPRouteHandler

FILE = Path(__file__).with_name("command_facts.json")

ROUTES_FILE = FILE.with_name("route_refusals.json")


class CommandFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the source of one command."""

    refusals: tuple[str, ...] = ()
    """Codes, in order of the alphabet. A check that the composition root gives to a service is not followed."""
    fields: Mapping[str, str] = {}
    """The docstring of a field, by its name."""


def read_command_facts() -> dict[str, CommandFacts]:
    """By the kind of the command."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, CommandFacts])


def name_of(handler: HTTPRouteHandler) -> str:
    """Of the function that answers, as `route_refusals.json` has it."""
    return f"{handler.fn.__module__}.{handler.fn.__qualname__}"


def read_route_refusals() -> dict[str, tuple[str, ...]]:
    """Codes by `name_of`, in order of the alphabet. What a guard refuses before any route is not among them."""
    return msgspec.json.decode(ROUTES_FILE.read_bytes(), type=dict[str, tuple[str, ...]])
