"""Keeps the directory of a running process up to date: what agencies answer for, and whether the plan's centres are there.

Which centres may be offered help is not read here but at each command (`centre_register`): a centre that was registered a
moment ago is asked at once.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence

from auxilio.dispatch.ports import CentreRegister
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.dispatch.response_plan.core.registered import (
    PlanFinding,
    RegisteredCentres,
    compare_with_directory,
    registered_centres,
    services_of_agencies,
)
from auxilio.identity.core.model import Directory
from auxilio.identity.core.temporary_centres import TemporaryCentresSource, no_temporary_centres
from auxilio.identity.store import IdentityStore
from auxilio.kernel.actor import Actor
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import TRANSIENT_ERRORS, Pool
from auxilio.platform.database.wakeups import Wakeups

LOOK_EVERY_S = 1.0
"""Between two looks while facts come in: a change of the directory is a fact too (ours)."""
LOOK_AT_LEAST_S = 30.0
"""A hint may be lost (`platform.database.wakeups`); then a change is seen after this time (ours)."""
_log = logging.getLogger(__name__)


def centre_register(
    people: IdentityStore, visited: TemporaryCentresSource = no_temporary_centres
) -> CentreRegister:
    """The centres that can be asked for help now."""

    async def read() -> RegisteredCentres:
        return registered_centres(await people.directory(), await visited())

    return read


class LiveMapping[V](Mapping[str, V]):
    """A mapping that is replaced as a whole while others hold it."""

    def __init__(self) -> None:
        self.current: Mapping[str, V] = {}

    def __getitem__(self, key: str) -> V:
        return self.current[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.current)

    def __len__(self) -> int:
        return len(self.current)


class DirectoryFollower:
    """Reads the directory when it or the plan in force has changed."""

    def __init__(self, pool: Pool, plan: Callable[[], ResponsePlan], clock: Clock, wakeups: Wakeups) -> None:
        """`plan` gives the response plan in force at that moment."""
        self._people, self._plan = IdentityStore(pool), plan
        self._clock, self._wakeups = clock, wakeups
        self.services = LiveMapping[tuple[str, ...]]()
        """What each agency answers for: by the plan, else by the directory."""
        self.centre_names = LiveMapping[str]()
        """Centres as people call them, by id."""
        self._seen: tuple[int, ResponsePlan] | None = None
        self.findings: tuple[PlanFinding, ...] = ()
        """In what plan and directory differ, the gravest first, as of the last look."""

    def services_of(self, actor: Actor) -> Sequence[str]:
        """What the actor's agency answers for; nothing for the room."""
        return self.services.get(actor.agency or "", ())

    async def run(self) -> None:
        """Follow, until cancelled."""
        while True:
            await self._wakeups.wait(LOOK_AT_LEAST_S)
            with contextlib.suppress(
                *TRANSIENT_ERRORS
            ):  # the database is told of elsewhere; what is known stays
                await self.look()
            await self._clock.sleep(LOOK_EVERY_S)

    async def look(self) -> None:
        """Once. What differs between plan and directory is logged when it is not what was logged before."""
        plan = self._plan()
        change = await self._people.last_change()
        if self._seen is not None and self._seen[0] == change and self._seen[1] is plan:
            return
        directory = await self._people.directory()
        self._show(plan, directory)
        self._seen = (change, plan)
        found = compare_with_directory(plan, registered_centres(directory))
        if found != self.findings:
            first = found[0].code if found else "none"
            _log.warning("plan_and_directory", extra={"code": first, "count": len(found)})
        self.findings = found

    def _show(self, plan: ResponsePlan, directory: Directory) -> None:
        self.services.current = services_of_agencies(plan, directory)
        planned = {str(id): centre.name for id, centre in plan.area.centres.items()}
        self.centre_names.current = {one.id: one.name for one in directory.centres} | planned
