"""Aim: what the tests of a folder share is started once for all of them, whatever the order and whichever the share."""

from itertools import chain, groupby

import pytest

from tests.conftest import HERE, VOICE, WHOLE, files_of_others


def test_the_tests_of_a_folder_stand_together(request: pytest.FixtureRequest) -> None:
    """Says most where many folders are run: `tools/check.py` runs all."""
    folders = [item.path.parent for item in request.session.items if not item.path.is_relative_to(VOICE)]
    visits = [folder for folder, _ in groupby(folders)]
    assert sorted(visits) == sorted(set(visits))


@pytest.mark.parametrize("count", [2, 3])
def test_each_file_is_in_one_share_and_a_folder_with_one_application_is_in_it_whole(count: int) -> None:
    files = set(HERE.rglob("test_*.py"))
    shares = [files - files_of_others(f"{number}/{count}") for number in range(1, count + 1)]
    assert sorted(chain.from_iterable(shares)) == sorted(files)
    for folder in WHOLE:
        assert sum(any(file.parent == folder for file in share) for share in shares) == 1
