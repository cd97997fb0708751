"""A medicine that a desk asks a clinician for: what is on screen, who counts, and what is not asked twice (decision 0379)."""

import msgspec
import pytest

from auxilio.instructions.core.boards import view
from auxilio.instructions.core.machine import evolve
from auxilio.instructions.core.messages import (
    AuthorisationEnded,
    AuthoriseStep,
    CloseCard,
    InstructionEvent,
    RecheckAuthorisations,
    RefuseStep,
    RequestAuthorisation,
    SayStep,
    SendStep,
    WithdrawRequest,
)
from auxilio.kernel.ids import CallId
from auxilio.platform.ids import new_id
from tests.instructions.test_dictation import ANA, ASPIRIN_IS_SAFE, RUN, Desk, refused

ASK = RequestAuthorisation(run=RUN, step="aspirina")
ALLOW = AuthoriseStep(run=RUN, step="aspirina")
NO = RefuseStep(run=RUN, step="aspirina", reason="toma anticoagulantes")
PROVED = {"consciente": "Y", **ASPIRIN_IS_SAFE}


def chest_pain(**facts: str) -> Desk:
    return Desk("dolor-toracico", **{**PROVED, **facts})


def allow(desk: Desk) -> None:
    """The desk asks, and a clinician authorises it."""
    desk.do(ASK)
    desk.do(ALLOW)


def test_what_is_asked_for_carries_the_answers_that_prove_it_and_is_asked_once() -> None:
    desk = chest_pain(disnea="Y")
    desk.do(ASK)
    assert desk.do(ASK) == ()
    (asked,) = view(desk.run).requests
    assert (asked.step, asked.by, asked.proof) == ("aspirina", "Ana", PROVED)
    assert [one.person for one in desk.run.requests] == [ANA.id]
    desk.do(ALLOW)
    assert (view(desk.run).requests, view(desk.run).authorised) == ((), ("aspirina",))
    assert desk.do(ASK) == desk.do(ALLOW) == (), "it is authorised: nothing is to be asked or answered"


@pytest.mark.parametrize(("fact", "code"), [("N", "step_not_proved"), ("U", "step_not_proved")])
def test_what_is_not_proved_is_not_asked_for(fact: str, code: str) -> None:
    assert refused(chest_pain(consciente=fact), ASK) == code
    assert refused(Desk("rcp-adulto"), RequestAuthorisation(run=RUN, step="suelo")) == (
        "step_needs_no_authorisation"
    )


def test_a_medicine_in_its_turn_is_what_follows() -> None:
    desk = chest_pain()
    allow(desk)
    desk.say("reposo", "ropa")
    assert desk.run.current == "aspirina"


def test_the_step_on_screen_stays_and_a_medicine_whose_turn_has_passed_follows_it() -> None:
    desk = chest_pain()
    desk.do(ASK)
    desk.say("reposo", "ropa")
    assert desk.run.current == "vigilar"
    desk.do(ALLOW)
    assert desk.run.current == "vigilar", "no key says what nobody has read"
    desk.say("vigilar")
    assert desk.run.current == "aspirina"
    desk.say("aspirina")
    assert desk.run.current is None, "what was said while it waited is not said anew"


def test_after_the_end_of_the_card_a_medicine_comes_on_screen_at_once() -> None:
    desk = chest_pain()
    desk.say("reposo", "ropa", "vigilar")
    assert desk.run.current is None
    allow(desk)
    assert desk.run.current == "aspirina"


def test_a_caller_who_reads_is_sent_a_medicine_whose_turn_has_passed_and_once() -> None:
    desk = chest_pain()

    def send(step: str) -> None:
        desk.do(SendStep(run=RUN, step=step, call=CallId(new_id()), language="es"))

    send("reposo")
    send("ropa")
    allow(desk)
    send("vigilar")
    assert desk.run.current == "aspirina"
    send("aspirina")
    assert desk.run.written == ("aspirina",)
    send("vigilar")
    assert desk.run.current is None


