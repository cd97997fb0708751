"""A way out for tests: each message is one line of TCP, `id body`, and the partner answers with a line."""

import asyncio

from auxilio.platform.database.outbox import OutboxMessage


async def deliver_line(port: int, message: OutboxMessage) -> None:
    """Raises `OSError` where nobody listens, `ConnectionError` where the partner ends without a word."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"{message.id} {message.body}\n".encode())
        if not await reader.readline():
            raise ConnectionError
    finally:
        writer.close()


class LinePartner:
    """Accepts connections and keeps what came. Says nothing until `answers`."""

    def __init__(self, *, answers: bool) -> None:
        self.answers, self.received = answers, list[str]()
        self._writers = list[asyncio.StreamWriter]()

    async def __aenter__(self) -> "LinePartner":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for writer in self._writers:
            writer.close()
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self.received.append((await reader.readline()).decode().strip())
        if self.answers:
            writer.write(b"ok\n")
