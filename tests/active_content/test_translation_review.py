"""Aim: a translation is read beside its original over the author's draft: who has read it, what of it is wrong and what has changed
since stands in the file that two offices sign; nobody reads a text that they did not see, or that they wrote."""

from collections.abc import AsyncIterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from auxilio.active_content.document_form.forms import DocumentDraft, DocumentQuestion
from auxilio.active_content.translation_readings import SentenceCorrection
from auxilio.active_content.translation_review.reading_file import (
    Reader,
    joined,
    read_data,
    with_correction,
    with_reading,
    without_reading,
    write_data,
)
from auxilio.active_content.translation_review.review import (
    OpenTranslation,
    TranslationAnswer,
    TranslationMark,
    TranslationQuestion,
    TranslationReview,
    WrongSentence,
)
from auxilio.active_content.translation_sentences import PlacedSentence, compared, pairs_of
from auxilio.app.composition import document_forms, open_runtime, release_desk, translation_review
from auxilio.app.settings import Settings
from auxilio.kernel.actor import Actor
from auxilio.kernel.refusal import Refused
from auxilio.platform.postgres import EmbeddedPostgres
from tests.active_content.test_releases import AUTHOR, Process
from tests.actors import person
from tests.content.faulty_content import CONTENT
from tests.content.read_translations import READ
from tests.database import fresh_database
from tests.demo_directory import register_demo_centres
from tests.manual_clock import Later

DOOR = "cards/puerta.yaml"
WAS, IS = "Frappez fort et dites votre nom.", "Toquez fort et dites votre nom."
FILE = (CONTENT / READ).read_text("utf-8")
ANA, LEA = Reader("Ana", "Traductora", "2026-12-01"), Reader("Léa", "Traductora", "2026-12-02")


def wrong(note: str = "se dice de otra manera", said: str = WAS) -> SentenceCorrection:
    words = {"original": "Llame fuerte a la puerta y diga su nombre.", "said": said}
    return SentenceCorrection(
        document="puerta", language="fr", **words, note=note, by="Ana", role="Traductora", at="2026-12-01"
    )


# --- sentences --------------------------------------------------------------------------------------


def test_a_text_is_read_by_sentences_where_both_have_as_many() -> None:
    assert list(pairs_of("¿Respira? Mire el pecho.", "Respire-t-il ? Regardez.")) == [
        ("¿Respira?", "Respire-t-il ?"),
        ("Mire el pecho.", "Regardez."),
    ]
    assert list(pairs_of("Ponga el 1. Pulse.", "Press.")) == [("Ponga el 1. Pulse.", "Press.")]
    assert list(pairs_of(["No mover", "No dar agua"], ["Do not move"])) == [
        ("No mover", "Do not move"),
        ("No dar agua", ""),
    ]
    assert list(pairs_of("Sí", None)) == [("Sí", "")]


def placed(*pairs: tuple[str, str]) -> list[PlacedSentence]:
    return [
        PlacedSentence(where=f"steps/{nth}/say", nth=0, original=one, said=other)
        for nth, (one, other) in enumerate(pairs)
    ]


def test_what_has_changed_since_it_was_read_stands_beside_what_was() -> None:
    now = placed(("a", "A"), ("b", "B2"), ("c", "C"))
    found, gone = compared(now, placed(("a", "A"), ("b", "B"), ("x", "X"), ("d", "D")), ())
    assert [(one.changed, one.was and one.was.said) for one in found] == [
        (False, None),
        (True, "B"),
        (True, "X"),
    ]
    assert [(one.original, one.said) for one in gone] == [("d", "D")]
    # Never read: nothing has changed.
    assert not any(one.changed for one in compared(now, None, ())[0])


# --- the file ---------------------------------------------------------------------------------------


def data(text: str = FILE) -> dict[str, Any]:
    found = read_data(text)
    assert found is not None
    return found


def test_one_reader_and_day_is_one_line_under_the_comments_of_the_file() -> None:
    one = with_reading(data(), "puerta", "fr", "0123456789abcdef", ANA)
    text = write_data(FILE, FILE, one)
    two = with_reading(data(text), "rcp-adulto", "fr", "f" * 16, ANA)
    text = write_data(FILE, text, two)
    assert text.startswith(FILE[: FILE.index("format:")])
    assert text[text.index("format:") :] == (
        'format: "translations-read/1"\nversion: "0.1.1"\nreadings:\n'
        '  - {language: fr, by: Ana, role: Traductora, at: "2026-12-01", documents: {puerta: "0123456789abcdef", rcp-adulto: ffffffffffffffff}}\n'
    )
    three = with_reading(data(text), "puerta", "fr", "e" * 16, LEA)
    assert [one["documents"] for one in three["readings"]] == [
        {"rcp-adulto": "f" * 16},
        {"puerta": "e" * 16},
    ]
    assert write_data(FILE, text, data(text)) == text


