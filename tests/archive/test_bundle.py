"""Aim: a bundle verifies anywhere, by our program and by hand, and one byte changed anywhere in it is named."""

import subprocess
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auxilio.archive.bundle import CaseFileInput, seal_digest, write_bundle
from auxilio.archive.core import bundle_layout as layout
from auxilio.archive.core.zip_container import ContainerEntry, read, write
from auxilio.archive.verify import BundleFaultCode, BundleReport, BundleVerdict, verify_bundle, verify_bytes
from auxilio.kernel.ids import StreamId
from auxilio.kernel.refusal import Refused
from auxilio.platform.keys.fakes import MemoryKeys
from auxilio.platform.keys.public import PublicKeys
from tests.archive.factories import KEYS, SEALED_AT, case_file, without

STRANGER = MemoryKeys(seed=bytes(32))
PUBLIC = KEYS.public_keys()


def bundle(tmp_path: Path, made: CaseFileInput | None = None, signer: MemoryKeys = KEYS) -> bytes:
    write_bundle(made or case_file(), tmp_path / "file.zip", signer)
    return (tmp_path / "file.zip").read_bytes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return bundle(tmp_path_factory.mktemp("bundle"))


def codes(report: BundleReport) -> set[BundleFaultCode]:
    return {f.code for f in report.findings}


def remade(file: bytes, edit: Callable[[dict[str, bytes]], None]) -> bytes:
    """The bundle after somebody edited its parts, mended index, sums and container, but could not sign."""
    parts = {e.name: e.data for e in read(file)}
    edit(parts)
    return b"".join(write([ContainerEntry(name, data) for name, data in parts.items()], SEALED_AT))


def resealed(parts: dict[str, bytes], signer: MemoryKeys) -> None:
    """Index, sums and seal made true again, signed by whoever it is."""
    index = msgspec.json.decode(parts[layout.INDEX], type=layout.Index)
    documents = tuple(
        msgspec.structs.replace(d, sha256=sha256(parts[d.name]).hexdigest(), size=len(parts[d.name]))
        for d in index.documents
    )
    parts[layout.INDEX] = msgspec.json.encode(msgspec.structs.replace(index, documents=documents))
    sealed = {layout.SUMS, layout.SEAL, layout.SIGNATURE}
    parts[layout.SUMS] = layout.sums_text(
        {n: sha256(d).hexdigest() for n, d in parts.items() if n not in sealed}
    ).encode()
    seal = layout.parse_seal(parts[layout.SEAL].decode())
    assert seal is not None
    parts[layout.SEAL] = msgspec.structs.replace(
        seal,
        index_sha256=sha256(parts[layout.INDEX]).hexdigest(),
        sums_sha256=sha256(parts[layout.SUMS]).hexdigest(),
        key=signer.key_id,
    ).text.encode()
    parts[layout.SIGNATURE] = signer.sign(parts[layout.SEAL])


def test_a_bundle_is_intact_and_its_signer_is_known_by_the_key(whole: bytes) -> None:
    report = verify_bytes(whole, PUBLIC)
    assert report == BundleReport(
        verdict=BundleVerdict.INTACT,
        case="00000000-0000-0000-0000-00000000002a",
        number="4821/2026",
        sealed_at="2026-11-24T04:02:19.000000Z",
        key=KEYS.key_id,
        entries=13,
        events=10,
        redacted=0,
        log_size=13,
        findings=(),
    )


def test_without_a_key_it_is_intact_and_the_signer_unknown(whole: bytes) -> None:
    report = verify_bytes(whole, None)
    assert (report.verdict, report.holds) == (BundleVerdict.INTACT_SIGNER_UNKNOWN, True)


def test_the_same_case_file_is_the_same_file_byte_by_byte(tmp_path: Path, whole: bytes) -> None:
    assert bundle(tmp_path) == whole


def test_the_index_digest_is_what_the_seal_says(tmp_path: Path) -> None:
    index = write_bundle(case_file(), tmp_path / "file.zip", KEYS)
    seal = layout.parse_seal(
        {e.name: e.data for e in read((tmp_path / "file.zip").read_bytes())}[layout.SEAL].decode()
    )
    assert seal is not None
    assert seal.index_sha256 == seal_digest(index)


