"""Which element of the map is a facility, and of which kind. Tags as the OpenStreetMap wiki defines them."""

from collections.abc import Mapping

_RULES: tuple[tuple[str, frozenset[str], str], ...] = tuple(
    (key, frozenset(values.split()), kind)
    for key, values, kind in (
        ("amenity", "hospital", "hospital"),
        ("healthcare", "hospital", "hospital"),
        ("amenity", "fire_station", "fire_station"),
        ("emergency", "ambulance_station", "ambulance_station"),
        ("amenity", "police", "police"),
        ("emergency", "disaster_response", "civil_protection"),
        ("emergency", "mountain_rescue", "mountain_rescue"),
        ("emergency", "lifeguard lifeguard_base lifeguard_tower", "lifeguard"),
        ("amenity", "clinic doctors", "clinic"),
        ("healthcare", "clinic centre", "clinic"),
        ("amenity", "nursing_home", "care_home"),
        ("social_facility", "nursing_home assisted_living", "care_home"),
        ("amenity", "school kindergarten college university", "school"),
        ("amenity", "pharmacy", "pharmacy"),
        ("aeroway", "helipad heliport", "helipad"),
        ("emergency", "landing_site", "helipad"),
        ("emergency", "defibrillator", "defibrillator"),
        ("emergency", "fire_hydrant", "hydrant"),
        ("emergency", "water_tank suction_point fire_water_pond", "water_supply"),
        ("emergency", "assembly_point", "assembly_point"),
        ("highway", "emergency_access_point", "access_point"),
        ("emergency", "phone", "sos_phone"),
        ("tourism", "alpine_hut wilderness_hut", "alpine_hut"),
        ("amenity", "fuel", "fuel"),
        ("railway", "station halt", "railway_station"),
        ("amenity", "townhall", "town_hall"),
    )
)


def facility_kind(tags: Mapping[str, str]) -> str:
    """A word of `model.FACILITY_KINDS`, or empty. The first rule wins: a hospital with a pharmacy is a hospital."""
    for key, values, kind in _RULES:
        if tags.get(key) in values:
            return kind
    return ""