def test_a_sentence_that_is_wrong_ends_the_reading_until_it_is_right() -> None:
    read = with_reading(data(), "puerta", "fr", "0123456789abcdef", LEA)
    asked = with_correction(read, wrong())
    assert (asked["readings"], len(asked["corrections"])) == ([], 1)
    again = with_correction(asked, wrong("otra nota"))
    assert [one["note"] for one in again["corrections"]] == ["otra nota"]
    text = write_data(FILE, FILE, again)
    assert data(text)["corrections"] == again["corrections"]
    assert "corrections" not in with_correction(again, wrong(""))
    # What was mended asks for nothing more once it was read.
    assert "corrections" not in with_reading(again, "puerta", "fr", "e" * 16, ANA)


def test_what_two_readers_say_at_once_is_kept() -> None:
    began = with_reading(data(), "casa", "ca", "a" * 16, LEA)
    mine = with_correction(
        with_reading(without_reading(began, "casa", "ca"), "x", "fr", "b" * 16, ANA), wrong()
    )
    top = with_reading(began, "y", "fr", "c" * 16, LEA)
    found = joined(began, mine, top)
    assert {id: by["by"] for by in found["readings"] for id in by["documents"]} == {"y": "Léa", "x": "Ana"}
    assert found["corrections"] == mine["corrections"]
    assert joined(began, deepcopy(mine), began)["readings"] == mine["readings"]


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


class Page:
    """One reader at their page."""

    def __init__(self, review: TranslationReview, actor: Actor, began: str | None = None) -> None:
        self.review, self.actor, self.began = review, actor, began
        self.files: dict[str, str | None] = {}

    async def ask(
        self, document: str | None = None, mark: TranslationMark | None = None, language: str = "fr"
    ) -> TranslationAnswer:
        """What is written is in the draft, as the console puts it there."""
        question = TranslationQuestion(
            draft=DocumentDraft(began=self.began, files=self.files),
            language=language,
            document=document,
            mark=mark,
        )
        answer = await self.review.ask(question, self.actor)
        if answer.text is not None:
            self.files = {**self.files, answer.path: answer.text}
        return answer

    async def open(self, document: str = "puerta") -> OpenTranslation:
        found = (await self.ask(document)).open
        assert found is not None
        return found

    async def reads(self, document: str = "puerta") -> TranslationAnswer:
        return await self.ask(document, TranslationMark(digest=(await self.open(document)).digest))

    async def marks(self, note: str, said: str = WAS) -> TranslationAnswer:
        asked = WrongSentence(original=wrong().original, said=said, note=note)
        return await self.ask("puerta", TranslationMark(digest=(await self.open()).digest, wrong=asked))


def state_of(answer: TranslationAnswer, document: str = "puerta") -> str:
    return next(one.state for one in answer.documents if one.id == document)


def door(**change: str) -> Mapping[str, str]:
    text = (CONTENT / DOOR).read_text("utf-8")
    for old, new in change.values() and [tuple(each.split(" -> ")) for each in change.values()]:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return {DOOR: text}


@pytest.mark.database
async def test_a_document_is_read_as_it_was_shown_and_the_change_can_be_proposed(server: Process) -> None:
    page = Page(translation_review(server.runtime), AUTHOR)
    answer = await page.ask()
    assert {"ca", "en", "fr"} <= set(answer.languages)
    assert (answer.read, answer.text, answer.role) == (0, None, "Autoría de contenido")
    order = [(not one.life, one.kind != "protocol") for one in answer.documents]
    assert order == sorted(order)
    assert answer.documents[0].life
    opened = await page.open()
    assert (opened.own, opened.compared) == (False, False)
    assert WAS in [one.said for one in opened.sentences]

    answer = await page.reads()
    assert (answer.read, state_of(answer)) == (1, "read")
    row = next(one for one in answer.documents if one.id == "puerta")
    assert (row.by, row.role, row.at) == (
        AUTHOR.name,
        "Autoría de contenido",
        server.clock.now().date().isoformat(),
    )
    assert (await server.desk.check(page.files)).content is not None
    # Read twice is read once.
    assert (await page.reads()).text is None

    # What was not shown was not read.
    with pytest.raises(Refused, match="translation_moved"):
        await page.ask("rcp-adulto", TranslationMark(digest=opened.digest))
    for unknown in (("zzz", "fr"), ("puerta", "de")):
        with pytest.raises(Refused, match="unknown_translation"):
            await page.ask(unknown[0], language=unknown[1])
    page.files = {**page.files, READ: "readings: [\n"}
    with pytest.raises(Refused, match="readings_unreadable"):
        await page.ask()


