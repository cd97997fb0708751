"""What happens to people and to the directory, as events: changes, sign-ins, refusals, sign-outs (decision 0254).

The tables of identity say how things stand now. Every change of them is noted in `reference_change` in the same
transaction and becomes an event here right after it, by a command whose id is derived from the note: a crash in between
loses nothing, and a second attempt changes nothing. `auxilio log verify` compares the tables with these events, so that a
role that was changed behind our back is named.
"""

from typing import Annotated, ClassVar, assert_never

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event, union_members
from auxilio.kernel.ids import DeskId, PersonId
from auxilio.kernel.instant import Instant, seconds_between
from auxilio.kernel.shared_types import Mode, ShortText

REFUSALS_PER_HOUR = 100
"""Refused sign-ins of one login that are kept in an hour."""
AccountKey = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class AccountFields(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who a person is and what they may do."""

    login: ShortText
    name: ShortText
    roles: tuple[ShortText, ...]
    agency: ShortText | None
    centre: ShortText | None
    active: bool


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the log knows them."""

    person: PersonId
    fields: AccountFields | None = None
    change: int = 0
    """The number of the note in `reference_change` that was recorded last."""
    signed_in_at: Instant | None = None


class DirectoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An agency, a centre, a desk or a contact as the log knows it. `data` is the row as JSON; empty for one that was removed."""

    id: AccountKey
    data: str = ""
    change: int = 0


class SignIns(msgspec.Struct, frozen=True, kw_only=True):
    """Refused sign-ins of one login, by the digest of what was typed."""

    login: AccountKey
    since: Instant
    count: int = 0


# --- commands: all of them by the system, on behalf of the person they name --------------------------


class RecordAccount(Command, frozen=True, kw_only=True, tag="identity.record_account"):
    """A note about a person becomes an event."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    person: PersonId
    fields: AccountFields
    change: int
    by: PersonId
    confirmed_by: PersonId | None = None
    password_changed: bool = False


class RecordDirectory(Command, frozen=True, kw_only=True, tag="identity.record_directory"):
    """A note about an agency, a centre, a desk or a contact becomes an event."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    id: AccountKey
    data: str
    change: int
    by: PersonId


class RecordSignIn(Command, frozen=True, kw_only=True, tag="identity.record_sign_in"):
    """A person signed in."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    person: PersonId
    name: ShortText
    desk: DeskId | None = None
    mode: Mode = Mode.REAL
    network: ShortText = ""


class RecordSignOut(Command, frozen=True, kw_only=True, tag="identity.record_sign_out"):
    """A person signed out, or was signed out."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    person: PersonId
    name: ShortText
    desk: DeskId | None = None
    why: ShortText


class RecordRefusedSignIn(Command, frozen=True, kw_only=True, tag="identity.record_refused_sign_in"):
    """A sign-in was refused. `login` is the digest of what was typed: it may have been a password."""

    permission: ClassVar[str] = Permission.SYSTEM
    object_rule: ClassVar[str] = ObjectRule.SYSTEM
    login: AccountKey
    person: PersonId | None = None
    code: ShortText
    network: ShortText = ""


type AccountCommand = RecordAccount | RecordDirectory | RecordSignIn | RecordSignOut | RecordRefusedSignIn

# --- events ---------------------------------------------------------------------------------------


class AccountChanged(Event, frozen=True, kw_only=True, tag="identity.account.changed"):
    """A person as they are from now on. `confirmed_by` is the second person, where two were needed."""

    person: PersonId
    fields: AccountFields
    change: int
    by: PersonId
    confirmed_by: PersonId | None = None
    password_changed: bool = False


class SignedIn(Event, frozen=True, kw_only=True, tag="identity.account.signed_in"):
    """A person signed in."""

    person: PersonId
    name: ShortText
    desk: DeskId | None = None
    mode: Mode
    network: ShortText = ""


class SignedOut(Event, frozen=True, kw_only=True, tag="identity.account.signed_out"):
    """A person signed out, or was signed out. `why`: `left`, `put_out`, `roles`, `password`."""

    person: PersonId
    name: ShortText
    desk: DeskId | None = None
    why: ShortText


class DirectoryChanged(Event, frozen=True, kw_only=True, tag="identity.directory.changed"):
    """An agency, a centre or a desk as it is from now on; empty `data`: it is removed."""

    id: AccountKey
    data: str
    before: str = ""
    change: int
    by: PersonId


class SignInRefused(Event, frozen=True, kw_only=True, tag="identity.sign_in.refused"):
    """Somebody could not sign in."""

    login: AccountKey
    person: PersonId | None = None
    code: ShortText
    network: ShortText = ""


type AccountEvent = AccountChanged | SignedIn | SignedOut


def evolve(account: Account | None, event: AccountEvent, at: Instant) -> Account:
    """The account after this fact."""
    known = account or Account(person=event.person)
    match event:
        case AccountChanged(fields=fields, change=change):
            return msgspec.structs.replace(known, fields=fields, change=change)
        case SignedIn():
            return msgspec.structs.replace(known, signed_in_at=at)
        case SignedOut():
            return known
        case _ as never:
            assert_never(never)


def evolve_entry(entry: DirectoryEntry | None, event: DirectoryChanged, at: Instant) -> DirectoryEntry:
    """The entry after this fact."""
    del entry, at
    return DirectoryEntry(id=event.id, data=event.data, change=event.change)


def evolve_sign_ins(known: SignIns | None, event: SignInRefused, at: Instant) -> SignIns:
    """The count after one more refusal: of the hour that began with the first."""
    if known is None or seconds_between(known.since, at) >= 3600.0:
        return SignIns(login=event.login, since=at, count=1)
    return msgspec.structs.replace(known, count=known.count + 1)


COMMANDS: tuple[type[Command], ...] = union_members(AccountCommand)
