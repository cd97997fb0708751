"""Who may act on a task: its centre; the room, for a centre that is told by telephone, or as the one that asked."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import in_room, is_system, leads_room, must_match, works_for
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.dispatch.tasks.core.model import Task
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CentreId
from auxilio.kernel.refusal import Conflict, Forbidden


def is_of_centre(task: Task, actor: Actor) -> bool:
    """Whether the task is work of the actor's centre; the room lead may act for every centre."""
    return is_system(actor) or leads_room(actor) or works_for(actor, task.centre, task.agency)


def must_be_of_centre(task: Task, actor: Actor) -> None:
    """Raises `Forbidden("not_your_centre")`."""
    if not is_of_centre(task, actor):
        raise Forbidden("not_your_centre", centre=task.centre)


def is_reached_by_telephone(task: Task) -> bool:
    """Whether its centre is told by telephone: it has no console, or was told this task by voice."""
    return task.by_telephone or task.told is not None


def must_be_of_case(task: Task, actor: Actor) -> None:
    """Its centre, or the room (whose admission to the case is asked apart). Raises `Forbidden("not_your_centre")`."""
    if not in_room(actor):
        must_be_of_centre(task, actor)


def must_have_sent(task: Task, actor: Actor) -> None:
    """Who asked for this work: the room for its cases, a centre that asked for aid or offered it by hand.

    Raises `Forbidden("not_your_task")`.
    """
    if is_system(actor) or in_room(actor):
        return
    asked_by = {task.aid_for, task.offered_from} - {None}
    if actor.centre is None or actor.centre not in asked_by:
        raise Forbidden("not_your_task", centre=task.centre)


def must_name_centre(command: Any, centre: CentreId) -> None:
    """What a desk enters for another centre names that centre. Raises `Conflict("for_centre_missing")`."""
    if command.for_centre != centre:
        raise Conflict("for_centre_missing", centre=centre)


# --- the rules of commands -------------------------------------------------------------------------


async def admitted_task(reader: ObjectReader, command: Any, actor: Actor) -> Task:
    """The task, where its mode is that of the session and the actor is admitted to its case."""
    task = await reader.task(command.task)
    must_match(actor, task.mode)
    await must_work_on(reader, await reader.case(task.case), actor)
    return task


async def _centre_task(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_of_centre(await admitted_task(reader, command, actor), actor)


async def _case_task(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_of_case(await admitted_task(reader, command, actor), actor)


async def _sent_task(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_have_sent(await admitted_task(reader, command, actor), actor)


async def _changed_task(reader: ObjectReader, command: Any, actor: Actor) -> None:
    task = await admitted_task(reader, command, actor)
    if is_of_centre(task, actor) and not leads_room(actor):
        return
    if not in_room(actor) or not command.told_to:
        raise Forbidden("not_your_centre", centre=task.centre)
    must_name_centre(command, task.centre)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.CENTRE_TASK: _centre_task,
    ObjectRule.CASE_TASK: _case_task,
    ObjectRule.SENT_TASK: _sent_task,
    ObjectRule.CHANGED_TASK: _changed_task,
}
