"""Tokens of callers' pages: how long each one lives, and the key that signs them all."""

from datetime import datetime, timedelta

from auxilio.identity.core.citizen_tokens import TokenPurpose
from auxilio.identity.service import IdentityService
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.keys.ports import Signer

CALLER_TOKEN_LIFE = timedelta(hours=12)
"""Longer than any call."""


def caller_token_master_key(keys: Signer) -> bytes:
    """The secret from which the key of callers' tokens is derived: the same in every process, and known to no one else."""
    return keys.sign(b"auxilio citizen tokens 1")  # Ed25519 is deterministic


class CallerTokenIssuer:
    """Implements `calls.ports.CallerTokens`."""

    def __init__(self, identity: IdentityService, clock: Clock) -> None:
        self._identity, self._clock = identity, clock

    def issue(self, call: CallId, mode: Mode) -> str:
        """A token that outlives any call."""
        return self._identity.citizen_token(call, self._clock.now() + CALLER_TOKEN_LIFE, mode=mode)

    def link(self, call: CallId, mode: Mode, until: datetime) -> str:
        """A token for a link that is sent to the caller, valid until `until`. The log tells what came by it from what came by the
        page that made the call."""
        return self._identity.citizen_token(call, until, purpose=TokenPurpose.LINK, mode=mode)

    def call_of(self, token: str) -> CallId | None:
        """The call that a token is valid for, whatever its bearer; None when it is not ours or its time is over."""
        citizen = self._identity.citizen_of(token)
        return CallId(citizen.id) if citizen is not None else None
