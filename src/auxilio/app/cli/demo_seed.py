"""The people, agencies, desks and units of a first start. Invented; passwords are printed when the demo starts."""

import logging
import re
from uuid import UUID

from auxilio.app.runtime import Runtime
from auxilio.dispatch.units.core import messages as units
from auxilio.dispatch.units.core.model import CrewMember
from auxilio.geo.service import RegionService
from auxilio.hospitals.core.messages import AddHospital
from auxilio.hospitals.core.model import HospitalCapability
from auxilio.identity.core.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson
from auxilio.kernel.ids import AgencyId, CentreId, CommandId, HospitalId, UnitId
from auxilio.kernel.position import Point
from auxilio.kernel.refusal import Refused
from auxilio.kernel.shared_types import Mode, Phone
from auxilio.platform.ids import derived_id
from auxilio.workflows.runner import system_actor

_UNITS = UUID("6f1f5f3e-0d0c-5a4b-9b1e-5a7c6d2c1f12")
_log = logging.getLogger(__name__)
PASSWORD = "auxilio-demo"  # noqa: S105  told on the screen of whoever starts the demo; `up` seeds nobody
AGENCIES = (
    Agency(id="san", service="HEALTH", name="Sanidad", phone="+34600100061", has_console=True),
    Agency(id="bom", service="FIRE", name="Bomberos", phone="+34600100080", has_console=True),
    Agency(id="pol", service="POLICE", name="Policía", phone="+34600100091", has_console=True),
    Agency(
        id="pc", service="CIVIL_PROTECTION", name="Protección Civil", phone="+34999001500", has_console=False
    ),
)
CENTRES = (
    *(
        Centre(id=f"{agency.id}-1", agency=agency.id, name=f"{agency.name} 1", phone=agency.phone)
        for agency in AGENCIES
    ),
    # Neighbours, for mutual aid: one with a console and a unit, two that are told by telephone.
    Centre(id="bom-2", agency="bom", name="Bomberos 2, la Serra", phone="+34999001502"),
    Centre(id="bom-3", agency="bom", name="Bomberos 3, el Pla", phone="+34999001503"),
    Centre(id="san-2", agency="san", name="Sanidad 2, el Pla", phone="+34999001504"),
)
ROOM = ("call_taker", "supervisor", "room_chief")
"""Who answers calls."""
DESKS = (
    *(Desk(id=f"desk-{n:02}", name=f"Puesto {n:02}", roles=ROOM) for n in range(1, 11)),
    *(
        Desk(id=f"{agency.id}-desk-1", name=f"{agency.name}, puesto 1", centre=f"{agency.id}-1")
        for agency in AGENCIES
    ),
    Desk(id="bom-2-desk-1", name="Bomberos 2, puesto 1", centre="bom-2"),
    Desk(id="room", name="Sala", roles=("supervisor", "room_chief")),
)
PEOPLE = (
    ("lucia", "Lucía Ferrer", "call_taker", None, ("es", "ca", "en")),
    ("pau", "Pau Serra", "call_taker", None, ("es", "ca", "fr")),
    ("iria", "Iria Coll", "call_taker", None, ("es", "en")),
    ("clara", "Clara Riba", "supervisor", None, ("es", "ca", "en", "fr")),
    ("marta", "Marta Soler", "dispatcher", "san", ("es", "ca")),
    ("biel", "Biel Roca", "dispatcher", "bom", ("es", "ca")),
    ("sara", "Sara Gil", "dispatcher", "pol", ("es",)),
    ("nil", "Nil Torres", "records_officer", None, ("es", "ca")),
    ("jordi", "Jordi Mas", "civil_protection_officer", "pc", ("es", "ca")),
    ("vera", "Vera Camps", "reviewer", None, ("es", "ca")),
    ("hugo", "Hugo Sanz", "reviewer", None, ("es", "en")),
    ("ona", "Ona Vila", "administrator", None, ("es", "ca")),
    ("aina", "Aina Puig", "content_author", None, ("es", "ca", "en")),
    ("marc", "Marc Oliva", "medical_director", None, ("es", "ca", "en")),
    ("rosa", "Rosa Vidal", "operations_director", None, ("es", "ca")),
    ("ambulancia", "Dotación A-01", "crew", "san", ("es",)),
    ("bomba", "Dotación B-01", "crew", "bom", ("es",)),
    ("patrulla", "Dotación P-01", "crew", "pol", ("es",)),
    ("proteccion", "Dotación C-01", "crew", "pc", ("es",)),
)
NEIGHBOURS = (
    ("tona", "Tona Prat", "dispatcher", "bom", "bom-2", ("es", "ca")),
    ("serra", "Dotación B-21", "crew", "bom", "bom-2", ("es",)),
)
"""Who sits at a neighbour centre: as above, with the centre."""
CITY = (
    *((f"sim-{agency}", "Dotación simulada", "crew", agency, ("es",)) for agency in ("san", "bom", "pol")),
    *(
        (f"sim-{agency}-1", "Coordinación simulada", "dispatcher", agency, ("es",))
        for agency in ("san", "bom", "pol")
    ),
    *((f"sim-desk-{nth}", f"Operador simulado {nth}", "call_taker", None, ("es", "ca")) for nth in (1, 2)),
    ("sim-room", "Ciudad simulada", "supervisor", None, ("es",)),
)
"""Who the simulated city signs in as; each has the permissions of its role and no more (decision 0108)."""
CITY_DESKS = (
    *(
        Desk(id=f"{agency}-sim", name=f"Simulador {agency}", centre=f"{agency}-1")
        for agency in ("san", "bom", "pol")
    ),
    *(Desk(id=f"desk-sim-{nth}", name=f"Simulador {nth}") for nth in (1, 2)),
    Desk(id="room-sim", name="Simulador sala"),
)

