"""Who writes content and who signs it: named in one step of the set-up, with their roles."""

from collections.abc import Iterable

import msgspec

from auxilio.identity.core.model import Person, PersonData
from auxilio.identity.core.persons import data_of, same_login
from auxilio.identity.core.policy import check_roles
from auxilio.identity.passwords import first_password
from auxilio.identity.service import IdentityService
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import PersonId
from auxilio.kernel.refusal import Refused
from auxilio.setup.core.model import ContentSigners, FirstPassword, SignerChoice
from auxilio.setup.core.policy import check_signers


class SignerAppointments:
    """Registers the new ones together, and gives the others their role beside those that they have."""

    def __init__(self, identity: IdentityService) -> None:
        self._identity = identity

    async def appoint(self, given: ContentSigners, actor: Actor) -> list[FirstPassword]:
        """The first passwords of those who are new. The medical director works without that role until a second person confirms it.

        Repeated, it changes nothing for those who have their role or wait for it. Raises `Refused`, with the role as the
        field: `signer_missing`, `signers_apart`, `unknown_person`, `login_taken`, `roles_apart`, `own_roles`; `not_permitted`.
        """
        people = {person.id: person for person in await self._identity.people(actor)}
        asked = {(grant.person, role) for grant in await self._identity.grants(actor) for role in grant.roles}
        check_signers(given)
        new, known = [], list[tuple[PersonId, PersonData]]()
        for role, choice in given.by_role.items():
            if choice.person is None:
                _check_login_free(choice, people.values(), role)
                new.append((_somebody_new(choice, role, given), first_password()))
                continue
            person = people.get(choice.person)
            if person is None or not person.active:
                raise Refused("unknown_person", id=str(choice.person), field=f"$.{role}")
            if person.id == actor.id:  # nobody gives themselves a permission
                raise Refused("own_roles", field=f"$.{role}")
            if role not in person.roles and (person.id, role) not in asked:
                known.append((person.id, _with_role(person, role)))
        if new:
            await self._identity.add_people(new, actor)
        for id, data in known:
            await self._identity.change_person(id, data, actor)
        return [FirstPassword(login=same_login(data.login), password=password) for data, password in new]


def _somebody_new(choice: SignerChoice, role: str, given: ContentSigners) -> PersonData:
    assert choice.login is not None, "check_signers has seen it"
    assert choice.name is not None, "check_signers has seen it"
    return PersonData(login=choice.login, name=choice.name, roles=(role,), languages=(given.language,))


def _check_login_free(choice: SignerChoice, people: Iterable[Person], role: str) -> None:
    if any(same_login(person.login) == choice.key for person in people):
        raise Refused("login_taken", field=f"$.{role}")


def _with_role(person: Person, role: str) -> PersonData:
    roles = person.roles | {role}
    try:
        check_roles(roles)
    except Refused as refused:
        raise Refused(refused.code, **{**refused.facts, "field": f"$.{role}"}) from None
    return msgspec.structs.replace(data_of(person), roles=tuple(sorted(roles)))
