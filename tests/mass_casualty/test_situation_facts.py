"""Aim: every fact of a situation is whole, and the situation after it is exactly what the fact says. Without a database."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from auxilio.kernel.ids import CaseId
from auxilio.kernel.narrative import Word
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode
from auxilio.mass_casualty.core import situation_messages as m
from auxilio.mass_casualty.core.narrative import count_phrases, count_text, report_phrases
from auxilio.mass_casualty.core.scene import (
    Casualties,
    CasualtyColour,
    CasualtyLocation,
    CountBasis,
    MajorDeclaration,
    MethaneField,
    MethaneSource,
    MethaneValue,
)
from auxilio.mass_casualty.core.scene_messages import CasualtiesCounted, SceneReported
from auxilio.mass_casualty.core.situation import (
    DeclaredPhase,
    PhaseProposal,
    PlanTrigger,
    Situation,
    SituationEnd,
    situation_id,
)
from auxilio.mass_casualty.core.situation_machine import LANGUAGE, decide, evolve, find_phase
from tests.mass_casualty.test_situations import (
    AT,
    FOUND,
    OFFICER,
    PHASES,
    PLAN,
    PLANS,
    declare,
    ground,
    propose,
)

assert FOUND is not None
LATER = AT + timedelta(minutes=3)
ID = situation_id(Mode.EXERCISE, PLAN)
NAMES = [one.name[LANGUAGE] for one in FOUND.phases]
SAID: dict[str, Any] = {"mode": Mode.EXERCISE, "draft": PLANS.draft, "version": PLANS.version}
OF: dict[str, Any] = {"situation": ID, "plan": PLAN, "name": FOUND.name[LANGUAGE]}


def told(situation: Situation | None, command: Any, at: Any = LATER) -> tuple[Any, ...]:
    return decide(situation, command, OFFICER, PLANS, Mode.EXERCISE, at)


def phase(nth: int) -> dict[str, str]:
    return {"phase": PHASES[nth], "phase_name": NAMES[nth]}


def standing(nth: int = 0, **more: Any) -> DeclaredPhase:
    fixed: dict[str, Any] = {
        "before": None, "since": LATER, "declared_at": LATER, "by": "Jordi Mas", "area": "Riudalba",
        "act": "Resolución 12/2026",
    }  # fmt: skip
    return DeclaredPhase(**(fixed | phase(nth) | more))


def proposal(*grounds: PlanTrigger, nth: int = 0, since: Any = LATER) -> PhaseProposal:
    return PhaseProposal(**phase(nth), since=since, grounds=grounds)


def situation(**more: Any) -> Situation:
    return Situation(id=ID, plan=PLAN, **({"name": OF["name"]} | SAID | more))


ONE, TWO = ground("T1", 1), ground("T2", 2)
CASES = (CaseId(UUID(int=1)), CaseId(UUID(int=2)))


def test_a_rule_proposes_a_phase_with_its_reason_and_its_case() -> None:
    facts = told(None, propose(PHASES[0]))
    assert facts == (m.SituationProposed(**OF, **phase(0), **SAID, ground=ONE),)
    known = evolve(None, facts[0], LATER)
    assert known == situation(proposal=proposal(ONE), cases=CASES[:1])
    older = situation(name="antes", version="0", draft=not PLANS.draft, cases=CASES[1:])
    assert evolve(older, facts[0], LATER) == situation(proposal=proposal(ONE), cases=(CASES[1], CASES[0]))


def test_another_reason_is_added_and_raises_the_phase_only_where_it_is_graver() -> None:
    waits = situation(proposal=proposal(ONE, nth=1), cases=CASES[:1])
    for asked, nth in ((0, 1), (1, 1), (2, 2)):
        facts = told(waits, propose(PHASES[asked], rule="T2", case=2))
        assert facts == (m.SituationTriggerAdded(**OF, **phase(nth), ground=TWO),)
        after = evolve(waits, facts[0], LATER + timedelta(minutes=1))
        assert after == situation(proposal=proposal(ONE, TWO, nth=nth), cases=CASES), "since the first reason"
    assert told(waits, propose(PHASES[2], value="otra")) == (), "the same rule for the same case"
    assert len(told(waits, propose(PHASES[0], rule="T1", case=2))) == 1
    answered = situation(answered=(ONE,))
    assert told(answered, propose()) == ()
    declared = situation(standing=standing(1))
    assert [len(told(declared, propose(PHASES[nth]))) for nth in (0, 1, 2)] == [0, 0, 1]


def test_a_phase_is_declared_with_the_act_the_area_and_what_stood_before() -> None:
    words = {"area": "Riudalba", "act": "Resolución 12/2026", "words": "por el río"}
    fact: dict[str, Any] = OF | SAID | words | {"by": "Jordi Mas"}
    facts = told(None, declare(PHASES[0], words="por el río"))
    assert facts == (m.SituationDeclared(**fact, **phase(0), before=None, cases=(), since=LATER),)
    assert evolve(None, facts[0], LATER) == situation(standing=standing(0, words="por el río"))
    known = situation(standing=standing(0), proposal=proposal(TWO, nth=1), answered=(ONE,), cases=CASES)
    facts = told(known, declare(PHASES[1], words="por el río", since=AT))
    assert facts == (m.SituationDeclared(**fact, **phase(1), before=PHASES[0], cases=CASES, since=AT),)
    raised = standing(1, words="por el río", before=PHASES[0], since=AT)
    assert evolve(known, facts[0], LATER) == situation(standing=raised, answered=(ONE, TWO), cases=CASES)


def test_what_is_declared_again_is_news_only_where_it_says_something() -> None:
    known = situation(standing=standing(0))
    assert told(known, declare(PHASES[0])) == ()
    for changed in ({"area": "Vila"}, {"act": "otra"}, {"words": "x"}):
        assert len(told(known, declare(PHASES[0], **changed))) == 1
    waits = msgspec.structs.replace(known, proposal=proposal(ONE, nth=1))
    assert len(told(waits, declare(PHASES[0]))) == 1, "it answers the proposal"
    assert len(told(None, declare(since=LATER))) == 1
    with pytest.raises(Refused, match=r"^declared_in_the_future"):
        told(None, declare(since=LATER + timedelta(seconds=1)))


def test_a_proposal_is_dismissed_and_a_phase_ended_each_with_who_and_why() -> None:
    both = situation(standing=standing(0), proposal=proposal(TWO, nth=1), answered=(ONE,), cases=CASES)
    dismissed = told(both, m.DismissSituation(plan=PLAN, reason="no llega"))
    who = {"by": "Jordi Mas", "reason": "no llega"}
    assert dismissed == (m.SituationDismissed(**OF, **phase(1), **who, cases=CASES),)
    last = SituationEnd(at=LATER, by="Jordi Mas", reason="no llega", dismissed=True)
    assert evolve(both, dismissed[0], LATER) == msgspec.structs.replace(
        both, proposal=None, last=last, answered=(ONE, TWO)
    )
    ended = told(both, m.EndSituation(plan=PLAN, act="Res. 13", reason="no llega"))
    assert ended == (m.SituationEnded(**OF, **phase(0), **who, act="Res. 13", cases=CASES),)
    over = SituationEnd(at=LATER, by="Jordi Mas", reason="no llega", dismissed=False)
    after = evolve(both, ended[0], LATER)
    assert after == msgspec.structs.replace(both, standing=None, last=over), "the proposal goes on waiting"
    alone = msgspec.structs.replace(both, proposal=None)
    rests = evolve(alone, ended[0], LATER)
    assert rests == msgspec.structs.replace(alone, standing=None, last=over, cases=())
    assert [one.live for one in (both, alone, after, rests)] == [True, True, True, False]


def test_what_is_neither_known_nor_there_is_refused() -> None:
    for known in (None, situation()):
        with pytest.raises(Refused, match=r"^situation_not_proposed"):
            told(known, m.DismissSituation(plan=PLAN, reason="x"))
        with pytest.raises(Refused, match=r"^situation_not_declared"):
            told(known, m.EndSituation(plan=PLAN, act="x", reason="x"))
    with pytest.raises(Refused, match=r"^unknown_plan"):
        find_phase(PLANS, "nada", PHASES[0])
    with pytest.raises(Refused, match=r"^unknown_phase"):
        find_phase(PLANS, PLAN, "nada")
    assert find_phase(PLANS, PLAN, PHASES[0]) == (FOUND, NAMES[0])


def test_a_report_and_a_count_are_told_in_the_order_in_which_they_are_read_aloud() -> None:
    source = MethaneSource.SCENE
    said = {
        MethaneField.NUMBER: MethaneValue(
            source=source, number=Casualties(least=20, most=None), how=CountBasis.ESTIMATED, words="muchos"
        ),
        MethaneField.MAJOR: MethaneValue(source=source, declared=MajorDeclaration.YES, words="sí"),
        MethaneField.HAZARDS: MethaneValue(source=source, words="humo"),
    }
    report = dict.fromkeys(SceneReported.__struct_fields__) | {"said": said}
    letters = [MethaneField.MAJOR, MethaneField.HAZARDS, MethaneField.NUMBER]
    ordered = sorted(letters, key=list(MethaneField).index)
    values: dict[MethaneField, tuple[str | Word, ...]] = {
        MethaneField.MAJOR: (Word("major.declared.yes"), " «sí»"),
        MethaneField.HAZARDS: ("«humo»",),
        MethaneField.NUMBER: ("20+ (", Word("major.how.estimated"), ")", " «muchos»"),
    }
    phrases = [tuple(one) for one in report_phrases(SceneReported(**report))]
    assert phrases == [(Word(f"major.letter.{letter}"), ": ", *values[letter]) for letter in ordered]

    six = Casualties(least=6, most=8)
    colour, place = next(iter(CasualtyColour)), list(CasualtyLocation)[-1]
    count = dict.fromkeys(CasualtiesCounted.__struct_fields__) | {
        "colours": {colour: six}, "places": {place: Casualties(least=0, most=0)},
    }  # fmt: skip
    assert [tuple(one) for one in count_phrases(CasualtiesCounted(**count))] == [
        (Word(f"major.colour.{colour}"), " 6–8"),
        (Word(f"major.place.{place}"), " 0"),
    ]
    assert [count_text(one) for one in (six, Casualties(least=6, most=6))] == ["6–8", "6"]
