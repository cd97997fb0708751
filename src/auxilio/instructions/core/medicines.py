"""Medicines of a card that a clinician authorises: asked for, answered, and ended when their reason is gone (decision 0379). Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from msgspec.structs import replace

from auxilio.instructions.core.card_steps import StepGate, gate, proof_of, step_after
from auxilio.instructions.core.messages import (
    AuthorisationEnded,
    AuthorisationRequested,
    AuthoriseStep,
    RecheckAuthorisations,
    RefuseStep,
    RequestAuthorisation,
    RequestWithdrawn,
    StepAuthorised,
    StepRefused,
    WithdrawRequest,
)
from auxilio.instructions.core.model import (
    AuthorisationRequest,
    Card,
    CardStep,
    InstructionRun,
    StepRefusal,
)
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused

type MedicineCommand = (
    RequestAuthorisation | WithdrawRequest | AuthoriseStep | RefuseStep | RecheckAuthorisations
)
type MedicineEvent = (
    AuthorisationRequested | RequestWithdrawn | StepAuthorised | StepRefused | AuthorisationEnded
)


def decide_medicine(
    state: InstructionRun, command: MedicineCommand, card: Card, facts: Mapping[str, str], actor: Actor
) -> tuple[MedicineEvent, ...]:
    """What happens to a medicine. `facts` are the answers of the case. Raises `Refused` (table of `machine`)."""
    if isinstance(command, RecheckAuthorisations):
        return _end_unproved(state, card, _with_answers(facts, command.answers), actor.name)
    step = card.step(command.step)
    if step is None:
        raise Refused("unknown_step", card=card.id, step=command.step)
    if step.requires is None:
        raise Refused("step_needs_no_authorisation", step=step.id)
    match command:
        case RequestAuthorisation():
            return _request(state, step, facts, actor)
        case WithdrawRequest():
            asked = state.asks(step.id)
            return (RequestWithdrawn(run=state.id, step=step.id, by=actor.name),) if asked else ()
        case AuthoriseStep():
            return _authorise(state, step, facts, actor.name)
        case RefuseStep(reason=reason):
            return _refuse(state, step, card, facts, reason, actor.name)
        case _ as never:
            assert_never(never)


def _request(
    state: InstructionRun, step: CardStep, facts: Mapping[str, str], actor: Actor
) -> tuple[MedicineEvent, ...]:
    if _is_open(state, step, facts) or state.asks(step.id):
        return ()
    asked = AuthorisationRequested(
        run=state.id, step=step.id, proof=proof_of(step, facts), by=actor.name, person=actor.id
    )
    return (asked,)


def _authorise(
    state: InstructionRun, step: CardStep, facts: Mapping[str, str], by: str
) -> tuple[MedicineEvent, ...]:
    if _is_open(state, step, facts):
        return ()
    if not state.asks(step.id):
        raise Refused("step_not_asked", step=step.id)
    # The step on screen is not changed under the hand that says it: the medicine follows it.
    return (StepAuthorised(run=state.id, step=step.id, by=by, shown=state.current is None),)


def _is_open(state: InstructionRun, step: CardStep, facts: Mapping[str, str]) -> bool:
    """Whether it may be told already. Raises `Refused`: `step_not_proved`."""
    opened = gate(step, facts, state)
    if opened not in (StepGate.OPEN, StepGate.LOCKED):
        raise Refused("step_not_proved", step=step.id)
    return opened is StepGate.OPEN


def _refuse(
    state: InstructionRun, step: CardStep, card: Card, facts: Mapping[str, str], reason: str, by: str
) -> tuple[MedicineEvent, ...]:
    if not state.asks(step.id):
        if any(refused.step == step.id for refused in state.refusals):
            return ()
        if state.given(step.id):
            raise Refused("step_told", step=step.id)
        if step.id not in state.authorised:
            raise Refused("step_not_asked", step=step.id)
    refused = StepRefused(run=state.id, step=step.id, reason=reason, next=state.current, by=by)
    return (replace(refused, next=_shown_after(state, refused, card, facts)),)


def _end_unproved(
    state: InstructionRun, card: Card, facts: Mapping[str, str], by: str
) -> tuple[MedicineEvent, ...]:
    """The authorisations that these answers no longer prove end."""
    ended: list[MedicineEvent] = []
    for id in state.authorised:
        step = card.step(id)
        if step is not None and gate(step, facts, state) is not StepGate.OPEN:
            event = AuthorisationEnded(run=state.id, step=id, next=state.current, by=by)
            event = replace(event, next=_shown_after(state, event, card, facts))
            ended.append(event)
            state = evolve_medicine(state, event, state.opened_at)
    return tuple(ended)


def _with_answers(facts: Mapping[str, str], answers: Mapping[str, str | None]) -> dict[str, str]:
    """The answers of the case with those of one moment; None: it had none."""
    changed = {question: answer for question, answer in answers.items() if answer is not None}
    return {question: answer for question, answer in facts.items() if question not in answers} | changed


def _shown_after(
    state: InstructionRun, event: StepRefused | AuthorisationEnded, card: Card, facts: Mapping[str, str]
) -> str | None:
    """What is on screen after it: the medicine itself gives way."""
    if state.current != event.step:
        return state.current
    return step_after(card, evolve_medicine(state, event, state.opened_at), event.step, facts)


def evolve_medicine(state: InstructionRun, event: MedicineEvent, at: datetime) -> InstructionRun:
    """The run after a medicine was asked for, authorised or refused: the last of them counts."""
    if isinstance(event, AuthorisationEnded):
        return replace(state, authorised=_without(state.authorised, event.step), current=event.next)
    asked = tuple(one for one in state.requests if one.step == event.step)
    requests = tuple(one for one in state.requests if one.step != event.step)
    refusals = tuple(one for one in state.refusals if one.step != event.step)
    before = next((one for one in state.refusals if one.step == event.step), None)
    state = replace(state, requests=requests, refusals=refusals)
    match event:
        case AuthorisationRequested(step=step, by=by, proof=proof, person=person):
            request = AuthorisationRequest(
                step=step, at=at, by=by, proof=proof, refused=before, person=person
            )
            return replace(state, requests=(*requests, request))
        case RequestWithdrawn():
            # What was answered when it was asked for before stands again.
            again = tuple(one.refused for one in asked if one.refused is not None)
            return replace(state, refusals=(*refusals, *again))
        case StepAuthorised(step=step, shown=shown):
            current = step if shown else state.current
            return replace(state, authorised=(*state.authorised, step), current=current)
        case StepRefused(step=step, reason=reason, by=by):
            refused = StepRefusal(step=step, at=at, by=by, reason=reason)
            authorised = _without(state.authorised, step)
            return replace(state, refusals=(*refusals, refused), authorised=authorised, current=event.next)
        case _ as never:
            assert_never(never)


def _without(steps: tuple[str, ...], step: str) -> tuple[str, ...]:
    return tuple(one for one in steps if one != step)
