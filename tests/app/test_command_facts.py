"""What the published schema says of a command's refusals is what its code can raise, and what was seen."""

import pytest

from auxilio.app.api_schema.command_facts import read_command_facts
from auxilio.app.api_schema.command_schema import tag_of
from auxilio.app.capabilities import commands
from tests.access.matrix_cells import NOT_PERMITTED, read_table

FACTS = read_command_facts()


def test_there_are_facts_of_every_command_and_of_no_other() -> None:
    assert sorted(FACTS) == sorted(tag_of(command) for command in commands())


def test_every_refusal_of_the_access_matrix_is_published() -> None:
    """The matrix says what every role was answered about an own, a neighbour's and a reserved case."""
    missing, seen = set(), 0
    for row in read_table().values():
        for cell in row.cells.values():
            if cell not in {"200", NOT_PERMITTED} and row.command in FACTS:
                seen += 1
                if cell not in FACTS[row.command].refusals:
                    missing.add((row.command, cell))
    assert seen > 1_000
    assert not missing


@pytest.mark.parametrize(
    ("kind", "has", "has_not"),
    [
        ("cases.note", "words_missing", "location_agreed"),  # of a branch for another command
        ("cases.locate", "location_agreed", "words_missing"),
        ("cases.close", "tasks_open", "goods_nothing_said"),  # by the docstring of a port
        ("cases.state_goods", "goods_nothing_said", "tasks_open"),
        ("dispatch.accept_task", "unknown_task", "case_sealed"),  # by loading an aggregate
        ("identity.take_seat", "not_permitted", "unknown_case"),
    ],
)
def test_a_command_has_the_refusals_of_its_own_branches(kind: str, has: str, has_not: str) -> None:
    assert has in FACTS[kind].refusals
    assert has_not not in FACTS[kind].refusals


def test_a_field_is_described_by_its_docstring() -> None:
    assert FACTS["cases.locate"].fields["correction"].startswith("The person knows that an agreed location")
