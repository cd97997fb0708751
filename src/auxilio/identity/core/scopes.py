"""The table of scopes: what an API key of another system may be given, and the permissions that come with each.

A route opens to keys only where it names a scope beside itself (`opt=for_keys(KeyScope.X)`, `identity.core.gate`); every other
route refuses them (decision 0386). A new format adds a member, its line in `SCOPES`, and the scope at its route.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from uuid import UUID

from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId
from auxilio.kernel.shared_types import Mode


class KeyScope(StrEnum):
    """`object:verb`. The word is persisted in keys: it does not change later."""

    INTERVIEWS_READ = "interviews:read"
    """Interviews of cases in which the agency has a task, as far as the agency may see them."""
    PROTOCOLS_READ = "protocols:read"
    """Protocols in force, and single versions of them."""
    TYPES_READ = "types:read"
    """Types of incident by the codes of others, and APCO codes by our types."""

    ECALL_WRITE = "ecall:write"
    """Tell what a vehicle has sent with its eCall, taken from the line by an in-band modem."""
    SMS_WRITE = "sms:write"
    """Hand over short messages, of which AML is taken."""
    LOCATION_WRITE = "location:write"
    """Hand over location documents about telephones, as a network's location platform sends them."""


SCOPES: Mapping[KeyScope, frozenset[Permission]] = {
    KeyScope.INTERVIEWS_READ: frozenset({Permission.CASE_LOOK, Permission.CASE_FILE_READ}),
    KeyScope.PROTOCOLS_READ: frozenset({Permission.CONTENT_READ}),
    KeyScope.TYPES_READ: frozenset({Permission.CONTENT_READ}),
    KeyScope.ECALL_WRITE: frozenset({Permission.ECALL_REPORT}),
    KeyScope.SMS_WRITE: frozenset({Permission.LOCATION_DELIVER}),
    KeyScope.LOCATION_WRITE: frozenset({Permission.LOCATION_DELIVER}),
}
assert SCOPES.keys() == set(KeyScope), "every scope has its permissions"


def sees_cases(scopes: Collection[KeyScope]) -> bool:
    """Whether a key with these scopes sees into cases of its agency: such a key is given by two people (decision 0254)."""
    return any(Permission.CASE_LOOK in SCOPES[scope] for scope in scopes)


def machine_actor(
    key: UUID, name: str, agency: AgencyId | None, scopes: Collection[KeyScope], mode: Mode
) -> Actor:
    """Who a key is: the system `name`, acting for an agency or for none, with the permissions of its scopes alone.

    It has no desk, no centre and no role, and is of no room (`access.actors.in_room`).
    """
    words = frozenset(word.value for scope in scopes for word in SCOPES[scope])
    return Actor(id=key, kind="machine", name=name, agency=agency, permissions=words, mode=mode)
