"""Aim: what a key goes through and what opens it, as pure decisions."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.identity.core.permissions import Permission
from auxilio.identity.core.scopes import SCOPES, KeyScope, machine_actor, sees_cases
from auxilio.kernel.actor import Actor
from auxilio.kernel.event import Event
from auxilio.kernel.ids import AgencyId, PersonId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.partners.core import machine
from auxilio.partners.core import messages as m
from auxilio.partners.core.model import ApiKey, ApiKeyId, KeyRefusals, KeyState, Partner, PartnerId
from auxilio.partners.core.policy import EXPIRING, refusal_of, state_of_key
from auxilio.partners.tokens import new_secret, read_token, secret_digest, token_of
from auxilio.platform.ids import new_id

AT = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
YEAR, HOUR = timedelta(days=365), timedelta(hours=1)
ANA = Actor(id=PersonId(new_id()), kind="person", name="Ana")
EVA = Actor(id=PersonId(new_id()), kind="person", name="Eva")
FIRST, SECOND, THIRD = (secret_digest(word) for word in ("first", "second", "third"))


def partner(agency: str | None = "san") -> Partner:
    command = m.RegisterPartner(
        partner=PartnerId(new_id()), name="Central 061", agency=AgencyId(agency) if agency else None
    )
    (event,) = machine.register(None, (), command, ANA)
    assert isinstance(event, m.PartnerRegistered)
    return machine.evolve_partner(None, event, AT)


def asked(of: Partner, *scopes: KeyScope, life: timedelta = YEAR) -> m.IssueApiKey:
    return m.IssueApiKey(
        partner=of.id,
        key=ApiKeyId(new_id()),
        name="lectura",
        scopes=scopes or (KeyScope.TYPES_READ,),
        per_minute=60,
        expires_at=AT + life,
        digest=FIRST,
    )


def after(key: ApiKey | None, events: Sequence[Event], at: datetime) -> ApiKey:
    for event in events:
        assert isinstance(event, m.ApiKeyIssued | m.ApiKeyRotated | m.ApiKeyConfirmed | m.ApiKeyRevoked)
        key = machine.evolve(key, event, at)
    assert key is not None
    return key


def issued(*scopes: KeyScope, life: timedelta = YEAR) -> ApiKey:
    of = partner()
    return after(None, machine.issue(None, of, asked(of, *scopes, life=life), ANA, AT), AT)


def rotation(
    key: ApiKey, digest: str = SECOND, overlap_h: int = 24, secret_version: int | None = None
) -> m.RotateApiKey:
    return m.RotateApiKey(
        key=key.id,
        secret_version=key.secret_version if secret_version is None else secret_version,
        overlap_h=overlap_h,
        expires_at=AT + YEAR,
        digest=digest,
        why="cambio anual",
    )


def rotated(key: ApiKey, at: datetime, digest: str = SECOND, overlap_h: int = 24) -> ApiKey:
    return after(key, machine.decide(key, rotation(key, digest, overlap_h), ANA, at), at)


def test_a_key_opens_with_its_secret_until_its_end() -> None:
    key = issued()
    assert refusal_of(key, FIRST, AT) is None
    assert refusal_of(key, SECOND, AT) == "key_refused"
    assert refusal_of(key, "", AT) == "key_refused"
    assert refusal_of(key, FIRST, AT + YEAR - HOUR) is None
    assert refusal_of(key, FIRST, AT + YEAR) == "key_expired"


def test_the_previous_secret_works_until_the_overlap_ends() -> None:
    key = rotated(issued(), AT + HOUR)
    assert refusal_of(key, SECOND, AT + HOUR) is None
    assert refusal_of(key, FIRST, AT + 24 * HOUR) is None
    assert refusal_of(key, FIRST, AT + 25 * HOUR) == "key_rotated"
    assert refusal_of(key, SECOND, AT + 25 * HOUR) is None


def test_an_overlap_does_not_extend_the_expiry_of_the_previous_secret() -> None:
    key = rotated(issued(life=2 * HOUR), AT + HOUR, overlap_h=168)
    assert refusal_of(key, FIRST, AT + 2 * HOUR) == "key_rotated"


def test_a_second_rotation_keeps_the_first_secret_until_its_overlap_ends_and_at_most_for_its_own() -> None:
    key = rotated(rotated(issued(), AT, overlap_h=2), AT + HOUR, THIRD)
    assert refusal_of(key, FIRST, AT + HOUR) is None
    assert refusal_of(key, FIRST, AT + 2 * HOUR) == "key_rotated"
    ended = rotated(rotated(issued(), AT), AT + HOUR, THIRD, overlap_h=0)
    assert refusal_of(ended, FIRST, AT + HOUR) == refusal_of(ended, SECOND, AT + HOUR) == "key_rotated"
    assert refusal_of(key, SECOND, AT + HOUR) is None
    assert refusal_of(key, THIRD, AT + HOUR) is None


def test_a_rotation_without_an_overlap_ends_the_current_secret_before_the_new_one_is_confirmed() -> None:
    key = issued(KeyScope.INTERVIEWS_READ)
    key = after(key, machine.decide(key, m.ConfirmApiKey(key=key.id, secret_version=1), EVA, AT), AT)
    assert key.confirmed_by == "Eva"
    key = rotated(key, AT, overlap_h=0)
    assert refusal_of(key, FIRST, AT) == "key_rotated"
    assert refusal_of(key, SECOND, AT) == "key_not_confirmed"
    assert state_of_key(key, used=True, at=AT) is KeyState.WAITING
    key = after(key, machine.decide(key, m.ConfirmApiKey(key=key.id, secret_version=2), EVA, AT), AT)
    assert (refusal_of(key, FIRST, AT), refusal_of(key, SECOND, AT)) == ("key_rotated", None)


def test_a_key_may_last_exactly_two_years_by_the_day() -> None:
    of, last = partner(), AT.replace(hour=23, minute=59) + machine.LIFE_MAX
    assert machine.issue(None, of, asked(of, life=last - AT), ANA, AT)


def test_a_key_keeps_at_most_three_previous_secrets() -> None:
    key = issued()
    for nth in range(5):
        key = rotated(key, AT, secret_digest(str(nth)))
    assert [one.digest for one in key.previous] == [secret_digest(str(nth)) for nth in (3, 2, 1)]


def test_an_expired_secret_is_not_confirmed() -> None:
    key = issued(KeyScope.INTERVIEWS_READ, life=HOUR)
    assert state_of_key(key, used=False, at=AT + HOUR) is KeyState.EXPIRED
    with pytest.raises(Refused, match="key_expiry_past"):
        machine.decide(key, m.ConfirmApiKey(key=key.id, secret_version=1), EVA, AT + HOUR)


def test_a_key_that_sees_into_cases_waits_for_a_second_person() -> None:
    key = issued(KeyScope.INTERVIEWS_READ)
    assert refusal_of(key, FIRST, AT) == "key_not_confirmed"
    assert state_of_key(key, used=False, at=AT) is KeyState.WAITING
    confirm = m.ConfirmApiKey(key=key.id, secret_version=key.secret_version)
    with pytest.raises(Refused, match="own_key"):
        machine.decide(key, confirm, ANA, AT)
    key = after(key, machine.decide(key, confirm, EVA, AT), AT)
    assert refusal_of(key, FIRST, AT) is None
    with pytest.raises(Refused, match="nothing_to_confirm"):
        machine.decide(key, confirm, EVA, AT)


def test_the_overlap_of_a_secret_that_waits_begins_when_it_is_confirmed() -> None:
    key = issued(KeyScope.INTERVIEWS_READ)
    key = after(key, machine.decide(key, m.ConfirmApiKey(key=key.id, secret_version=1), EVA, AT), AT)
    key = rotated(key, AT)
    assert refusal_of(key, SECOND, AT + 100 * HOUR) == "key_not_confirmed"
    assert refusal_of(key, FIRST, AT + 100 * HOUR) is None
    late = AT + 100 * HOUR
    key = after(key, machine.decide(key, m.ConfirmApiKey(key=key.id, secret_version=2), EVA, late), late)
    assert refusal_of(key, SECOND, late) is None
    assert refusal_of(key, FIRST, late + 23 * HOUR) is None
    assert refusal_of(key, FIRST, late + 24 * HOUR) == "key_rotated"


def test_a_revoked_key_opens_nothing_and_stays_revoked() -> None:
    key = rotated(issued(), AT)
    key = after(key, machine.decide(key, m.RevokeApiKey(key=key.id, why="perdida"), EVA, AT), AT)
    assert refusal_of(key, FIRST, AT) == refusal_of(key, SECOND, AT) == "key_revoked"
    assert refusal_of(key, THIRD, AT) == "key_refused"
    assert machine.decide(key, m.RevokeApiKey(key=key.id, why="otra vez"), ANA, AT) == ()
    with pytest.raises(Refused, match="key_revoked_already"):
        machine.decide(key, rotation(key), ANA, AT)


def test_a_rotation_of_an_outdated_secret_version_is_refused() -> None:
    key = rotated(issued(), AT)
    with pytest.raises(Refused, match="key_changed_meanwhile"):
        machine.decide(key, rotation(key, THIRD, secret_version=1), ANA, AT)


@pytest.mark.parametrize(
    ("life", "code"),
    [
        (timedelta(), "key_expiry_past"),
        (-HOUR, "key_expiry_past"),
        (machine.LIFE_MAX + 24 * HOUR, "key_expiry_too_far"),
    ],
)
def test_a_key_has_an_end_within_two_years(life: timedelta, code: str) -> None:
    of = partner()
    with pytest.raises(Refused, match=code):
        machine.issue(None, of, asked(of, life=life), ANA, AT)


def test_a_partner_without_an_agency_gets_no_key_that_opens_cases() -> None:
    of = partner(agency=None)
    with pytest.raises(Refused, match="key_needs_agency"):
        machine.issue(None, of, asked(of, KeyScope.INTERVIEWS_READ), ANA, AT)
    assert machine.issue(None, of, asked(of, KeyScope.PROTOCOLS_READ, KeyScope.TYPES_READ), ANA, AT)


def test_states_follow_from_use_and_time() -> None:
    key = issued()
    assert state_of_key(key, used=False, at=AT) is KeyState.NEVER_USED
    assert state_of_key(key, used=True, at=AT) is KeyState.ACTIVE
    assert state_of_key(key, used=True, at=AT + YEAR - EXPIRING) is KeyState.EXPIRING
    assert state_of_key(key, used=False, at=AT + YEAR - EXPIRING - HOUR) is KeyState.NEVER_USED
    assert state_of_key(key, used=True, at=AT + YEAR) is KeyState.EXPIRED
    gone = after(key, machine.decide(key, m.RevokeApiKey(key=key.id, why="x"), ANA, AT), AT)
    assert state_of_key(gone, used=True, at=AT + YEAR) is KeyState.REVOKED


def test_at_most_twelve_refused_uses_are_recorded_in_an_hour() -> None:
    known: KeyRefusals | None = None
    command = m.RecordRefusedKey(about="unknown", code="key_refused", address="192.0.2.1")
    made = 0
    for minute in range(120):
        at = AT + timedelta(minutes=minute)
        for event in machine.record_refused(known, command, ANA, at):
            assert isinstance(event, m.ApiKeyRefused)
            known = machine.evolve_refusals(known, event, at)
            made += 1
    assert made == 2 * machine.REFUSALS_PER_HOUR
    assert known is not None
    assert known.about == "unknown"


def test_only_scopes_that_look_at_cases_need_two_people_and_the_others_hand_over_what_arrived() -> None:
    assert {scope for scope in KeyScope if sees_cases((scope,))} == {KeyScope.INTERVIEWS_READ}
    reads = {Permission.CASE_LOOK, Permission.CASE_FILE_READ, Permission.CONTENT_READ}
    hands_over = {Permission.LOCATION_DELIVER, Permission.ECALL_REPORT}
    assert frozenset().union(*SCOPES.values()) == reads | hands_over


@given(st.frozensets(st.sampled_from(KeyScope), min_size=1))
def test_a_machine_has_only_the_permissions_of_its_scopes(scopes: frozenset[KeyScope]) -> None:
    actor = machine_actor(new_id(), "Central 061", AgencyId("san"), scopes, Mode.REAL)
    assert actor.permissions == {word.value for scope in scopes for word in SCOPES[scope]}
    assert (actor.kind, actor.desk, actor.centre, actor.roles) == ("machine", None, None, frozenset())


def test_only_a_well_formed_token_is_parsed() -> None:
    key, secret = ApiKeyId(new_id()), new_secret()
    token = token_of(key, secret)
    assert read_token(token) == (key, secret_digest(secret))
    broken = [
        token[:-1],
        token + "a",
        token.upper(),
        f" {token}",
        token + "\n",
        "aux_",
        "aux__",
        token[4:],
        "é" + token,
    ]
    for wrong in (*broken, "aux_" + "0" * 32 + "_" + "é" * 43, "aux_" + "x" * 1_000_000):
        assert read_token(wrong) is None


@given(st.text(max_size=100))
def test_no_text_makes_reading_a_token_fail(text: str) -> None:
    assert read_token(text) is None
    assert read_token("aux_" + text) is None or len(text) == 76
