"""Up-casters: old facts are lifted to the newest schema when they are read, never rewritten in the log.

Each caster takes the parsed body of one kind at one schema and returns the next schema's. Golden logs
of every release are replayed through them in tests/replay.
"""

from collections.abc import Callable
from typing import Any

import msgspec

type Body = dict[str, Any]
CASTERS: dict[tuple[str, int], Callable[[Body], Body]] = {}
"""`(kind, schema it lifts from) -> caster`. Empty at the first release; a caster is never removed."""


def lift(kind: str, schema: int, body: str) -> str:
    """The body at the newest schema. Untouched text when there is nothing to lift."""
    if (kind, schema) not in CASTERS:
        return body
    parsed: Body = msgspec.json.decode(body)
    while (kind, schema) in CASTERS:
        parsed = CASTERS[kind, schema](parsed)
        schema += 1
    return msgspec.json.encode(parsed).decode()
