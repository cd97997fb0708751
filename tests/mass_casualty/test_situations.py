"""Aim: rules propose and people declare; the same reason never asks twice; a phase that stands is not proposed again."""

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.identity.core.permissions import Permission, permissions_of
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.civil_plan_content import read_civil_plans
from auxilio.mass_casualty.core import situation_messages as m
from auxilio.mass_casualty.core.civil_plan import CivilPlans
from auxilio.mass_casualty.core.policy import RuleFacts, format_casualties, propose_phases
from auxilio.mass_casualty.core.scene import Casualties, MajorDeclaration
from auxilio.mass_casualty.core.situation import PlanTrigger, Situation, situation_id
from auxilio.mass_casualty.core.situation_machine import decide, evolve
from auxilio.triage.content import read_triage

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
CONTENT = Path(__file__).parents[2] / "content"
OFFICER = Actor(
    id=UUID(int=9),
    kind="person",
    name="Jordi Mas",
    roles=frozenset({"civil_protection_officer"}),
    permissions=permissions_of(frozenset({"civil_protection_officer"})),
    mode=Mode.EXERCISE,
)
PLAN = "territorial-fases"


def shipped() -> CivilPlans:
    plans, faults = read_civil_plans(CONTENT, "demo")
    assert plans is not None, faults
    return plans


PLANS = shipped()
FOUND = PLANS.find(PLAN)
assert FOUND is not None
PHASES = [one.code for one in FOUND.phases]


def ground(
    rule: str = "T1", case: int = 1, fact: str = "notice", value: str = "plan_activation_option"
) -> PlanTrigger:
    return PlanTrigger(
        rule=rule, case=CaseId(UUID(int=case)), case_number=case, fact=fact, value=value, at=AT
    )


def propose(phase: str = "alerta", **more) -> m.ProposeSituation:
    return m.ProposeSituation(plan=PLAN, phase=phase, ground=ground(**more))


def declare(phase: str = "alerta", **more) -> m.DeclareSituation:
    said = {"area": "Riudalba", "act": "Resolución 12/2026"} | more
    return m.DeclareSituation(plan=PLAN, phase=phase, **said)


def done(situation: Situation | None, command: m.SituationCommand, at: datetime = AT) -> Situation | None:
    for event in decide(situation, command, OFFICER, PLANS, Mode.EXERCISE, at):
        situation = evolve(situation, event, at)
    return situation


def facts(situation: Situation | None, command: m.SituationCommand) -> list[str]:
    return [e.kind() for e in decide(situation, command, OFFICER, PLANS, Mode.EXERCISE, AT)]


def test_a_rule_proposes_and_nothing_stands_until_a_person_declares():
    proposed = done(None, propose())
    assert proposed is not None
    assert proposed.proposal is not None
    assert (proposed.proposal.phase, proposed.standing, proposed.live) == ("alerta", None, True)
    declared = done(proposed, declare("prealerta"), AT + timedelta(minutes=2))
    assert declared is not None
    assert declared.standing is not None
    # Whatever phase the person chose, the proposal is answered.
    assert (declared.standing.phase, declared.standing.by, declared.proposal) == (
        "prealerta",
        "Jordi Mas",
        None,
    )


def test_the_same_reason_asks_once_however_often_it_is_said():
    proposed = done(None, propose())
    assert facts(proposed, propose(value="other words")) == []
    dismissed = done(proposed, m.DismissSituation(plan=PLAN, reason="medios propios suficientes"))
    assert dismissed is not None
    assert not dismissed.live
    assert facts(dismissed, propose()) == []
    # Another rule, or another case, is another reason.
    assert facts(dismissed, propose(rule="T4", phase="emergencia-1")) == ["major.situation.proposed"]
    assert facts(dismissed, propose(case=2)) == ["major.situation.proposed"]


