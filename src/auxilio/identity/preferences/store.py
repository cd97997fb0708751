"""The preferences of people in the database: one row of a person, which only they read and write."""

import msgspec

from auxilio.identity.preferences.model import PreferenceChange, Preferences
from auxilio.kernel.actor import Actor
from auxilio.platform.database.connection import Pool

_READ = "select preferences::text from person_preferences where person = $1"
_BEGIN = "insert into person_preferences (person, preferences) values ($1, '{}') on conflict do nothing"
_WRITE = "update person_preferences set preferences = $2::text::jsonb where person = $1"


class PreferenceStore:
    """Preferences of one installation. They are no event: nobody else acts by them, and no case depends on them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, actor: Actor) -> Preferences:
        """Those of who asks; the standard ones where they have set none, or where another version has written them."""
        async with self._pool.acquire() as connection:
            return _read(await connection.fetchval(_READ, actor.id))

    async def change(self, change: PreferenceChange, actor: Actor) -> None:
        """Those of who asks, from now on. Two changes at once follow each other."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BEGIN, actor.id)
            preferences = change.of(_read(await connection.fetchval(f"{_READ} for update", actor.id)))
            await connection.execute(_WRITE, actor.id, msgspec.json.encode(preferences).decode())


def _read(written: str | None) -> Preferences:
    if written is None:
        return Preferences()
    try:
        return msgspec.json.decode(written, type=Preferences)
    except msgspec.ValidationError:
        return Preferences()
