"""An INVITE of ours until its final answer, within a dialog or to make one: authentication, CANCEL, repeated 2xx."""

import asyncio
from collections.abc import Callable

from auxilio.voice.sip.endpoint import Endpoint
from auxilio.voice.sip.failure import CallFailed
from auxilio.voice.sip.message import Request, Response
from auxilio.voice.sip.transaction_layer import ClientTransaction, cancel_of
from auxilio.voice.sip.transport.base import MessageSource


class ClientInvite:
    """One INVITE. `acknowledge` hears each 2xx, as often as it comes, and sends its ACK; `provisional` each 1xx; `second`
    a 2xx that is not wanted any more, because of a cancel or another fork's: it is to be hung up."""

    def __init__(
        self,
        endpoint: Endpoint,
        invite: Request,
        target: MessageSource,
        acknowledge: Callable[[Response], None],
        *,
        provisional: Callable[[Response], None] = lambda response: None,
        second: Callable[[Response], None] = lambda response: None,
    ) -> None:
        self._endpoint, self._invite, self.target = endpoint, invite, target
        self._acknowledge, self._provisional, self._second = acknowledge, provisional, second
        self.final: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._tags: set[str] = set()
        self._proceeding = self._cancelled = False
        self._transaction: ClientTransaction = endpoint.layer.send(
            invite, target, self._answered, self._given_up
        )

    @property
    def cancelled(self) -> bool:
        """We gave it up."""
        return self._cancelled

    def cancel(self, reason: str = "") -> None:
        """Give it up: at once when something was heard, else as soon as it is (RFC 3261, 9.1)."""
        if self.final.done() or self._cancelled:
            return
        self._cancelled, self._reason = True, reason
        if self._proceeding:
            self._send_cancel()
        # Without any final answer after 64*T1 it is over by itself (9.1).
        self._endpoint.timers.call_later(self._endpoint.times.patience_s, lambda: self._fail(487))

    def _send_cancel(self) -> None:
        cancel = cancel_of(self._invite)
        if self._reason:
            cancel.add([("Reason", self._reason)])
        self._endpoint.layer.send(cancel, self.target, lambda response: None, lambda broken: None)

    def _answered(self, response: Response) -> None:
        if response.code < 200:
            first, self._proceeding = not self._proceeding, True
            if self._cancelled and first:
                self._send_cancel()
            elif not self._cancelled:
                self._provisional(response)
        elif response.code < 300:
            self._accepted(response)
        elif not self.final.done():
            self.final.set_result(response)

    def _accepted(self, response: Response) -> None:
        tag, is_new = response.to.tag, response.to.tag not in self._tags
        self._tags.add(tag)
        self._acknowledge(response)
        if is_new and (self._cancelled or self.final.done()):
            self._second(response)
            self._fail(487)
        elif is_new:
            self.final.set_result(response)

    def _given_up(self, broken: bool) -> None:
        self._fail(503 if broken else 408)

    def _fail(self, code: int) -> None:
        if not self.final.done():
            self.final.set_exception(CallFailed(code))
            self.final.exception()  # whoever waits is told; nobody may be waiting any more
