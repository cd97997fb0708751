"""Signing in and out, who a token is, and the administration of people and places."""

import logging
import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from auxilio.identity.core.citizen_tokens import CitizenTokens, TokenPurpose
from auxilio.identity.core.gate import require
from auxilio.identity.core.grants import TWO_PERSON_ROLES, Grant
from auxilio.identity.core.model import (
    Agency,
    Centre,
    Colleague,
    Desk,
    Directory,
    Person,
    PersonData,
    PresentPerson,
    Seed,
    Session,
)
from auxilio.identity.core.permissions import Permission, permissions_of
from auxilio.identity.core.persons import (
    actor_of,
    change_of_person,
    check_second_person,
    person_of,
    same_login,
    split_confirmed_roles,
)
from auxilio.identity.core.policy import check_one_line, check_place, check_roles, find_colleagues
from auxilio.identity.core.seating import desk_refusal, may_sit
from auxilio.identity.core.seats import ABANDONED_S
from auxilio.identity.core.temporary_centres import (
    TemporaryCentresSource,
    no_temporary_centres,
    place_in_centre,
    require_participant,
    temporary_centre_of,
)
from auxilio.identity.event_writer import SYSTEM, IdentityEventWriter
from auxilio.identity.passwords import Passwords, normalise_password
from auxilio.identity.random_tokens import digest_of
from auxilio.identity.store import IdentityStore
from auxilio.identity.store.rows import DirectoryPlace
from auxilio.identity.throttle.store import SignInThrottle
from auxilio.kernel.actor import Actor
from auxilio.kernel.command_port import CommandPort
from auxilio.kernel.ids import CallId, CentreId, PersonId
from auxilio.kernel.instant import after_s, seconds_between
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.platform.clock import Clock
from auxilio.platform.database.connection import Pool
from auxilio.platform.ids import derived_id, new_id

_log = logging.getLogger(__name__)
SESSION_S = 16 * 3600
"""A shift of twelve hours, its handover, and the overtime of a bad night. Silence ends no session (decision 0060)."""
PRESENT_S = 150
"""An open window speaks every few seconds, and `session.seen_at` moves at most every 15 seconds."""
ON_DUTY_S = 600
"""Who was seen within ten minutes is on duty: a window sleeps while its person looks at the wall."""
CACHE_S = 2
CACHE_MAX = 10_000


type KnownServices = Callable[[], Collection[str]]
"""The services of the catalogue in force."""


