"""The paper for the day on which the centre fails: nothing of it may be missing when nothing else works."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.active_content.activation import load_response_plan
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.downtime_paper import (
    ACTS,
    FIELDS,
    OWN_LINES,
    downtime_paper,
    gravest_protocols,
    life_cards,
)
from auxilio.app.cli.content import content
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.content.faulty_content import CONTENT


@cache
def bundle() -> ContentBundle:
    return ContentBundle(CONTENT)


@cache
def pages(language: str) -> tuple[str, ...]:
    if shutil.which("pdftotext") is None:
        pytest.skip("missing: pdftotext (apt-get install poppler-utils)")
    paper = downtime_paper(bundle(), load_response_plan(CONTENT, "demo").area, catalogues(), language)
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=paper, capture_output=True, check=True)
    return tuple(read.stdout.decode().split("\f")[:-1])


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
    assert numbers
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
    done = CliRunner().invoke(content, ["paper", "--out", str(out), "--lang", "ca", "--dir", str(CONTENT)])
    assert (done.exit_code, out.read_bytes()[:4]) == (0, b"%PDF"), done.output