UNITS = (
    ("A-01", "san", ("als", "bls", "aed"), ("hospital", "ambulance_station", "clinic"), "nurse"),
    ("A-02", "san", ("bls", "aed"), ("ambulance_station", "clinic", "hospital"), "technician"),
    ("M-02", "san", ("rrv", "als"), ("hospital", "clinic"), "doctor"),
    ("B-01", "bom", ("pump", "rescue", "water"), ("fire_station",), "firefighter"),
    ("B-02", "bom", ("ladder", "fire_officer", "pump"), ("fire_station",), "firefighter"),
    ("B-03", "bom", ("mountain", "hazmat", "forest_engine"), ("fire_station",), "firefighter"),
    ("P-01", "pol", ("patrol", "local", "traffic"), ("police",), "officer"),
    ("P-02", "pol", ("patrol", "local", "search"), ("police",), "officer"),
    ("C-01", "pc", ("cp_officer",), ("civil_protection", "town_hall", "police"), "officer"),
    ("B-21", "bom", ("rescue", "pump", "hazmat"), ("fire_station",), "firefighter"),
)
"""Callsign, agency, capabilities, where it stands (the first kind of facility the region has), crew's role."""
NEIGHBOUR_OF = {"B-21": "bom-2"}
"""Units of another centre than their agency's first."""
UNIT_DESKS = tuple(
    Desk(id=callsign.lower(), name=callsign, centre=NEIGHBOUR_OF.get(callsign, f"{agency}-1"))
    for callsign, agency, *_ in UNITS
)
"""A crew signs in with its callsign as its desk: it acts for that vehicle and for no other."""


_HOSPITALS = UUID("b3f0a6c2-8f0e-5d0a-9a51-2f7d5a0c9e44")
COUNTY = (
    HospitalCapability.TRAUMA,
    HospitalCapability.PAEDIATRICS,
    HospitalCapability.OBSTETRICS,
    HospitalCapability.PSYCHIATRY,
    HospitalCapability.HELIPAD,
)
"""What a county hospital usually has: the map does not say."""
FAR_HOSPITALS = (
    (
        "Hospital Universitari de la Vall",
        (0.11, 0.16),
        tuple(
            each
            for each in HospitalCapability
            if each not in {HospitalCapability.HYPERBARIC, HospitalCapability.PSYCHIATRY}
        ),
        "+34999002200",
    ),
    (
        "Hospital Materno-Infantil",
        (0.12, 0.15),
        (HospitalCapability.PAEDIATRICS, HospitalCapability.NEONATAL, HospitalCapability.OBSTETRICS),
        "+34999002300",
    ),
)
"""Invented, beyond the region's roads: degrees from its middle. Their time is by a straight line, and marked."""


