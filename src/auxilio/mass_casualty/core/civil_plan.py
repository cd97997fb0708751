"""Civil protection plans as far as a 112 centre must know them: how each names its phases, and what proposes one.

Data with sources and approvals (`content/plans/situations.yaml`); a plan's measures are in the plan, not here.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from auxilio.mass_casualty.core.scene import MajorDeclaration

type LocalizedText = dict[str, str]
"""Words by language."""
PlanId = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
PhaseCode = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class CivilPlanKind(StrEnum):
    """A plan for everything, or for one risk."""

    TERRITORIAL = "territorial"
    SPECIAL = "special"


class PlanPhase(msgspec.Struct, frozen=True, kw_only=True):
    """One of a plan's phases or situations, as the plan itself calls it."""

    code: PhaseCode
    name: LocalizedText


class ActivationRule(msgspec.Struct, frozen=True, kw_only=True):
    """What proposes a phase. Exactly one of the four conditions is there."""

    id: str
    phase: PhaseCode
    notice: str | None = None
    """A notice that an interview has proved (`notify` of its protocol)."""
    declared: MajorDeclaration | None = None
    """The first letter of a report says this."""
    red_from: int | None = None
    """As many red ones in one count, at most; doubt counts as danger."""
    casualties_from: int | None = None
    """As many hurt in one report, at most."""


class PlanParty(msgspec.Struct, frozen=True, kw_only=True):
    """A function that the plan lists among those who must be told, as the plan names it."""

    code: str
    """By which a duty on call names it; the same code in two plans is the same function."""
    name: LocalizedText
    phase: PhaseCode
    """From this phase on, and in each graver one."""


class CivilPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One plan."""

    id: PlanId
    kind: CivilPlanKind
    name: LocalizedText
    phases: tuple[PlanPhase, ...]
    """From the mildest to the gravest."""
    tell: tuple[PlanParty, ...] = ()
    rules: tuple[ActivationRule, ...] = ()
    sources: tuple[str, ...] = ()

    def rank(self, phase: str) -> int:
        """How grave a phase is; -1 for one that this plan does not have (any more)."""
        codes = [one.code for one in self.phases]
        return codes.index(phase) if phase in codes else -1

    def parties(self, phase: str) -> tuple[PlanParty, ...]:
        """Who must be told that the plan stands in this phase, in the order of the plan."""
        return tuple(one for one in self.tell if 0 <= self.rank(one.phase) <= self.rank(phase))


class CivilPlans(msgspec.Struct, frozen=True, kw_only=True):
    """The plans of this centre's area."""

    version: str = "0"
    draft: bool = True
    plans: tuple[CivilPlan, ...] = ()

    def find(self, plan: str) -> CivilPlan | None:
        """The plan of this id."""
        return next((one for one in self.plans if one.id == plan), None)
