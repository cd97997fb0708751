"""Aim: a protocol or card is edited as a form over the author's draft: nothing of it is lost, each fault of the verifier stands
at its field, and what another author has had signed meanwhile is told and joined, field by field."""

from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auxilio.active_content.content_bundle import set_files
from auxilio.active_content.document_form import forms as form_module
from auxilio.active_content.document_form.forms import (
    DocumentAnswer,
    DocumentDraft,
    DocumentForms,
    DocumentQuestion,
    ProtocolSpecificationQuestion,
)
from auxilio.active_content.document_form.merge import join
from auxilio.active_content.document_form.proof import ReadFolder, faults_of, read_folder
from auxilio.app.composition import document_forms, open_runtime, release_desk
from auxilio.app.settings import Settings
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import parse_yaml
from auxilio.platform.postgres import EmbeddedPostgres
from auxilio.triage.specification_draft import (
    draft_specification,
    specification_as_it_stands,
    specification_text,
)
from auxilio.triage.verifier import paths
from tests.active_content.test_releases import Process
from tests.content.faulty_content import CONTENT
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.manual_clock import Later

ARREST, CHOKING = "protocols/san-pcr.yaml", "cards/atragantamiento-bebe.yaml"


@pytest.fixture(scope="module")
def folder() -> ReadFolder:
    return read_folder(set_files(CONTENT))


def fields(path: str, folder: ReadFolder, **change: Any) -> dict[str, str]:
    (document,), faults = parse_yaml((CONTENT / path).read_text("utf-8"), path)
    assert faults == []
    changed = msgspec.structs.replace(document, data={**deepcopy(document.data), **change})
    return {one.field: one.fault.code for one in faults_of(path, changed, folder)}


def data_of(path: str) -> dict[str, Any]:
    (document,), _ = parse_yaml((CONTENT / path).read_text("utf-8"), path)
    return document.data


# --- a fault and its field --------------------------------------------------------------------------


def test_what_is_shipped_has_no_error_in_any_form(folder: ReadFolder) -> None:
    for path in sorted([*CONTENT.glob("protocols/*.yaml"), *CONTENT.glob("cards/*.yaml")]):
        name = path.relative_to(CONTENT).as_posix()
        (document,), _ = parse_yaml(path.read_text("utf-8"), name)
        errors = [one for one in faults_of(name, document, folder) if one.fault.severity == "error"]
        assert errors == [], name


def test_a_fault_names_the_one_field_that_it_is_about(folder: ReadFolder) -> None:
    rules = deepcopy(data_of(ARREST)["rules"])
    rules[1]["say"] = ["rcp-adlto"]
    rules[0]["type"] = "SAN-99"
    found = fields(ARREST, folder, rules=rules)
    assert [field for field, code in found.items() if code == "unknown_card"] == ["rules/1/say"]
    assert found["rules/0/type"] == "unknown_type"
    questions = deepcopy(data_of(ARREST)["questions"])
    questions[0]["ask"]["fr"] = ""
    assert fields(ARREST, folder, questions=questions)["questions/0/ask/fr"] == "schema_empty"
    steps = deepcopy(data_of(CHOKING)["steps"])
    del steps[1]["say"]["ca"]
    steps[0]["say"]["es"] = "La ambulancia ya está en camino."
    found = fields(CHOKING, folder, steps=steps)
    assert (found["steps/0/say/es"], found["steps/1/say"]) == ("promise", "card_language")
    assert fields(CHOKING, folder, unheard_of=1) == {"": "schema_unknown"}


# --- two authors ------------------------------------------------------------------------------------

BASE: dict[str, Any] = {
    "title": {"es": "a"},
    "questions": [{"id": "x", "n": 1}, {"id": "y", "n": 1}],
    "send": ["als"],
}


def test_what_one_of_two_changed_is_taken() -> None:
    mine, theirs = deepcopy(BASE), deepcopy(BASE)
    mine["questions"] = [{"id": "y", "n": 1}, {"id": "x", "n": 2}]
    theirs["questions"] = [{"id": "x", "n": 1}, {"id": "z", "n": 1}, {"id": "y", "n": 1, "m": 1}]
    theirs["greeting"] = {"es": "b"}
    joined = join(BASE, mine, theirs)
    assert joined.disputed == ()
    assert joined.document["greeting"] == {"es": "b"}
    assert joined.document["questions"] == [
        {"id": "y", "n": 1, "m": 1},
        {"id": "x", "n": 2},
        {"id": "z", "n": 1},
    ]
    assert set(joined.taken) == {("greeting",), ("questions", 0), ("questions", 2)}


