"""The line of a desk as its page opens it, as little of it as SIP needs: an INVITE over a WebSocket, and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from auxilio.platform.ids import new_id
from auxilio.voice.control.line_admission import DOMAIN

WITHIN_S = 20.0


@asynccontextmanager
async def open_line(
    port: int, token: str, user: str, description: str
) -> AsyncIterator[tuple[ClientConnection, str]]:
    """The connection, and the media that the server answered with; closing it is a page that is gone."""
    address = f"ws://127.0.0.1:{port}/?t={token}"
    async with connect(address, subprotocols=["sip"], origin="http://127.0.0.1:8112") as socket:  # type: ignore[list-item,arg-type]
        head = [
            f"INVITE sip:{user}@{DOMAIN} SIP/2.0",
            f"Via: SIP/2.0/WS page.invalid;branch=z9hG4bK-{new_id()}",
            "Max-Forwards: 70",
            f"From: <sip:{user}@{DOMAIN}>;tag=page",
            f"To: <sip:{user}@{DOMAIN}>",
            f"Call-ID: {new_id()}",
            "CSeq: 1 INVITE",
            f"Contact: <sip:{user}@page.invalid;transport=ws>",
            "Content-Type: application/sdp",
            f"Content-Length: {len(description.encode())}",
        ]
        await socket.send("\r\n".join([*head, "", description]))
        answer = ""
        while not answer.startswith("SIP/2.0 200"):
            said = await asyncio.wait_for(socket.recv(), WITHIN_S)
            answer = said if isinstance(said, str) else said.decode()
            assert answer.startswith(("SIP/2.0 1", "SIP/2.0 2")), answer
        to = next(line for line in answer.splitlines() if line.lower().startswith("to:"))
        ack = [
            line.replace("INVITE", "ACK")
            for line in head
            if not line.startswith(("To:", "Content", "Contact"))
        ]
        await socket.send("\r\n".join([*ack, to, "Content-Length: 0", "", ""]))
        yield socket, answer.partition("\r\n\r\n")[2]
