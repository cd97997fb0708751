"""Two kinds of wrong (style.md). A refusal is a good answer to a person; a defect stops loudly."""

from typing import Any


class Refused(Exception):
    """A command that is understood and not granted: a stable code and the facts, worded at the edge."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.code} {self.facts}" if self.facts else self.code