def test_what_both_changed_stays_as_the_second_wrote_it_and_is_told() -> None:
    mine, theirs = deepcopy(BASE), deepcopy(BASE)
    mine["title"], mine["send"] = {"es": "mine"}, ["bls"]
    theirs["title"], theirs["send"] = {"es": "theirs", "fr": "f"}, ["als", "aed"]
    del theirs["questions"]
    mine["questions"] = [{"id": "x", "n": 2}, {"id": "y", "n": 1}]
    joined = join(BASE, mine, theirs)
    assert joined.document == {**mine, "title": {"es": "mine", "fr": "f"}}
    assert set(joined.disputed) == {("title", "es"), ("send",), ("questions",)}
    assert joined.taken == (("title", "fr"),)


# --- in an installation -----------------------------------------------------------------------------


@pytest.fixture
async def server(postgres_server: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Process]:
    clock = Later()
    async with (
        fresh_database(postgres_server) as database,
        open_runtime(Settings(database_url=database.dsn, data=tmp_path), clock) as runtime,
    ):
        await register_demo_centres(runtime.pool)
        yield Process(runtime, release_desk(runtime), clock)


@pytest.fixture
def forms(server: Process) -> DocumentForms:
    return document_forms(server.runtime)


async def asked(
    forms: DocumentForms, path: str, document: dict[str, Any] | None = None, began: str | None = None, files: Mapping[str, str | None] | None = None
) -> DocumentAnswer:  # fmt: skip
    draft = DocumentDraft(began=began, files=dict(files or {}))
    return await forms.ask(DocumentQuestion(draft=draft, path=path, document=document, choices=True))


@pytest.mark.database
async def test_a_document_is_opened_changed_and_checked_as_it_is_written(
    server: Process, forms: DocumentForms
) -> None:
    opened = await asked(forms, ARREST)
    standing = (CONTENT / ARREST).read_text("utf-8")
    assert opened.document == data_of(ARREST)
    assert (opened.text, opened.comments_lost) == (standing, False)
    assert (await asked(forms, ARREST, deepcopy(opened.document))).text == standing
    assert opened.choices is not None
    assert opened.choices.cards["rcp-adulto"]["es"]
    changed = deepcopy(opened.document)
    changed["questions"][0]["ask"]["fr"] = "Est-elle éveillée ? Vous répond-elle ?"
    answer = await asked(forms, ARREST, changed)
    before, after = standing.splitlines(), answer.text.splitlines()
    assert [nth for nth, pair in enumerate(zip(before, after, strict=True), 1) if pair[0] != pair[1]] == [
        answer.lines["questions/0"]
    ]
    checked = await server.desk.check({ARREST: answer.text})
    assert checked.content is not None
    # What is new is written from the form too.
    new = await asked(forms, "protocols/new-one.yaml", {**changed, "id": "new-one"})
    assert (new.document or {})["id"] == "new-one"
    with pytest.raises(Refused, match="unknown_file"):
        await asked(forms, "protocols/new-two.yaml")


@pytest.mark.database
async def test_what_other_files_translate_is_shown_as_not_reviewed(forms: DocumentForms) -> None:
    answer = await asked(forms, "protocols/fue-electrico.yaml")
    words = answer.elsewhere["questions/0/ask"]
    assert words.words["ca"] == "Hi ha algú electrocutat o tocant el cable?"
    assert not words.reviewed
    title = answer.elsewhere["title"]
    assert title.words["fr"] == "Électricité"


@pytest.mark.database
async def test_a_document_that_cannot_be_read_is_told_by_its_line(forms: DocumentForms) -> None:
    broken = await asked(forms, ARREST, files={ARREST: "id: x\nquestions: [\n"})
    assert broken.document is None
    assert [one.fault.code for one in broken.faults] == ["not_yaml"]


