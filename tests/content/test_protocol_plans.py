"""Aim: a protocol that decides otherwise than its plan is refused, and one that is only written otherwise is not (L81)."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from click.testing import CliRunner

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.cli.content import content as content_command
from auxilio.platform.documents import DocumentFault, Severity, parse_yaml
from auxilio.triage.content import TriageLoadResult, read_protocol, read_triage
from auxilio.triage.plan_draft import draft_plan, plan_text
from auxilio.triage.protocol_plans import PlannedDocument
from auxilio.triage.verifier import protocol_plans
from auxilio.triage.verifier.subject import ProtocolSubject

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
    yield from protocol_plans.check(ProtocolSubject(protocol, document, shipped().content))


def codes(id: str, *changes: tuple[str, str]) -> set[str]:
    return {fault.code for fault in faults(id, *changes)}


def changed_plan(id: str, **fields: object) -> list[DocumentFault]:
    planned = shipped().content.plans[id]
    plan = type(planned.plan)(
        **{name: getattr(planned.plan, name) for name in planned.plan.__struct_fields__} | fields
    )
    plans = {**shipped().content.plans, id: PlannedDocument(plan, planned.document)}
    reading = replace(shipped(), content=replace(shipped().content, plans=plans))
    return list(protocol_plans.check_plans(reading))


DIFFERENCES = [
    (PCR, ("send: [als, bls, aed], say: [rcp-adulto]", "send: [als, bls], say: [rcp-adulto]"), "outcome_differs"),
    (PCR, ("send: [als, bls, aed], say: [rcp-adulto]", "send: [als, bls, aed], say: [rcp-nino]"), "outcome_differs"),
    (PCR, ("{id: PCR-9, else: true, route: choose, priority: P2", "{id: PCR-9, else: true, route: choose, priority: P3"), "outcome_differs"),
    (PCR, ("goto: san-inconsciente", "goto: san-desmayo"), "outcome_differs"),
    (PCR, ("consciente: [N, U], respira: [N, qualified, U]}, priority: P0", "consciente: N, respira: [N, qualified, U]}, priority: P0"), "example_decides"),
    (PCR, ("{id: respira, critical: true,", "{id: respira,"), "plan_differs"),
    (PCR, ("incident_types: [SAN-01,", "incident_types: [SAN-02,"), "plan_differs"),
    (PCR, ("every_s: 60", "every_s: 61"), "plan_differs"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "change", "code"), DIFFERENCES)
def test_a_protocol_that_decides_otherwise_than_its_plan_is_refused(
    id: str, change: tuple[str, str], code: str
) -> None:
    found = list(faults(id, change))
    assert code in {fault.code for fault in found}
    assert {(fault.rule, fault.severity) for fault in found} == {("L81", Severity.ERROR)}


def test_words_and_another_way_to_write_the_same_condition_are_free() -> None:
    assert codes(PCR) == set()
    assert (
        codes(PCR, ("respira: [N, qualified, U]}, priority: P0", "respira: [U, N, qualified]}, priority: P0"))
        == set()
    )
    assert (
        codes(PCR, ("send: [als, bls, aed], say: [rcp-adulto]", "send: [aed, bls, als], say: [rcp-adulto]"))
        == set()
    )


def test_a_protocol_without_a_plan_is_for_the_reviewers_and_a_set_without_plans_is_asked_nothing() -> None:
    content = shipped().content
    subject = ProtocolSubject(content.protocols[PCR], shipped().documents[PCR], content)
    rest = {id: one for id, one in content.plans.items() if id != PCR}
    (told,) = protocol_plans.check(replace(subject, content=replace(content, plans=rest)))
    assert (told.code, told.severity) == ("plan_missing", Severity.WARNING)
    assert list(protocol_plans.check(replace(subject, content=replace(content, plans={})))) == []


def test_a_plan_shows_every_outcome_and_every_answer_of_a_protocol_that_there_is() -> None:
    plan = shipped().content.plans[PCR].plan
    assert changed_plan(PCR) == []
    fewer = tuple(one for one in plan.examples if one.decides != "PCR-9")
    assert {fault.code for fault in changed_plan(PCR, examples=fewer)} == {
        "plan_shows_no_outcome",
        "plan_shows_no_answer",
    }
    assert [fault.code for fault in changed_plan("san-fiebre", protocol="x")] == []
    planned = shipped().content.plans[PCR]
    alone = replace(shipped(), content=replace(shipped().content, plans={"san-nada": planned}))
    assert [fault.code for fault in protocol_plans.check_plans(alone)] == ["plan_of_no_protocol"]


def test_the_draft_of_a_plan_is_one_that_its_protocol_follows_and_the_same_each_time() -> None:
    content = shipped().content
    plan = draft_plan(content.protocols[PCR])
    assert plan_text(plan) == plan_text(draft_plan(content.protocols[PCR]))
    printed = CliRunner().invoke(content_command, ["plan", PCR])
    assert printed.output == plan_text(plan)
    document = shipped().content.plans[PCR].document
    subject = ProtocolSubject(
        content.protocols[PCR],
        shipped().documents[PCR],
        replace(content, plans={PCR: PlannedDocument(plan, document)}),
    )
    assert list(protocol_plans.check(subject)) == []
    assert CliRunner().invoke(content_command, ["plan", "san-nada"]).exit_code == 1
