"""What a push message is made of, against the example of its standard and a library of others."""

import json
from base64 import urlsafe_b64decode
from datetime import UTC, datetime

import http_ece
import py_vapid
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from auxilio.dispatch.push.core.encryption import PLAINTEXT_MAX, encrypt, point_of, public_key_of
from auxilio.dispatch.push.core.vapid import VALID_S, base64url, vapid_authorization

AT = datetime(2026, 12, 2, 3, 0, tzinfo=UTC)
BROWSER = generate_private_key(SECP256R1())


def unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_rfc_8291_comes_out_byte_for_byte() -> None:
    """Section 5."""
    ephemeral = int.from_bytes(unpadded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"))
    written = encrypt(
        b"When I grow up, I want to be a watermelon",
        unpadded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        unpadded("BTBZMqHH6r4Tts7J_aSIgg"),
        derive_private_key(ephemeral, SECP256R1()),
        unpadded("DGv6ra1nlYgDCS1FRnbzlw"),
        padded_bytes=0,
    )
    assert base64url(written) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(
    plaintext=st.binary(max_size=PLAINTEXT_MAX),
    auth=st.binary(min_size=16, max_size=16),
    salt=st.binary(min_size=16, max_size=16),
)
def test_another_library_reads_every_message_that_we_write(
    plaintext: bytes, auth: bytes, salt: bytes
) -> None:
    written = encrypt(
        plaintext, point_of(BROWSER.public_key()), auth, generate_private_key(SECP256R1()), salt
    )
    assert len(written) <= 4096
    assert http_ece.decrypt(written, private_key=BROWSER, auth_secret=auth, version="aes128gcm") == plaintext


def test_the_size_of_a_message_tells_nothing_of_its_words() -> None:
    sizes = {
        len(
            encrypt(
                text, point_of(BROWSER.public_key()), b"a" * 16, generate_private_key(SECP256R1()), b"s" * 16
            )
        )
        for text in (b"", b"Ordre nou", "EXERCICE · Nouvelle alerte".encode())
    }
    assert len(sizes) == 1


def test_another_library_knows_us_by_our_token_and_no_other_key() -> None:
    ours = generate_private_key(SECP256R1())
    header = vapid_authorization(ours, "https://push.example", "https://112.example", AT)
    compact = header.replace(
        ", k=", ",k="
    )  # the library reads the list without the blank that RFC 9110 allows
    assert py_vapid.Vapid02.verify(compact)
    other = base64url(point_of(generate_private_key(SECP256R1()).public_key()))
    assert not py_vapid.Vapid02.verify(f"{compact.partition(',k=')[0]},k={other}")
    claims = json.loads(unpadded(header.split(".")[1]))
    assert claims == {
        "aud": "https://push.example",
        "exp": int(AT.timestamp()) + VALID_S,
        "sub": "https://112.example",
    }
    assert "sub" not in json.loads(
        unpadded(vapid_authorization(ours, "https://push.example", "", AT).split(".")[1])
    )


@pytest.mark.parametrize("point", [b"", bytes(65), b"\x04" + bytes(64), b"\x04" + b"\xff" * 64])
def test_what_is_no_point_of_the_curve_is_no_key(point: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        public_key_of(point)
