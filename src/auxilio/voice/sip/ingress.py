"""Ingress: what the wire brings, before any transaction knows of it. Floods and what cannot be read end here."""

import logging
from collections.abc import Callable

from auxilio.voice.sip.emergency import is_emergency
from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.flood_guard import FloodGuard
from auxilio.voice.sip.grammar import Malformed
from auxilio.voice.sip.message import Request, Response, respond
from auxilio.voice.sip.registrar import Registrar
from auxilio.voice.sip.serving import Serving, ServingState
from auxilio.voice.sip.transaction_layer import response_target, unique_token
from auxilio.voice.sip.transport.base import MessageSource, Unreachable

_log = logging.getLogger(__name__)


class Ingress:
    """The `Receiver` of all transports of an agent. Hands messages to the transaction layer."""

    def __init__(
        self,
        agent: Serving,
        endpoint: Endpoint,
        guard: FloodGuard,
        registrar: Registrar,
        now_s: Callable[[], float],
    ) -> None:
        self._agent, self._endpoint, self._guard = agent, endpoint, guard
        self._registrar, self._now_s = registrar, now_s

    def admits(self, data: bytes, source: MessageSource) -> bool:
        """Whether to read a message at all."""
        return self._guard.reads(source.host, data, self._now_s())

    def received(self, message: Request | Response, source: MessageSource) -> None:
        """A message that parsed."""
        if (
            self._agent.serving is ServingState.TAKING_UP
            and isinstance(message, Request)
            and message.method != "OPTIONS"
        ):
            return
        if isinstance(message, Response) or self._welcome(message, source):
            self._endpoint.layer.receive(message, source)

    def malformed(self, malformed: Malformed, source: MessageSource) -> None:
        """A message that did not: say so where that can be said, remember nothing."""
        request = getattr(malformed, "request", None)
        _log.info("sip_malformed", extra={"reason_code": malformed.what})
        if request is None or request.method == "ACK" or not malformed.code:
            return
        if not self._guard.admits(source.host, emergency=False, now_s=self._now_s()):
            return
        try:
            answer = respond(request, malformed.code, tag=unique_token())
            self._endpoint.wire(bytes(answer), response_target(request, source))
        except (Malformed, Unreachable):
            return  # without a Via that can be read there is no way back

    def closed(self, source: MessageSource) -> None:
        """A connection has gone, or could not be made."""
        self._endpoint.layer.broken(source)
        self._registrar.drop_flow(source)

    def _welcome(self, request: Request, source: MessageSource) -> bool:
        """What belongs to something that stands is; anything new, while its source is no flood."""
        key = (request.call_id, request.to.tag)
        if key in self._endpoint.parties or self._endpoint.layer.has_transaction_of(request):
            return True
        emergency = request.method == "INVITE" and is_emergency(
            request, self._endpoint.settings.emergency_numbers
        )
        return self._guard.admits(source.host, emergency=emergency, now_s=self._now_s())
