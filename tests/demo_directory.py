"""The demo's agencies and centres in a database without its people: what its response plan names is registered."""

from auxilio.app.cli.demo_people import AGENCIES, CENTRES
from auxilio.identity.event_writer import SYSTEM
from auxilio.identity.store import IdentityStore
from auxilio.platform.clock import SystemClock
from auxilio.platform.database.connection import Pool

AREA = "demo"


async def register_demo_centres(pool: Pool) -> None:
    """Before the runtime opens, or at any moment after."""
    async with IdentityStore(pool).change() as change:
        for place in (*AGENCIES, *CENTRES):
            await change.put_place(place, SYSTEM.id, SystemClock().now(), only_new=True)
