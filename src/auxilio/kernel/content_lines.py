"""How a form writes a file of content: one entry on a line, and the version after the one that stands. Pure."""

import json
from collections.abc import Mapping

FIRST_VERSION = "0.1.0"


def flow(value: object) -> str:
    """A value in YAML's flow style, on one line whatever was typed: every text is quoted."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))


def next_version(standing: object) -> str:
    """The version after this one; the first where it is none of three numbers."""
    parts = str(standing or "").split(".")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return FIRST_VERSION
    return f"{parts[0]}.{parts[1]}.{int(parts[2]) + 1}"
