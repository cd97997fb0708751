"""The paper for the day on which the centre fails: nothing of it may be missing when nothing else works."""

import re
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner

from auxilio.active_content.activation import ActiveContent, load_response_plan
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.downtime_paper import (
    ACTS,
    FIELDS,
    OWN_LINES,
    downtime_paper,
    gravest_protocols,
    life_cards,
    paper_digest,
)
from auxilio.active_content.views import PaperViews
from auxilio.app.cli.content import content
from auxilio.kernel.refusal import NotFound
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests import pdf_pages
from tests.content.faulty_content import CONTENT


@cache
def bundle() -> ContentBundle:
    return ContentBundle(CONTENT)


@cache
def pages(language: str) -> tuple[str, ...]:
    area = load_response_plan(CONTENT, "demo").area
    return pdf_pages.pages(downtime_paper(bundle(), area, catalogues(), language))


def squeezed(text: str) -> str:
    """Letters and figures alone: where a line is parted a reader of PDF adds what it likes."""
    return re.sub(r"\W", "", text)


def whole(language: str) -> str:
    """Without the foot that stands between two pages."""
    return squeezed("".join("\n".join(page.splitlines()[:-1]) for page in pages(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_of_every_life_card_stands_in_its_order(language: str) -> None:
    text = whole(language)
    for card in life_cards(bundle()):
        steps = [re.escape(squeezed(step.say[language])) for step in card.steps]
        assert re.search(".{0,900}?".join(steps), text), card.id
        for never in card.never[language]:
            assert squeezed(never) in text, card.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_critical_question_and_outcome_of_the_gravest_kinds_stands_in_it(language: str) -> None:
    text = whole(language)
    found = gravest_protocols(bundle())
    assert {"san-pcr", "san-atragantamiento", "fue-incendio-edificio", "seg-atacante"} <= {
        one.id for one in found
    }
    for protocol in found:
        for question in protocol.questions:
            assert not question.critical or squeezed(question.ask[language]) in text, protocol.id
        for rule in protocol.rules:
            assert rule.priority or squeezed(rule.label[language]) in text, rule.id


def test_an_index_says_on_which_page_the_questions_and_each_card_are() -> None:
    found = pages("es")
    for title in [one.title["es"] for one in (*gravest_protocols(bundle()), *life_cards(bundle()))]:
        entry = re.compile(re.escape(squeezed(title)) + r"(\d+)")
        named = {int(told[1]) for page in found if (told := entry.search(squeezed(page)))}
        assert any(
            squeezed(title) in squeezed(found[number - 1]) for number in named if number <= len(found)
        ), title


def test_nothing_on_the_paper_leads_off_it() -> None:
    protocols = {id: one.protocol for id, one in bundle().library.interviews.items()}
    printed = {one.id for one in gravest_protocols(bundle())}
    assert {id for id, one in protocols.items() if any(not rule.priority for rule in one.rules)} <= printed
    led = {one.goto for id in printed for one in (*protocols[id].rules, *protocols[id].additions) if one.goto}
    checks = [step.check for card in life_cards(bundle()) for step in card.steps if step.check is not None]
    assert led | {one.worse.goto for one in checks if one.worse.goto} <= printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_an_answer_leads_to_another_protocol_is_told_so_and_of_breathing_first(language: str) -> None:
    text, words = whole(language), catalogues()
    protocols = {id: one.protocol for id, one in bundle().library.interviews.items()}
    for protocol in gravest_protocols(bundle()):
        for one in (*protocol.rules, *protocol.additions):
            if one.goto is None:
                continue
            to = protocols[one.goto]
            breathing = to.question("respira") if to.id in {"san-pcr", "san-inconsciente"} else None
            told = words.text("content.paper.asks", language, title=to.title[language])
            if breathing is not None:
                asked = {"title": to.title[language], "question": breathing.ask[language]}
                told = words.text("content.paper.asks_first", language, **asked)
            label, said = re.escape(squeezed(one.label[language])), re.escape(squeezed(told))
            assert re.search(f"{label}.{{0,900}}?{said}", text), (protocol.id, one.id)


def test_a_card_of_compressions_says_their_rate_and_a_check_what_to_do_when_it_goes_badly() -> None:
    text = whole("es")
    assert squeezed("Ritmo: 110 compresiones por minuto") in text
    assert squeezed("Si va mal: Haga ya las preguntas de «Parada cardiorrespiratoria»") in text
    assert squeezed("Si va mal: Dicta: Atragantamiento") in text
    assert squeezed("Pasar al médico coordinador") in text
    assert not re.search("(?i)conelbotón|marque«?noquiere", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_to_do_whom_to_telephone_and_has_the_form_of_a_call(language: str) -> None:
    text, words = whole(language), catalogues()
    keys = [f"act.{n}" for n in range(1, ACTS + 1)] + [f"line.{line}" for line in OWN_LINES]
    keys += [f"form.{field}" for line in FIELDS for field in line]
    for key in keys:
        assert squeezed(words.text(f"content.paper.{key}", language)) in text, key
    area = load_response_plan(CONTENT, "demo").area
    numbers = [one.number for one in area.contacts] + [
        one.phone for one in area.centres.values() if one.phone
    ]
    numbers += [one.number for one in bundle().library.catalog.helplines.values()]
    assert {"061", "024"} <= set(numbers)
    assert all(squeezed(number) in text for number in numbers)
    assert all(words.text("admin.status.draft", language) in page for page in pages(language))


def test_a_condition_that_the_desk_would_ask_stands_beside_its_step() -> None:
    text = whole("es")
    [said] = [step.say["es"] for step in bundle().cards.cards["hemorragia"].steps if step.id == "torniquete"]
    tourniquet = squeezed(said)
    after = text[text.index(tourniquet) + len(tourniquet) :]
    assert after.startswith(squeezed("Solo si"))
    assert squeezed("En lugar de: RCP guiada: adulto") in text, "a baby gets the card of a baby"


def test_the_command_writes_one_without_an_area_too(tmp_path: Path) -> None:
    out = tmp_path / "paper.pdf"
    done = CliRunner().invoke(content, ["paper", "--out", str(out), "--language", "ca", "--dir", str(CONTENT)])  # fmt: skip
    assert (done.exit_code, out.read_bytes()[:4]) == (0, b"%PDF"), done.output
    assert paper_digest(bundle()) in done.output, "it says which content it printed"
    assert str(CONTENT) in done.output
    both = CliRunner().invoke(content, ["paper", "--out", str(out), "--data", str(tmp_path), "--area", "demo"])  # fmt: skip
    assert both.exit_code == 2, "an installation has one area in force"


def test_a_language_without_paper_is_refused_and_not_given_in_spanish() -> None:
    papers = PaperViews(cast("ActiveContent", None))
    for language in ("zz", "gl", "ES"):
        with pytest.raises(NotFound, match="unknown_language"):
            papers.paper(language)
