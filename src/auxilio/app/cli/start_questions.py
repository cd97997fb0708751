"""What the supervisor asks of an installation that starts, each in a process that ends with the answer.

The supervisor lives as long as the centre, and need not know the whole system for a few questions (decision 0272).
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from auxilio.active_content.activation import ContentFollower
from auxilio.active_content.content_bundle import VerificationCache, content_folder
from auxilio.app.settings import Settings
from auxilio.calls.open_work import count_open_calls
from auxilio.content_release.store import SetStore
from auxilio.identity.store import IdentityStore
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import Pool, open_pool
from auxilio.platform.documents import DocumentFault
from auxilio.setup.links import make_setup_link


async def content_errors(settings: Settings, pool: Pool) -> list[DocumentFault]:
    """Why the content that is in force would be refused; nothing where it can be read."""
    folder = settings.content or content_folder()
    verdicts = VerificationCache(settings.data / "content-verdict.json")
    return await ContentFollower(SetStore(pool), SystemClock(), folder, settings.area, verdicts).errors()


async def administrators(_: Settings, pool: Pool) -> int:
    """How many people may administer."""
    people = await IdentityStore(pool).people()
    return sum(person.active and "administrator" in person.roles for person in people)


async def setup_link(_: Settings, pool: Pool) -> str:
    """The secret of a new link to `/setup`; empty where anybody is registered."""
    return await make_setup_link(pool, SystemClock())


async def calls_going_on(_: Settings, pool: Pool) -> int:
    """How many calls are not over: the exchange is not started again while there is one."""
    return await count_open_calls(pool)


QUESTIONS: dict[str, Callable[[Settings, Pool], Awaitable[object]]] = {
    each.__name__: each for each in (content_errors, administrators, setup_link, calls_going_on)
}


def answer(question: str, settings: Settings, file: Path) -> None:
    """Write the answer as JSON into the file."""
    file.write_bytes(msgspec.json.encode(asyncio.run(_answer(question, settings))))


async def _answer(question: str, settings: Settings) -> object:
    assert settings.database_url is not None, "the database is up"
    pool = await open_pool(settings.database_url, size_max=2)
    try:
        return await QUESTIONS[question](settings, pool)
    finally:
        await pool.close()
