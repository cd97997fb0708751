"""Secrets that a person types into a telephone: long enough that nobody guesses one, short enough to be typed once."""

import hashlib
import secrets

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is taken for something else on a small screen: no i, l, o, 0, 1."""
_LENGTH, _GROUP = 20, 4


def new_device_secret() -> str:
    """Twenty letters in groups of four, 99 bits: `h3ka-97rm-…`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def device_secret_digest(said: str) -> bytes:
    """SHA-256 of what was typed, whatever hyphens, blanks and capitals it was typed with.

    Of 99 random bits no slow hash is needed: whoever reads the digest has 2^98 left to try.
    """
    plain = "".join(letter for letter in said.casefold() if not letter.isspace() and letter != "-")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()
