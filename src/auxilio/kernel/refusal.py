"""Two kinds of wrong. A refusal is a good answer to a person; a defect stops loudly."""

from enum import IntEnum
from typing import Any, ClassVar


class RefusalKind(IntEnum):
    """What a refusal means to a client, as the HTTP status that it is answered with."""

    FORBIDDEN = 403
    """The actor may not do this on this object."""
    NOT_FOUND = 404
    """There is no such object."""
    CONFLICT = 409
    """Understood, and in conflict with the present state of the object."""


class Refused(Exception):
    """A command that is understood and not granted: a stable code and the facts, worded at the edge."""

    kind: ClassVar[RefusalKind | None] = None
    """None: the edge decides by the code (platform.http.problem)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code


class Forbidden(Refused):
    """Refused by an object rule: the actor may not do this on this object."""

    kind = RefusalKind.FORBIDDEN


class NotFound(Refused):
    """Refused because the object does not exist."""

    kind = RefusalKind.NOT_FOUND


class Conflict(Refused):
    """Refused because of the present state of the object."""

    kind = RefusalKind.CONFLICT
