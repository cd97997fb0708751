"""Aim: one suite for every place blobs are kept in, and the worst that can happen to those on a disk."""

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable, Iterable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.blobs import folder as folder_module
from auxilio.platform.blobs.fakes import MemoryBlobs
from auxilio.platform.blobs.folder import FolderBlobs
from auxilio.platform.blobs.frames import FRAME_BYTES, HEADER_BYTES, SEALED_FRAME_BYTES
from auxilio.platform.blobs.ports import Blobs, Digest
from auxilio.platform.keys.case_keys import FolderCaseKeys
from auxilio.platform.keys.fakes import MemoryCaseKeys, MemoryKeys

CASE, OTHER = UUID(int=1), UUID(int=2)
SIZES = [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 3 * FRAME_BYTES + 17]


async def pieces(data: bytes, size: int = 40_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def all_of(stream: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in stream])


def some(size: int) -> bytes:
    return bytes(n * 31 % 251 for n in range(size))


class DamageableBlobs:
    """Blobs, and a hand that alters one."""

    def __init__(self, blobs: Blobs, damage: Callable[[Digest, UUID], None]) -> None:
        self.blobs, self.damage = blobs, damage


@pytest.fixture(params=["folder", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> DamageableBlobs:
    if request.param == "memory":
        memory = MemoryBlobs()
        return DamageableBlobs(memory, memory.damage)

    def damage(digest: Digest, case: UUID) -> None:
        flip(tmp_path / str(case) / f"{digest}.blob", HEADER_BYTES + 3)

    return DamageableBlobs(FolderBlobs(tmp_path, MemoryCaseKeys()), damage)


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_put_comes_back_under_the_digest_of_its_plain_bytes(
    kept: DamageableBlobs, size: int
) -> None:
    data = some(size)
    digest = await kept.blobs.put(pieces(data), CASE)
    assert digest == sha256(data).hexdigest()
    assert await kept.blobs.exists(digest, CASE)
    assert await all_of(kept.blobs.get(digest, CASE)) == data


async def test_the_same_bytes_twice_are_one_blob_and_in_two_cases_two(kept: DamageableBlobs) -> None:
    digest = await kept.blobs.put(pieces(b"voice"), CASE)
    assert await kept.blobs.put(pieces(b"voice"), CASE) == digest
    assert await kept.blobs.put(pieces(b"voice"), OTHER) == digest
    assert await kept.blobs.forget(CASE) == 1
    assert not await kept.blobs.exists(digest, CASE)
    assert await all_of(kept.blobs.get(digest, OTHER)) == b"voice"


async def test_a_blob_that_is_not_there_is_named(kept: DamageableBlobs) -> None:
    with pytest.raises(Refused) as caught:
        await all_of(kept.blobs.get(Digest("0" * 64), CASE))
    assert (caught.value.code, caught.value.facts["digest"]) == ("blob_missing", "0" * 64)
    assert not await kept.blobs.exists(Digest("0" * 64), CASE)


async def test_a_damaged_blob_is_named(kept: DamageableBlobs) -> None:
    digest = await kept.blobs.put(pieces(b"voice"), CASE)
    kept.damage(digest, CASE)
    with pytest.raises(Refused) as caught:
        await all_of(kept.blobs.get(digest, CASE))
    assert (caught.value.code, caught.value.facts["digest"]) == ("blob_damaged", digest)


async def test_a_deleted_blob_is_gone_and_deleting_it_again_says_so(kept: DamageableBlobs) -> None:
    digest = await kept.blobs.put(pieces(b"voice"), CASE)
    assert await kept.blobs.delete(digest, CASE)
    assert not await kept.blobs.delete(digest, CASE)
    assert not await kept.blobs.exists(digest, CASE)


async def test_forgetting_what_was_never_there_is_no_error(kept: DamageableBlobs) -> None:
    assert await kept.blobs.forget(OTHER) == 0


async def test_a_stream_that_breaks_leaves_nothing_behind(kept: DamageableBlobs) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError("the line was cut")

    with pytest.raises((ConnectionError, Refused)):
        await kept.blobs.put(broken(), CASE)
    assert not await kept.blobs.exists(Digest(sha256(b"half").hexdigest()), CASE)


async def test_many_at_once_agree_on_one_key(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path, FolderCaseKeys(tmp_path / "case-keys", MemoryKeys()))
    digests = await asyncio.gather(*(blobs.put(pieces(bytes([n]) * 100), CASE) for n in range(16)))
    for n, digest in enumerate(digests):
        assert await all_of(blobs.get(digest, CASE)) == bytes([n]) * 100
    assert len(list((tmp_path / "case-keys").glob("*/*"))) == 1


async def test_nothing_on_the_disk_can_be_read_without_the_key(tmp_path: Path) -> None:
    secret = b"My name is Jenny and he is in the house. " * 100
    await FolderBlobs(tmp_path, MemoryCaseKeys()).put(pieces(secret), CASE)
    on_disk = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"Jenny" not in on_disk


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b[: HEADER_BYTES + SEALED_FRAME_BYTES],
        lambda b: b[:-1],
        lambda b: b + b"\0",
        lambda b: b[:HEADER_BYTES] + b[HEADER_BYTES + SEALED_FRAME_BYTES :],
        lambda b: (
            b[:HEADER_BYTES]
            + b[HEADER_BYTES + SEALED_FRAME_BYTES : HEADER_BYTES + 2 * SEALED_FRAME_BYTES]
            + b[HEADER_BYTES : HEADER_BYTES + SEALED_FRAME_BYTES]
            + b[HEADER_BYTES + 2 * SEALED_FRAME_BYTES :]
        ),
        lambda b: b[:HEADER_BYTES],
        lambda _: b"",
    ],
    ids=[
        "cut at a frame",
        "cut by a byte",
        "longer",
        "first frame gone",
        "frames swapped",
        "no frame",
        "empty",
    ],
)
async def test_a_file_cut_lengthened_or_shuffled_is_damaged(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    digest = await blobs.put(pieces(some(3 * FRAME_BYTES)), CASE)
    path = tmp_path / str(CASE) / f"{digest}.blob"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Refused, match="blob_damaged"):
        await all_of(blobs.get(digest, CASE))