class IdentityService:
    """The service of identity. Citizens' tokens are derived from `master_key`; without one there are none."""

    def __init__(
        self,
        pool: Pool,
        clock: Clock,
        commands: CommandPort,
        *,
        master_key: bytes | None = None,
        passwords: Passwords | None = None,
        visited: TemporaryCentresSource = no_temporary_centres,
        services: KnownServices = frozenset,
    ) -> None:
        """`services`: what agencies may be; without it none is saved."""
        self._store, self._clock, self._visited = IdentityStore(pool), clock, visited
        self._services = services
        self.records = IdentityEventWriter(commands, self._store)
        self._passwords, self._throttle = passwords or Passwords(), SignInThrottle(pool)
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
        browser: str = "",
        waits: bool = False,
    ) -> tuple[str, Session]:
        """The token for the cookie, told once and kept nowhere, and the session. `browser`: the token of `new_browser`.

        `waits`: this sign-in is repeated for a desk that was asked for before, and does not ask for it anew.

        Raises `Refused("sign_in_refused")` for a wrong password, an unknown login and somebody who left, all
        alike; `too_many_attempts` with `retry_after_s`; `unknown_desk`, `desk_of_other_centre`, `desk_not_for_role`, and
        `not_permitted` at a command post for whoever works at no centre; `desk_taken` with the name of the person who
        sits there (`by`) and whether they are asked (`asked`): without `waits` they are asked by this.
        """
        try:
            person = await self._verify_password(same_login(login), password, address, browser)
        except Refused as refused:
            # What was only told to wait was not looked at; a flood of it would be a flood of events.
            if refused.code == "sign_in_refused":
                await self._record_refusal(same_login(login), refused.code, address)
            raise
        actor = await self._at_desk(actor_of(person, desk, mode))
        await self._occupy_seat(actor, asks=not waits)
        await self.records.signed_in(actor, address)
        at, token = self._clock.now(), secrets.token_urlsafe(32)
        session = Session(
            token_hash=digest_of(token),
            csrf=secrets.token_urlsafe(24),
            actor=actor,
            language=language or (person.languages[0] if person.languages else "es"),
            expires_at=after_s(at, SESSION_S),
            password_given=person.password_given,
        )
        await self._store.open_session(session, at)
        return token, session

    async def _record_refusal(self, login: str, code: str, address: str) -> None:
        known = await self._store.credentials(login)
        person = known[0].id if known else None
        try:
            await self.records.sign_in_refused(digest_of(login), person, code, address)
        except Refused as refused:
            # Many guesses at one login at once: some are counted by the throttle alone, and none gets another answer.
            _log.warning("refused_sign_in_not_recorded", extra={"code": refused.code})

    async def _occupy_seat(self, actor: Actor, *, asks: bool) -> None:
        """One person at a desk: whoever sat there before and let it, or went away, works there no more.

        Raises `Refused("desk_taken")`. A vehicle is no desk: a crew may have several telephones.
        """
        if actor.desk is None or actor.kind == "crew":
            return
        at = self._clock.now()
        present = await self._store.at_desk(actor.desk, after_s(at, -ABANDONED_S), at)
        before = await self.records.take_seat(actor, present, asks=asks)
        if before is not None:
            for token_hash in await self._store.revoke_at_desk(before, actor.desk, at):
                self._cache.pop(token_hash, None)
            self._revocations += 1

    async def _at_desk(self, actor: Actor) -> Actor:
        """Who sits down there.

        Raises `Refused`: `unknown_desk`, `desk_of_other_centre`, `desk_not_for_role`, `desk_of_room`, `not_permitted`.
        """
        if actor.desk is None:
            return actor
        place = await self._store.desk(actor.desk)
        if place is not None:
            if not may_sit(place, actor):
                raise desk_refusal(place, actor, await self.directory())
            return actor
        visited = await self._visited()
        found = temporary_centre_of(visited, actor.desk)
        if found is None:
            raise Refused("unknown_desk", desk=actor.desk)
        require_participant(found, actor)
        return place_in_centre(actor, visited)

    async def _verify_password(self, login: str, password: str, address: str, browser: str = "") -> Person:
        places = ([f"browser:{digest_of(browser).hex()}"] if browser else []) + [address]
        attempt = await self._throttle.begin(digest_of(login), address, places, self._clock.now())
        known = await self._store.credentials(login)
        stranger = address if attempt.known is None else None
        try:
            right = await self._passwords.verify(known[1] if known else None, password, stranger=stranger)
        except Refused:  # the password was not checked
            await self._throttle.take_back(attempt)
            raise
        if known is None or not right or not known[0].active:
            raise Refused("sign_in_refused")
        await self._throttle.forgive(attempt, self._clock.now())
        person, kept = known
        if self._passwords.outdated(kept):
            await self._store.change_hash(person.id, await self._passwords.hash(password))
        return person

    async def session_of(self, token: str) -> Session | None:
        """The session of a token; what was read in the last two seconds is not asked again."""
        at, key = self._clock.now(), digest_of(token)
        if (held := self._cache.get(key)) and seconds_between(held[0], at) < CACHE_S:
            return held[1]
        revocations = self._revocations
        session = await self._store.session(key, at)
        if session is None:
            self._cache.pop(key, None)
            return None
        if session.visiting:
            actor = place_in_centre(session.actor, await self._visited())
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
        actor = session.actor
        desk = actor.desk if await self._has_left_desk(actor) else None
        await self.records.signed_out(actor.id, actor.name, desk, "left")

    async def _has_left_desk(self, actor: Actor) -> bool:
        """Whether no other window of this person is at the desk."""
        if actor.desk is None or actor.kind == "crew":
            return False
        at = self._clock.now()
        return actor.id not in await self._store.at_desk(actor.desk, after_s(at, -SESSION_S), at)

    async def revoke_all(self, person: UUID, why: str) -> int:
        """End every session of a person, because of `why`; how many there were."""
        ended = await self._store.revoke_all(person, self._clock.now())
        self._evict_sessions(person)
        for name, desk in dict.fromkeys(ended):
            await self.records.signed_out(person, name, desk, why)
        return len(ended)

    async def put_out(self, person: UUID, actor: Actor) -> int:
        """An administrator ends every session of somebody. Raises `Refused("not_permitted")`, `unknown_person`."""
        require(actor, Permission.PEOPLE_ADMIN)
        if await self._store.person(person) is None:
            raise Refused("unknown_person", id=str(person))
        return await self.revoke_all(person, "put_out")

    async def change_password(
        self, session: Session, old: str, new: str, address: str = "", browser: str = ""
    ) -> None:
        """One's own, proved by the old one; every session but this one ends.

        Raises `Refused`: `sign_in_refused`, `too_many_attempts`, `same_password`.
        """
        known = await self._store.person(session.actor.id)
        if known is None:
            raise Refused("not_signed_in")
        person = await self._verify_password(known.login, old, address, browser)
        if normalise_password(old) == normalise_password(new):
            raise Refused("same_password")
        person = msgspec.structs.replace(person, password_given=False)
        password_hash = await self._passwords.hash(new)
        async with self._store.change() as change:
            await change.put_person(person, password_hash, session.actor.id, self._clock.now())
        await self._store.revoke_all(person.id, self._clock.now(), but=session.token_hash)
        self._evict_sessions(person.id)
        await self.records.catch_up(self._clock.now())

    def _evict_sessions(self, person: UUID) -> None:
        self._revocations += 1
        for key in [key for key, (_, session) in self._cache.items() if session.actor.id == person]:
            del self._cache[key]

    # --- citizens ---------------------------------------------------------------------------------

    def citizen_token(
        self,
        call: CallId,
        expires_at: datetime,
        *,
        purpose: TokenPurpose = TokenPurpose.CALL,
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

    async def present(self, actor: Actor) -> list[PresentPerson]:
        """Who sits where just now in sessions of the actor's mode. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CENTRE_WATCH)
        found = await self.present_in(actor.mode)
        visited = await self._visited()
        return [
            msgspec.structs.replace(one, centre=there.centre.id)
            if (there := temporary_centre_of(visited, one.desk))
            else one
            for one in found
        ]

    async def present_in(self, mode: Mode) -> list[PresentPerson]:
        """Who sits where just now in sessions of a mode; for queries that ask for a permission of their own."""
        at = self._clock.now()
        return await self._store.present(at - timedelta(seconds=PRESENT_S), at, mode)

    async def colleagues(self, actor: Actor, text: str) -> list[Colleague]:
        """People to whom the actor may open a reserved case, found by name. Raises `Refused("not_permitted")`."""
        require(actor, Permission.CASE_DESCRIBE)
        at = self._clock.now()
        return find_colleagues(await self._store.case_people(after_s(at, -PRESENT_S), at), text)

    async def languages_of(self, session: Session) -> tuple[str, ...]:
        """What the person of a session speaks, as the directory says; where it says nothing, the language of their page."""
        person = await self._store.person(session.actor.id)
        return person.languages if person is not None and person.languages else (session.language,)

    async def people(self, actor: Actor) -> list[Person]:
        """Everybody. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PEOPLE_ADMIN)
        return await self._store.people()

    async def add_person(self, data: PersonData, password: str, actor: Actor) -> Person:
        """A new person, who changes this password before they do anything else.

        Roles that two people give (`identity.core.grants.TWO_PERSON_ROLES`) are asked for, and missing until they are confirmed; the
        system itself gives every role. Raises `Refused`: `not_permitted`, `login_taken`, `no_such_role`, `roles_apart`,
        `not_in_directory`, `centre_of_other_agency`.
        """
        (person,) = await self.add_people([(data, password)], actor)
        return person

    async def add_people(self, given: Sequence[tuple[PersonData, str]], actor: Actor) -> list[Person]:
        """All of them, each with a first password, or nobody. See `add_person`."""
        require(actor, Permission.PEOPLE_ADMIN)
        added = []
        for data, password in given:
            check_one_line(data)
            wanted = person_of(PersonId(new_id()), data, password_given=True)
            check_roles(wanted.roles)
            person, wait = split_confirmed_roles(wanted, wanted.roles & TWO_PERSON_ROLES, actor)
            added.append((person, wait, await self._passwords.hash(password)))
        async with self._store.change() as change:
            for person, _, password_hash in added:
                await change.check_centre(person)
                await change.put_person(person, password_hash, actor.id, self._clock.now())
        for person, wait, _ in added:
            await self._request_grants(person, wait, actor)
        return [person for person, _, _ in added]

    async def change_person(
        self, id: PersonId, data: PersonData, actor: Actor, *, password: str | None = None
    ) -> Person:
        """A person as they are from now on. Other roles, another place, a new password or leaving end their sessions.

        Roles that two people give and that are new, also by coming back, are asked for; so are all of them when the actor
        sets a password for somebody else, who until then works without them, and those that see into cases when the person
        moves to another agency or centre, where the same role opens other cases.
        Raises `Refused`: `not_permitted`, `unknown_person`, `login_taken`, `no_such_role`, `roles_apart`,
        `own_roles` (nobody gives themselves a permission), `last_administrator`, `not_in_directory`; `centre_of_other_agency`
        for all but those who leave; `no_second_person` where nobody would be left to confirm what the person loses.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        check_one_line(data)
        before = await self._store.person(id)
        if before is None:
            raise Refused("unknown_person", id=str(id))
        change = change_of_person(before, data, actor, new_password=password is not None)
        if before.active:
            check_second_person(before, change.waits, await self._store.people(), actor)
        password_hash = await self._passwords.hash(password) if password else None
        async with self._store.change() as directory:
            if change.person.active:
                await directory.check_centre(change.person)
            await directory.put_person(change.person, password_hash, actor.id, self._clock.now())
            if await directory.administrators() == 0:
                raise Refused("last_administrator")
        if change.ends:
            await self.revoke_all(id, change.ends)
        self._evict_sessions(id)
        await self._request_grants(change.person, change.waits, actor)
        return change.person

    async def _request_grants(self, person: Person, roles: frozenset[str], actor: Actor) -> None:
        """Record what changed, and ask for what a second person must confirm; earlier requests are withdrawn."""
        await self.records.catch_up(self._clock.now())
        for grant in await self._store.open_grants():
            if grant.person == person.id:
                await self.records.withdraw_grant(grant.id)
        if roles and person.active:
            await self.records.request_grant(person, sorted(roles), actor)

    async def grants(self, actor: Actor) -> list[Grant]:
        """Requests for roles that wait for a second person. Raises `Refused("not_permitted")`."""
        require(actor, Permission.PEOPLE_CONFIRM)
        return await self._store.open_grants()

    async def decide_grant(self, id: UUID, actor: Actor, *, confirmed: bool) -> None:
        """The second person confirms or refuses. Confirmed roles are in force at once, and end the person's sessions.

        Raises `Refused`: `not_permitted`, `unknown_grant`, `grant_over`, `own_grant`, `roles_apart`.
        """
        require(actor, Permission.PEOPLE_CONFIRM)
        grant = next((one for one in await self._store.open_grants() if one.id == id), None)
        person = await self._store.person(grant.person) if grant else None
        if not confirmed or grant is None or person is None:
            await self.records.decide_grant(id, actor, confirmed=confirmed)
            return
        check_roles(person.roles | frozenset(grant.roles))
        async with self._store.change() as change:
            now = await change.person(person.id) or person
            now = msgspec.structs.replace(now, roles=now.roles | frozenset(grant.roles))
            await change.put_person(now, None, grant.by, self._clock.now(), confirmed_by=actor.id)
            # A refused decision rolls the roles back. The decision commits a moment before them: a process killed in
            # between leaves a confirmed request without roles, which an administrator asks for again.
            await self.records.decide_grant(id, actor, confirmed=True)
        await self.records.catch_up(self._clock.now())
        await self.revoke_all(person.id, "roles")

    async def put_place(self, place: Agency | Centre | Desk, actor: Actor) -> None:
        """An agency, a centre or a desk as it is from now on.

        Raises `Refused`: `not_permitted`, `not_in_directory`, `no_such_role`, `no_such_service`, `centre_has_people`,
        `centre_has_units`, `centre_has_tasks`.
        """
        require(actor, Permission.PEOPLE_ADMIN)
        check_one_line(place)
        check_place(place, self._services())
        async with self._store.change() as change:
            await change.put_place(place, actor.id, self._clock.now())
        await self.records.catch_up(self._clock.now())

    async def on_duty(self, centre: CentreId, mode: Mode) -> list[PresentPerson]:
        """Who answers tasks at a centre just now, in a session of this mode."""
        at = self._clock.now()
        found = await self._store.present(after_s(at, -ON_DUTY_S), at, mode)
        visited = await self._visited()
        here = []
        for one in found:
            there = temporary_centre_of(visited, one.desk)
            at_centre = there.centre.id if there else one.centre
            may = permissions_of(frozenset(one.roles), of_room=False)
            if at_centre == centre and Permission.TASK_ANSWER in may:
                here.append(one)
        return here

    async def seed(self, seed: Seed) -> int:
        """What a first start brings; what is there already stays as people have made it. How many people are new.

        It is read and checked as the routes of administration read and check what they are sent: raises
        `msgspec.ValidationError`, and `Refused` as `put_place` and `add_person`.
        """
        seed = msgspec.json.decode(msgspec.json.encode(seed), type=Seed)
        at, taken = self._clock.now(), await self._store.logins()
        new = [one for one in seed.people if same_login(one.data.login) not in taken]
        hashes = [await self._passwords.hash(one.password) for one in new]
        places: tuple[DirectoryPlace, ...] = (*seed.agencies, *seed.centres, *seed.desks)
        async with self._store.change() as change:
            for place in places:
                check_place(place, self._services())
                await change.put_place(place, SYSTEM.id, at, only_new=True)
            for one, password_hash in zip(new, hashes, strict=True):
                login = same_login(one.data.login)
                person = person_of(PersonId(one.id or derived_id(SYSTEM.id, f"person:{login}")), one.data)
                check_roles(person.roles)
                await change.check_centre(person)
                await change.put_person(person, password_hash, SYSTEM.id, at)
        await self.records.catch_up(at)
        return len(new)
