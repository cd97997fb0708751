"""What the guard of routes needs of API keys: how one is presented, and the port that says whose it is.

`partners.authentication.KeyAuthentication` is the port's implementation; the guard is `identity.api.guard`.
"""

from collections.abc import Mapping
from typing import Protocol

from auxilio.identity.core.scopes import KeyScope
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused

KEY_PREFIX = "aux_"
"""Tells an API key from every other bearer token of ours, and lets scanners of published source find one that leaked."""


class MachineKeys(Protocol):
    """Resolves an API key to its actor."""

    async def actor_of(self, key: str, address: str, scope: KeyScope | None) -> Actor:
        """The system that presents this key from an address, for a route of this scope; None: of a route that is for no key.

        Raises `Refused`: `key_refused`, `key_expired`, `key_revoked`, `key_rotated`, `key_not_confirmed` (all 401),
        `too_many_attempts`, `too_many_requests` (429), `not_for_keys`, `scope_missing` (403).
        """
        ...


class NoMachineKeys:
    """For an application without partners, as in tests of identity alone: every key is unknown."""

    async def actor_of(self, key: str, address: str, scope: KeyScope | None) -> Actor:
        """See `MachineKeys`."""
        del key, address, scope
        raise Refused("key_refused")


def bearer_token(headers: Mapping[str, str]) -> str | None:
    """The token of `Authorization: Bearer` (RFC 6750, 2.1); None without one."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def presented_key(headers: Mapping[str, str]) -> str | None:
    """The API key that a request presents; None where it presents none. It is read from this header alone, never from a query.

    A prefix in capitals makes a key too, which is then refused: such a request is not answered as that of a session.
    """
    token = bearer_token(headers)
    return token if token is not None and token.lower().startswith(KEY_PREFIX) else None
