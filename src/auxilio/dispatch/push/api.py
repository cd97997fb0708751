"""The routes by which a crew's page has its telephone woken, and by which desks see whether it can be."""

import base64
import binascii
from typing import Annotated

import msgspec
from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from auxilio.dispatch.push.core.model import Endpoint
from auxilio.dispatch.push.service import CrewWakeUp, PushSubscriptions
from auxilio.identity.core.model import Session
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import UnitId
from auxilio.kernel.refusal import Refused

ThePush = NamedDependency[PushSubscriptions]
TheSession = NamedDependency[Session]
PointText = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{87}$")]
SecretText = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{22}$")]


class PushKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser subscribes with (`applicationServerKey`, base64url); null: no telephone is woken here."""

    key: str | None


class PushSubscribing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subscription as the browser gives it (W3C Push API, `PushSubscription.toJSON`), and for which unit."""

    unit: UnitId
    endpoint: Endpoint
    p256dh: PointText
    auth: SecretText


class CrewWakeUps(msgspec.Struct, frozen=True, kw_only=True):
    """Units of which a telephone may be woken; `on` is false where none is woken here."""

    on: bool
    units: list[CrewWakeUp]


@get("/api/unit/push", summary="The key for Web Push")
async def push_key(actor: NamedDependency[Actor], push_subscriptions: ThePush) -> PushKey:
    """The public key of this installation (RFC 8292)."""
    return PushKey(key=await push_subscriptions.key_for(actor))


@put("/api/unit/push", status_code=204, summary="Wake this telephone")
async def subscribe(
    session: TheSession, push_subscriptions: ThePush, data: JSONBody[PushSubscribing]
) -> None:
    """For as long as the session lives. A page says it again when it opens, and when the browser has renewed it."""
    p256dh, auth = _bytes(data.p256dh, "p256dh"), _bytes(data.auth, "auth")
    await push_subscriptions.subscribe(session, data.unit, data.endpoint, p256dh, auth)


@delete("/api/unit/push", status_code=204, summary="Wake this telephone no more")
async def unsubscribe(session: TheSession, push_subscriptions: ThePush) -> None:
    """Of this session alone."""
    await push_subscriptions.unsubscribe(session)


@get("/api/dispatch/wake-ups", summary="Crews whose telephone can be woken")
async def wake_ups(actor: NamedDependency[Actor], push_subscriptions: ThePush) -> CrewWakeUps:
    """With what became of the last message."""
    units = await push_subscriptions.wake_ups(actor)
    return CrewWakeUps(on=units is not None, units=units or [])


def _bytes(text: str, field: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise Refused("malformed", field=f"$.{field}", reason="no_base64url") from None


HANDLERS = (push_key, subscribe, unsubscribe, wake_ups)
"""What the wiring registers."""
