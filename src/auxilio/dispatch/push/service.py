"""Who may have a telephone woken, whom a fact wakes, and what the dispatcher sees of it."""

import logging
from collections.abc import Sequence

import msgspec

from auxilio.dispatch.push.core.encryption import public_key_of
from auxilio.dispatch.push.core.model import (
    CHANNEL,
    PushMessage,
    PushState,
    PushSubscription,
    PushSubscriptionId,
    WakeCrew,
    is_awaited,
)
from auxilio.dispatch.push.installation import PushInstallation
from auxilio.dispatch.push.store import NewSubscription, PushNote, PushStore
from auxilio.dispatch.units.core.crew_authority import in_crew
from auxilio.dispatch.units.core.model import Unit
from auxilio.identity.core.gate import require
from auxilio.identity.core.model import Session
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Command, CommandResult
from auxilio.kernel.ids import CommandId, UnitId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, may_leave
from auxilio.platform.clock import Clock
from auxilio.platform.database.command_executor import CommandContext, UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.platform.http.outward import authority_of, named_host
from auxilio.platform.http.rate_limit import RateLimit
from auxilio.platform.ids import new_id

CHANGES_PER_HOUR = 60
"""Subscriptions of one session (ours): a page says one when it opens, and a browser renews one within weeks."""
TIDY_S = 600.0
"""Seconds between two looks for subscriptions whose session is over; until then they count for nothing."""
COMMANDS: tuple[type[Command], ...] = (WakeCrew,)
_log = logging.getLogger(__name__)


class CrewWakeUp(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the telephones of a unit can be woken, by the best of them."""

    unit: UnitId
    state: PushState
    code: str = ""
    """Why the last message failed."""


class PushSubscriptions:
    """Subscriptions of crews' telephones."""

    def __init__(self, pool: Pool, clock: Clock, installation: PushInstallation) -> None:
        self._store, self._clock, self._installation = PushStore(pool), clock, installation
        self._changes = RateLimit(clock, CHANGES_PER_HOUR, 3600)

    async def key_for(self, actor: Actor) -> str | None:
        """What a crew's browser subscribes with; None: no telephone is woken here. Raises `Refused("not_permitted")`."""
        require(actor, Permission.UNIT_STATUS)
        return self._installation.public_key

    async def subscribe(
        self, session: Session, unit: UnitId, endpoint: str, p256dh: bytes, auth: bytes
    ) -> None:
        """Wake this telephone for this unit, as long as the session lives; in the place of an earlier subscription.

        Raises `Refused`: `push_off`, `malformed` (a key), `unknown_unit`, `session_mode_differs`, `not_your_unit`,
        `push_host_unnamed`, `outward_url_malformed`, `too_many_requests`, `not_permitted`.
        """
        actor = session.actor
        require(actor, Permission.UNIT_STATUS)
        self._changes.check(session.csrf)
        if self._installation.key is None:
            raise Refused("push_off")
        await self._check_unit(unit, actor)
        host = await self._check_host(unit, endpoint, actor)
        try:
            public_key_of(p256dh)
        except ValueError:
            raise Refused("malformed", field="$.p256dh", reason="no_point") from None
        if await self._store.known(session.token_hash, endpoint, unit, p256dh, auth):
            return
        new = NewSubscription(
            id=PushSubscriptionId(new_id()),
            session=session.token_hash,
            unit=unit,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
        )
        await self._store.keep(new, PushNote(unit=unit, host=host), actor.id, self._clock.now())

    async def _check_unit(self, unit: UnitId, actor: Actor) -> None:
        found = await self._store.unit(unit)
        if found is None:
            raise Refused("unknown_unit", id=str(unit))
        if found.mode is not actor.mode:
            raise Refused("session_mode_differs", session=actor.mode, object=found.mode)
        in_crew(found, actor)

    async def _check_host(self, unit: UnitId, endpoint: str, actor: Actor) -> str:
        try:
            return named_host(endpoint, self._installation.hosts)[1].name
        except Refused as refused:
            if refused.code != "outward_host_unnamed":
                raise
            host = str(refused.facts["host"])
            note = PushNote(unit=unit, host=host, refused="push_host_unnamed")
            await self._store.note(str(unit), note, actor.id, self._clock.now())
            _log.warning("push_host_refused")
            raise Refused("push_host_unnamed", host=host) from None

    async def unsubscribe(self, session: Session) -> None:
        """Wake this telephone no more. Raises `Refused("not_permitted")`."""
        require(session.actor, Permission.UNIT_STATUS)
        await self._store.remove(session.token_hash)

    async def wake_ups(self, actor: Actor) -> list[CrewWakeUp] | None:
        """Of every unit of which a telephone may be woken; None where none is woken here. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CASE_LOOK)
        if self._installation.key is None:
            return None
        of = dict[UnitId, PushSubscription]()
        for one in await self._store.all(self._clock.now()):
            if one.unit not in of or _RANK[one.state] > _RANK[of[one.unit].state]:
                of[one.unit] = one
        return [CrewWakeUp(unit=unit, state=one.state, code=one.code) for unit, one in of.items()]


_RANK = {PushState.FAILED: 0, PushState.NONE: 1, PushState.ACCEPTED: 2}


class PushService:
    """Puts into the outbox what wakes a crew."""

    def __init__(self, work: UnitOfWork, pool: Pool, mode: Mode) -> None:
        """`mode`: of the installation."""
        self._work, self._store, self._mode = work, PushStore(pool), mode

    async def handle(self, command_id: CommandId, command: WakeCrew, actor: Actor) -> CommandResult:
        """One message for each telephone of the crew, in the lane of its push service. What may not leave is not put there."""

        async def decide(attempt: CommandContext) -> None:
            unit = await self._store.unit(command.unit)
            if unit is None or not may_leave(unit.mode, self._mode):
                return
            for one in await self._awaiting(unit, command, attempt):
                attempt.send(f"{CHANNEL}:{authority_of(one.endpoint)}", _message(one.id, command))

        return await self._work.run(command_id, command, actor, decide)

    async def _awaiting(
        self, unit: Unit, command: WakeCrew, attempt: CommandContext
    ) -> Sequence[PushSubscription]:
        found = await self._store.of_unit(command.unit, attempt.at)
        return [one for one in found if is_awaited(unit, one, _message(one.id, command))]


def _message(subscription: PushSubscriptionId, command: WakeCrew) -> PushMessage:
    return PushMessage(
        subscription=subscription,
        reason=command.reason,
        about=command.about,
        waits=command.waits,
        at=command.at,
    )
