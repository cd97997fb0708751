"""Where patients could be taken, over HTTP. Every change is a command and goes through the command bus.

Litestar finds `actor` and `hospitals_` by name: the wiring provides them (app/processes/web_application.py).
"""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from auxilio.hospitals.core.model import CapacityColour, HospitalCapability
from auxilio.hospitals.core.policy import HospitalOptions, VictimDistribution
from auxilio.hospitals.core.records import HospitalRegister
from auxilio.hospitals.service import HospitalQueries
from auxilio.kernel.actor import Actor
from auxilio.kernel.position import point_from_parts
from auxilio.kernel.refusal import Refused


@get("/api/admin/hospitals", summary="Every hospital by its fixed data")
async def hospital_register(
    actor: NamedDependency[Actor], hospitals_: NamedDependency[HospitalQueries]
) -> HospitalRegister:
    """Those of the mode of the session that are not retired."""
    return await hospitals_.register(actor)


Victims = Annotated[int, QueryParameter(ge=0, le=9_999)]


@get("/api/hospitals/options", summary="Hospitals for a patient, by the road")
async def options(
    actor: NamedDependency[Actor],
    hospitals_: NamedDependency[HospitalQueries],
    lat: FromQuery[float | None] = None,
    lon: FromQuery[float | None] = None,
    colour: FromQuery[CapacityColour | None] = None,
    needs: Annotated[str, QueryParameter(max_length=200)] = "",
) -> HospitalOptions:
    """`needs` is a list of codes with commas. Those set aside come with their reasons."""
    return await hospitals_.options(actor, point_from_parts(lat, lon), colour, _codes(needs))


@get("/api/hospitals/distribution", summary="How many victims could be shared out")
async def distribution(
    actor: NamedDependency[Actor],
    hospitals_: NamedDependency[HospitalQueries],
    lat: FromQuery[float | None] = None,
    lon: FromQuery[float | None] = None,
    red: Victims = 0,
    yellow: Victims = 0,
    green: Victims = 0,
) -> VictimDistribution:
    """Never more than a hospital said it can take, less who is on the way."""
    victims = {CapacityColour.RED: red, CapacityColour.YELLOW: yellow, CapacityColour.GREEN: green}
    return await hospitals_.distribution(actor, point_from_parts(lat, lon), victims)


def _codes(text: str) -> list[HospitalCapability]:
    known = {each.value for each in HospitalCapability}
    words = [each for each in text.split(",") if each]
    if unknown := [each for each in words if each not in known]:
        raise Refused("unknown_hospital_ability", ability=unknown[0], known=", ".join(sorted(known)))
    return [HospitalCapability(each) for each in words]


HANDLERS = (options, distribution, hospital_register)
"""What the wiring registers."""
