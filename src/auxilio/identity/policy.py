"""Who may be given which roles. Nobody approves or reviews their own work (product.md)."""

from auxilio.identity.permissions import ROLES, Permission
from auxilio.kernel.refusal import Refused

NOT_FOR_PEOPLE = frozenset({"citizen", "system"})

_SEES_CONTENT = frozenset(role for role, words in ROLES.items() if Permission.CASE_LOOK in words)
APART: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"content_author"}), frozenset({"medical_director", "operations_director"})),
    (frozenset({"medical_director"}), frozenset({"operations_director"})),
    # Administrators see no content: whoever gives permissions out does not hold those that look into cases.
    (frozenset({"administrator"}), _SEES_CONTENT - NOT_FOR_PEOPLE),
)
"""Pairs of which nobody holds one of each."""


def check_roles(roles: frozenset[str]) -> None:
    """Raises `Refused("no_such_role")`, `Refused("roles_apart")`."""
    if strange := roles - (ROLES.keys() - NOT_FOR_PEOPLE):
        raise Refused("no_such_role", role=min(strange))
    for one, other in APART:
        if roles & one and roles & other:
            raise Refused("roles_apart", one=min(roles & one), other=min(roles & other))
