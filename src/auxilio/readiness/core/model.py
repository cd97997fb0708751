"""Findings of `auxilio doctor` and of the readiness of an installation, and the acceptance of what is red."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

import msgspec

from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import Mode, ShortText

type Facts = Mapping[str, str | int | float]
RiskAcceptanceId = NewType("RiskAcceptanceId", str)
"""Named by the mode, which is real: what is not real needs no acceptance."""


class CheckState(StrEnum):
    """`missing` (red) stops something that people rely on; `degraded` (amber) works, and worse, or is not known; `ok` is
    green; `optional`, of `auxilio doctor` alone, is not needed for what is set up."""

    OK = "ok"
    OPTIONAL = "optional"
    DEGRADED = "degraded"
    MISSING = "missing"


class DoctorFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing looked at. `code` is worded by the catalogues as `doctor.<code>`, with what to do."""

    part: str
    state: CheckState
    code: str
    facts: Facts = {}


class ReadinessFinding(DoctorFinding, frozen=True, kw_only=True):
    """One line of the readiness of an installation; there is one for each part, whatever was found."""

    link: str
    """Where it is repaired: a page of the console (`/admin?section=desks`), or a file of the documentation with its chapter."""


class ReadinessReport(msgspec.Struct, frozen=True, kw_only=True):
    """Every line, as it was found at one moment. `mode` is that of the installation: only a real one has to be ready."""

    at: Instant
    mode: Mode
    findings: tuple[ReadinessFinding, ...]


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a part."""

    state: CheckState
    code: str
    facts: Facts = {}


class RiskAcceptance(msgspec.Struct, frozen=True, kw_only=True):
    """Who let the service go on with red lines, which, and why. The latest counts; a part that it does not name is not accepted."""

    id: RiskAcceptanceId
    mode: Mode
    lines: tuple[ShortText, ...]
    reason: ShortText
    by_name: ShortText
    at: Instant


class ReadinessView(msgspec.Struct, frozen=True, kw_only=True):
    """The report, and who accepted its red lines last."""

    report: ReadinessReport
    acceptance: RiskAcceptance | None
