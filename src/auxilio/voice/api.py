"""Where a page learns how to reach the telephone exchange, and gets the word that opens its line."""

from typing import Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.calls.caller_limits import CallerLimits
from auxilio.identity.core.citizen_tokens import TokenPurpose
from auxilio.identity.core.gate import CITIZEN, PUBLIC, require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.platform.http.rate_limit import network_of_client
from auxilio.voice.tokens import TOKEN_LIFE_S, LineClaim, LineTokens


class LineIssuer:
    """Gives lines to pages."""

    def __init__(self, port: int, tokens: LineTokens, clock: Clock, *, edge: bool = False) -> None:
        self._port, self._tokens, self._clock, self._edge = port, tokens, clock, edge

    @property
    def open(self) -> bool:
        """Whether there is an exchange at all."""
        return bool(self._port)

    def line_for(self, actor: Actor) -> "LineGrant":
        """The way in for this desk, or for the person of this call.

        Raises `Refused`: `no_voice` where Auxilio carries none, `not_your_call`, `no_desk`, `not_permitted`.
        """
        if not self._port:
            raise Refused("no_voice")
        if actor.kind == "citizen":
            if actor.name != TokenPurpose.CALL:
                raise Refused("not_your_call")
            line = LineClaim(id=actor.id, mode=actor.mode)
        else:
            require(actor, Permission.CALL_TALK)
            if actor.desk is None:
                raise Refused("no_desk")
            line = LineClaim(id=actor.id, desk=actor.desk, mode=actor.mode)
        until = after_s(self._clock.now(), TOKEN_LIFE_S)
        return LineGrant(
            port=self._port, user=line.user, token=self._tokens.give(line, until), edge=self._edge
        )


class LineGrant(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange is on this port of the host that served the page; `user` is who one is there.

    `edge`: it stands behind one, and sound does not end with the connection.
    """

    port: int
    user: str
    token: str
    edge: bool


class LineRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing needs to be said: who asks is known, and what else is sent is refused."""


class VoiceAvailability(msgspec.Struct, frozen=True, kw_only=True):
    """Whether this installation carries voice."""

    voice: bool


class VoiceController(Controller):
    """`/api/voice`."""

    path = "/api/voice"

    @get("/", opt=PUBLIC)
    async def carries(self, line_desk: NamedDependency[LineIssuer]) -> VoiceAvailability:
        """Whether a page may offer to speak."""
        return VoiceAvailability(voice=line_desk.open)

    @post("/line", status_code=200, opt=CITIZEN)
    async def line(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[LineRequest],
        actor: NamedDependency[Actor],
        line_desk: NamedDependency[LineIssuer],
        caller_limits: NamedDependency[CallerLimits],
    ) -> LineGrant:
        """How to open this page's line, within a minute. Refused: also `too_many_requests`, for a citizen."""
        del data
        if actor.kind == "citizen":
            await caller_limits.command(actor, network_of_client(request.scope))
        return line_desk.line_for(actor)
