"""The first administrators of an empty installation, by the link that `auxilio up` printed."""

from math import ceil

from auxilio.identity.core.model import PersonData
from auxilio.identity.core.persons import person_of, same_login
from auxilio.identity.event_writer import SYSTEM, IdentityEventWriter
from auxilio.identity.passwords import Passwords, first_password
from auxilio.identity.store import IdentityStore
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Language
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.database.shared_limits import RateAllowance, SharedRateLimiter
from auxilio.platform.ids import new_id
from auxilio.setup.core.model import FirstAdministrators, FirstPassword, NewAdministrator
from auxilio.setup.links import digest_of
from auxilio.setup.store import SetupLinkStore

TRIES_OF_NETWORK = RateAllowance("setup", 20, 60.0)
"""Far more than a person needs; a guess has one chance in 2^256 whatever their number (ours)."""
ADMINISTRATOR = "administrator"


class SetupService:
    """What the link opens, and for whom."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        commands: CommandPort,
        limits: SharedRateLimiter,
        passwords: Passwords | None = None,
    ) -> None:
        self._links, self._people = SetupLinkStore(pool), IdentityStore(pool)
        self._records = IdentityEventWriter(commands, self._people)
        self._clock, self._limits, self._passwords = clock, limits, passwords or Passwords()

    async def check_link(self, secret: str, network: str) -> None:
        """Raises `Refused`: `setup_link_void` for a link that was guessed, is over or is used, all alike; `too_many_requests`."""
        wait_s = await self._limits.take((TRIES_OF_NETWORK, network))
        if wait_s > 0:
            raise Refused("too_many_requests", retry_after_s=ceil(wait_s))
        if not await self._links.opens(digest_of(secret), self._clock.now()):
            raise Refused("setup_link_void")

    async def register(self, given: FirstAdministrators, network: str) -> FirstPassword:
        """Both administrators at once, by the installation itself: there is nobody yet who could ask and confirm.

        The link is void from then on. Raises `Refused` as `check_link`, and `login_taken` for two of one login.
        """
        await self.check_link(given.secret, network)
        if same_login(given.first.login) == same_login(given.second.login):
            raise Refused("login_taken", field="$.second.login")
        handed = first_password()
        hashes = [await self._passwords.hash(one) for one in (given.password, handed)]
        at = self._clock.now()
        async with self._people.change() as change:
            if await change.anybody():  # another use of the link, or `auxilio administrator`, came first
                raise Refused("setup_link_void")
            for one, password_hash in zip((given.first, given.second), hashes, strict=True):
                data = _person(one, given.language)
                # The first chose their own password; the second changes what they were handed.
                person = person_of(PersonId(new_id()), data, password_given=one is given.second)
                await change.put_person(person, password_hash, SYSTEM.id, at)
        await self._links.forget()
        await self._records.catch_up(at)
        return FirstPassword(login=same_login(given.second.login), password=handed)


def _person(one: NewAdministrator, language: Language) -> PersonData:
    return PersonData(login=one.login, name=one.name, roles=(ADMINISTRATOR,), languages=(language,))
