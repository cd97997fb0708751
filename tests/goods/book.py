"""The shipped tables, read once, for tests of cases that take goods."""

from functools import cache

from auxilio.app.published import content_folder
from auxilio.goods.content import read_goods
from auxilio.goods.lookup import GoodsBook
from auxilio.goods.model import Asked
from auxilio.kernel.goods import Sheet


@cache
def book() -> GoodsBook:
    tables = read_goods(content_folder()).tables
    assert tables is not None
    return GoodsBook(tables)


def looks_up(**read: str | None) -> Sheet:
    """`cases.ports.LooksUpGoods`."""
    return book().look_up(Asked(**read))
