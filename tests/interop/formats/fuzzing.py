"""Damaged messages for tests: each a sample with a few mutations, or noise; the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence

TOKENS = (
    b";", b"&", b"=", b"%", b"+", b"\0", b"\r\n", b"A\"ML=", b"A\"ML=2;", b"&hmac=", b"&#x0;", b"<!DOCTYPE x>", b"]]>",
    b"<request action='x'>", b"9" * 40, b"-", b"N", b"1e99", b"\xff\xfe", b"%00", b"\xc3", b"\x80", b"<", b">", b"'", b'"',
)  # fmt: skip


def damaged(samples: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """`count` inputs: four of five are a sample with one to six mutations, every fifth is noise."""
    rng = random.Random(seed)
    for nth in range(count):
        if nth % 5 == 4:
            yield rng.randbytes(rng.randrange(300))
            continue
        content = rng.choice(samples)
        for _ in range(rng.randint(1, 6)):
            content = rng.choice(MUTATIONS)(content, rng)
        yield content


def _flip_bit(content: bytes, rng: random.Random) -> bytes:
    if not content:
        return content
    at = rng.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << rng.randrange(8)]) + content[at + 1 :]


def _cut_off(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _leave_out(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + content[at + rng.randrange(12) :]


def _insert(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(TOKENS) * rng.choice((1, 1, 1, 200)) + content[at:]


def _repeat(content: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    piece = content[at : at + rng.randrange(40)]
    return content[:at] + piece * rng.choice((2, 3, 300)) + content[at:]


def _swap_case(content: bytes, rng: random.Random) -> bytes:
    return content.swapcase()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip_bit, _flip_bit, _cut_off, _leave_out, _insert, _repeat, _swap_case,
)  # fmt: skip
