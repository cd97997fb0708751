"""Up-casters: old facts are lifted to the newest schema when they are read, never rewritten in the log.

Each caster takes the parsed body of one kind at one schema and returns the next schema's. Golden logs
of every release are replayed through them in tests/replay.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from auxilio.kernel.event import Envelope

type StoredBody = dict[str, Any]
UPCASTERS: dict[tuple[str, int], Callable[[StoredBody], StoredBody]] = {}
"""`(kind, schema it lifts from) -> caster`. Empty at the first release; a caster is never removed."""


def lifted(envelope: Envelope) -> Envelope:
    """The fact with its body at the newest schema, for readers of facts by the names of their fields."""
    body = upcast(envelope.kind, envelope.schema, envelope.body) if envelope.body else ""
    return envelope if body == envelope.body else msgspec.structs.replace(envelope, body=body)


def upcast(kind: str, schema: int, body: str) -> str:
    """The body at the newest schema. Untouched text when there is nothing to lift."""
    if (kind, schema) not in UPCASTERS:
        return body
    parsed: StoredBody = msgspec.json.decode(body)
    while (kind, schema) in UPCASTERS:
        parsed = UPCASTERS[kind, schema](parsed)
        schema += 1
    return msgspec.json.encode(parsed).decode()
