"""The people, agencies, desks and units of the demo. Invented; passwords are printed when it starts."""

from auxilio.identity.core.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson
from auxilio.platform.i18n import Catalogues

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
    ("lia", "Lia Fons", "clinical_coordinator", "san", ("es", "ca")),
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


_SEAT_OF_ROLE = {"call_taker": "desk-01", "supervisor": "room"}
_SEAT_OF_AGENCY = {"dispatcher", "clinical_coordinator", "civil_protection_officer"}


def seat_of(name: str, role: str, agency: str | None) -> Desk | None:
    """Where a person of the demo usually signs in; None: without a desk."""
    id = _SEAT_OF_ROLE.get(role)
    if role in _SEAT_OF_AGENCY:
        id = f"{agency}-desk-1"
    elif role == "crew":
        id = name.rpartition(" ")[2].lower()
    return next((desk for desk in (*DESKS, *UNIT_DESKS) if desk.id == id), None)


def people_table(words: Catalogues, language: str) -> str:
    """Who is who in the demo: login, name, function and where they sign in."""
    rows = []
    for login, name, role, agency, _ in PEOPLE:
        seat = seat_of(name, role, agency)
        function = words.text(f"role.{role}", language)
        rows.append((login, name, function, seat.name if seat else words.text("login.desk_usual", language)))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = (
        "  ".join((*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3]))
        for row in rows
    )
    return "\n".join(lines)


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