@pytest.mark.database
async def test_the_second_of_two_authors_is_told_and_loses_nothing(
    server: Process, forms: DocumentForms
) -> None:
    began = (await server.desk.overview()).top
    assert (await asked(forms, ARREST, began=began)).meanwhile is None
    await server.approve(await server.propose(await server.edited()))
    mine = deepcopy(data_of(ARREST))
    mine["title"]["es"] = "Parada"
    answer = await asked(forms, ARREST, mine, began=began)
    assert answer.meanwhile is not None
    assert answer.meanwhile.disputed == ()
    assert len(answer.meanwhile.fields) == 1
    assert answer.meanwhile.document["title"]["es"] == "Parada"
    joined = await asked(forms, ARREST, None, began=began, files={ARREST: answer.meanwhile.text})
    assert joined.meanwhile is None
    top = (await server.desk.overview()).top
    assert (await server.desk.check({ARREST: answer.meanwhile.text}, top)).content is not None


@pytest.mark.database
async def test_a_form_is_bounded(forms: DocumentForms) -> None:
    deep: dict[str, Any] = {}
    for _ in range(60):
        deep = {"a": deep}
    with pytest.raises(Refused, match="document_too_deep"):
        await asked(forms, ARREST, deep)
    with pytest.raises(Refused, match="set_too_large"):
        await asked(forms, ARREST, None, files={ARREST: "x" * 1_000_001})
    with pytest.raises(Refused, match="set_too_large"):
        await asked(forms, ARREST, {"id": "é" * 600_000, "title": "\u2028" * 600_000})
    strangers = [
        "cards/../../x.yaml",
        "cards//x.yaml",
        "cards/x",
        "plans/needs.yaml",
        "data/catalog.yaml/x.csv",
    ]
    assert (await asked(forms, ARREST, None, files=dict.fromkeys(strangers, "x"))).document is not None
    for path in ("plans/needs.yaml", "cards/../x.yaml", "cards/x.yaml\n"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"draft": {}, "path": path}, DocumentQuestion)


# --- the specification of a protocol -----------------------------------------------------------------------------


async def test_the_specification_of_a_protocol_is_drafted_as_the_draft_has_it(
    forms: DocumentForms, folder: ReadFolder
) -> None:
    same = await forms.draft_specification(
        ProtocolSpecificationQuestion(draft=DocumentDraft(), protocol="san-pcr")
    )
    assert same.path == "data/protocol_specifications/san-pcr.yaml"
    assert same.text == specification_text(draft_specification(folder.triage.content.protocols["san-pcr"]))
    text = (CONTENT / ARREST).read_text()
    fewer = text.replace("send: [als, bls, aed]", "send: [als, bls]")
    changed = await forms.draft_specification(
        ProtocolSpecificationQuestion(draft=DocumentDraft(files={ARREST: fewer}), protocol="san-pcr")
    )
    assert "PCR-1: {priority: P0, dispatch: reflex, type: SAN-01, send: [als, bls]," in changed.text
    dangling = text.replace("goto: san-inconsciente", "goto: san-nada")
    broken: tuple[tuple[dict[str, str | None], str], ...] = (
        ({}, "never-was"),
        ({ARREST: None}, "san-pcr"),
        ({ARREST: dangling}, "san-pcr"),
    )
    for files, protocol in broken:
        with pytest.raises(Refused, match="specification_without_protocol"):
            await forms.draft_specification(
                ProtocolSpecificationQuestion(draft=DocumentDraft(files=files), protocol=protocol)
            )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "not_yaml"),
        ("a: \x00", "not_yaml"),
        ("a: &a [x]\nb: *a", "alias"),
        ("a: " + "[" * 50 + "]" * 50, "too_deep"),
        ("[a]", "not_a_mapping"),
        ("!!python/object/apply:os.system ['x']", "not_a_mapping"),
    ],
)
async def test_a_protocol_that_cannot_be_read_is_refused_by_its_fault_before_the_set_is_read(
    forms: DocumentForms, monkeypatch: pytest.MonkeyPatch, text: str, fault: str
) -> None:
    monkeypatch.setattr(form_module, "read_folder", None)
    question = ProtocolSpecificationQuestion(draft=DocumentDraft(files={ARREST: text}), protocol="san-pcr")
    with pytest.raises(Refused, match="document_unreadable") as caught:
        await forms.draft_specification(question)
    assert (caught.value.facts["file"], caught.value.facts["fault"]) == (ARREST, fault)


def test_a_protocol_whose_paths_cannot_all_be_walked_is_given_no_specification(
    folder: ReadFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "PATHS_MAX", 3)
    monkeypatch.setattr(paths, "_walked", {})
    with pytest.raises(Refused, match="protocol_too_large"):
        specification_as_it_stands(folder.triage, frozenset(folder.cards.cards), "san-pcr")
