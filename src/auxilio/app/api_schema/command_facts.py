"""What the source says of each command beside its types: the refusals of the code that decides it, and the meaning of its fields.

`tools/command_facts.py` reads the source and writes `command_facts.json`; `make check` compares the two.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("command_facts.json")


class CommandFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the source of one command."""

    refusals: tuple[str, ...] = ()
    """Codes, in order of the alphabet. A check that the composition root gives to a service is not followed."""
    fields: Mapping[str, str] = {}
    """The docstring of a field, by its name."""


def read_command_facts() -> dict[str, CommandFacts]:
    """By the kind of the command."""
    return msgspec.json.decode(FILE.read_bytes(), type=dict[str, CommandFacts])