def test_a_refused_medicine_is_left_out_with_who_and_why_until_it_is_asked_for_anew() -> None:
    desk = chest_pain()
    desk.do(ASK)
    desk.do(NO)
    assert desk.do(NO) == (), "answered twice is once"
    (no,) = view(desk.run).refusals
    assert (no.step, no.by, no.reason) == ("aspirina", "Ana", "toma anticoagulantes")
    desk.say("reposo", "ropa")
    assert desk.run.current == "vigilar"
    assert view(desk.run).requests == ()
    desk.do(ASK)
    (again,) = view(desk.run).requests
    assert (again.refused, view(desk.run).refusals) == (no, ()), "who is asked reads what was answered before"
    desk.do(WithdrawRequest(run=RUN, step="aspirina"))
    assert (view(desk.run).requests, view(desk.run).refusals) == ((), (no,)), "not asked, it stands again"
    desk.do(ASK)
    desk.do(ALLOW)
    assert view(desk.run).refusals == ()


def test_what_was_authorised_is_refused_until_the_caller_was_told() -> None:
    desk = chest_pain()
    allow(desk)
    desk.say("reposo", "ropa")
    desk.do(NO)
    assert (desk.run.current, desk.run.authorised) == ("vigilar", ()), "it leaves the screen"
    assert refused(desk, ALLOW) == "step_not_asked", "of two clinicians who differ the one counts who refused"
    allow(desk)
    desk.say("vigilar", "aspirina")
    assert refused(desk, NO) == "step_told"


def test_a_request_is_taken_back_by_the_desk_and_ends_with_the_card() -> None:
    desk = chest_pain()
    take_back = WithdrawRequest(run=RUN, step="aspirina")
    assert desk.do(take_back) == ()
    desk.do(ASK)
    desk.do(take_back)
    assert view(desk.run).requests == ()
    assert refused(desk, ALLOW) == refused(desk, NO) == "step_not_asked"
    desk.do(ASK)
    desk.do(CloseCard(run=RUN))
    assert view(desk.run).requests == ()
    assert refused(desk, ASK) == refused(desk, ALLOW) == refused(desk, NO) == "card_closed"


def test_an_authorisation_ends_with_the_answer_that_proved_it_and_does_not_come_back_with_it() -> None:
    desk = chest_pain()
    allow(desk)
    desk.say("reposo", "ropa")
    assert desk.run.current == "aspirina"
    assert desk.do(RecheckAuthorisations(run=RUN, answers={"alergia_asp": "N"})) == ()
    (ended,) = desk.do(RecheckAuthorisations(run=RUN, answers={"alergia_asp": "Y"}))
    assert isinstance(ended, AuthorisationEnded)
    assert desk.facts["alergia_asp"] == "N", "it was put right before this was known of"
    assert (desk.run.authorised, desk.run.current) == ((), "vigilar")
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_needs_authorisation"
    assert refused(desk, ALLOW) == "step_not_asked"
    allow(desk)
    assert desk.do(RecheckAuthorisations(run=RUN, answers={"alergia_asp": None})) != ()


def test_a_medicine_that_is_asked_for_again_after_it_was_told_can_be_refused() -> None:
    desk = chest_pain()
    allow(desk)
    desk.say("aspirina")
    desk.do(RecheckAuthorisations(run=RUN, answers={"alergia_asp": "Y"}))
    desk.do(ASK)
    assert desk.do(NO) != ()
    assert refused(desk, SayStep(run=RUN, step="aspirina")) == "step_needs_authorisation"


def test_the_log_gives_the_same_card_again() -> None:
    desk = chest_pain()
    again = RecheckAuthorisations(run=RUN, answers={"menor": "Y"})
    for command in (ASK, NO, ASK, ALLOW, again, ASK, ALLOW):
        desk.do(command)
    desk.say("reposo")
    state = None
    for event, at in desk.events:
        state = evolve(state, msgspec.json.decode(msgspec.json.encode(event), type=InstructionEvent), at)
    assert state == desk.run