def test_any_zip_program_opens_it(tmp_path: Path) -> None:
    bundle(tmp_path)
    with zipfile.ZipFile(tmp_path / "file.zip") as opened:
        assert opened.testzip() is None
        assert opened.namelist()[0] == "README.txt"
        assert opened.read("documents/0001-voice.opus").startswith(b"OggS")


def test_it_can_be_checked_by_hand_as_its_own_readme_says(tmp_path: Path) -> None:
    bundle(tmp_path)
    with zipfile.ZipFile(tmp_path / "file.zip") as opened:
        opened.extractall(tmp_path)
    (tmp_path / "KEY.pem").write_bytes(KEYS.public_keys().pem)
    readme = (tmp_path / "README.txt").read_text()
    assert "sha256sum -c SHA256SUMS" in readme
    assert "openssl pkeyutl -verify -pubin -inkey KEY.pem -rawin" in readme
    sums = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False
    )
    assert sums.returncode == 0, sums
    signed = subprocess.run(
        [
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            "KEY.pem",
            "-rawin",
            "-in",
            "seal.txt",
            "-sigfile",
            "seal.sig",
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert signed.returncode == 0, signed


@pytest.mark.slow
@pytest.mark.parametrize("every", [pytest.param(3, marks=pytest.mark.thorough), 40])
def test_one_byte_changed_at_every_so_many_places_is_found_and_something_is_named(
    whole: bytes, every: int
) -> None:
    names = {e.name for e in read(whole)} | {"case:0192", "call:0193", "unit:b-12", ""}
    events = {
        r.id
        for s in msgspec.json.decode(part(whole, layout.EVENTS), type=layout.Events).streams
        for r in s.events
    }
    for place in [*range(0, len(whole), every), *range(len(whole) - 300, len(whole), -(-every // 10))]:
        altered = whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :]
        for keys in (PUBLIC, None):
            report = verify_bytes(altered, keys)
            assert not report.holds, place
            assert report.findings, place
            # An altered name is not a name we know, but then the part it stood for is missed.
            assert any(f.name in names | events for f in report.findings), report


def part(file: bytes, name: str) -> bytes:
    return next(e.data for e in read(file) if e.name == name)


@settings(max_examples=300)
@given(st.data())
def test_any_byte_changed_anywhere_to_anything_is_found(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda v: v != whole[place]))
    altered = whole[:place] + bytes([value]) + whole[place + 1 :]
    assert verify_bytes(altered, PUBLIC).verdict is BundleVerdict.CHANGED


@settings(max_examples=100)
@given(st.data())
def test_any_byte_removed_or_pushed_in_is_found(whole: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(whole)))
    removed = whole[:place] + whole[place + 1 :]
    pushed = whole[:place] + data.draw(st.binary(min_size=1, max_size=3)) + whole[place:]
    for altered in (removed, pushed):
        assert altered == whole or verify_bytes(altered, PUBLIC).verdict is BundleVerdict.CHANGED


def test_a_changed_recording_is_named(whole: bytes) -> None:
    place = whole.index(b"not really")
    report = verify_bytes(whole[:place] + b"N" + whole[place + 1 :], PUBLIC)
    first = report.findings[0]
    assert (first.code, first.name) == (BundleFaultCode.ENTRY_CHANGED, "documents/0001-voice.opus")


def test_a_changed_fact_is_named_by_its_id(whole: bytes) -> None:
    altered = whole.replace("línea 3".encode(), "línea 9".encode(), 1)
    assert altered != whole
    found = {(f.code, f.facts.get("version")) for f in verify_bytes(altered, PUBLIC).findings}
    assert (BundleFaultCode.EVENT_CHANGED, "3") in found
    assert (BundleFaultCode.ENTRY_CHANGED, None) in found


@pytest.mark.parametrize(
    ("edit", "code", "name"),
    [
        (
            lambda p: p.pop("documents/0002-voice.opus"),
            BundleFaultCode.ENTRY_MISSING,
            "documents/0002-voice.opus",
        ),
        (lambda p: p.pop(layout.SEAL), BundleFaultCode.ENTRY_MISSING, layout.SEAL),
        (lambda p: p.pop(layout.SUMS), BundleFaultCode.ENTRY_MISSING, layout.SUMS),
        (lambda p: p.pop(layout.INDEX), BundleFaultCode.ENTRY_MISSING, layout.INDEX),
        (lambda p: p.pop(layout.EVENTS), BundleFaultCode.ENTRY_MISSING, layout.EVENTS),
        (lambda p: p.pop(layout.PUBLIC_KEY), BundleFaultCode.ENTRY_MISSING, layout.PUBLIC_KEY),
        (lambda p: p.update({"documents/more.txt": b"!"}), BundleFaultCode.ENTRY_EXTRA, "documents/more.txt"),
        (lambda p: p.update({layout.STORY: b"[]"}), BundleFaultCode.ENTRY_CHANGED, layout.STORY),
        (lambda p: p.update({layout.EVENTS: b"{"}), BundleFaultCode.ENTRY_UNREADABLE, layout.EVENTS),
        (lambda p: p.update({layout.SIGNATURE: bytes(64)}), BundleFaultCode.SEAL_SIGNATURE, layout.SIGNATURE),
    ],
)
def test_a_bundle_packed_again_after_an_edit_is_found(
    whole: bytes, edit: Callable[[dict[str, bytes]], None], code: BundleFaultCode, name: str
) -> None:
    report = verify_bytes(remade(whole, edit), PUBLIC)
    assert (code, name) in {(f.code, f.name) for f in report.findings}


def test_a_name_that_comes_twice_is_found(whole: bytes) -> None:
    zipped = remade(whole, lambda p: p.update({"documents/0003-voice.opus": b"x"}))
    report = verify_bytes(zipped.replace(b"0003-voice", b"0002-voice"), PUBLIC)
    assert (BundleFaultCode.ENTRY_DUPLICATED, "documents/0002-voice.opus") in {
        (f.code, f.name) for f in report.findings
    }


@pytest.mark.parametrize("more", [b"\0", b"PK\x05\x06", b"a whole second file"])
def test_bytes_behind_the_end_are_found(whole: bytes, more: bytes) -> None:
    report = verify_bytes(whole + more, PUBLIC)
    assert [(f.code, f.facts["place"]) for f in report.findings] == [
        (BundleFaultCode.CONTAINER_CHANGED, "behind")
    ]


def test_a_bundle_sealed_again_by_a_stranger_is_not_the_centres(whole: bytes) -> None:
    def forge(parts: dict[str, bytes]) -> None:
        parts[layout.STORY] = b"[]"
        parts[layout.PUBLIC_KEY] = STRANGER.public_keys().pem
        resealed(parts, STRANGER)

    forged = remade(whole, forge)
    assert codes(verify_bytes(forged, PUBLIC)) == {BundleFaultCode.SIGNER_NOT_EXPECTED}
    # The stranger could not sign the log's head as well.
    assert codes(verify_bytes(forged, None)) == {BundleFaultCode.HEAD_SIGNATURE}


def test_a_stranger_who_names_the_centres_key_cannot_sign(whole: bytes) -> None:
    def forge(parts: dict[str, bytes]) -> None:
        resealed(parts, STRANGER)
        seal = parts[layout.SEAL].replace(STRANGER.key_id.encode(), KEYS.key_id.encode())
        parts[layout.SEAL], parts[layout.SIGNATURE] = seal, STRANGER.sign(seal)

    assert codes(verify_bytes(remade(whole, forge), PUBLIC)) == {BundleFaultCode.SEAL_SIGNATURE}


def test_even_the_centre_cannot_seal_a_fact_that_the_log_never_had(tmp_path: Path) -> None:
    made = case_file()
    first = made.streams[0]
    event = msgspec.structs.replace(first.events[0], digest=bytes(32))
    tampered = msgspec.structs.replace(first, events=(event, *first.events[1:]))
    file = bundle(tmp_path, msgspec.structs.replace(made, streams=(tampered, *made.streams[1:])))
    assert {BundleFaultCode.EVENT_CHANGED, BundleFaultCode.EVENT_NOT_IN_LOG} <= codes(
        verify_bytes(file, PUBLIC)
    )


def test_a_fact_left_out_by_the_centre_is_missed(tmp_path: Path) -> None:
    made = case_file()
    file = bundle(
        tmp_path, msgspec.structs.replace(made, streams=(without(made.streams[0], 1), *made.streams[1:]))
    )
    report = verify_bytes(file, PUBLIC)
    assert [(f.code, f.name, f.facts["version"]) for f in report.findings] == [
        (BundleFaultCode.EVENT_REMOVED, "case:0192", "2")
    ]


def test_a_units_facts_of_other_cases_stay_at_home_and_its_own_still_verify(tmp_path: Path) -> None:
    made = case_file()
    unit = next(part for part in made.streams if part.stream == StreamId("unit:b-12"))
    assert [e.version for e in unit.events] == [3, 4, 6]
    assert verify_bytes(bundle(tmp_path, made), PUBLIC).verdict is BundleVerdict.INTACT


def test_a_fact_of_a_part_given_with_another_past_is_found(tmp_path: Path) -> None:
    made = case_file()
    unit = next(part for part in made.streams if part.stream == StreamId("unit:b-12"))
    assert unit.previous is not None
    wrong = msgspec.structs.replace(unit, previous=(*unit.previous[:2], bytes(32)))
    rest = tuple(part for part in made.streams if part is not unit)
    file = bundle(tmp_path, msgspec.structs.replace(made, streams=(*rest, wrong)))
    assert {(f.code, f.facts.get("version")) for f in verify_bytes(file, PUBLIC).findings} == {
        (BundleFaultCode.EVENT_CHANGED, "6")
    }


def test_a_redacted_bundle_verifies_and_does_not_hold_the_words(tmp_path: Path) -> None:
    file = bundle(tmp_path, case_file(redacted=True))
    report = verify_bytes(file, PUBLIC)
    assert (report.verdict, report.redacted) == (BundleVerdict.INTACT, 1)
    events = msgspec.json.decode(part(file, layout.EVENTS), type=layout.Events)
    hidden = next(r for s in events.streams for r in s.events if r.body is None)
    assert hidden.salt is None
    assert hidden.kind == "cases.case.noted"


def test_a_document_that_is_not_the_one_its_fact_names_is_found(tmp_path: Path) -> None:
    made = case_file()
    other = msgspec.structs.replace(made.documents[0], data=b"another voice")
    file = bundle(tmp_path, msgspec.structs.replace(made, documents=(other,)))
    assert [(f.code, f.name) for f in verify_bytes(file, PUBLIC).findings] == [
        (BundleFaultCode.DOCUMENT_NOT_OF_EVENT, "documents/0001-voice.opus")
    ]


def test_a_fact_that_is_not_sealed_in_the_log_yet_cannot_be_bundled(tmp_path: Path) -> None:
    made = case_file()
    with pytest.raises(Refused, match="bundle_not_sealed_in_log"):
        write_bundle(msgspec.structs.replace(made, leaves={}), tmp_path / "file.zip", KEYS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "ñ", "x" * 121])
def test_a_document_with_a_name_that_could_leave_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    made = case_file()
    document = msgspec.structs.replace(made.documents[0], name=name)
    with pytest.raises(Refused, match="document_name_unusable"):
        write_bundle(msgspec.structs.replace(made, documents=(document,)), tmp_path / "file.zip", KEYS)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_called_that_or_lacks_everything(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.zip"
    path.write_bytes(content)
    report = verify_bundle(path)
    assert report.verdict is BundleVerdict.CHANGED
    assert codes(report) <= {BundleFaultCode.NOT_A_BUNDLE, BundleFaultCode.ENTRY_MISSING}


def test_files_that_are_not_there_are_named(tmp_path: Path, whole: bytes) -> None:
    with pytest.raises(Refused, match="file_missing"):
        verify_bundle(tmp_path / "none.zip")
    (tmp_path / "file.zip").write_bytes(whole)
    with pytest.raises(Refused, match="key_missing"):
        verify_bundle(tmp_path / "file.zip", tmp_path / "none.pem")


def test_a_key_of_before_a_rotation_still_vouches(whole: bytes) -> None:
    both = PublicKeys([*STRANGER.public_keys().keys, *PUBLIC.keys])
    assert verify_bytes(whole, both).verdict is BundleVerdict.INTACT


def test_checking_needs_no_database_no_network_and_no_drawing() -> None:
    loaded = subprocess.run(
        ["python", "-c", "import sys, auxilio.archive.verify; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": str(Path(__import__("sys").executable).parent)},
    ).stdout.split()
    assert not {
        "asyncpg",
        "socket",
        "asyncio",
        "typst",
        "litestar",
        "uvicorn",
        "auxilio.archive.report",
    } & set(loaded)
    assert {m.split(".")[1] for m in loaded if m.startswith("auxilio.")} == {"archive", "kernel", "platform"}
