"""A card being dictated, as stories at the desk."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auxilio.instructions.content import PublishedCards, read_cards
from auxilio.instructions.core.boards import view
from auxilio.instructions.core.card_steps import CardView, StepGate, gate, view_card
from auxilio.instructions.core.machine import CARDS_MAX, decide, evolve, links, live
from auxilio.instructions.core.messages import (
    AuthoriseStep,
    CloseCard,
    InstructionCommand,
    InstructionEvent,
    MarkMoment,
    OpenCard,
    RepeatStep,
    RequestAuthorisation,
    SayStep,
    SetMetronome,
    StepBack,
    StepRepeated,
    StepSaid,
)
from auxilio.instructions.core.model import InstructionRun, Metronome
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId, RunId
from auxilio.kernel.localized_text import text_language
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode

CONTENT = Path(__file__).parents[2] / "content"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ANA = Actor(id=uuid4(), kind="person", name="Ana")
RUN, CASE = RunId(uuid4()), CaseId(uuid4())
ASPIRIN_IS_SAFE = {"alergia_asp": "N", "sangrado_rec": "N", "prohibida_asp": "N", "menor": "N", "golpe": "N"}
"""Of a patient who is fully awake."""


@cache
def cards() -> PublishedCards:
    read = read_cards(CONTENT)
    return PublishedCards(read.cards, read.easy.steps)


class Desk:
    """A card in the hands of one operator; each command takes five seconds."""

    def __init__(self, card: str, **facts: str) -> None:
        self.state: InstructionRun | None = None
        self.events: list[tuple[InstructionEvent, datetime]] = []
        self.facts = dict(facts)
        self.at = AT
        self.do(OpenCard(run=RUN, case=CASE, card=card, language="ca"))

    def do(self, command: InstructionCommand) -> tuple[InstructionEvent, ...]:
        events = decide(self.state, command, ANA, self.at, cards(), self.facts)
        for event in events:
            self.state = evolve(self.state, event, self.at)
        self.events += [(event, self.at) for event in events]
        self.at += timedelta(seconds=5)
        return events

    def say(self, *steps: str) -> None:
        for step in steps:
            self.do(SayStep(run=RUN, step=step))

    @property
    def run(self) -> InstructionRun:
        assert self.state is not None
        return self.state

    def view(self, after_s: float = 0) -> CardView:
        card = cards().card(self.run.card)
        assert card is not None
        return view_card(card, self.run, self.facts, self.at + timedelta(seconds=after_s))

    def gate(self, step: str) -> StepGate:
        card = cards().card(self.run.card)
        assert card is not None
        found = card.step(step)
        assert found is not None
        return gate(found, self.facts, self.run)


def refused(desk: Desk, command: InstructionCommand) -> str:
    before = desk.state
    with pytest.raises(Refused) as refusal:
        desk.do(command)
    assert desk.state == before
    return refusal.value.code


def test_compressions_are_dictated_marked_and_kept_going() -> None:
    desk = Desk("rcp-adulto")
    desk.do(SetMetronome(run=RUN, mode=Metronome.BOTH))
    desk.say("altavoz", "suelo", "dea", "rodillas", "manos", "comprimir")
    assert desk.run.current == "contar"
    assert desk.run.marks == (), "who tells it has not heard yet that it is done"
    desk.do(MarkMoment(run=RUN, mark="first_compression"))
    (mark,) = desk.run.marks
    assert (mark.mark, mark.at) == ("first_compression", AT + timedelta(seconds=40))
    desk.say("contar", "relevo")
    assert desk.view().bpm == 110
    assert desk.view().due == ()
    assert desk.view(after_s=30).due == ("contar",)
    assert desk.view(after_s=150).due == ("contar", "relevo")
    desk.do(RepeatStep(run=RUN, step="contar"))
    assert desk.run.current == "seguir"
    assert desk.view(after_s=9).due == ()


def test_the_first_compression_is_the_first_one_whatever_is_said_later() -> None:
    desk = Desk("rcp-adulto")
    desk.do(MarkMoment(run=RUN, mark="first_compression"))
    first = desk.run.marks
    desk.say("comprimir")
    assert desk.do(MarkMoment(run=RUN, mark="first_compression")) == ()
    assert desk.run.marks == first


def test_aspirin_is_hidden_until_every_answer_is_no() -> None:
    desk = Desk("dolor-toracico", consciente="Y", alergia_asp="N", sangrado_rec="N")
    assert desk.gate("aspirina") is StepGate.UNPROVED
    desk.say("reposo", "ropa")
    assert desk.run.current == "vigilar"
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_not_proved"
    assert refused(desk, AuthoriseStep(run=RUN, step="aspirina")) == "step_not_proved"


def test_aspirin_that_is_proved_safe_still_waits_for_a_clinician() -> None:
    desk = Desk("dolor-toracico", consciente="Y", **ASPIRIN_IS_SAFE)
    assert desk.gate("aspirina") is StepGate.LOCKED
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_needs_authorisation"
    desk.do(RequestAuthorisation(run=RUN, step="aspirina"))
    desk.do(AuthoriseStep(run=RUN, step="aspirina"))
    desk.say("aspirina")
    assert desk.run.said[-1].step == "aspirina"


@pytest.mark.parametrize("fact", sorted(ASPIRIN_IS_SAFE))
@pytest.mark.parametrize("answer", ["Y", "U"])
def test_one_doubt_is_enough_to_withhold_a_medicine(fact: str, answer: str) -> None:
    desk = Desk("dolor-toracico", consciente="Y", **{**ASPIRIN_IS_SAFE, fact: answer})
    assert desk.gate("aspirina") is StepGate.HIDDEN
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_hidden"


@pytest.mark.parametrize("awake", ["altered", "N", "U"])
def test_nobody_who_is_not_fully_awake_is_given_a_tablet(awake: str) -> None:
    assert Desk("dolor-toracico", consciente=awake, **ASPIRIN_IS_SAFE).gate("aspirina") is StepGate.HIDDEN


def test_an_authorisation_does_not_outlive_its_reason() -> None:
    desk = Desk("dolor-toracico", consciente="Y", **ASPIRIN_IS_SAFE)
    desk.do(RequestAuthorisation(run=RUN, step="aspirina"))
    desk.do(AuthoriseStep(run=RUN, step="aspirina"))
    desk.facts["alergia_asp"] = "Y"
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_hidden"


def test_an_ordinary_step_is_shown_unless_it_is_known_not_to_fit() -> None:
    assert Desk("hemorragia").gate("torniquete") is StepGate.OPEN
    assert Desk("hemorragia", site="limb").gate("torniquete") is StepGate.OPEN
    assert Desk("hemorragia", site="trunk").gate("torniquete") is StepGate.HIDDEN
    assert Desk("hemorragia", site="limb", intensidad="massive").gate("torniquete") is StepGate.OPEN
    assert Desk("hemorragia", site="limb", intensidad="slow").gate("torniquete") is StepGate.HIDDEN


@pytest.mark.parametrize(
    ("card", "step", "known"),
    [
        ("hipoglucemia", "azucar", {"consciente": "altered", "glucosa": "low"}),
        ("azucar-alto", "agua", {"consciente": "Y"}),
        ("vomitos", "sorbos", {"consciente": "Y", "sangre": "N"}),
        ("frio", "dulce", {}),
        ("fiebre", "beber", {}),
    ],
)
def test_nothing_is_given_by_mouth_before_every_answer_proves_it(
    card: str, step: str, known: dict[str, str]
) -> None:
    assert Desk(card, **known).gate(step) is StepGate.UNPROVED


def test_a_caller_who_will_not_give_breaths_is_not_asked_for_them() -> None:
    desk = Desk("rcp-nino")
    desk.say("altavoz", "suelo", "abrir")
    assert desk.run.current == "soplos"
    desk.do(MarkMoment(run=RUN, mark="unwilling"))
    assert desk.run.current == "comprimir"
    assert desk.gate("soplos") is StepGate.HIDDEN
    assert desk.gate("ciclo") is StepGate.HIDDEN
    desk.say("comprimir")
    assert desk.run.current == "sin_soplos"


@pytest.mark.parametrize(
    ("facts", "open_"),
    [
        ({"consciente": "Y", "traga": "Y", "glucosa": "low"}, True),
        ({"consciente": "altered", "traga": "Y", "glucosa": "U"}, True),
        ({"consciente": "Y", "traga": "Y", "glucosa": "high"}, False),
        ({"consciente": "Y", "traga": "U", "glucosa": "low"}, False),
        ({"consciente": "N", "traga": "Y", "glucosa": "low"}, False),
    ],
)
def test_sugar_is_for_who_is_awake_swallows_and_is_not_high(facts: dict[str, str], open_: bool) -> None:
    assert (Desk("hipoglucemia", **facts).gate("azucar") is StepGate.OPEN) is open_


@pytest.mark.parametrize("awake", ["N", "U"])
def test_nobody_who_does_not_answer_is_put_into_a_bath(awake: str) -> None:
    assert Desk("calor", consciente=awake, respira="normal").gate("bano") is StepGate.HIDDEN
    assert Desk("calor", consciente="altered", respira="normal").gate("bano") is StepGate.UNPROVED
    assert Desk("calor", consciente="altered", respira="normal", fragil="N").gate("bano") is StepGate.OPEN


def test_a_bite_without_a_reaction_is_not_injected() -> None:
    assert (
        Desk("anafilaxia", consciente="Y", respira_mal="N", mareo="N").gate("autoinyector") is StepGate.HIDDEN
    )
    reaction = Desk("anafilaxia", consciente="Y", respira_mal="Y", mareo="N")
    reaction.say("altavoz")
    assert reaction.run.current == "autoinyector", "before the position"
    assert Desk("anafilaxia", consciente="N").gate("postura") is StepGate.HIDDEN


def test_going_back_shows_the_step_before_and_forgets_nothing() -> None:
    desk = Desk("rcp-adulto")
    assert refused(desk, StepBack(run=RUN)) == "no_step_before"
    desk.say("altavoz", "suelo")
    desk.do(StepBack(run=RUN))
    assert desk.run.current == "suelo"
    assert [said.step for said in desk.run.said] == ["altavoz", "suelo"]


def test_after_the_last_step_the_screen_is_empty_and_the_last_can_be_repeated() -> None:
    desk = Desk("colgado")
    desk.say("cortar", "suelo")
    assert desk.run.current is None
    desk.do(RepeatStep(run=RUN))
    assert view(desk.run).times == {"cortar": 1, "suelo": 2}
    desk.do(StepBack(run=RUN))
    assert desk.run.current == "suelo"


def test_a_closed_card_asks_for_nothing_more() -> None:
    desk = Desk("rcp-adulto")
    desk.say("contar")
    desk.do(CloseCard(run=RUN))
    assert not live(desk.run)
    assert desk.view(after_s=600).due == ()
    assert refused(desk, SayStep(run=RUN, step="relevo")) == "card_closed"
    assert desk.do(CloseCard(run=RUN)) == ()


def test_what_cannot_be_is_refused_by_name() -> None:
    desk = Desk("hemorragia")
    assert refused(desk, OpenCard(run=RUN, case=CASE, card="dea")) == "run_exists"
    assert refused(desk, SayStep(run=RUN, step="zzz")) == "unknown_step"
    assert refused(desk, MarkMoment(run=RUN, mark="zzz")) == "unknown_mark"
    assert refused(desk, SetMetronome(run=RUN, mode=Metronome.ME)) == "card_without_pace"
    assert refused(desk, AuthoriseStep(run=RUN, step="presion")) == "step_needs_no_authorisation"
    desk.state = None
    assert refused(desk, StepBack(run=RUN)) == "unknown_run"
    assert refused(desk, OpenCard(run=RUN, case=CASE, card="zzz")) == "unknown_card"


def test_a_missing_language_falls_back_to_spanish_and_says_so() -> None:
    card = cards().card("ictus")
    assert card is not None
    assert text_language(card.steps[1].say, "de") == "es"
    assert text_language(card.steps[1].say, "de", "ca") == "ca"
    assert text_language(card.steps[1].say, "en-GB") == "en"


def test_a_card_lives_in_the_mode_of_its_case() -> None:
    command = OpenCard(run=RUN, case=CASE, card="dea")
    (event,) = decide(None, command, ANA, AT, cards(), {}, mode=Mode.TRAINING)
    assert links(evolve(None, event, AT)).mode is Mode.TRAINING


COMMANDS = st.sampled_from(
    [
        *(SayStep(run=RUN, step=s) for s in ("reposo", "ropa", "aspirina", "vigilar")),
        RequestAuthorisation(run=RUN, step="aspirina"),
        AuthoriseStep(run=RUN, step="aspirina"),
        StepBack(run=RUN),
        RepeatStep(run=RUN),
        CloseCard(run=RUN),
    ]
)


@given(
    st.lists(COMMANDS, max_size=12),
    st.dictionaries(st.sampled_from(sorted(ASPIRIN_IS_SAFE)), st.sampled_from("YNU")),
)
def test_no_sequence_of_keys_dictates_a_medicine_that_is_not_proved(
    commands: list[InstructionCommand], facts: dict[str, str]
) -> None:
    desk = Desk("dolor-toracico", consciente="Y", **facts)
    for command in commands:
        try:
            desk.do(command)
        except Refused:
            continue
        assert msgspec.json.decode(msgspec.json.encode(desk.run), type=InstructionRun) == desk.run
    if any(said.step == "aspirina" for said in desk.run.said):
        assert facts == ASPIRIN_IS_SAFE
        assert desk.run.authorised == ("aspirina",)
    state: InstructionRun | None = None
    for event, at in desk.events:
        state = evolve(state, msgspec.json.decode(msgspec.json.encode(event), type=InstructionEvent), at)
    assert state == desk.run


def test_a_step_is_kept_in_the_language_it_was_said_in() -> None:
    """The card was opened before anybody knew what the caller speaks."""
    desk = Desk("rcp-adulto")
    said = [
        *desk.do(SayStep(run=RUN, step="altavoz")),
        *desk.do(SayStep(run=RUN, step="suelo", language="fr")),
    ]
    again = desk.do(RepeatStep(run=RUN, step="suelo", language="fr"))
    assert [event.language for event in (*said, *again) if isinstance(event, StepSaid | StepRepeated)] == [
        "ca",
        "fr",
        "fr",
    ]


def swapped(desk: Desk, card: str, **facts: str) -> Desk:
    """Another card of compressions takes the place of the one under way."""
    desk.facts |= facts
    command = OpenCard(run=RunId(uuid4()), case=CASE, card=card, after=desk.run.id)
    (event,) = decide(None, command, ANA, desk.at, cards(), desk.facts, before=desk.run)
    after = Desk("dea", **desk.facts)
    after.state, after.events = evolve(None, event, desk.at), [(event, desk.at)]
    return after


def test_a_card_of_compressions_in_the_place_of_another_keeps_what_holds_for_the_patient() -> None:
    desk = Desk("rcp-adulto")
    desk.do(SetMetronome(run=RUN, mode=Metronome.BOTH))
    desk.do(MarkMoment(run=RUN, mark="arrest_recognised"))
    desk.say("altavoz", "suelo", "dea", "rodillas", "manos", "comprimir")
    child = swapped(desk, "rcp-nino", edad="child").run
    assert child.marks == desk.run.marks
    assert child.metronome is Metronome.BOTH


@pytest.mark.parametrize("marked", [(), ("first_compression",)])
@pytest.mark.parametrize(
    ("card", "first"),
    [
        ("rcp-nino", "boca"),
        ("rcp-lactante", "neutra"),
        ("rcp-ahogado", "abrir"),
        ("rcp-soplos", "comprimir"),
    ],
)
def test_with_a_patient_who_is_pressed_a_card_goes_on_at_its_first_breaths_if_none_were_told(
    card: str, first: str, marked: tuple[str, ...]
) -> None:
    desk = Desk("rcp-adulto")
    desk.say("altavoz", "suelo", "dea", "rodillas", "manos", "comprimir")
    for mark in marked:
        desk.do(MarkMoment(run=RUN, mark=mark))
    assert swapped(desk, card).run.current == first


def test_breaths_that_were_told_or_are_not_wanted_are_not_told_again() -> None:
    desk = Desk("rcp-nino")
    desk.say("altavoz", "suelo", "cama", "boca", "abrir", "soplos", "comprimir")
    assert swapped(desk, "rcp-lactante", edad="infant").run.current == "comprimir"
    refuses = Desk("rcp-nino")
    refuses.do(MarkMoment(run=RUN, mark="unwilling"))
    refuses.say("comprimir")
    assert swapped(refuses, "rcp-lactante", edad="infant").run.current == "comprimir"


def test_before_the_first_compression_a_card_goes_on_with_what_was_not_told_yet() -> None:
    desk = Desk("rcp-adulto")
    desk.say("altavoz", "suelo", "dea")
    assert swapped(desk, "rcp-nino", edad="child").run.current == "cama"
    assert swapped(desk, "rcp-lactante", edad="infant").run.current == "superficie"


def test_a_card_takes_the_place_of_compressions_of_its_case_alone() -> None:
    desk = Desk("rcp-adulto")
    desk.do(MarkMoment(run=RUN, mark="arrest_recognised"))
    assert swapped(desk, "dea").run.marks == ()

    def refused_after(before: InstructionRun | None, case: CaseId = CASE) -> str:
        command = OpenCard(run=RunId(uuid4()), case=case, card="rcp-nino", after=RUN)
        with pytest.raises(Refused) as caught:
            decide(None, command, ANA, desk.at, cards(), {}, before=before)
        return caught.value.code

    assert refused_after(None) == "unknown_dictation"
    assert refused_after(desk.run, CaseId(uuid4())) == "dictation_of_another_case"
    assert refused_after(Desk("hemorragia").run) == "card_without_pace"


def test_the_open_cards_of_a_case_are_bounded() -> None:
    command = OpenCard(run=RUN, case=CASE, card="dea")
    assert decide(None, command, ANA, AT, cards(), {}, open_cards=CARDS_MAX - 1) != ()
    with pytest.raises(Refused, match="too_many_cards"):
        decide(None, command, ANA, AT, cards(), {}, open_cards=CARDS_MAX)
