"""Two questions of a desk that are no commands: what does this plate say, and which goods do these words mean?

Asked by POST, so that what a caller said never stands in an address or an access log. Answered by the house and not in
the page: one reading of a plate, the same that is written into the case (decision 0204).
"""

from typing import Annotated, Any, Protocol, runtime_checkable

import msgspec
from litestar import Request, post

from auxilio.goods.model import Asked, Found
from auxilio.identity.gate import require
from auxilio.identity.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.goods import Sheet

Read = Annotated[str, msgspec.Meta(max_length=20)]


@runtime_checkable  # the web framework asks whether it was given one
class Goods(Protocol):
    """The tables in force."""

    def look_up(self, asked: Asked) -> Sheet:
        """The answer to a plate, a number or a class."""
        ...

    def find(self, words: str) -> tuple[Found, ...]:
        """The goods that words may mean."""
        ...


class Plate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read of a plate, or is known of the goods."""

    top: Read | None = None
    bottom: Read | None = None
    un: Read | None = None
    hazard_class: Read | None = None


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody calls the goods."""

    text: Annotated[str, msgspec.Meta(max_length=200)]


_plate = msgspec.json.Decoder(Plate)
_words = msgspec.json.Decoder(Words)


@post("/api/goods/look", status_code=200, summary="What a plate says, and how far to stay away")
async def look_up_goods(request: Request[Any, Any, Any], actor: Actor, goods: Goods) -> Sheet:
    """Never refused for what was read: what the tables do not know is said in the answer. Refused: `not_permitted`."""
    require(actor, Permission.CONTENT_READ)
    read = _plate.decode(await request.body())
    return goods.look_up(Asked(top=read.top, bottom=read.bottom, un=read.un, hazard_class=read.hazard_class))


@post("/api/goods/find", status_code=200, summary="Which goods these words mean")
async def find_goods(request: Request[Any, Any, Any], actor: Actor, goods: Goods) -> list[Found]:
    """Eight at most, the likeliest first. Refused: `not_permitted`."""
    require(actor, Permission.CONTENT_READ)
    return list(goods.find(_words.decode(await request.body()).text))


HANDLERS = (look_up_goods, find_goods)
