"""Aim: the key of a case is found again by who may, survives a new master, and once destroyed is had from nowhere."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest

from auxilio.kernel.refusal import Refused
from auxilio.platform.keys import destruction
from auxilio.platform.keys.case_keys import DestroyedKey, FolderCaseKeys, key_files
from auxilio.platform.keys.destruction import destroy_keys, renew_master
from auxilio.platform.keys.folder import FolderKeys
from auxilio.platform.keys.wrap import master_of

CASE, OTHER, CALL = UUID(int=1), UUID(int=2), UUID(int=3)
NOTE = DestroyedKey(case=CASE, at=datetime(2026, 11, 1, tzinfo=UTC), by="root", reason="order 12/2026")


@pytest.fixture
def keys(tmp_path: Path) -> FolderKeys:
    return FolderKeys.create(tmp_path / "keys")


@pytest.fixture
def store(tmp_path: Path, keys: FolderKeys) -> FolderCaseKeys:
    return FolderCaseKeys(tmp_path / "case-keys", keys, before=tmp_path / "blobs")


def reopened(tmp_path: Path) -> FolderCaseKeys:
    """As another process, or this one after a restart, sees it."""
    return FolderCaseKeys(tmp_path / "case-keys", FolderKeys(tmp_path / "keys"), before=tmp_path / "blobs")


def code(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.code


def test_a_key_is_made_once_and_outlives_the_process(tmp_path: Path, store: FolderCaseKeys) -> None:
    key = store.key_of(CASE)
    assert key == store.key_of(CASE) == store.open(CASE) == reopened(tmp_path).open(CASE)
    assert store.key_of(OTHER) != key
    (path,) = (tmp_path / "case-keys").glob(f"*/{CASE}.key")
    assert path.stat().st_mode & 0o777 == 0o600
    assert key not in path.read_bytes()


def test_what_was_never_written_has_no_key(store: FolderCaseKeys) -> None:
    with pytest.raises(Refused) as caught:
        store.open(CASE)
    assert code(caught) == "key_missing"


def test_two_who_make_the_first_key_at_once_have_the_same_one(store: FolderCaseKeys) -> None:
    together = Barrier(8)

    def make(_: int) -> bytes:
        together.wait()
        return store.key_of(CASE)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(8)))) == 1


def test_a_key_that_an_older_release_kept_among_the_blobs_is_moved(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    old = tmp_path / "blobs" / str(CASE) / "key"
    old.parent.mkdir(parents=True)
    old.write_bytes(wrapped := keys.new_case_key(CASE))
    assert store.open(CASE) == keys.open_case_key(CASE, wrapped)
    assert not old.exists()
    other = tmp_path / "blobs" / str(OTHER) / "key"
    other.parent.mkdir()
    other.write_bytes(wrapped := keys.new_case_key(OTHER))
    assert store.adopt() == 1
    assert not other.exists()
    assert store.open(OTHER) == keys.open_case_key(OTHER, wrapped)


def test_a_key_that_was_destroyed_is_read_and_made_no_more_and_the_others_go_on(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    store.key_of(CASE)
    kept = store.key_of(OTHER)
    assert destroy_keys(keys, store, [(CASE, NOTE)]) == ("master-1.key",)
    for one in (store, reopened(tmp_path)):
        for ask in (one.open, one.key_of):
            with pytest.raises(Refused) as caught:
                ask(CASE)
            assert code(caught) == "key_destroyed"
        assert one.open(OTHER) == kept
        assert one.destroyed(CASE) == NOTE
        assert one.destroyed(OTHER) is None


def test_a_copy_of_the_wrapped_keys_of_before_opens_nothing_once_the_old_master_is_gone(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    for owner in (CASE, OTHER):
        store.key_of(owner)
    copy = dict(key_files(store.files()))
    shutil.copytree(tmp_path / "case-keys", tmp_path / "copy")
    shutil.copytree(tmp_path / "keys", tmp_path / "envelope")
    destroy_keys(keys, store, [(CASE, NOTE)])
    old = FolderCaseKeys(tmp_path / "copy", FolderKeys(tmp_path / "keys"))
    for owner in (CASE, OTHER):
        with pytest.raises(Refused) as caught:
            old.open(owner)
        assert code(caught) == "key_missing"
    # The one way back, and why the command says which copies of masters to destroy: an envelope that was kept.
    assert FolderCaseKeys(tmp_path / "copy", FolderKeys(tmp_path / "envelope")).open(CASE)
    # Brought back over what is here, a copy of before gives nothing either.
    back = reopened(tmp_path)
    assert [back.restore_file(name, data) for name, data in copy.items()] == [False, False]
    with pytest.raises(Refused, match="key_destroyed"):
        back.open(CASE)


def test_a_copy_brings_back_what_was_destroyed_as_destroyed(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    for owner in (CASE, OTHER):
        store.key_of(owner)
    older = dict(key_files(store.files()))
    destroy_keys(keys, store, [(CASE, NOTE)])
    newer = dict(key_files(store.files()))
    empty = FolderCaseKeys(tmp_path / "empty", FolderKeys(tmp_path / "keys"))
    for name, data in (newer | {}).items():
        empty.restore_file(name, data)
    for name, data in older.items():
        empty.restore_file(name, data)
    assert empty.open(OTHER) == store.open(OTHER)
    with pytest.raises(Refused, match="key_destroyed"):
        empty.open(CASE)
    assert empty.closed() == 0


def test_keys_that_no_master_here_opens_are_counted(tmp_path: Path, store: FolderCaseKeys) -> None:
    store.key_of(CASE)
    stranger = FolderCaseKeys(tmp_path / "case-keys", FolderKeys.create(tmp_path / "others"))
    assert (store.closed(), stranger.closed()) == (0, 1)


def test_a_process_that_runs_goes_on_while_another_renews_the_master(
    tmp_path: Path, store: FolderCaseKeys
) -> None:
    before = store.key_of(CASE)  # `store` is the process that runs: it read the master when it started
    renew_master(FolderKeys(tmp_path / "keys"), reopened(tmp_path))
    assert store.open(CASE) == before
    store.key_of(OTHER)
    master = FolderKeys(tmp_path / "keys").master
    assert {master_of(data) for _, data in key_files(store.files())} == {master}, (
        "none under a master that is gone"
    )
    assert [path.name for path in (tmp_path / "keys").glob("master-*")] == ["master-2.key"]


def test_while_the_master_is_renewed_again_and_again_no_key_that_is_made_is_lost(
    tmp_path: Path, store: FolderCaseKeys
) -> None:
    owners = [UUID(int=100 + n) for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(store.key_of, owner) for owner in owners]
        while not all(one.done() for one in made):
            renew_master(FolderKeys(tmp_path / "keys"), reopened(tmp_path))
    keys = [one.result() for one in made]
    assert [reopened(tmp_path).open(owner) for owner in owners] == keys
    assert reopened(tmp_path).closed() == 0


@pytest.mark.parametrize("dies_in", ["rotate_master", "rewrap_all", "retire_masters"])
def test_a_destruction_that_was_cut_off_lost_no_other_key_and_is_finished_by_the_next(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    store.key_of(CASE)
    kept = store.key_of(OTHER)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    whose = FolderCaseKeys if dies_in == "rewrap_all" else FolderKeys
    with monkeypatch.context() as patched:
        patched.setattr(whose, dies_in, dies)
        with pytest.raises(KeyboardInterrupt):
            destroy_keys(keys, store, [(CASE, NOTE)])
    assert reopened(tmp_path).open(OTHER) == kept
    again = FolderKeys(tmp_path / "keys")
    destroy_keys(again, FolderCaseKeys(tmp_path / "case-keys", again), [(CASE, NOTE)])
    assert reopened(tmp_path).open(OTHER) == kept
    assert len(list((tmp_path / "keys").glob("master-*"))) == 1
    with pytest.raises(Refused, match="key_destroyed"):
        reopened(tmp_path).open(CASE)


def test_the_note_is_there_before_the_key_is_gone(
    store: FolderCaseKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.key_of(CASE)
    seen: list[DestroyedKey | None] = []
    monkeypatch.setattr(FolderCaseKeys, "remove", lambda self, case: seen.append(self.destroyed(case)))
    assert destruction is not None
    store.mark_destroyed(CASE, NOTE)
    assert seen == [NOTE]


def test_an_older_masters_file_is_written_over_before_it_is_removed(
    tmp_path: Path, keys: FolderKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, left = (tmp_path / "keys" / "master-1.key").read_bytes(), list[bytes]()
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.name == "master-1.gone":
            left.append(path.read_bytes())
        real(path, missing_ok)

    renewed = keys.rotate_master()
    monkeypatch.setattr(Path, "unlink", unlink)
    assert renewed.retire_masters() == ("master-1.key",)
    assert left == [b"0" * len(secret)]


def test_an_older_copy_that_was_brought_back_first_does_not_keep_the_newest_out(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    kept = store.key_of(OTHER)
    older = dict(key_files(store.files()))
    renew_master(keys, store)
    newest = dict(key_files(store.files()))
    empty = FolderCaseKeys(tmp_path / "empty", FolderKeys(tmp_path / "keys"))
    for copy, takes in ((older, True), (newest, True), (older, False), (newest, False)):
        assert [empty.restore_file(name, data) for name, data in copy.items()] == [takes]
    assert empty.open(OTHER) == kept


def test_a_key_that_opens_no_more_does_not_keep_a_destruction_from_being_finished(
    tmp_path: Path, keys: FolderKeys, store: FolderCaseKeys
) -> None:
    store.key_of(CASE)
    kept = store.key_of(OTHER)
    store.key_of(CALL)
    (spoilt,) = (tmp_path / "case-keys").glob(f"*/{CALL}.key")
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert destroy_keys(keys, store, [(CASE, NOTE)]) == ("master-1.key",)
    assert reopened(tmp_path).open(OTHER) == kept
    assert reopened(tmp_path).closed() == 1
