"""Aim: a key is private, keeps its name, and what it signed or wrapped before a rotation can still be used."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.platform.keys.fakes import MemoryKeys
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.ports import Keys
from auxilio.platform.keys.public import parse_public_keys, read_public_keys

CASE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture(params=["folder", "memory"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> Keys:
    return FolderKeys.create(tmp_path / "keys") if request.param == "folder" else MemoryKeys()


def code(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.code


def test_a_signature_is_checked_by_the_name_of_its_key(keys: Keys) -> None:
    signature = keys.sign(b"all is well")
    public = keys.public_keys()
    assert public.check(keys.key_id, b"all is well", signature)
    assert not public.check(keys.key_id, b"all is ill", signature)
    assert not public.check("0" * 16, b"all is well", signature)


def test_a_case_key_opens_for_its_case_only(keys: Keys) -> None:
    wrapped = keys.new_case_key(CASE)
    assert len(keys.open_case_key(CASE, wrapped)) == 32
    assert keys.open_case_key(CASE, keys.rewrap(CASE, wrapped)) == keys.open_case_key(CASE, wrapped)
    with pytest.raises(Refused) as caught:
        keys.open_case_key(OTHER, wrapped)
    assert code(caught) == "key_unwrap_failed"


def test_two_cases_have_two_keys(keys: Keys) -> None:
    assert keys.open_case_key(CASE, keys.new_case_key(CASE)) != keys.open_case_key(
        CASE, keys.new_case_key(CASE)
    )


@given(place=st.integers(9, 68), bit=st.integers(0, 7))
def test_a_wrapped_key_with_one_bit_turned_does_not_open(place: int, bit: int) -> None:
    keys = MemoryKeys()
    wrapped = bytearray(keys.new_case_key(CASE))
    wrapped[place] ^= 1 << bit
    with pytest.raises(Refused, match="key_unwrap_failed"):
        keys.open_case_key(CASE, bytes(wrapped))


def test_what_is_no_wrapped_key_is_refused(keys: Keys) -> None:
    for nonsense in (b"", b"\x02" + bytes(68), bytes(10)):
        with pytest.raises(Refused, match="key_unwrap_failed"):
            keys.open_case_key(CASE, nonsense)


def test_keys_outlive_the_process(tmp_path: Path) -> None:
    first = FolderKeys.create(tmp_path / "keys")
    wrapped = first.new_case_key(CASE)
    second = FolderKeys.open_or_create(tmp_path / "keys")
    assert second.key_id == first.key_id
    assert second.open_case_key(CASE, wrapped) == first.open_case_key(CASE, wrapped)


def test_processes_that_start_at_once_have_one_key_between_them(tmp_path: Path) -> None:
    for nth in range(20):
        folder, together = tmp_path / str(nth) / "keys", Barrier(4)

        def opens(folder: Path = folder, together: Barrier = together) -> str:
            together.wait()
            return FolderKeys.open_or_create(folder).key_id

        with ThreadPoolExecutor(4) as pool:
            ids = {one.result() for one in [pool.submit(opens) for _ in range(4)]}
        assert ids == {FolderKeys(folder).key_id}
        assert [one.name for one in folder.parent.iterdir()] == ["keys"], "nothing is left beside"


def test_private_files_are_for_us_alone(tmp_path: Path) -> None:
    FolderKeys.create(tmp_path / "keys")
    modes = {p.name.partition("-")[0]: p.stat().st_mode & 0o777 for p in (tmp_path / "keys").iterdir()}
    assert modes == {"current": 0o600, "signing": 0o600, "master": 0o600, "public": 0o644}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("glob", ["signing-*.pem", "master-*.key", "."])
def test_a_key_that_others_can_read_is_not_used(tmp_path: Path, glob: str) -> None:
    FolderKeys.create(tmp_path / "keys")
    path = tmp_path / "keys" if glob == "." else next((tmp_path / "keys").glob(glob))
    os.chmod(path, 0o755)
    with pytest.raises(Refused) as caught:
        FolderKeys(tmp_path / "keys")
    assert code(caught) == "key_permissions"
    assert caught.value.facts == {"path": str(path), "mode": "0755"}


@pytest.mark.parametrize("name", ["current", "signing-*.pem", "master-*.key"])
def test_a_missing_key_is_named(tmp_path: Path, name: str) -> None:
    FolderKeys.create(tmp_path / "keys")
    next((tmp_path / "keys").glob(name)).unlink()
    with pytest.raises(Refused) as caught:
        FolderKeys(tmp_path / "keys")
    assert code(caught) == "key_missing"


@pytest.mark.parametrize("name", ["current", "signing-*.pem", "master-*.key"])
def test_a_spoilt_key_is_named(tmp_path: Path, name: str) -> None:
    FolderKeys.create(tmp_path / "keys")
    path = next((tmp_path / "keys").glob(name))
    path.write_bytes(b"\xff\x00 spoilt")
    with pytest.raises(Refused) as caught:
        FolderKeys(tmp_path / "keys")
    assert (code(caught), caught.value.facts["path"]) == ("key_invalid", str(path))


def test_no_folder_is_a_missing_key_and_keys_are_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="key_missing"):
        FolderKeys(tmp_path / "keys")
    FolderKeys.create(tmp_path / "keys")
    with pytest.raises(Refused, match="key_exists"):
        FolderKeys.create(tmp_path / "keys")


def test_after_a_rotation_old_signatures_are_checked_and_the_old_private_key_is_gone(tmp_path: Path) -> None:
    old = FolderKeys.create(tmp_path / "keys")
    signature = old.sign(b"before")
    new = old.rotate_signing()
    assert new.key_id != old.key_id
    assert new.public_keys().ids == (new.key_id, old.key_id)
    assert new.public_keys().check(old.key_id, b"before", signature)
    assert [p.name for p in (tmp_path / "keys").glob("signing-*")] == [f"signing-{new.key_id}.pem"]


def test_after_a_rotation_of_the_master_old_case_keys_open_and_can_be_rewrapped(tmp_path: Path) -> None:
    old = FolderKeys.create(tmp_path / "keys")
    wrapped = old.new_case_key(CASE)
    new = old.rotate_master()
    key = new.open_case_key(CASE, wrapped)
    again = new.rewrap(CASE, wrapped)
    (tmp_path / "keys" / "master-1.key").unlink()
    alone = FolderKeys(tmp_path / "keys")
    assert alone.open_case_key(CASE, again) == key
    with pytest.raises(Refused, match="key_missing"):
        alone.open_case_key(CASE, wrapped)


def test_the_public_file_is_read_back_and_by_openssl(keys: Keys, tmp_path: Path) -> None:
    path = tmp_path / "centre.pem"
    path.write_bytes(keys.public_keys().pem)
    assert read_public_keys(path).ids == keys.public_keys().ids
    (tmp_path / "words").write_bytes(b"all is well")
    (tmp_path / "signature").write_bytes(keys.sign(b"all is well"))
    asked = subprocess.run(
        [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "centre.pem",
            "-rawin",
            "-in",
            "words",
            "-sigfile",
            "signature",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Signature Verified Successfully" in asked.stdout, asked


@pytest.mark.parametrize(
    "pem", [b"", b"hello", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]
)
def test_what_is_no_public_key_is_refused(pem: bytes) -> None:
    with pytest.raises(Refused, match="key_invalid"):
        parse_public_keys(pem, source="given.pem")


def test_no_public_file_is_a_missing_key(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="key_missing"):
        read_public_keys(tmp_path / "none.pem")
