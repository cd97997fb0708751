"""The network between one browser and the server: a proxy of our own, so that nothing at all passes once it is cut."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext


class Cable:
    """Carries every byte both ways at `address`, until it is pulled.

    A browser's own switch for being offline lets a page that has just loaded through for a moment, and a service worker
    is none of the pages whose requests can be cut. Here it is the server that cannot be reached.
    """

    def __init__(self, installation: str) -> None:
        to = urlsplit(installation)
        self._address = (to.hostname or "", to.port or 80)
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._pulled = False
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        listening = asyncio.start_server(self._carry, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def pull(self, context: BrowserContext) -> None:
        """What was on its way is lost, and who calls is hung up on. The telephone knows that it has no network."""
        context.set_offline(True)
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result()

    def plug(self, context: BrowserContext) -> None:
        """The network is back."""
        self._pulled = False
        context.set_offline(False)

    def close(self) -> None:
        """For good."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _cut(self) -> None:
        self._pulled = True
        for end in self._ends:
            end.transport.abort()

    async def _end(self) -> None:
        self._server.close()
        await self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._pulled:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_connection(*self._address)
        ends = {writer, far_writer}
        self._ends |= ends
        try:
            if not self._pulled:
                await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer))
        finally:
            self._ends -= ends
            for end in ends:
                end.close()


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            into.write(data)
            await into.drain()
    except ConnectionError:
        pass  # pulled, or one end is gone: the other learns it now
    finally:
        into.close()


@contextmanager
def cable(installation: str) -> Iterator[Cable]:
    """A cable for as long as somebody needs it."""
    one = Cable(installation)
    try:
        yield one
    finally:
        one.close()
