"""Aim: the report can be read and kept: by people, by screen readers, by archives, in four languages, for ever the same."""

import re
import subprocess
from itertools import count
from pathlib import Path
from shutil import which
from zoneinfo import ZoneInfo

import msgspec
import pytest

from auxilio.archive.core.map_svg import MapData, MapMark, map_svg
from auxilio.archive.report import (
    LABELS,
    TASK_TIMES,
    UNIT_TIMES,
    CaseReportLine,
    ListedDocument,
    ReportData,
    ReportFact,
    clock_text,
    moment_text,
    render,
    span_text,
)
from auxilio.kernel.position import Point
from auxilio.kernel.shared_types import Mode
from auxilio.platform import pdf
from auxilio.platform.i18n import LANGUAGES, catalogues
from tests.archive.sample_report import RING, at, report

MADRID = ZoneInfo("Europe/Madrid")


def bare() -> ReportData:
    return ReportData(
        centre="112",
        number="1/2026",
        mode=Mode.REAL,
        first_ring_at=RING,
        sealed_at=at(60),
        facts_digest="0" * 64,
    )


def test_the_same_report_is_the_same_file() -> None:
    assert render(report(), catalogues()) == render(report(), catalogues())


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_an_archive_and_accessible_pdf_in_every_language(language: str) -> None:
    pdf = render(report(language), catalogues())
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert f"/Lang({language})".encode() in pdf


def test_a_case_of_which_nothing_is_known_still_has_a_report() -> None:
    assert render(bare(), catalogues()).startswith(b"%PDF")


@pytest.mark.parametrize(
    "words",
    [
        '#import "x" $x^2$ `raw` *b* \\ @a <b> // /*',
        "‮right to left",
        "漢字 עברית 😀",
        "a" * 4000,
        "\n\n",
        '&<>"',
    ],
)
def test_whatever_was_said_is_shown_as_words_and_never_as_markup(words: str) -> None:
    told = msgspec.structs.replace(
        report(),
        summary=(words,),
        who=(ReportFact(label="name", value=words, before=(words,)),),
        map=MapData(place=Point(lat=42.5, lon=1.5), place_label=words[:60]),
    )
    assert render(told, catalogues()).startswith(b"%PDF")