async def test_every_byte_of_a_file_is_guarded(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    digest = await blobs.put(pieces(b"voice"), CASE)
    path = tmp_path / str(CASE) / f"{digest}.blob"
    for place in range(path.stat().st_size):
        flip(path, place)
        with pytest.raises(Refused, match="blob_damaged"):
            await all_of(blobs.get(digest, CASE))
        flip(path, place)
    assert await all_of(blobs.get(digest, CASE)) == b"voice"


async def test_one_blob_laid_in_the_place_of_another_is_damaged(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    one, two = await blobs.put(pieces(b"one"), CASE), await blobs.put(pieces(b"two"), CASE)
    (tmp_path / str(CASE) / f"{one}.blob").replace(tmp_path / str(CASE) / f"{two}.blob")
    with pytest.raises(Refused, match="blob_damaged"):
        await all_of(blobs.get(two, CASE))


async def test_a_forgotten_case_cannot_be_read_from_a_copy_of_its_files(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    digest = await blobs.put(pieces(b"voice"), CASE)
    copy = (tmp_path / str(CASE) / f"{digest}.blob").read_bytes()
    await blobs.forget(CASE)
    (tmp_path / str(CASE)).mkdir()
    (tmp_path / str(CASE) / f"{digest}.blob").write_bytes(copy)
    with pytest.raises(Refused, match="key_missing"):
        await all_of(blobs.get(digest, CASE))


async def test_a_digest_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="blob_missing"):
        await all_of(FolderBlobs(tmp_path, MemoryCaseKeys()).get(Digest("../../etc/passwd"), CASE))


async def test_a_full_disk_is_a_refusal_that_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    good = await blobs.put(pieces(b"voice"), CASE)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(folder_module, "_finish", full)
    with pytest.raises(Refused) as caught:
        await blobs.put(pieces(b"more"), CASE)
    assert caught.value.code == "disk_full"
    assert names(tmp_path) == [f"{good}.blob"]


def names(folder: Path) -> Iterable[str]:
    return [p.name for p in folder.rglob("*") if p.is_file()]


async def test_file_and_folder_are_synced_before_put_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs, done = FolderBlobs(tmp_path, MemoryCaseKeys()), list[str]()
    await blobs.put(pieces(b"first, so that the key is there"), CASE)
    real, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        done.append("sync " + ("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"))
        real(handle)

    def replace(path: Path, target: Path) -> Path:
        done.append("rename")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    await blobs.put(pieces(b"voice"), CASE)
    assert done == ["sync file", "rename", "sync folder"]


async def test_what_was_left_unfinished_is_swept_at_start(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path, MemoryCaseKeys())
    good = await blobs.put(pieces(b"voice"), CASE)
    (tmp_path / str(CASE) / "0000.partial").write_bytes(b"half")
    assert blobs.sweep() == 1
    assert await blobs.exists(good, CASE)
