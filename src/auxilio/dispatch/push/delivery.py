"""Carries the outbox's channel `push`: encrypts one message for one telephone and gives it to its push service (RFC 8030)."""

import base64
import hashlib
import logging
import os
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from auxilio.dispatch.push.core.encryption import SALT_BYTES, encrypt
from auxilio.dispatch.push.core.model import (
    CODE_MAX,
    PushMessage,
    PushPayload,
    PushState,
    PushSubscription,
    PushSubscriptionId,
    is_awaited,
    seconds_left,
)
from auxilio.dispatch.push.core.vapid import vapid_authorization
from auxilio.dispatch.push.installation import PushInstallation
from auxilio.dispatch.push.store import PushNote, PushStore
from auxilio.kernel.actor import SYSTEM_ID
from auxilio.kernel.instant import after_s
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.outbox import LANE_WIDTH, OutboxMessage
from auxilio.platform.http.outward import (
    OutwardAnswer,
    OutwardClient,
    OutwardLimits,
    OutwardRequest,
    authority_of,
)
from auxilio.platform.i18n import catalogues

LIMITS = OutwardLimits(bytes_max=16 * 1024, whole_s=8.0, at_once=4 * LANE_WIDTH, host_at_once=LANE_WIDTH)
WAITING_MAX = 1_000
"""Telephones of which it is remembered that their push service asked us to wait."""
TOPIC_LENGTH = 32
"""Characters, of the alphabet of base64url (RFC 8030, 5.4)."""
_GONE = frozenset({404, 410})
_TRY_AGAIN = frozenset({408, 425, 429})
_FOR_EVER = frozenset(
    {"outward_host_unnamed", "outward_redirect", "outward_url_malformed", "outward_address_refused"}
)
"""Refusals that another attempt would meet again; each is noted for administrators."""
_log = logging.getLogger(__name__)


class PushNotAccepted(Exception):
    """The push service could not be asked, or asks us to wait: it is tried again. Its argument: why."""


class PushDelivery:
    """One in the leading worker."""

    def __init__(
        self,
        store: PushStore,
        installation: PushInstallation,
        clock: Clock,
        client: OutwardClient | None = None,
    ) -> None:
        """`client`: by default one that asks the named hosts alone."""
        self._store, self._installation, self._clock = store, installation, clock
        self._client = client or OutwardClient(installation.hosts, LIMITS)
        self._not_before = dict[PushSubscriptionId, datetime]()

    async def deliver(self, parcel: OutboxMessage) -> None:
        """Carry one message; nothing, where the crew has answered, or the telephone is theirs no more.

        Raises `PushNotAccepted` while another attempt is worth it.
        """
        message = msgspec.json.decode(parcel.body, type=PushMessage)
        now = self._clock.now()
        found = await self._store.live(message.subscription, now)
        unit = await self._store.unit(found.unit) if found is not None else None
        if found is None or unit is None or not is_awaited(unit, found, message):
            return
        if seconds_left(message, now) <= 0:
            await self._failed(found, message, "push_too_late")
            return
        if self._not_before.get(found.id, now) > now:
            raise PushNotAccepted("push_asked_to_wait")
        try:
            answer = await self._client.ask(self._request(found, message, parcel.mode, now))
        except Refused as refused:
            await self._failed(found, message, refused.code)
            if refused.code not in _FOR_EVER:
                raise PushNotAccepted(refused.code) from None
        else:
            await self._take(found, message, answer)

    def _request(
        self, to: PushSubscription, message: PushMessage, mode: Mode, now: datetime
    ) -> OutwardRequest:
        key = self._installation.key
        if key is None:
            raise Refused("outward_host_unnamed", host="")  # the setting names no host any more
        body = encrypt(
            msgspec.json.encode(payload_of(message, mode, to.language)),
            to.p256dh,
            to.auth,
            generate_private_key(SECP256R1()),
            os.urandom(SALT_BYTES),
        )
        origin = f"https://{authority_of(to.endpoint)}"
        return OutwardRequest(
            url=to.endpoint,
            accept="*/*",
            content=body,
            authorization=vapid_authorization(key, origin, self._installation.contact, now),
            headers={
                "content-encoding": "aes128gcm",
                "ttl": str(seconds_left(message, now)),
                "urgency": "high",
                "topic": topic_of(message),
            },
        )

    async def _take(self, to: PushSubscription, message: PushMessage, answer: OutwardAnswer) -> None:
        if 200 <= answer.status < 300:
            self._not_before.pop(to.id, None)
            await self._store.told(to.id, PushState.ACCEPTED, "", message.at)
            return
        if answer.status in _GONE:
            _log.info("push_subscription_gone", extra={"status": answer.status})
            await self._store.gone(to.id)
            return
        code = f"http_{answer.status}"
        await self._failed(to, message, code)
        if answer.status < 500 and answer.status not in _TRY_AGAIN:
            return
        if answer.retry_after_s:
            if len(self._not_before) >= WAITING_MAX:
                self._not_before.clear()
            self._not_before[to.id] = after_s(self._clock.now(), answer.retry_after_s)
        raise PushNotAccepted(code)

    async def _failed(self, to: PushSubscription, message: PushMessage, code: str) -> None:
        code = code[:CODE_MAX]
        _log.warning("push_failed", extra={"code": code})
        if code in _FOR_EVER and code != to.code:
            note = PushNote(unit=to.unit, host=authority_of(to.endpoint), refused=code)
            await self._store.note(str(to.id), note, SYSTEM_ID, self._clock.now())
        await self._store.told(to.id, PushState.FAILED, code, message.at)


def payload_of(message: PushMessage, mode: Mode, language: str) -> PushPayload:
    """What the telephone shows; of an exercise it says so."""
    title = catalogues().text(f"wake.title.{message.reason}", language, mode=mode.value)
    return PushPayload(title=title, about=message.about, lang=language)


def topic_of(message: PushMessage) -> str:
    """A newer message replaces an older one about the same (RFC 8030, 5.4). No two telephones have a topic in common, so that a
    push service does not learn which crews work together."""
    digest = hashlib.sha256(message.subscription.bytes + message.about.bytes).digest()
    return base64.urlsafe_b64encode(digest).decode()[:TOPIC_LENGTH]