def test_a_graver_reason_raises_what_waits_and_its_clock_goes_on():
    proposed = done(None, propose())
    graver = done(proposed, propose("emergencia-1", rule="T3", case=2), AT + timedelta(minutes=4))
    milder = done(graver, propose("alerta", rule="T2", case=3), AT + timedelta(minutes=5))
    assert milder is not None
    assert milder.proposal is not None
    assert (milder.proposal.phase, milder.proposal.phase_name) == ("emergencia-1", "Emergencia 1")
    assert milder.proposal.since == AT
    assert len(milder.proposal.grounds) == 3
    assert [case.int for case in milder.cases] == [1, 2, 3]


@pytest.mark.parametrize(("stands", "asked"), list(product(PHASES, PHASES)))
def test_only_a_phase_graver_than_the_one_that_stands_is_proposed(stands: str, asked: str):
    declared = done(None, declare(stands))
    graver = PHASES.index(asked) > PHASES.index(stands)
    assert facts(declared, propose(asked)) == (["major.situation.proposed"] if graver else [])


def test_raising_and_lowering_keep_what_stood_before_and_a_repeated_press_is_not_news():
    raised = done(done(None, declare("alerta")), declare("emergencia-1"))
    assert raised is not None
    assert raised.standing is not None
    assert raised.standing.before == "alerta"
    assert facts(raised, declare("emergencia-1")) == []
    assert facts(raised, declare("emergencia-1", area="Riudalba y Vall d'Alba")) == [
        "major.situation.declared"
    ]
    lowered = done(raised, declare("prealerta"))
    assert lowered is not None
    assert lowered.standing is not None
    assert (lowered.standing.phase, lowered.standing.before) == ("prealerta", "emergencia-1")


def test_ending_rests_the_plan_and_a_proposal_that_waits_goes_on_waiting():
    both = done(done(None, declare("prealerta")), propose("emergencia-1", rule="T3"))
    ended = done(both, m.EndSituation(plan=PLAN, act="Resolución 13", reason="riesgo pasado"))
    assert ended is not None
    assert ended.standing is None
    assert ended.proposal is not None
    assert ended.last is not None
    assert (ended.last.reason, ended.last.dismissed) == ("riesgo pasado", False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (m.DismissSituation(plan=PLAN, reason="no hace falta"), "situation_not_proposed"),
        (m.EndSituation(plan=PLAN, act="Resolución 1", reason="ya pasó"), "situation_not_declared"),
        (m.DeclareSituation(plan="nada", phase="alerta", area="todo", act="acto"), "unknown_plan"),
        (declare("situacion-3"), "unknown_phase"),
        (declare(since=AT + timedelta(minutes=1)), "declared_in_the_future"),
        # In the folder, and not among those of this area.
        (
            m.DeclareSituation(plan="territorial-situaciones", phase="situacion-0", area="todo", act="acto"),
            "unknown_plan",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(command: m.SituationCommand, code: str):
    with pytest.raises(Refused) as refused:
        facts(None, command)
    assert refused.value.code == code


def test_an_exercise_and_the_real_world_have_a_plan_each():
    assert situation_id(Mode.EXERCISE, PLAN) != situation_id(Mode.REAL, PLAN)


def test_only_named_offices_may_declare():
    may = {
        role
        for role in (
            "call_taker",
            "dispatcher",
            "supervisor",
            "room_chief",
            "civil_protection_officer",
            "crew",
        )
        if Permission.SITUATION_DECLARE in permissions_of(frozenset({role}))
    }
    assert may == {"room_chief", "civil_protection_officer"}


# --- what proposes ------------------------------------------------------------------------------------


def proposed(seen: RuleFacts) -> dict[str, str]:
    found = propose_phases(PLANS, seen, CaseId(UUID(int=1)), 1, AT)
    return {one.ground.rule: one.ground.value for one in found}


def test_each_rule_asks_for_one_fact_and_says_its_value():
    assert proposed(RuleFacts(notices=("duty_officer", "plan_activation_option"))) == {
        "T1": "plan_activation_option"
    }
    assert proposed(RuleFacts(declared=MajorDeclaration.STANDBY)) == {"T2": "standby"}
    assert proposed(RuleFacts(declared=MajorDeclaration.YES)) == {"T3": "yes"}
    assert proposed(RuleFacts(declared=MajorDeclaration.NO)) == {}
    assert proposed(RuleFacts(red=Casualties.of(5))) == {"T4": "5"}
    assert proposed(RuleFacts(casualties=Casualties(least=20))) == {"T5": "20+"}


@given(least=st.integers(0, 60), more=st.none() | st.integers(0, 20))
def test_an_estimate_reaches_a_threshold_when_it_may(least: int, more: int | None):
    number = Casualties(least=least, most=None if more is None else least + more)
    reaches = number.most is None or number.most >= 5
    assert proposed(RuleFacts(red=number)) == ({"T4": format_casualties(number)} if reaches else {})


def test_every_notice_that_a_plan_waits_for_is_one_that_some_protocol_proves():
    protocols = read_triage(CONTENT).content.protocols.values()
    proved = {
        notice
        for protocol in protocols
        for effect in (*protocol.rules, *protocol.additions)
        for notice in effect.notify
    }
    asked = {rule.notice for plan in PLANS.plans for rule in plan.rules if rule.notice is not None}
    assert asked
    assert asked <= proved


# --- the folder -----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("plans/situations.yaml", "plans/areas/demo.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text((CONTENT / name).read_text())
    return tmp_path


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("plans/situations.yaml", "{id: T1, phase: alerta,", "{id: T1, phase: alarma,", "unknown_phase"),
        ("plans/situations.yaml", "id: transporte-mmpp", "id: territorial-fases", "id_taken"),
        ("plans/situations.yaml", "red_from: 5}", "red_from: 0}", "schema_too_low"),
        ("plans/situations.yaml", "declared: standby}", "declared: standby, red_from: 2}", "schema_too_many"),
        ("plans/areas/demo.yaml", "plans: [territorial-fases,", "plans: [inventado,", "unknown_plan"),
    ],
)
def test_a_folder_with_a_dangling_word_is_refused_with_its_line(
    folder: Path, name: str, before: str, after: str, code: str
):
    text = (folder / name).read_text()
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1))
    plans, faults = read_civil_plans(folder, "demo")
    assert plans is None
    assert code in {fault.code for fault in faults if fault.file == name and fault.line > 1}


