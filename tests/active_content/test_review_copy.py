"""Aim: what is signed by hand is all that is signed, in words, and says that it is a draft on every page."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.review_copy import review_copy
from auxilio.app.cli.content import content
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.pdf_pages import pages
from tests.proved_content import shipped_bundle


@pytest.fixture(scope="module")
def published() -> ContentBundle:
    return shipped_bundle()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_answer_and_rule_of_a_protocol_stands_in_it(
    published: ContentBundle, language: str
) -> None:
    interview = published.library.interview("san-pcr")
    assert interview is not None
    protocol = interview.protocol
    told = pages(review_copy(protocol, published, catalogues(), language))
    whole = squeezed("".join(told))
    for question in protocol.questions:
        assert squeezed(question.ask[language]) in whole
        for choice in question.answers:
            assert squeezed(choice.label[language]) in whole
    for effect in (*protocol.rules, *protocol.additions):
        assert effect.id in whole
        assert squeezed(effect.label[language]) in whole
    assert protocol.digest in whole
    draft = squeezed(catalogues().text("admin.status.draft", language))
    assert all(draft in squeezed(page) for page in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_rule_leaves_out_stands_in_it_with_the_reason(published: ContentBundle, language: str) -> None:
    interview = published.library.interview("pcv-terremoto")
    assert interview is not None
    (exception,) = [one for rule in interview.protocol.rules for one in rule.less_than]
    told = catalogues().text(
        "copy.leaves_out",
        language,
        rule=exception.rule,
        what=published.library.catalog.capabilities["pump"].name[language],
        because=exception.because,
    )
    whole = squeezed("".join(pages(review_copy(interview.protocol, published, catalogues(), language))))
    assert squeezed(told) in whole


def test_when_nobody_may_ring_back_stands_in_it(published: ContentBundle) -> None:
    found = [one.protocol for one in published.library.interviews.values() if one.protocol.no_ring_if]
    whole = squeezed("".join(pages(review_copy(found[0], published, catalogues(), "es"))))
    assert squeezed(catalogues().text("copy.no_ring_if", "es")) in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_card_stands_in_it(published: ContentBundle, language: str) -> None:
    card = published.cards.card("rcp-adulto")
    assert card is not None
    whole = squeezed("".join(pages(review_copy(card, published, catalogues(), language))))
    for said in (*(step.say[language] for step in card.steps), *card.never[language]):
        assert squeezed(said) in whole


def test_every_document_makes_a_copy_and_the_same_one_twice(published: ContentBundle) -> None:
    protocols = [one.protocol for one in published.library.interviews.values()]
    for document in (*protocols[::9], *list(published.cards.cards.values())[::9]):
        paper = review_copy(document, published, catalogues(), "ca")
        assert paper == review_copy(document, published, catalogues(), "ca")
        assert paper.startswith(b"%PDF")


def test_the_command_line_writes_one_and_knows_what_it_does_not_know(tmp_path: Path) -> None:
    out = tmp_path / "copy.pdf"
    done = CliRunner().invoke(content, ["copy", "rcp-adulto", "--out", str(out), "--lang", "en"])
    assert (done.exit_code, out.read_bytes()[:4]) == (0, b"%PDF")
    assert CliRunner().invoke(content, ["copy", "nobody", "--out", str(out)]).exit_code == 1
