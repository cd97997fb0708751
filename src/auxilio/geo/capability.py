"""Places, streets and roads, for the composition root."""

from auxilio.geo.api import GeoController
from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(
    name="geo",
    routes=(GeoController,),
    permissions=(Permission.PLACE_SEARCH,),
    settings=("region",),
)
