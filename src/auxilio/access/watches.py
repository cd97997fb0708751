"""Who may answer a watch."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.actors import in_room, is_system, leads_room, must_match
from auxilio.access.cases import must_work_on
from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.followup.core.model import Watch
from auxilio.followup.service import WATCH
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden
from auxilio.kernel.shared_types import Mode


def must_concern(watch: Watch, actor: Actor) -> None:
    """A watch of the actor's desk or centre, or one that names neither; the room lead answers every watch.

    Raises `Forbidden("not_your_watch")`.
    """
    if is_system(actor) or leads_room(actor):
        return
    desks = {to.desk for to in watch.to} - {None}
    centres = {to.centre for to in watch.to} - {None}
    if actor.desk in desks or actor.centre in centres:
        return
    if not desks and (in_room(actor) or not centres):
        return
    raise Forbidden("not_your_watch")


# --- the rules of commands -------------------------------------------------------------------------


def _must_match_watch(reader: ObjectReader, watch: Watch, actor: Actor) -> None:
    """A watch of no case and no call (a process, a network) is of the installation; and in an installation that is an
    exercise everything is one, also what has no mode of its own, like a desk."""
    of_installation = reader.installed is not Mode.REAL or (watch.case is None and watch.call is None)
    must_match(actor, reader.installed if of_installation else watch.mode)


async def _watch_addressee(reader: ObjectReader, command: Any, actor: Actor) -> None:
    watch = await reader.get(WATCH, command.watch)
    _must_match_watch(reader, watch, actor)
    if watch.case is not None:
        await must_work_on(reader, await reader.case(watch.case), actor)
    must_concern(watch, actor)


async def _room_watch(reader: ObjectReader, command: Any, actor: Actor) -> None:
    watch = await reader.get(WATCH, command.watch)
    _must_match_watch(reader, watch, actor)
    if not in_room(actor):
        raise Forbidden("not_your_watch")


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.WATCH_ADDRESSEE: _watch_addressee,
    ObjectRule.ROOM_WATCH: _room_watch,
}
