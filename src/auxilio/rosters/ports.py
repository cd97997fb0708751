"""What rosters need of the directory: whose a centre is."""

from typing import Protocol

from auxilio.kernel.ids import AgencyId, CentreId


class AgencyOfCentre(Protocol):
    """The directory belongs to `identity`; the wiring asks it."""

    async def __call__(self, centre: CentreId) -> AgencyId | None:
        """None: nobody registered it."""
        ...
