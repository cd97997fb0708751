"""Rebuild the state of a simulated caller from the call's events and its case. Pure; called by `training_callers`.

The ids of what a caller says are made of the call and of what is said: nothing is said twice (decision 0306).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from auxilio.calls.core import messages as calls
from auxilio.calls.core.messages.guidance import QuestionSent, StepSent
from auxilio.calls.core.model import FINISHED_STATES, Call
from auxilio.cases.core.model import Case
from auxilio.instructions.core.model import InstructionRun
from auxilio.kernel.event import Envelope
from auxilio.kernel.ids import CallId
from auxilio.platform.database import log
from auxilio.platform.ids import derived_id
from auxilio.training.core.policy import CallerState, DeskLine, ToldStep, UnreadItem
from auxilio.training.ports import PracticeCaller, ScenarioPlayer
from auxilio.triage.core.model import ProtocolRun

ASKED = frozenset({calls.DeskTextSent.kind(), QuestionSent.kind()})
"""What a caller is asked in writing, and answers: a line of the desk, or a question that was sent from the interview."""
LINES = ASKED | {calls.CallerTextSent.kind(), StepSent.kind()}


class CaseProgress(msgspec.Struct, frozen=True, kw_only=True):
    """What is done in the case of a call."""

    help_sent_at: datetime | None = None
    cards: tuple[InstructionRun, ...] = ()
    last_activity_at: datetime | None = None
    """When anything last happened in the interview or with a card."""


def case_progress(states: Iterable[Any]) -> CaseProgress:
    """From the states of everything in a case."""
    found = list(states)
    cards = tuple(one for one in found if isinstance(one, InstructionRun))
    answers = [given.at for one in found if isinstance(one, ProtocolRun) for given in one.given]
    moments = [
        *(said.at for one in cards for said in one.said),
        *(mark.at for one in cards for mark in one.marks),
    ]
    return CaseProgress(
        help_sent_at=next((one.help_sent_at for one in found if isinstance(one, Case)), None),
        cards=cards,
        last_activity_at=max([*answers, *moments, *(one.opened_at for one in cards)], default=None),
    )


def caller_state(
    call: Call, facts: Sequence[Envelope], caller: PracticeCaller, known: CaseProgress, player: ScenarioPlayer
) -> CallerState:
    """`facts`: of the call, in order; none when it is over."""
    causes = {fact.cause for fact in facts}
    desk = [
        DeskLine(words=log.raw_body(fact)["words"], at=fact.happened_at)
        for fact in facts
        if fact.kind in ASKED
    ]
    written = [fact.happened_at for fact in facts if fact.kind in LINES]
    last_line_at = max([*written, call.answered_at or call.rang_at])
    told = _told_steps(call, known)
    followed = [one for one in told if follow_id(call.id, one) in causes]
    return CallerState(
        rang_at=call.rang_at,
        answered_at=call.answered_at,
        over=call.state in FINISHED_STATES,
        lines_said=1 + sum(line_id(call.id, nth) in causes for nth in range(1, len(caller.lines))),
        replies_said=sum(reply_id(call.id, nth) in causes for nth, _ in enumerate(desk)),
        desk_lines=desk,
        last_line_at=last_line_at,
        help_sent_at=known.help_sent_at,
        last_activity_at=max(known.last_activity_at or last_line_at, last_line_at),
        unread=next((UnreadItem(item=one.item, at=one.sent_at) for one in call.sent if not one.shown), None),
        step_to_acknowledge=next((one for one in told if one not in followed), None),
        followed=tuple(one.step for one in followed),
        card_finished=_is_card_finished(call, known, followed, caller, player),
        help_came_said=help_came_id(call.id) in causes,
    )


def _told_steps(call: Call, known: CaseProgress) -> list[ToldStep]:
    """Each step once, as it was first sent or told."""
    sent = [ToldStep(run=one.run, step=one.step, at=one.sent_at) for one in call.sent if one.step is not None]
    said = [ToldStep(run=card.id, step=one.step, at=one.at) for card in known.cards for one in card.said]
    first: dict[tuple[UUID, str], ToldStep] = {}
    for one in sorted([*sent, *said], key=lambda step: step.at):
        first.setdefault((one.run, one.step), one)
    return list(first.values())


def _is_card_finished(
    call: Call,
    known: CaseProgress,
    followed: Sequence[ToldStep],
    caller: PracticeCaller,
    player: ScenarioPlayer,
) -> bool:
    """Whether each card was told to its end or closed, and the moments that follow from its steps were marked."""
    marked = {(card.id, mark) for card in known.cards for mark in card.marked()}
    marked |= {(one.run, one.mark) for one in call.caller_marks}
    awaited = {(one.run, mark) for one in followed if (mark := player.awaits(caller, one.step)) is not None}
    told = bool(followed) and all(one.current is None or one.closed_at is not None for one in known.cards)
    return told and awaited <= marked


def line_id(call: CallId, nth: int) -> UUID:
    """Id of the command that sends unprompted line `nth` (1-based; line 0 came with the call)."""
    return derived_id(call, f"line.{nth}")


def reply_id(call: CallId, nth: int) -> UUID:
    """Id of the command that answers line `nth` of the desk (0-based; questions sent from the interview count)."""
    return derived_id(call, f"reply.{nth}")


def follow_id(call: CallId, told: ToldStep) -> UUID:
    """Id of the command that says that a step of a card is followed."""
    return derived_id(call, f"follow.{told.run}.{told.step}")


def help_came_id(call: CallId) -> UUID:
    """Id of the command that says that help has come."""
    return derived_id(call, "help_came")
