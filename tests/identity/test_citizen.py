"""A citizen's token opens one call until its time, and cannot be made or changed by anybody else."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.identity.core.citizen_tokens import CitizenTokens, TokenPurpose
from auxilio.kernel.ids import CallId
from auxilio.kernel.shared_types import Mode

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
CALL = CallId(UUID("01a2b3c4-0000-7000-8000-000000000001"))
TOKENS = CitizenTokens(bytes(32))


@given(st.uuids(), st.sampled_from(Mode), st.sampled_from(TokenPurpose), st.integers(1, 10**6))
def test_what_was_given_out_is_read_back_until_its_time(
    call: UUID, mode: Mode, purpose: TokenPurpose, life_s: int
) -> None:
    token = TOKENS.give(CallId(call), AT + timedelta(seconds=life_s), purpose=purpose, mode=mode)
    actor = TOKENS.read(token, AT)
    assert actor is not None
    assert (actor.id, actor.kind, actor.mode, actor.name) == (call, "citizen", mode, purpose.value)
    assert actor.permissions == {"calls:call:enter"}
    assert actor.desk is None
    assert TOKENS.read(token, AT + timedelta(seconds=life_s)) is None


@given(st.integers(0, 53), st.integers(1, 255))
def test_a_token_with_one_byte_changed_opens_nothing(place: int, change: int) -> None:
    token = TOKENS.give(CALL, AT + timedelta(hours=1), purpose=TokenPurpose.CALL, mode=Mode.REAL)
    raw = bytearray(base64.urlsafe_b64decode(token))
    assert len(raw) == 54
    raw[place] ^= change
    assert TOKENS.read(base64.urlsafe_b64encode(raw).decode(), AT) is None


@given(st.text(max_size=200))
def test_any_text_is_answered_and_opens_nothing(text: str) -> None:
    assert TOKENS.read(text, AT) is None


def test_another_centres_token_opens_nothing() -> None:
    other = CitizenTokens(bytes([1]) * 32)
    token = other.give(CALL, AT + timedelta(hours=1), purpose=TokenPurpose.LINK, mode=Mode.REAL)
    assert TOKENS.read(token, AT) is None


def test_a_token_fits_into_a_text_message_and_an_address() -> None:
    token = TOKENS.give(CALL, AT + timedelta(hours=1), purpose=TokenPurpose.LINK, mode=Mode.REAL)
    assert len(token) == 72
    assert token.replace("-", "").replace("_", "").isalnum()


def test_a_short_master_key_is_a_defect() -> None:
    with pytest.raises(AssertionError):
        CitizenTokens(b"short")