def test_a_folder_without_plans_has_none(tmp_path: Path):
    assert read_civil_plans(tmp_path, "demo") == (CivilPlans(), [])


def tells(folder: Path, change: Callable[[str], str]) -> set[tuple[str, str]]:
    """What is wrong with the shipped plans after this change of their text."""
    shutil.copytree(CONTENT / "plans", folder / "plans")
    file = folder / "plans" / "situations.yaml"
    was = file.read_text("utf-8")
    file.write_text(change(was), "utf-8")
    assert file.read_text("utf-8") != was
    plans, faults = read_civil_plans(folder, "demo")
    assert plans is None
    return {(fault.rule, fault.code) for fault in faults}


def test_a_plan_says_whom_it_tells_and_from_which_of_its_phases_on(tmp_path: Path) -> None:
    nobody = re.compile(r"    tell:\n(?:      - .*\n)+")
    assert tells(tmp_path / "a", lambda text: nobody.sub("", text, count=1)) == {("S01", "schema_missing")}
    unknown = tells(tmp_path / "b", lambda text: text.replace("phase: emergencia-2}", "phase: emergencia-9}"))
    assert unknown == {("L02", "unknown_phase")}
    twice = tells(tmp_path / "c", lambda text: text.replace("{code: alcaldia,", "{code: direccion_plan,", 1))
    assert twice == {("L02", "id_taken")}


def test_a_graver_phase_tells_those_of_the_milder_ones_too() -> None:
    assert FOUND is not None
    told = [[one.code for one in FOUND.parties(phase)] for phase in PHASES]
    assert all(set(mild) <= set(grave) for mild, grave in pairwise(told))
    assert (told[0], len(told[-1])) == (["centro_coordinacion"], len(FOUND.tell))
    assert FOUND.parties("no-such-phase") == ()
