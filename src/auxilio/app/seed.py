"""The people, agencies and desks of a first start. Invented; passwords are told to whoever starts the demo."""

from auxilio.identity.model import Agency, Centre, Desk, PersonData, Seed, SeedPerson

PASSWORD = "auxilio-demo"  # noqa: S105  told on the screen of whoever starts the demo; `up` seeds nobody
AGENCIES = (
    Agency(id="san", service="SAN", name="Sanidad", phone="+34600100061", has_console=True),
    Agency(id="bom", service="BOM", name="Bomberos", phone="+34600100080", has_console=True),
    Agency(id="pol", service="POL", name="Policía", phone="+34600100091", has_console=True),
    Agency(id="pci", service="PCI", name="Protección Civil", phone="+34600100112", has_console=False),
)
CENTRES = tuple(
    Centre(id=f"{agency.id}-1", agency=agency.id, name=f"{agency.name} 1", phone=agency.phone)
    for agency in AGENCIES
)
DESKS = (
    *(Desk(id=f"desk-{n:02}", name=f"Puesto {n:02}") for n in range(1, 11)),
    *(
        Desk(id=f"{agency.id}-desk-1", name=f"{agency.name}, puesto 1", centre=f"{agency.id}-1")
        for agency in AGENCIES
    ),
    Desk(id="room", name="Sala"),
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
    ("ona", "Ona Vila", "administrator", None, ("es", "ca")),
    ("ambulancia", "Dotación A-01", "crew", "san", ("es",)),
    ("bomba", "Dotación B-01", "crew", "bom", ("es",)),
    ("patrulla", "Dotación P-01", "crew", "pol", ("es",)),
)


def demo_seed() -> Seed:
    """Everything a first start of the demo brings."""
    people = tuple(
        SeedPerson(
            data=PersonData(
                login=login,
                name=name,
                roles=(role,),
                agency=agency,
                centre=f"{agency}-1" if agency else None,
                languages=languages,
            ),
            password=PASSWORD,
        )
        for login, name, role, agency, languages in PEOPLE
    )
    return Seed(agencies=AGENCIES, centres=CENTRES, desks=DESKS, people=people)
