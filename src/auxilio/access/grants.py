"""Who may decide about a request for roles."""

from collections.abc import Mapping
from typing import Any

from auxilio.access.object_reader import Evaluate, ObjectReader
from auxilio.identity.core.grants import Grant
from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.log_service import GRANT
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Forbidden


def must_be_second_person(grant: Grant, actor: Actor) -> None:
    """Neither the one who asked nor the one who gets the roles. Raises `Forbidden("own_grant")`."""
    if actor.id in {grant.by, grant.person}:
        raise Forbidden("own_grant", name=grant.name)


# --- the rules of commands -------------------------------------------------------------------------


async def _grant(reader: ObjectReader, command: Any, actor: Actor) -> None:
    must_be_second_person(await reader.get(GRANT, command.grant), actor)


RULES: Mapping[ObjectRule, Evaluate] = {
    ObjectRule.GRANT: _grant,
}
