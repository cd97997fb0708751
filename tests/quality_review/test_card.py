"""Aim: a card that does not add up is refused with its line, and one word more is another card."""

from pathlib import Path

import pytest

from auxilio.platform.documents import errors_of
from auxilio.platform.i18n import LANGUAGES
from auxilio.quality_review.scorecard import FILE, read_scorecard
from tests.quality_review.factories import CARD, CONTENT


def written(folder: Path, *changes: tuple[str, str]):
    text = (CONTENT / FILE).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "data").mkdir()
    (folder / FILE).write_text(text)
    return read_scorecard(folder)


def test_the_shipped_card_is_whole() -> None:
    assert len(CARD.items()) == 15
    assert sum(1 for item in CARD.items() if item.auto) == 10
    assert CARD.reply_days == 15
    assert all(set(item.words) == set(LANGUAGES) for item in CARD.items())


def test_one_word_more_is_another_card(tmp_path: Path) -> None:
    card, faults = written(tmp_path, ("Lugar", "El lugar"))
    assert faults == []
    assert card is not None
    assert card.digest != CARD.digest


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("weight: 25", "weight: 26", "weights_not_whole"),
        ("factor: 0.6", "factor: 0.95", "factors_not_falling"),
        ("id: no_never", "id: calm", "item_twice"),
        ("code: minor", "code: moderate", "levels_not_in_order"),
        ('auto: "cards.marks"', 'auto: "cards.smiles"', "schema_choice"),
        ("calls: 50", "calls: 0", "schema_choice"),
        ("reply_days: 15\n", "", "schema_missing"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(tmp_path: Path, old: str, new: str, code: str) -> None:
    card, faults = written(tmp_path, (old, new))
    assert card is None
    assert next(fault.code for fault in errors_of(faults)) == code
    assert faults[0].line >= 1


def test_a_folder_without_a_card_reviews_nothing_and_is_no_fault(tmp_path: Path) -> None:
    assert read_scorecard(tmp_path) == (None, [])
