"""The preferences of people in the database: one row of a person, which only they read and write."""

import msgspec

from auxilio.identity.preferences.model import Preferences
from auxilio.kernel.actor import Actor
from auxilio.platform.database.connection import Pool

_PUT = """insert into person_preferences (person, stated) values ($1, $2)
on conflict (person) do update set stated = excluded.stated"""


class PreferenceStore:
    """Preferences of one installation. They are no event: nobody else acts by them, and no case depends on them."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def of(self, actor: Actor) -> Preferences:
        """Those of who asks; the standard ones where they have set none, or where another version has written them."""
        async with self._pool.acquire() as connection:
            stated = await connection.fetchval(
                "select stated from person_preferences where person = $1", actor.id
            )
        if stated is None:
            return Preferences()
        try:
            return msgspec.json.decode(stated, type=Preferences)
        except msgspec.ValidationError:
            return Preferences()

    async def put(self, preferences: Preferences, actor: Actor) -> None:
        """Those of who asks, from now on."""
        async with self._pool.acquire() as connection:
            await connection.execute(_PUT, actor.id, msgspec.json.encode(preferences).decode())
