"""Signing in and out, who a token is, and the administration of people and places."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from auxilio.identity.citizen import CitizenTokens, Purpose
from auxilio.identity.gate import require
from auxilio.identity.model import Agency, Centre, Desk, Directory, Person, PersonData, Present, Seed, Session
from auxilio.identity.passwords import Passwords, normal
from auxilio.identity.permissions import Permission, permissions_of
from auxilio.identity.policy import check_roles
from auxilio.identity.store import Place, Store
from auxilio.identity.visiting import Visited, at_desk, must_be_welcome, nowhere, seated
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import AgencyId, CallId, CentreId, DeskId, PersonId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.words import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import derived_id, new_id

SESSION_S = 16 * 3600
"""A shift of twelve hours, its handover, and the overtime of a bad night. Silence ends no session (decision 0060)."""
FAILURES_WINDOW_S = 15 * 60
FAILURES_OF_LOGIN_MAX = 8
"""Of one login from one address. A stranger elsewhere cannot keep an operator from their desk (decision 0061)."""
FAILURES_OF_ADDRESS_MAX = 80
"""A whole room behind one address mistypes less than this at shift change; a guesser does not."""
PRESENT_S = 150
"""An open window is asked for every few seconds, and what is kept of it moves once a minute."""
CACHE_S = 2
CACHE_MAX = 10_000
SYSTEM = Actor(
    id=UUID(int=0),
    kind="system",
    name="system",
    roles=frozenset({"system"}),
    permissions=permissions_of(frozenset({"system"})),
)
"""The house itself: seeds, reactions, timers."""


def same_login(login: str) -> str:
    """One spelling of a login: capitals and surrounding blanks are slips of the hand."""
    return login.strip().casefold()


class Identity:
    """The shell of identity. `master_key` is what citizens' tokens hang on; without one there are none."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        *,
        master_key: bytes | None = None,
        passwords: Passwords | None = None,
        visited: Visited = nowhere,
    ) -> None:
        self._store, self._clock, self._visited = Store(pool), clock, visited
        self._passwords = passwords or Passwords()
        self._citizens = CitizenTokens(master_key) if master_key else None
        self._cache: dict[bytes, tuple[datetime, Session]] = {}
        self._revocations = 0

    # --- signing in -------------------------------------------------------------------------------

    async def sign_in(
        self,
        login: str,
        password: str,
        desk: str | None = None,
        address: str = "",
        *,
        mode: Mode = Mode.REAL,
        language: str | None = None,
    ) -> tuple[str, Session]:
        """The token for the cookie, told once and kept nowhere, and the session.

        Raises `Refused("sign_in_refused")` for a wrong password, an unknown login and somebody who left, all
        alike; `too_many_attempts` with `retry_after_s`; `unknown_desk`, `desk_of_other_centre`, and `not_permitted`
        at a command post for whoever works at no centre.
        """
        person = await self._prove(same_login(login), password, address)
        actor = await self._at_desk(_actor(person, desk, mode))
        at, token = self._clock.now(), secrets.token_urlsafe(32)
        session = Session(
            token_hash=_digest(token),
            csrf=secrets.token_urlsafe(24),
            actor=actor,
            language=language or (person.languages[0] if person.languages else "es"),
            expires_at=after_s(at, SESSION_S),
            password_given=person.password_given,
        )
        await self._store.open_session(session, at)
        return token, session

    async def _at_desk(self, actor: Actor) -> Actor:
        """Who sits down there. Raises `Refused`: `unknown_desk`, `desk_of_other_centre`, `not_permitted`."""
        if actor.desk is None:
            return actor
        place = await self._store.desk(actor.desk)
        if place is not None:
            if place.centre and actor.centre and place.centre != actor.centre:
                raise Refused("desk_of_other_centre", desk=actor.desk, centre=place.centre)
            return actor
        visited = await self._visited()
        found = at_desk(visited, actor.desk)
        if found is None:
            raise Refused("unknown_desk", desk=actor.desk)
        must_be_welcome(found, actor)
        return seated(actor, visited)

    async def _prove(self, login: str, password: str, address: str) -> Person:
        at, typed = self._clock.now(), _digest(login)
        attempt, full_since = await self._store.begin_attempt(
            typed,
            address,
            at - timedelta(seconds=FAILURES_WINDOW_S),
            at,
            (FAILURES_OF_LOGIN_MAX, FAILURES_OF_ADDRESS_MAX),
        )
        if attempt is None:
            left_s = FAILURES_WINDOW_S - seconds_between(full_since, at)
            raise Refused("too_many_attempts", retry_after_s=max(1, int(left_s) + 1))
        known = await self._store.credentials(login)
        right = await self._passwords.verify(known[1] if known else None, password)
        if known is None or not right or not known[0].active:
            raise Refused("sign_in_refused")
        await self._store.forgive(typed, address)
        person, kept = known
        if self._passwords.outdated(kept):
            await self._store.change_hash(person.id, await self._passwords.hash(password))
        return person

    async def session_of(self, token: str) -> Session | None:
        """The session of a token; what was read in the last two seconds is not asked again."""
        at, key = self._clock.now(), _digest(token)
        if (held := self._cache.get(key)) and seconds_between(held[0], at) < CACHE_S:
            return held[1]
        revocations = self._revocations
        session = await self._store.session(key, at)
        if session is None:
            self._cache.pop(key, None)
            return None
        if session.visiting:
            actor = seated(session.actor, await self._visited())
            session = msgspec.structs.replace(session, actor=actor)
        if revocations != self._revocations:
            return session  # somebody was put out while we read: what we hold may be older than that
        if session.password_given:
            return session  # the next thing it does changes it, perhaps in another process
        if len(self._cache) >= CACHE_MAX:
            self._cache.clear()
        self._cache[key] = (at, session)
        return session

    async def actor_of(self, token: str) -> Actor | None:
        """Who works with this token; None when nobody does, or not any more. Raises `Refused("password_to_change")`."""
        session = await self.session_of(token)
        if session is not None and session.password_given:
            raise Refused("password_to_change")
        return session.actor if session else None

    async def sign_out(self, session: Session) -> None:
        """End this session, here at once and in other processes within two seconds."""
        await self._store.revoke(session.token_hash, self._clock.now())
        self._revocations += 1
        self._cache.pop(session.token_hash, None)

    async def revoke_all(self, person: UUID) -> int:
        """End every session of a person; how many there were."""
        count = await self._store.revoke_all(person, self._clock.now())
        self._forget(person)
        return count

    async def put_out(self, person: UUID, actor: Actor) -> int:
        """An administrator ends every session of somebody. Raises `Refused("not_permitted")`, `unknown_person`."""
        require(actor, Permission.PEOPLE_ADMIN)
        if await self._store.person(person) is None:
            raise Refused("unknown_person", id=str(person))
        return await self.revoke_all(person)

    async def change_password(self, session: Session, old: str, new: str, address: str = "") -> None:
        """One's own, proved by the old one; every session but this one ends.

        Raises `Refused`: `sign_in_refused`, `too_many_attempts`, `same_password`.
        """
        known = await self._store.person(session.actor.id)
        if known is None:
            raise Refused("not_signed_in")
        person = await self._prove(known.login, old, address)
        if normal(old) == normal(new):
            raise Refused("same_password")
        person = msgspec.structs.replace(person, password_given=False)
        password_hash = await self._passwords.hash(new)
        async with self._store.change() as change:
            await change.put_person(person, password_hash, session.actor.id, self._clock.now())
        await self._store.revoke_all(person.id, self._clock.now(), but=session.token_hash)
        self._forget(person.id)

    def _forget(self, person: UUID) -> None:
        self._revocations += 1
        for key in [key for key, (_, session) in self._cache.items() if session.actor.id == person]:
            del self._cache[key]

    # --- citizens ---------------------------------------------------------------------------------

    def citizen_token(
        self,
        call: CallId,
        expires_at: datetime,
        *,
        purpose: Purpose = Purpose.CALL,
        mode: Mode = Mode.REAL,
    ) -> str:
        """A bearer token for one call: for the page that makes it, or for the link that the desk sends."""
        assert self._citizens is not None, "the wiring gave no master key"
        return self._citizens.give(call, expires_at, purpose=purpose, mode=mode)

    def citizen_of(self, token: str) -> Actor | None:
        """The citizen who holds a token; their id is the call's."""
        return self._citizens.read(token, self._clock.now()) if self._citizens else None

    # --- people and places ------------------------------------------------------------------------

    async def directory(self) -> Directory:
        """Agencies, centres and desks, with those that are there for a time."""
        known, visited = await self._store.directory(), await self._visited()
        return Directory(
            agencies=known.agencies,
            centres=(*known.centres, *(one.centre for one in visited)),
            desks=(*known.desks, *(desk for one in visited for desk in one.desks)),
        )

    async def present(self, actor: Actor) -> list[Present]:
        """Who sits where just now. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CENTRE_WATCH)
        at = self._clock.now()
        found = await self._store.present(at - timedelta(seconds=PRESENT_S), at)
        visited = await self._visited()
        return [
            msgspec.structs.replace(one, centre=there.centre.id)
            if (there := at_desk(visited, one.desk))
            else one
            for one in found
        ]

    async def people(self, actor: Actor) -> list[Person]:
        """Everybody. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await self._store.people()

    async def add_person(self, data: PersonData, password: str, actor: Actor) -> Person:
        """A new person, who changes this password before they do anything else.

        Raises `Refused`: `not_permitted`, `login_taken`, `no_such_role`, `roles_apart`.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        person = _person(PersonId(new_id()), data, password_given=True)
        check_roles(person.roles)
        password_hash = await self._passwords.hash(password)
        async with self._store.change() as change:
            await change.put_person(person, password_hash, actor.id, self._clock.now())
        return person

    async def change_person(
        self, id: PersonId, data: PersonData, actor: Actor, *, password: str | None = None
    ) -> Person:
        """A person as they are from now on. Other roles, a new password or leaving end their sessions.

        Raises `Refused`: `not_permitted`, `unknown_person`, `login_taken`, `no_such_role`, `roles_apart`,
        `own_roles` (nobody gives themselves a permission), `last_administrator`.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        before = await self._store.person(id)
        if before is None:
            raise Refused("unknown_person", id=str(id))
        given = actor.id != id if password else before.password_given
        person = _person(id, data, password_given=given)
        check_roles(person.roles)
        if actor.id == id and person.roles != before.roles:
            raise Refused("own_roles")
        password_hash = await self._passwords.hash(password) if password else None
        async with self._store.change() as change:
            await change.put_person(person, password_hash, actor.id, self._clock.now())
            if await change.administrators() == 0:
                raise Refused("last_administrator")
        if password_hash or not person.active or person.roles != before.roles:
            await self.revoke_all(id)
        self._forget(id)
        return person

    async def put_place(self, place: Agency | Centre | Desk, actor: Actor) -> None:
        """An agency, a centre or a desk as it is from now on. Raises `Refused("not_permitted")`, `not_in_directory`."""
        require(actor, Permission.PEOPLE_ADMIN)
        async with self._store.change() as change:
            await change.put_place(place, actor.id, self._clock.now())

    async def seed(self, seed: Seed) -> int:
        """What a first start brings; what is there already stays as people have made it. How many people are new."""
        at, taken = self._clock.now(), await self._store.logins()
        new = [one for one in seed.people if same_login(one.data.login) not in taken]
        hashes = [await self._passwords.hash(one.password) for one in new]
        places: tuple[Place, ...] = (*seed.agencies, *seed.centres, *seed.desks)
        async with self._store.change() as change:
            for place in places:
                await change.put_place(place, SYSTEM.id, at, only_new=True)
            for one, password_hash in zip(new, hashes, strict=True):
                login = same_login(one.data.login)
                person = _person(PersonId(one.id or derived_id(SYSTEM.id, f"person:{login}")), one.data)
                check_roles(person.roles)
                await change.put_person(person, password_hash, SYSTEM.id, at)
        return len(new)


def _digest(secret: str) -> bytes:
    # A token has 256 bits of chance in it: a plain hash of it tells nothing.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _person(id: PersonId, data: PersonData, *, password_given: bool = False) -> Person:
    return Person(
        id=id,
        login=same_login(data.login),
        name=data.name,
        roles=frozenset(data.roles),
        agency=AgencyId(data.agency) if data.agency else None,
        centre=CentreId(data.centre) if data.centre else None,
        languages=data.languages,
        active=data.active,
        password_given=password_given,
    )


def _actor(person: Person, desk: str | None, mode: Mode) -> Actor:
    return Actor(
        id=person.id,
        kind="crew" if "crew" in person.roles else "person",
        name=person.name,
        desk=DeskId(desk) if desk else None,
        agency=person.agency,
        centre=person.centre,
        roles=person.roles,
        permissions=permissions_of(person.roles),
        mode=mode,
    )
