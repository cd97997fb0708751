"""What the page of the set-up sends and is answered."""

from typing import Annotated

import msgspec

from auxilio.identity.core.model import Login, Name, Password
from auxilio.kernel.ids import PersonId
from auxilio.kernel.shared_types import Language

SetupSecret = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class SetupLink(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret of the link that `auxilio up` printed."""

    secret: SetupSecret


class NewAdministrator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who administers."""

    login: Login
    name: Name


class FirstAdministrators(SetupLink, frozen=True, kw_only=True):
    """The person who follows the link, with a password of their own, and the second one, who is given a first password."""

    language: Language
    first: NewAdministrator
    password: Password
    second: NewAdministrator


class FirstPassword(msgspec.Struct, frozen=True, kw_only=True):
    """The first password of somebody new, told this once."""

    login: str
    password: str


class SignerChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who shall write or sign content: a person who is registered, or somebody new by name and login."""

    person: PersonId | None = None
    login: Login | None = None
    name: Name | None = None

    @property
    def key(self) -> str:
        """Who it is: two choices of one key are one person. Logins as `identity.core.persons.same_login` takes them."""
        return str(self.person) if self.person is not None else (self.login or "").strip().casefold()


class ContentSigners(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes content and both offices that sign it: three people. The fields are the roles."""

    content_author: SignerChoice
    medical_director: SignerChoice
    operations_director: SignerChoice
    language: Language

    @property
    def by_role(self) -> dict[str, SignerChoice]:
        """In the order in which they are asked for."""
        return {
            "content_author": self.content_author,
            "medical_director": self.medical_director,
            "operations_director": self.operations_director,
        }


_VISIBLE = r"[^\x00-\x1f\x7f]"
"""Settings are given to processes as environment, which holds no NUL, and stand in one line of reports."""


class CentreIdentity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the centre is called, who answers for it, and where it is: settings of the same names."""

    centre_name: Annotated[
        str, msgspec.Meta(min_length=1, max_length=120, pattern=rf"^(?=.*\S){_VISIBLE}+$(?!\n)")
    ]
    organ: Annotated[str, msgspec.Meta(max_length=40, pattern=rf"^{_VISIBLE}*$(?!\n)")]
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
    zone: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class CentreIdentityView(msgspec.Struct, frozen=True, kw_only=True):
    """`saved` is what the processes have at their next start, `in_force` what they have now."""

    saved: CentreIdentity
    in_force: CentreIdentity
    given_elsewhere: tuple[str, ...]
    """Settings that the file, the environment or the start command gives: a page cannot change them."""
    countries: tuple[str, ...]
    zones: tuple[str, ...]
