"""Aim: an extract comes whole or not at all, whatever breaks off, and what is no extract is refused at once."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.kernel.refusal import Refused
from auxilio.platform.ids import new_id
from auxilio.setup import region_extracts
from auxilio.setup.core.region_setup import (
    GIB,
    UPLOAD_BYTES_MAX,
    ExtractUpload,
    NewExtractUpload,
    begins_as_extract,
    block_of,
    extract_name,
    thin_spots,
)
from auxilio.setup.region_extracts import ExtractFolder, check_blocks
from tests.setup.extracts import EXTRACT, block

ROOMY = 100 * GIB


def folder_of(data: Path, free_bytes: int = ROOMY) -> ExtractFolder:
    return ExtractFolder(data, lambda _: free_bytes)


def announced(name: str = "alba.osm.pbf", content: bytes = EXTRACT, modified_ms: int = 7) -> NewExtractUpload:
    return NewExtractUpload(name=name, size_bytes=len(content), modified_ms=modified_ms)


def send(
    folder: ExtractFolder, upload: ExtractUpload, content: bytes = EXTRACT, step: int = 50_000
) -> ExtractUpload:
    for at in range(upload.received_bytes, len(content), step):
        upload = folder.append(upload.id, at, content[at : at + step])
    return upload


def test_an_upload_that_broke_off_goes_on_where_it_was(tmp_path: Path) -> None:
    first = folder_of(tmp_path)
    begun = first.begin(announced())
    first.append(begun.id, 0, EXTRACT[:100_000])
    later = folder_of(tmp_path)  # another process
    again = later.begin(announced())
    assert (again.id, again.received_bytes) == (begun.id, 100_000)
    assert send(later, again).is_whole
    assert later.upload() is None
    assert [each.name for each in later.files()] == ["alba.osm.pbf"]
    assert (later.folder / "alba.osm.pbf").read_bytes() == EXTRACT


def test_a_piece_counts_once_and_only_in_its_place(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    begun = folder.begin(announced())
    folder.append(begun.id, 0, EXTRACT[:100_000])
    for offset, piece in ((0, EXTRACT[:100_000]), (99_999, b"x"), (100_000, EXTRACT), (100_000, b"")):
        with pytest.raises(Refused, match="region_upload_offset") as refusal:
            folder.append(begun.id, offset, piece)
        assert refusal.value.facts == {"received_bytes": 100_000}
    with pytest.raises(Refused, match="unknown_region_upload"):
        folder.append(new_id(), 100_000, b"x")


def test_a_second_file_waits_until_the_first_has_come_or_is_given_up(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    begun = folder.begin(announced())
    for other in (announced("bosc.osm.pbf"), announced(modified_ms=8)):
        with pytest.raises(Refused, match="region_upload_going_on"):
            folder.begin(other)
    folder.discard(begun.id)
    with pytest.raises(Refused, match="unknown_region_upload"):
        folder.discard(begun.id)
    assert folder.begin(announced("bosc.osm.pbf")).received_bytes == 0
    assert folder.files() == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x50\x4b\x03\x04" * 50_000, "region_file_not_osm"),
        (b"<osm version='0.6'>" * 9_000, "region_file_not_osm"),
        (block(b"OSMData", b"1"), "region_file_not_osm"),
        (b"\x00", "region_file_not_osm"),
        (EXTRACT[:-1], "region_file_truncated"),
        (EXTRACT[:-70_001], "region_file_truncated"),
        (EXTRACT + b"surplus", "region_file_truncated"),
    ],
)
def test_what_is_no_whole_extract_is_refused_and_nothing_of_it_stays(
    tmp_path: Path, content: bytes, code: str
) -> None:
    folder = folder_of(tmp_path)
    with pytest.raises(Refused, match=code):
        send(folder, folder.begin(announced(content=content)), content)
    assert (folder.files(), folder.upload()) == ((), None)
    assert not list(folder.folder.glob("*.pbf"))
    (folder.folder / "byhand.osm.pbf").write_bytes(content)
    with pytest.raises(Refused, match=code):
        folder.checked("byhand.osm.pbf")


def test_a_file_that_is_none_is_refused_with_its_first_piece(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    film = bytes(200_000)
    begun = folder.begin(announced(content=film))
    with pytest.raises(Refused, match="region_file_not_osm"):
        folder.append(begun.id, 0, film[:100_000])
    assert folder.upload() is None


def test_size_room_and_name_are_asked_before_anything_is_sent(tmp_path: Path) -> None:
    wrong = NewExtractUpload(name="alba.osm.pbf", size_bytes=UPLOAD_BYTES_MAX + 1, modified_ms=0)
    with pytest.raises(Refused, match="region_file_too_large"):
        folder_of(tmp_path).begin(wrong)
    with pytest.raises(Refused, match="region_no_room") as refusal:
        folder_of(tmp_path, GIB).begin(announced())
    assert refusal.value.facts == {"free_gb": 1.0, "wanted_gb": 2.0}
    with pytest.raises(Refused, match="region_file_name"):
        folder_of(tmp_path).begin(announced("alba.zip"))
    assert folder_of(tmp_path).upload() is None


def test_a_full_disk_takes_half_a_piece_back_and_the_upload_goes_on_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path)
    begun = folder.begin(announced())
    folder.append(begun.id, 0, EXTRACT[:100_000])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as injected:
        injected.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            folder.append(begun.id, 100_000, EXTRACT[100_000:150_000])
    going_on = folder.begin(announced())
    assert going_on.received_bytes == 100_000
    send(folder, going_on)
    assert (folder.folder / "alba.osm.pbf").read_bytes() == EXTRACT


def test_files_that_were_put_there_by_hand_are_listed_chosen_and_deleted(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    assert folder.files() == ()
    folder.folder.mkdir(parents=True)
    (folder.folder / "alba (1).osm.pbf").write_bytes(EXTRACT)
    (folder.folder / "notes.txt").write_text("")
    assert folder.checked("alba (1).osm.pbf").size_bytes == len(EXTRACT)
    for strange in ("../../keys/identity.pbf", "notes.txt", ".upload.partial", "none.osm.pbf"):
        with pytest.raises(Refused, match="unknown_region_file"):
            folder.checked(strange)
        with pytest.raises(Refused, match="unknown_region_file"):
            folder.delete(strange)
    with pytest.raises(Refused, match="region_no_room"):
        folder_of(tmp_path, GIB).checked("alba (1).osm.pbf")
    folder.delete("alba (1).osm.pbf")
    assert folder.files() == ()


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("andorra-latest.osm.pbf", "andorra-latest.osm.pbf"),
        ("C:\\maps\\Alba (1).OSM.PBF", "alba--1.osm.pbf"),
        ("../../etc/Peñíscola.pbf", "pe--scola.osm.pbf"),
        ("ñ.pbf", "region.osm.pbf"),
    ],
)
def test_a_file_is_kept_under_a_name_that_is_one_word(given_: str, kept: str) -> None:
    assert extract_name(given_) == kept


@given(st.binary(max_size=300))
def test_whatever_a_file_begins_with_is_answered(first: bytes) -> None:
    assert begins_as_extract(first) in (True, False)
    try:
        block_of(first)
    except ValueError:
        return


def test_an_extract_that_is_cut_within_a_block_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.osm.pbf"
    for at in (0, 3, 4, 20, 120, 70_000, len(EXTRACT) - 1):
        path.write_bytes(EXTRACT[:at])
        with pytest.raises(Refused, match="region_file"):
            check_blocks(path, "cut")
    path.write_bytes(EXTRACT)
    check_blocks(path, "whole")


def test_a_file_of_nothing_but_tiny_blocks_is_not_walked_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(region_extracts, "BLOCKS_MAX", 10)
    tiny = tmp_path / "tiny.osm.pbf"
    tiny.write_bytes(EXTRACT + block(b"OSMData", b"") * 10)
    with pytest.raises(Refused, match="region_file_not_osm"):
        check_blocks(tiny, "tiny.osm.pbf")


def test_a_region_without_numbers_says_so() -> None:
    assert thin_spots({"streets": 5, "house_numbers": 0, "jurisdictions": 2}) == (
        "house_numbers",
        "facilities",
    )
