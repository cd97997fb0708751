"""Two questions of a desk that are no commands: what does this plate say, and which goods do these words mean?

Asked by POST, so that what a caller said never stands in an address or an access log. Answered by the server and not in
the page: one reading of a plate, the same that is written into the case (decision 0204).
"""

from typing import Annotated, Any, Protocol, runtime_checkable

import msgspec
from litestar import Request, post
from litestar.di import NamedDependency

from auxilio.hazmat.core.model import HazmatMatch, HazmatQuery
from auxilio.identity.core.gate import require
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.actor import Actor
from auxilio.kernel.hazmat import HazmatSheet
from auxilio.platform.http.schema_notes import reads_json

PlateText = Annotated[str, msgspec.Meta(max_length=20)]


@runtime_checkable  # the web framework asks whether it was given one
class HazmatSearch(Protocol):
    """The tables in force."""

    def look_up(self, asked: HazmatQuery) -> HazmatSheet:
        """The answer to a plate, a number or a class."""
        ...

    def find(self, words: str) -> tuple[HazmatMatch, ...]:
        """The goods that words may mean."""
        ...


class PlateReading(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was read of a plate, or is known of the goods."""

    top: PlateText | None = None
    bottom: PlateText | None = None
    un: PlateText | None = None
    hazard_class: PlateText | None = None


class HazmatDescription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody calls the goods."""

    text: Annotated[str, msgspec.Meta(max_length=200)]


_plate = msgspec.json.Decoder(PlateReading)
_words = msgspec.json.Decoder(HazmatDescription)


@post(
    "/api/goods/look",
    opt=reads_json(PlateReading),
    status_code=200,
    summary="What a plate says, and how far to stay away",
)
async def look_up_goods(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], goods: NamedDependency[HazmatSearch]
) -> HazmatSheet:
    """Never refused for what was read: what the tables do not know is said in the answer. Refused: `not_permitted`."""
    require(actor, Permission.CONTENT_READ)
    read = _plate.decode(await request.body())
    return goods.look_up(
        HazmatQuery(top=read.top, bottom=read.bottom, un=read.un, hazard_class=read.hazard_class)
    )


@post(
    "/api/goods/find",
    opt=reads_json(HazmatDescription),
    status_code=200,
    summary="Which goods these words mean",
)
async def find_goods(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], goods: NamedDependency[HazmatSearch]
) -> list[HazmatMatch]:
    """Eight at most, the likeliest first. Refused: `not_permitted`."""
    require(actor, Permission.CONTENT_READ)
    return list(goods.find(_words.decode(await request.body()).text))


HANDLERS = (look_up_goods, find_goods)
