"""rtpengine's control protocol NG: a cookie, a blank and a dictionary in JSON, over UDP.

A lost datagram is asked again with the same cookie: rtpengine answers a known cookie with what it answered before, so
nothing is done twice.
"""

import asyncio
import itertools
from typing import Any, cast

import msgspec

from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.voice.media.sdp import Address

_TRIES = 5
_FIRST_WAIT_S = 0.2
"""Doubled at each try: six seconds until a node counts as lost."""

NgReply = dict[str, Any]


class NgClient(asyncio.DatagramProtocol):
    """A client of one node."""

    def __init__(self, node: Address, tries: int = _TRIES) -> None:
        self._node, self._tries = node, tries
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[bytes, asyncio.Future[NgReply]] = {}
        self._cookie = new_id().hex
        self._numbers = itertools.count()

    async def start(self) -> None:
        """Open."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, remote_addr=self._node)

    def close(self) -> None:
        """Let go."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there just now: the next try, or the refusal, follows."""

    def datagram_received(self, data: bytes, addr: Address) -> None:
        """An answer."""
        cookie, _, body = data.partition(b" ")
        waiting = self._waiting.get(cookie)
        if waiting is not None and not waiting.done():
            try:
                waiting.set_result(msgspec.json.decode(body, type=NgReply))
            except msgspec.DecodeError as wrong:
                waiting.set_exception(Refused("no_media_node", reason=type(wrong).__name__))

    async def ask(self, command: str, **words: Any) -> NgReply:
        """An answer of rtpengine; `no_media_node` when there is none, or it says no (its reason stands in the facts).

        `call_id` becomes `call-id`; what is None is left out.
        """
        assert self._transport is not None, "started first"
        message = {
            "command": command,
            **{key.replace("_", "-"): said for key, said in words.items() if said is not None},
        }
        cookie = f"{self._cookie}{next(self._numbers)}".encode()
        waiting = self._waiting[cookie] = asyncio.get_running_loop().create_future()
        try:
            answer = await self._try(waiting, cookie + b" " + msgspec.json.encode(message), command)
        finally:
            del self._waiting[cookie]
        if answer.get("result") not in ("ok", "pong"):
            raise Refused("no_media_node", reason=str(answer.get("error-reason", "unknown")), command=command)
        return answer

    async def _try(self, waiting: asyncio.Future[NgReply], data: bytes, command: str) -> NgReply:
        assert self._transport is not None, "started first"
        for number in range(self._tries):
            self._transport.sendto(data)
            done, _ = await asyncio.wait([waiting], timeout=_FIRST_WAIT_S * 2**number)
            if done:
                return waiting.result()
        raise Refused("no_media_node", reason="no_answer", command=command)
