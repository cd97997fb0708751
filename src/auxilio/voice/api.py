"""Where a page learns how to reach the telephone exchange, and gets the word that opens its line."""

import msgspec
from litestar import Controller, get, post

from auxilio.identity.citizen import Purpose
from auxilio.identity.gate import CITIZEN, PUBLIC, require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock
from auxilio.voice.tokens import LIFE_S, Line, LineTokens


class LineDesk:
    """Gives lines to pages."""

    def __init__(self, port: int, tokens: LineTokens, clock: Clock, *, edge: bool = False) -> None:
        self._port, self._tokens, self._clock, self._edge = port, tokens, clock, edge

    @property
    def open(self) -> bool:
        """Whether there is an exchange at all."""
        return bool(self._port)

    def line_for(self, actor: Actor) -> "Opening":
        """The way in for this desk, or for the person of this call.

        Raises `Refused`: `no_voice` where the house carries none, `not_your_call`, `no_desk`, `not_permitted`.
        """
        if not self._port:
            raise Refused("no_voice")
        if actor.kind == "citizen":
            if actor.name != Purpose.CALL:
                raise Refused("not_your_call")
            line = Line(id=actor.id, mode=actor.mode)
        else:
            require(actor, Permission.CALL_TALK)
            if actor.desk is None:
                raise Refused("no_desk")
            line = Line(id=actor.id, desk=actor.desk, mode=actor.mode)
        until = after_s(self._clock.now(), LIFE_S)
        return Opening(port=self._port, user=line.user, token=self._tokens.give(line, until), edge=self._edge)


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange is on this port of the host that served the page; `user` is who one is there.

    `edge`: it stands behind one, and sound does not end with the connection.
    """

    port: int
    user: str
    token: str
    edge: bool


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing needs to be said: who asks is known, and what else is sent is refused."""


class Carries(msgspec.Struct, frozen=True, kw_only=True):
    """Whether this house carries voice."""

    voice: bool


class Lines(Controller):
    """`/api/voice`."""

    path = "/api/voice"

    @get("/", opt=PUBLIC)
    async def carries(self, line_desk: LineDesk) -> Carries:
        """Whether a page may offer to speak."""
        return Carries(voice=line_desk.open)

    @post("/line", status_code=200, opt=CITIZEN)
    async def line(self, data: Asked, actor: Actor, line_desk: LineDesk) -> Opening:
        """How to open this page's line, within a minute."""
        del data
        return line_desk.line_for(actor)
