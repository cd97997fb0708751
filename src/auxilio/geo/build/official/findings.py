"""What was found wrong in official data: where, why, and what became of it. Pure."""

from collections import Counter
from enum import StrEnum

import msgspec

from auxilio.kernel.position import Point

FINDINGS_MAX = 2000
"""Of one file, kept one by one: who has more looks at the counts, and at the file."""


class RowOutcome(StrEnum):
    """What became of the row."""

    REFUSED = "refused"
    REPAIRED = "repaired"
    DOUBTED = "doubted"
    """Used as it stands: somebody should look."""
    LEFT_OUT = "left_out"
    """Nothing wrong with it; there is nothing to find by it."""


class ImportFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One row or feature. Wording: `geo.official.<code>` with `facts`."""

    code: str
    outcome: RowOutcome
    file: str
    line: int
    """The line of a table, the feature of a layer, from 1; 0: the file as a whole."""
    name: str = ""
    """What the row is about, as it calls itself."""
    at: Point | None = None
    """Where on the map, when that is known."""
    facts: dict[str, str | int | float] = {}


class ImportReport(msgspec.Struct, kw_only=True):
    """The findings of one file, and how many there were of each."""

    file: str
    findings: list[ImportFinding] = []
    counts: dict[RowOutcome, int] = {}
    reasons: dict[str, int] = {}

    def add(
        self,
        code: str,
        outcome: RowOutcome,
        line: int,
        name: str = "",
        at: Point | None = None,
        **facts: str | int | float,
    ) -> None:
        """Count it, and keep it while there is room."""
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        self.reasons[code] = self.reasons.get(code, 0) + 1
        if len(self.findings) < FINDINGS_MAX:
            found = ImportFinding(
                code=code, outcome=outcome, file=self.file, line=line, name=name[:100], at=at, facts=facts
            )
            self.findings.append(found)

    def count(self, outcome: RowOutcome) -> int:
        """How many rows came to this."""
        return self.counts.get(outcome, 0)

    def most(self) -> str:
        """The commonest reason for a refusal among those kept."""
        refused = Counter(one.code for one in self.findings if one.outcome is RowOutcome.REFUSED)
        return refused.most_common(1)[0][0] if refused else ""


class FileRefused(Exception):
    """The file as a whole cannot be used. `code` is a finding's code."""

    def __init__(self, code: str, line: int = 0, **facts: str | int | float) -> None:
        super().__init__(code)
        self.code, self.line, self.facts = code, line, facts
