"""What a bad folder can do: nothing. It is refused, told of, and what was published stays."""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.active_content import content_bundle
from auxilio.active_content.content_bundle import ContentBundle, content_folder
from auxilio.app.cli.content import content
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import DocumentFault, read_table, read_yaml
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.content import read_triage
from auxilio.triage.verifier import paths
from auxilio.triage.verifier.subject import ProtocolSubject
from tests.content.faulty_content import CONTENT, Folder


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_folder_with_a_fault_is_refused_and_the_published_one_stays(tmp_path: Path) -> None:
    published = ContentBundle(CONTENT)
    before = published.library.interview("san-pcr")
    folder = Folder(tmp_path)
    line = folder.plant("protocols/san-pcr.yaml", "say: [rcp-adulto]", "say: [zzz]")
    with pytest.raises(Refused) as refusal:
        published.publish(folder.path)
    assert refusal.value.code == "content_refused"
    assert refusal.value.facts["file"] == "protocols/san-pcr.yaml"
    assert refusal.value.facts["line"] == line
    assert published.library.interview("san-pcr") is before


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_run_goes_on_with_the_version_it_began_with(tmp_path: Path) -> None:
    published = ContentBundle(CONTENT)
    old = published.library.interview("san-pcr")
    assert old is not None
    folder = Folder(tmp_path)
    folder.plant("protocols/san-pcr.yaml", "version: 0.1.0", "version: 0.2.0")
    published.publish(folder.path)
    new = published.library.interview("san-pcr")
    assert new is not None
    assert new.protocol.version == "0.2.0"
    assert published.library.interview_of(old.protocol.digest) is old
    assert published.library.interview("san-ictus") is not None


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_signature_does_not_change_what_is_signed_and_a_comma_does(tmp_path: Path) -> None:
    published = ContentBundle(CONTENT)
    digest = published.cards.cards["rcp-adulto"].digest
    folder = Folder(tmp_path)
    folder.plant("cards/rcp-adulto.yaml", "status: draft", "status: clinical_review")
    assert published.publish(folder.path).errors == []
    assert published.cards.cards["rcp-adulto"].digest == digest
    folder.plant("cards/rcp-adulto.yaml", "en el suelo, sobre algo duro", "en el suelo sobre algo duro")
    published.publish(folder.path)
    assert published.cards.cards["rcp-adulto"].digest != digest


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_approved_needs_both_signatures_on_this_very_content(tmp_path: Path) -> None:
    published = ContentBundle(CONTENT)
    digest = published.cards.cards["rcp-adulto"].digest
    folder = Folder(tmp_path)
    signed = ", ".join(
        f'{{role: {role}, name: A, date: "2026-11-24", digest: {digest}}}'
        for role in ("medical_director", "operations")
    )
    approved = f'status: approved\neffective: {{from: "2026-12-01", until: null}}\napprovals: [{signed}]'
    folder.plant("cards/rcp-adulto.yaml", "status: draft", approved)
    assert folder.verify().errors == []
    folder.plant("cards/rcp-adulto.yaml", "en el suelo, sobre algo duro", "en el suelo sobre algo duro")
    assert [fault.rule for fault in folder.verify().errors] == ["L13"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"a: &a [1]\nb: *a\n", "alias"),
        (b"a: " + b"[" * 100, "too_deep"),
        (b"a: 1\nb: \xff\n", "not_utf8"),
        (b"a: 1\n b: 2\n", "not_yaml"),
        (b"a: \x00\n", "not_yaml"),
        (b"- a\n- b\n", "not_a_mapping"),
        (b"# " + b"x" * 1_000_001, "too_large"),
        (b"yes: 1\n", "key_not_text"),
        (b"a: on\n", "yaml_boolean"),
    ],
)
def test_a_hostile_file_is_told_of_and_harms_nothing(tmp_path: Path, text: bytes, code: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(text)
    _, faults = read_yaml(file, "bad.yaml")
    assert [fault.code for fault in faults] == [code]


def test_a_pipe_or_a_device_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    for name in ("pipe.yaml", "endless.yaml"):
        assert [fault.code for fault in read_yaml(tmp_path / name, name)[1]] == ["not_a_regular_file"]


def test_a_protocol_with_endless_paths_is_refused_in_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PATHS_MAX", 50)
    monkeypatch.setattr(paths, "_walked", {})
    reading = read_triage(CONTENT)
    protocol = reading.content.protocols["san-pcr"]
    subject = ProtocolSubject(protocol, reading.documents["san-pcr"], reading.content)
    faults, walked = paths.check(subject)
    assert ([(fault.rule, fault.code) for fault in faults], walked) == ([("L16", "too_many_paths")], 50)


def test_an_unreadable_file_is_a_fault_and_not_a_crash(tmp_path: Path) -> None:
    assert read_yaml(tmp_path / "none.yaml", "none.yaml")[1][0].code == "unreadable"
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n3\n")
    assert read_table(table, "t.csv", ["a", "c"])[1][0].code == "columns_missing"
    rows, faults = read_table(table, "t.csv", ["a", "b"])
    assert (len(rows), faults[0].code, faults[0].line) == (1, "row_length", 3)


def test_a_date_and_a_version_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("from: 2026-12-01\nversion: 0.1.0\nn: 3\nb: true\nnothing: null\n")
    (document,), faults = read_yaml(file, "a.yaml")
    assert faults == []
    assert document.data == {"from": "2026-12-01", "version": "0.1.0", "n": 3, "b": True, "nothing": None}


def test_an_empty_folder_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        ContentBundle(tmp_path)
    assert refusal.value.code == "content_refused"


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_the_command_line_tells_faults_and_fails(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    line = folder.plant("cards/colgado.yaml", "goto: san-pcr", "goto: zzz")
    done = CliRunner().invoke(content, ["verify", str(folder.path), "--lang", "ca"])
    assert done.exit_code == 1
    assert f"cards/colgado.yaml:{line}: error L02 colgado: El protocol zzz no existeix." in done.output
    told = json.loads(CliRunner().invoke(content, ["verify", str(folder.path), "--json"]).output)
    assert told["ok"] is False
    assert {fault["rule"] for fault in told["faults"] if fault["severity"] == "error"} == {"L02", "L47"}


def test_the_command_line_passes_the_shipped_content_and_shows_it_without_a_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runner = CliRunner()
    assert runner.invoke(content, ["verify"]).exit_code == 0
    monkeypatch.delattr(content_bundle, "_prove")
    shown = runner.invoke(content, ["show", "san-pcr"])
    assert json.loads(shown.output)["rules"][0]["id"] == "PCR-1"
    assert json.loads(runner.invoke(content, ["show", "TRA-04"]).output)["name"]["es"] == "Atropello"
    assert runner.invoke(content, ["show", "zzz"]).exit_code == 1
    assert content_folder() == CONTENT


def test_every_fault_the_source_can_tell_has_words() -> None:
    root = CONTENT.parent / "src/auxilio"
    files = [
        *root.glob("triage/**/*.py"),
        *root.glob("instructions/**/*.py"),
        root / "platform/documents.py",
        root / "kernel/plain_language.py",
        root / "active_content/content_bundle.py",
        root / "active_content/word_tables.py",
        root / "active_content/phrase_files.py",
        *root.glob("active_content/table_rules/*.py"),
    ]
    patterns = (
        r'code="(\w+)"',
        r'(?:fault|warning)\(\s*"[LST]\d+",\s*"(\w+)"',
        r'missing\([^)]*?"(unknown_\w+)"',
        r'_unreadable\(name, "(\w+)"',
        r'_MaliciousDocument\("(\w+)"',
        r'append\(\("(\w+)"',
        r'fault\((?:document, )?RULE, "(\w+)"',
        r'"(type_\w+)" if',
    )
    codes = {code for file in files for p in patterns for code in re.findall(p, file.read_text("utf-8"))}
    assert len(codes) > 50
    assert [code for code in sorted(codes) if f"content.fault.{code}" not in catalogues()] == []


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_no_fact_of_a_fault_stays_in_braces(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.plant("protocols/san-pcr.yaml", "type: SAN-35", "type: SAN-99")
    folder.plant("protocols/san-ictus.yaml", "max_questions: 7", "max_questions: 2")
    folder.plant("cards/colgado.yaml", "wait: confirm, check", "wait: maybe, check")
    for fault in folder.verify().faults:
        assert isinstance(fault, DocumentFault)
        for language in LANGUAGES:
            said = catalogues().text(f"content.fault.{fault.code}", language, **fault.facts)
            assert "{" not in said.replace("{'", "")
