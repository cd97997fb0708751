"""Takes AML that comes by HTTPS: proves who sent it, bounds how much, and hands it to the calls of its telephone.

What is not signed by a key of ours is thrown away, and told of a few times an hour. Called by `POST /api/aml`.
"""

import logging
from dataclasses import dataclass
from math import ceil

from auxilio.calls.location_messages import LocationMessages
from auxilio.interop.aml_fix import arrived_fix
from auxilio.interop.aml_keys import AmlKeys
from auxilio.interop.formats.aml_form import read_form
from auxilio.interop.formats.msd import BoundingBox
from auxilio.interop.rejections import RejectionAudit
from auxilio.kernel.refusal import NotFound, Refused
from auxilio.platform.database.shared_limits import AllowanceRequest, RateAllowance, SharedRateLimiter

MESSAGES_OF_NETWORK = RateAllowance("aml", 6_000, 20.0)
"""Of one sender's address: 300 a second; a country's telephones come from a few addresses of their makers and operators."""
SIGNED_IN_ALL = RateAllowance("aml_signed", 12_000, 20.0)
"""Of all addresses together. Only signed ones count: strangers cannot use it up."""
REJECTIONS_OF_NETWORK = RateAllowance("aml_rejected", 4, 3_600.0)
REJECTIONS_IN_ALL = RateAllowance("aml_rejections", 40, 3_600.0)
"""Facts of the log about messages that were not signed; the others leave a counter alone."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AmlReceiver:
    """One for each process. `country` (ISO 3166): where a number without its country's code is dialled.

    `area`: where callers of this centre can be, as far as it is known.
    """

    keys: AmlKeys
    limits: SharedRateLimiter
    messages: LocationMessages
    audit: RejectionAudit
    country: str
    area: BoundingBox | None = None

    def check_open(self) -> None:
        """Raises `NotFound("unknown_route")` while no key is in force."""
        if not self.keys.in_force():
            raise NotFound("unknown_route")

    async def receive(self, content: bytes, network: str) -> None:
        """One form, from an address of this network. What says nothing that can be used is thrown away, and that is no error.

        Raises `NotFound("unknown_route")`, `Refused("too_many_requests")`, and what the database raises.
        """
        self.check_open()
        await self._take((MESSAGES_OF_NETWORK, network))
        decoded = read_form(content, self.keys.in_force())
        if decoded.value is None or not decoded.value.hmac_ok:
            code = "hmac_missing" if "hmac_missing" in decoded.flags else "hmac_false"
            await self.audit.record(network, code)
            return
        await self._take((SIGNED_IN_ALL, ""))
        fix = arrived_fix(content, decoded, self.messages.clock.now(), self.country, self.area)
        if fix is None:
            _log.info("aml_without_telephone")
            return
        await self.messages.receive(fix)

    async def _take(self, wanted: AllowanceRequest) -> None:
        wait_s = await self.limits.take(wanted)
        if wait_s > 0:
            raise Refused("too_many_requests", retry_after_s=ceil(wait_s))
