"""Aim: a protocol that decides otherwise than its specification is refused, and one that is only written otherwise is not (L81)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import structs

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.cli.content import content as content_command
from auxilio.instructions.content import read_cards
from auxilio.kernel.refusal import Refused
from auxilio.platform.documents import DocumentFault, Severity, parse_yaml
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.protocol_specifications import SpecificationDocument, read_protocol_specifications
from auxilio.triage.specification_draft import (
    draft_specification,
    specification_as_it_stands,
    specification_text,
)
from auxilio.triage.verifier import paths, protocol_specifications
from auxilio.triage.verifier.subject import ProtocolSubject
from tests.content.faulty_content import Folder

PCR = "san-pcr"
VIOLENCE = "seg-violencia-genero"


@cache
def shipped() -> TriageLoadResult:
    return read_triage(content_folder())


def faults(id: str, *changes: tuple[str, str]) -> Iterator[DocumentFault]:
    """L81 of a protocol that ships, with these words in place of those."""
    text = (content_folder() / f"protocols/{id}.yaml").read_text()
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    (document,), unreadable = parse_yaml(text, f"protocols/{id}.yaml")
    protocol, wrong = read_protocol(document, shipped())
    assert protocol is not None
    assert (unreadable, wrong) == ([], [])
    yield from protocol_specifications.check(ProtocolSubject(protocol, document, shipped().content))


def codes(id: str, *changes: tuple[str, str]) -> set[str]:
    return {fault.code for fault in faults(id, *changes)}


DIFFERENCES = [
    (PCR, ("send: [als, bls, aed], say: [rcp-adulto]", "send: [als, bls], say: [rcp-adulto]"), "outcome_differs"),
    (PCR, ("send: [als, bls, aed], say: [rcp-adulto]", "send: [als, bls, aed], say: [rcp-nino]"), "outcome_differs"),
    (PCR, ("{id: PCR-9, else: true, route: choose, priority: P2", "{id: PCR-9, else: true, route: choose, priority: P3"), "outcome_differs"),
    (PCR, ("goto: san-inconsciente", "goto: san-desmayo"), "outcome_differs"),
    (PCR, ("consciente: [N, U], respira: [N, qualified, U]}, priority: P0", "consciente: N, respira: [N, qualified, U]}, priority: P0"), "example_decides"),
    (PCR, ("{id: respira, critical: true,", "{id: respira,"), "specification_differs"),
    (PCR, ("incident_types: [SAN-01,", "incident_types: [SAN-02,"), "specification_differs"),
    (PCR, ("every_s: 60", "every_s: 61"), "specification_differs"),
    (PCR, ("id: PCR-9", "id: PCR-8"), "specification_without_outcome"),
    (PCR, ("id: PCR-9", "id: PCR-8"), "outcome_gone"),
    ("san-calor", ("say: [posicion-lateral, calor], keep_line", "say: [calor, posicion-lateral], keep_line"), "outcome_differs"),
    (PCR, ("answers_ref: age_band, when: {consciente: [N, U]}", "answers_ref: age_band, when: {consciente: U}"), "example_asks"),
    (PCR, ("when: {causa: water}, send: [water]", "when: {causa: air}, send: [water]"), "example_adds"),
    ("san-frio", ("{resguardo: [N, U]}]}, priority: P1", "{resguardo: [U]}]}, priority: P1"), "example_asks"),
    ("fue-gas", ("{fuente: [piped, bottle, heater, street, tank, engine, U]}, {dentro: \"Y\"}]}, send: [als, bls, aed]", "{fuente: [piped, bottle, heater, tank, engine, U]}, {dentro: \"Y\"}]}, send: [als, bls, aed]"), "example_adds"),
    (PCR, ("respira: [N, qualified, U]}, priority: P0, dispatch: reflex", "respira: [N, qualified, U]}, priority: P0, dispatch: after_interview"), "example_help"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "change", "code"), DIFFERENCES)
def test_a_protocol_that_decides_otherwise_than_its_specification_is_refused(
    id: str, change: tuple[str, str], code: str
) -> None:
    found = list(faults(id, change))
    assert code in {fault.code for fault in found}
    assert {(fault.rule, fault.severity) for fault in found} == {("L81", Severity.ERROR)}


def test_words_and_another_way_to_write_the_same_condition_are_free() -> None:
    any_of = "when: {any: [{consciente: [N, U], respira: N}, {consciente: [N, U], respira: [qualified, U]}]}, priority: P0"
    for change in (
        ("when: {consciente: [N, U], respira: [N, qualified, U]}, priority: P0", any_of),
        ("send: [als, bls, aed], say: [rcp-adulto]", "send: [aed, bls, als], say: [rcp-adulto]"),
        ('en: "Are they awake? Do they answer you?"', 'en: "Is the person awake and answering?"'),
        ('label: {es: "Bebé", en: "Baby"}', 'label: {es: "Lactante", en: "Infant"}'),
    ):
        assert codes(PCR, change) == set(), change


def test_a_protocol_without_a_specification_is_for_the_reviewers() -> None:
    content = shipped().content
    subject = ProtocolSubject(content.protocols[PCR], shipped().documents[PCR], content)
    rest = {id: one for id, one in content.protocol_specifications.items() if id != PCR}
    (told,) = protocol_specifications.check(
        replace(subject, content=replace(content, protocol_specifications=rest))
    )
    assert (told.code, told.severity) == ("specification_missing", Severity.WARNING)
    assert (
        list(
            protocol_specifications.check(
                replace(subject, content=replace(content, protocol_specifications={}))
            )
        )
        == []
    )


def test_a_set_without_any_is_warned_and_a_change_takes_none_away_from_a_protocol_that_stays() -> None:
    content = shipped().content
    bare = replace(shipped(), content=replace(content, protocol_specifications={}))
    (warned,) = protocol_specifications.check_specifications(bare)
    assert (warned.code, warned.severity) == ("no_specifications", Severity.WARNING)
    lost = list(protocol_specifications.lost_specifications(shipped(), bare))
    assert {one.document for one in lost} == content.protocols.keys()
    assert {(one.rule, one.code, one.severity) for one in lost} == {
        ("L81", "specification_lost", Severity.ERROR)
    }
    gone = {id: one for id, one in content.protocols.items() if id != PCR}
    without = replace(bare, content=replace(bare.content, protocols=gone))
    assert PCR not in {
        one.document for one in protocol_specifications.lost_specifications(shipped(), without)
    }
    assert list(protocol_specifications.lost_specifications(bare, bare)) == []


def test_a_specification_shows_every_outcome_and_every_answer_of_a_protocol_that_there_is() -> None:
    content, specified = shipped().content, shipped().content.protocol_specifications[PCR]

    def found(specifications: dict[str, SpecificationDocument]) -> set[str]:
        return {
            one.code
            for one in protocol_specifications.check_specifications(
                replace(shipped(), content=replace(content, protocol_specifications=specifications))
            )
        }

    fewer = tuple(one for one in specified.specification.examples if one.decides != "PCR-9")
    alone = SpecificationDocument(
        structs.replace(specified.specification, examples=fewer), specified.document
    )
    assert found(content.protocol_specifications) == set()
    assert found({PCR: alone}) == {"specification_shows_no_outcome", "specification_shows_no_answer"}
    assert found({"san-nada": specified}) == {"specification_of_no_protocol"}


def test_an_example_that_gives_an_answer_that_there_is_not_is_refused() -> None:
    specified = shipped().content.protocol_specifications[PCR]
    first = structs.replace(specified.specification.examples[0], answers={"consciente": "asleep"})
    specification = structs.replace(
        specified.specification, examples=(first, *specified.specification.examples[1:])
    )
    content = replace(
        shipped().content,
        protocol_specifications={PCR: SpecificationDocument(specification, specified.document)},
    )
    subject = ProtocolSubject(content.protocols[PCR], shipped().documents[PCR], content)
    assert [one.code for one in protocol_specifications.check(subject)] == ["example_answer"]


def test_a_specification_in_the_file_of_another_protocol_is_refused(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    place = folder.path / "data/protocol_specifications"
    (place / "san-ictus.yaml").write_bytes((place / "san-pcr.yaml").read_bytes())
    found, faults = read_protocol_specifications(folder.path)
    assert ([fault.code for fault in faults], "san-ictus" in found, PCR in found) == (
        ["specification_misnamed"],
        False,
        True,
    )


def test_the_draft_of_a_specification_is_one_that_its_protocol_follows_and_the_same_each_time() -> None:
    content, documents = shipped().content, shipped().documents
    for id in (PCR, VIOLENCE, "san-ictus", "fue-gas", "gen-silenciosa"):
        specification = draft_specification(content.protocols[id])
        assert specification_text(specification) == specification_text(
            draft_specification(content.protocols[id])
        )
        reading = replace(
            shipped(),
            content=replace(
                content,
                protocol_specifications={
                    id: SpecificationDocument(specification, content.protocol_specifications[id].document)
                },
            ),
        )
        subject = ProtocolSubject(content.protocols[id], documents[id], reading.content)
        assert [
            *protocol_specifications.check(subject),
            *protocol_specifications.check_specifications(reading),
        ] == []


def test_the_command_prints_the_draft_and_refuses_what_no_interview_can_be_held_with(tmp_path: Path) -> None:
    printed = CliRunner().invoke(content_command, ["specification", PCR])
    assert printed.output == specification_text(draft_specification(shipped().content.protocols[PCR]))
    folder = Folder(tmp_path)
    folder.plant(f"protocols/{PCR}.yaml", "goto: san-inconsciente", "goto: san-nada")
    for id in (PCR, "san-nada"):
        refused = CliRunner().invoke(content_command, ["specification", id, "--dir", str(folder.path)])
        assert (refused.exit_code, id in refused.output) == (1, True)


def test_of_a_protocol_whose_paths_are_more_than_are_walked_nothing_is_drafted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "PATHS_MAX", 3)
    monkeypatch.setattr(paths, "_walked", {})
    cards = frozenset(read_cards(content_folder()).cards)
    with pytest.raises(Refused) as refused:
        specification_as_it_stands(shipped(), cards, PCR)
    assert (refused.value.code, refused.value.facts) == ("protocol_too_large", {"protocol": PCR})
