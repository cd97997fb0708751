"""What is true only for now, from one process to all others: it is not stored, and may be lost.

For what is being typed and which page answers, never for a fact. Of one thing only the newest word is told, so a flood
costs no more than the pace at which we speak. Without the database it goes no further than its own process.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.retry import RETRY_S
from auxilio.platform.database.wakeups import listen
from auxilio.platform.ids import new_id

CHANNEL = "auxilio_passing"
PACE_S = 0.05
"""Between two notices of one process: far below what an eye notices, and twenty a second at most."""
TYPING = "typing"
"""The topic of what is being typed."""
WORD_BYTES_MAX = 7_900
"""What a notice of PostgreSQL holds (8,000), less who speaks and of what."""
_log = logging.getLogger(__name__)


class EphemeralChannel:
    """One for each process that types or shows what is typed."""

    def __init__(self, pool: Pool, dsn: str) -> None:
        self._pool, self._dsn, self._own = pool, dsn, new_id().hex
        self._words = dict[tuple[str, str], str]()
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._listeners = dict[str, Callable[[str], None]]()

    async def __aenter__(self) -> "EphemeralChannel":
        hearing = listen(self._dsn, CHANNEL, self._on_notification, lambda: None)
        self._tasks = [asyncio.create_task(self._tell()), asyncio.create_task(hearing)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def set_listener(self, on_word: Callable[[str], None], topic: str = TYPING) -> None:
        """From here on `on_word` is called with each word of another process on a topic, in place of its former listener."""
        self._listeners[topic] = on_word

    def tell(self, about: str, word: str, topic: str = TYPING) -> None:
        """Tell the others, soon; a later word about the same thing takes the place of one that has not gone yet."""
        assert len(word.encode()) <= WORD_BYTES_MAX, "a word fits into one notice"
        self._words[topic, about] = word
        self._news.set()

    async def _tell(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            words, self._words = self._words, {}
            try:
                said = [f"{self._own} {topic} {word}" for (topic, _), word in words.items()]
                await self._pool.execute(
                    "select pg_notify($1, word) from unnest($2::text[]) word", CHANNEL, said
                )
                await asyncio.sleep(PACE_S)
            except TRANSIENT_ERRORS as lost:
                _log.info("word_not_passed", extra={"error": type(lost).__name__})
                await asyncio.sleep(RETRY_S)

    def _on_notification(self, _connection: Any, _pid: int, _channel: str, payload: object) -> None:
        who, topic, word = str(payload).split(" ", 2)
        listener = self._listeners.get(topic)
        if who != self._own and listener is not None:
            listener(word)