@pytest.mark.skipif(which("pdftotext") is None, reason="missing: pdftotext (apt-get install poppler-utils)")
def test_what_was_corrected_what_was_said_and_the_proof_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(render(report(), catalogues()))
    text = subprocess.run(
        ["pdftotext", "-layout", "r.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    words = re.sub(r"\s+", " ", text)
    for expected in (
        "Informe del expediente 4821/2026", "SIMULACRO", "14-03-2026 03:12:21 +01:00", "Calle Molina 14",
        "Historia: 21 hechos", "«Aprieta fuerte y rápido. Cuenta conmigo.»", "no consta", "893F", "Adenda 1",
    ):  # fmt: skip
        assert expected in words, expected


@pytest.mark.skipif(which("pdftotext") is None, reason="missing: pdftotext (apt-get install poppler-utils)")
def test_letters_that_our_fonts_lack_are_spelt_and_the_rest_is_shown(tmp_path: Path) -> None:
    said = "救 Помогите Βοήθεια \x07 ไทย"
    (tmp_path / "r.pdf").write_bytes(render(msgspec.structs.replace(bare(), summary=(said,)), catalogues()))
    text = subprocess.run(
        ["pdftotext", "r.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    for expected in ("‹U+6551›", "Помогите", "Βοήθεια", "‹U+0007›", "‹U+0E44›"):
        assert expected in text


@pytest.mark.parametrize(
    "said",
    [
        "".join(map(chr, range(1, 0x100))),
        "\ufeff \ufdd0 \ufffe \uffff \u0600 \U000e0001 \ue000",
        "1\ufe0f\u20e3 \u078b\u07a8\u0788\u07ac\u0780\u07a8 coraz\x92n \U0001f468\u200d\U0001f469",
        "\u202e\u2066\u200b\u200d\u2028",
    ],
)
def test_what_is_no_sign_never_keeps_a_report_from_being_written(said: str) -> None:
    strange = msgspec.structs.replace(
        report(), summary=(said,), story=(CaseReportLine(at=RING, who=said, words=said),)
    )
    assert render(strange, catalogues()).startswith(b"%PDF")


def test_a_letter_of_every_script_costs_few_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each try sets the whole document, and a stranger writes what he likes."""
    tries = count()
    compiled = pdf._compile
    monkeypatch.setattr(pdf, "_compile", lambda *given: (next(tries), compiled(*given))[1])
    letters = "".join(chr(code) for code in range(0x600, 0x2C00, 0x80))
    render(msgspec.structs.replace(report(), summary=(letters,)), catalogues())
    assert next(tries) < 16


PAPER_RIGHT_PT = 595.3 - 17 / 25.4 * 72
"""The right edge of what is printed: A4 less the margin of the template."""


@pytest.mark.skipif(which("pdftotext") is None, reason="missing: pdftotext (apt-get install poppler-utils)")
def test_no_name_of_a_document_and_no_word_runs_off_the_page(tmp_path: Path) -> None:
    name = f"IMG_{'0123456789abcdef' * 9}.jpeg"
    long = msgspec.structs.replace(
        report(),
        documents=(ListedDocument(name=f"documents/0001-{name}", title=name, sha256="ab" * 32),),
        story=(CaseReportLine(at=RING, who="x" * 60, words="y" * 300),),
    )
    (tmp_path / "r.pdf").write_bytes(render(long, catalogues()))
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "r.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    right = [float(edge) for edge in re.findall(r'xMax="([0-9.]+)"', boxes)]
    assert max(right) < PAPER_RIGHT_PT + 1


def test_every_label_of_the_report_is_in_the_catalogue() -> None:
    wanted = [*LABELS, *(f"task_{t}" for t in TASK_TIMES), *(f"unit_{t}" for t in UNIT_TIMES)]
    assert [w for w in wanted if f"report.{w}" not in catalogues()] == []


def test_a_label_nobody_worded_is_a_defect() -> None:
    with pytest.raises(AssertionError, match=r"report\.fact_colour"):
        render(msgspec.structs.replace(bare(), who=(ReportFact(label="colour", value="red"),)), catalogues())


@pytest.mark.parametrize(
    ("span_s", "text"),
    [(0, "0:00"), (4.4, "0:04"), (464, "7:44"), (3723, "1:02:03"), (-5, "−0:05"), (-0.2, "0:00")],
)
def test_spans_read_as_people_write_them(span_s: float, text: str) -> None:
    assert span_text(span_s) == text


def test_the_hour_that_comes_twice_in_october_is_told_apart() -> None:
    first = RING.replace(month=10, day=25, hour=0, minute=30)
    second = first.replace(hour=1)
    assert clock_text(first, MADRID) == clock_text(second, MADRID) == "02:30:21"
    assert moment_text(first, MADRID) == "25-10-2026 02:30:21 +02:00"
    assert moment_text(second, MADRID) == "25-10-2026 02:30:21 +01:00"


def test_a_map_of_nothing_is_none_and_of_one_point_has_room_around_it() -> None:
    assert map_svg(MapData()) is None
    drawing = map_svg(MapData(place=Point(lat=42.5, lon=1.5)))
    assert drawing is not None
    assert "200 m" in drawing


def test_words_on_the_map_cannot_leave_their_place() -> None:
    drawing = map_svg(MapData(marks=(MapMark(kind="unit", point=Point(lat=0, lon=0), label='<script>&"'),)))
    assert drawing is not None
    assert "<script>" not in drawing
    assert "&lt;script&gt;&amp;" in drawing
