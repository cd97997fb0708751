"""The shipped tables, read once, for tests of cases that take goods."""

from functools import cache

from auxilio.active_content.content_bundle import content_folder
from auxilio.hazmat.content import read_hazmat
from auxilio.hazmat.core.lookup import HazmatIndex
from auxilio.hazmat.core.model import HazmatQuery
from auxilio.kernel.hazmat import HazmatSheet


@cache
def book() -> HazmatIndex:
    tables = read_hazmat(content_folder()).tables
    assert tables is not None
    return HazmatIndex(tables)


def looks_up(**read: str | None) -> HazmatSheet:
    """`cases.ports.LooksUpGoods`."""
    return book().look_up(HazmatQuery(**read))