async def add_hospitals(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """The region's hospitals, and two beyond it. Ids are derived, so a second start changes nothing."""
    actor, middle = system_actor(mode), region.info.centre
    adds = [
        AddHospital(
            hospital=HospitalId(derived_id(_HOSPITALS, each.id)),
            name=each.name,
            place=each.point,
            facility=each.id,
            phone=_telephone(each.phone),
            can=COUNTY,
        )
        for each in await region.facilities(("hospital",))
        if each.name
    ]
    adds += [
        AddHospital(
            hospital=HospitalId(derived_id(_HOSPITALS, name)),
            name=name,
            place=Point(lat=middle.lat + north, lon=middle.lon + east),
            phone=phone,
            can=can,
        )
        for name, (north, east), can, phone in FAR_HOSPITALS
    ]
    for command in adds:
        try:
            await runtime.commands.handle(CommandId(derived_id(command.hospital, "add")), command, actor)
        except Refused as refused:
            _log.info("hospital_not_seeded", extra={"code": refused.code})


def _telephone(text: str) -> Phone | None:
    """A number as it is dialled from anywhere; None where the data write it otherwise."""
    said = re.sub(r"[\s.()-]", "", text)
    return said if re.fullmatch(r"\+[1-9]\d{3,14}", said) else None


async def register_units(runtime: Runtime, region: RegionService, mode: Mode) -> None:
    """The demo's units at their stations, crewed. Ids are derived, so a second start changes nothing."""
    actor = system_actor(mode)
    facilities = await region.facilities()
    official = {callsign: each.point for each in facilities for callsign in each.units}
    for nth, (callsign, agency, capabilities, kinds, role) in enumerate(UNITS):
        at = [f for kind in kinds for f in facilities if f.kind == kind]
        # Stations of one kind take turns; a region without any still has its units, in its middle.
        home = official.get(callsign) or (at[nth % len(at)].point if at else region.info.centre)
        unit = UnitId(derived_id(_UNITS, callsign))
        register = units.RegisterUnit(
            unit=unit,
            callsign=callsign,
            agency=AgencyId(agency),
            centre=CentreId(NEIGHBOUR_OF.get(callsign, f"{agency}-1")),
            capabilities=capabilities,
            home=home,
            mode=mode,
            radios=(f"001-1-{2001 + nth}", f"001-1-{3001 + nth}"),
        )
        crew = (CrewMember(name=f"{callsign}", role=role),)
        sign_on = units.SignOnCrew(unit=unit, crew=crew)
        for name, command in (("register", register), ("crew", sign_on)):
            try:
                await runtime.commands.handle(CommandId(derived_id(unit, name)), command, actor)
            except Refused as refused:
                # Already there with other data (another region), or at work: as people left it.
                _log.info("unit_not_seeded", extra={"code": refused.code})


def demo_seed() -> Seed:
    """Everything a first start of the demo brings."""
    people = tuple(
        SeedPerson(
            data=PersonData(
                login=login,
                name=name,
                roles=(role,),
                agency=agency,
                centre=centre,
                languages=languages,
            ),
            password=PASSWORD,
        )
        for login, name, role, agency, centre, languages in (
            *(
                (login, name, role, agency, f"{agency}-1" if agency else None, languages)
                for login, name, role, agency, languages in (*PEOPLE, *CITY)
            ),
            *NEIGHBOURS,
        )
    )
    return Seed(agencies=AGENCIES, centres=CENTRES, desks=(*DESKS, *UNIT_DESKS, *CITY_DESKS), people=people)
