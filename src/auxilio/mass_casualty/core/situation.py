"""Where one plan stands (docs/nouns/plan-situation.md): a proposal, a declaration, both, or neither."""

from typing import NewType

import msgspec

from auxilio.kernel.ids import CaseId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import LongText, Mode, ShortText

SituationId = NewType("SituationId", str)
"""`<mode>.<plan>`: there is one of each plan in each mode. An exercise never activates the real plan."""


def situation_id(mode: Mode, plan: str) -> SituationId:
    """Where a plan stands in one mode."""
    return SituationId(f"{mode.value}.{plan}")


class PlanTrigger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a phase is proposed: a rule of the plan, and what of which case made it hold."""

    rule: ShortText
    case: CaseId
    case_number: int
    fact: ShortText
    """`notice`, `declared`, `red` or `casualties`."""
    value: ShortText
    """The notice, `yes`, or the number as it was reported: `6-8`, `20+`."""
    at: Instant


class PhaseProposal(msgspec.Struct, frozen=True, kw_only=True):
    """A phase that is proposed, and since when nobody has answered."""

    phase: ShortText
    phase_name: ShortText
    since: Instant
    grounds: tuple[PlanTrigger, ...]


class DeclaredPhase(msgspec.Struct, frozen=True, kw_only=True):
    """A phase that was declared: by whom, for where, by which act."""

    phase: ShortText
    phase_name: ShortText
    before: ShortText | None
    since: Instant
    """From when it holds."""
    declared_at: Instant
    by: ShortText
    area: ShortText
    act: ShortText
    words: LongText | None = None


class SituationEnd(msgspec.Struct, frozen=True, kw_only=True):
    """How it last came to rest."""

    at: Instant
    by: ShortText
    reason: LongText
    dismissed: bool
    """A proposal was not followed; otherwise a declared phase ended."""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """One plan in one mode."""

    id: SituationId
    plan: ShortText
    name: ShortText
    mode: Mode
    draft: bool
    """The plan's data were not approved when this was last said."""
    version: ShortText
    cases: tuple[CaseId, ...] = ()
    """The cases that were reasons for it, since it last rested."""
    proposal: PhaseProposal | None = None
    standing: DeclaredPhase | None = None
    last: SituationEnd | None = None
    answered: tuple[PlanTrigger, ...] = ()
    """Reasons that a person has heard and answered: the same is not proposed again."""

    @property
    def live(self) -> bool:
        """Whether anything is proposed or declared."""
        return self.proposal is not None or self.standing is not None