@pytest.mark.database
async def test_a_partial_language_is_read_as_the_others_and_not_by_who_wrote_it(server: Process) -> None:
    page = Page(translation_review(server.runtime), AUTHOR)
    answer = await page.ask(language="gl")
    assert {"gl", "ro"} <= set(answer.languages)
    ids = {row.id for row in answer.documents}
    assert {"rcp-adulto", "san-pcr"} <= ids
    assert "puerta" not in ids, "nothing of it is said in Galician"
    opened = (await page.ask("rcp-adulto", language="gl")).open
    assert opened is not None
    first = next(each for each in opened.sentences if each.where == "steps/suelo/say")
    assert (opened.own, first.original) == (False, "Túmbele boca arriba en el suelo, sobre algo duro.")
    wrong_one = WrongSentence(original=first.original, said=first.said, note="así no se dice")
    marked = await page.ask("rcp-adulto", TranslationMark(digest=opened.digest, wrong=wrong_one), "gl")
    assert state_of(marked, "rcp-adulto") == "to_mend"
    right = WrongSentence(original=first.original, said=first.said, note="")
    await page.ask("rcp-adulto", TranslationMark(digest=opened.digest, wrong=right), "gl")
    read = await page.ask("rcp-adulto", TranslationMark(digest=opened.digest), "gl")
    assert (read.read, state_of(read, "rcp-adulto")) == (1, "read")
    assert (await server.desk.check(page.files)).content is not None

    text = (CONTENT / "i18n/partial.gl.yaml").read_text("utf-8")
    page.files = {"i18n/partial.gl.yaml": text.replace(first.said, f"{first.said} Xa.")}
    changed = (await page.ask("rcp-adulto", language="gl")).open
    assert changed is not None
    assert changed.own
    with pytest.raises(Refused, match="translation_own"):
        await page.ask("rcp-adulto", TranslationMark(digest=changed.digest), "gl")


@pytest.mark.database
async def test_a_wrong_sentence_reaches_its_author_and_nobody_reads_the_document_until_it_is_mended(
    server: Process,
) -> None:
    page = Page(translation_review(server.runtime), AUTHOR)
    await page.reads()
    answer = await page.marks("se dice de otra manera")
    assert (answer.read, state_of(answer)) == (0, "to_mend")
    noted = [one.correction.note for one in (await page.open()).sentences if one.correction]
    assert noted == ["se dice de otra manera"]
    with pytest.raises(Refused, match="translation_to_mend"):
        await page.reads()
    with pytest.raises(Refused, match="sentence_unknown"):
        await page.marks("otra", said="Sonnez.")
    # One letter is a note too; blanks and signs are none, and do not take the note back.
    for blank in (" ", "\u00a0\t", "…"):
        with pytest.raises(Refused, match="note_says_nothing"):
            await page.marks(blank)
    assert noted == [one.correction.note for one in (await page.open()).sentences if one.correction]
    assert state_of(await page.marks("x")) == "to_mend"
    await page.marks("se dice de otra manera")
    assert (await server.desk.check(page.files)).content is not None

    # Its author finds the note at the words, and mends them: then it is read by another.
    form = document_forms(server.runtime)
    told = await form.ask(DocumentQuestion(draft=DocumentDraft(files=page.files), path=DOOR))
    [fault] = [one for one in told.faults if one.fault.code == "translation_to_mend"]
    assert (fault.field, fault.fault.facts["note"]) == ("steps/0/say/fr", "se dice de otra manera")
    assert told.unread == ("ca", "en", "fr")
    other = Page(page.review, person("content_author"))
    other.files = {**page.files, **door(mend=f"{WAS} -> {IS}")}
    assert state_of(await other.ask()) == "unread"
    # It was written in this draft: its author does not read it.
    assert (await other.open()).own
    with pytest.raises(Refused, match="translation_own"):
        await other.reads()
    # Or it is right after all.
    assert state_of(await page.marks("")) == "unread"
    assert state_of(await page.reads()) == "read"
    told = await form.ask(DocumentQuestion(draft=DocumentDraft(files=page.files), path=DOOR))
    assert told.unread == ("ca", "en")


@pytest.mark.database
async def test_what_others_put_in_force_meanwhile_is_joined_and_what_changed_is_shown(
    server: Process,
) -> None:
    began = (await server.desk.overview()).top
    mine, theirs = (
        Page(translation_review(server.runtime), person("content_author"), began) for _ in range(2)
    )
    await mine.reads("rcp-adulto")
    await theirs.reads()
    await server.approve(await server.propose(await server.desk.check(theirs.files, began)))
    answer = await mine.ask()
    assert (answer.read, state_of(answer), state_of(answer, "rcp-adulto")) == (2, "read", "read")
    # What it was read as is known here, and what is new is marked.
    changed = await server.desk.check(door(mend=f"{WAS} -> {IS}"))
    await server.approve(await server.propose(changed))
    fresh = Page(mine.review, person("content_author"))
    answer = await fresh.ask("puerta")
    assert (state_of(answer), answer.open and answer.open.compared) == ("changed", True)
    assert answer.open is not None
    told = [(one.said, one.was and one.was.said) for one in answer.open.sentences if one.changed]
    assert told == [(IS, WAS)]
    # Who wrote what stands does not read it, in this draft or the next; somebody else does.
    with pytest.raises(Refused, match="translation_own"):
        await Page(mine.review, AUTHOR).reads()
    assert state_of(await fresh.reads()) == "read"
