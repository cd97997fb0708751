"""A made-up evening of an emergency centre, from a seed: 400 calls that tell of 100 things, and what looks alike and is not.

Every call is as an operator has it while still asking for the address: a fix with its error, or none; words in one of four
languages; sometimes a type or a place already. Planted: the same street in two towns, two falls in one building, two
collisions on one road, a fall beside a collision, two people of one residence behind one switchboard.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from auxilio.calls.core.model import Call, CallChannel, CallState, NumberSource
from auxilio.cases.core.model import Location, LocationCertainty
from auxilio.kernel.ids import CallId
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id

CALLS, EVENTS, SPAN_S = 400, 100, 5 * 3_600
BEGAN_AT = datetime(2026, 3, 14, 18, tzinfo=UTC)
TOWNS = {"Vilaclara": (41.9200, 1.9000), "Sant Pere del Riu": (41.9350, 1.9650)}
"""Six kilometres apart."""
STREETS = (
    "Calle Mayor",
    "Carrer Nou",
    "Passeig del Riu",
    "Avinguda Catalunya",
    "Calle de la Iglesia",
    "Carrer del Molí",
)
LANGUAGES = {"es": 0.6, "ca": 0.2, "en": 0.1, "fr": 0.1}
type Told4 = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """What happens, as people say it; `near` are types that an operator also chooses for it."""

    type: str
    near: tuple[str, ...]
    calls_mean: float
    witness_m: float
    said: Told4
    one_person: bool = False


def _said(es: str, ca: str, en: str, fr: str) -> Told4:
    return {"es": es.split("|"), "ca": ca.split("|"), "en": en.split("|"), "fr": fr.split("|")}


# fmt: off
KINDS: dict[str, Kind] = {
    "crash": Kind("TRA-01", ("TRA-06", "TRA-02"), 7, 70, _said(
        "un accidente de coche|han chocado dos coches|un choque muy fuerte", "un accident de cotxe|han xocat dos cotxes|un xoc molt fort",
        "a car crash|two cars have collided|a bad accident", "un accident de voiture|deux voitures se sont percutées|une collision")),
    "moto": Kind("TRA-05", ("TRA-01",), 5, 60, _said(
        "se ha caído una moto|accidente de moto", "ha caigut una moto|accident de moto", "motorcycle accident|a biker is down", "accident de moto")),
    "house_fire": Kind("INC-01", ("INC-11", "INC-02"), 9, 120, _said(
        "fuego en un piso|sale humo de una ventana|se quema la cocina|hay llamas en el balcón", "foc en un pis|surt fum d'una finestra|crema una casa",
        "flat on fire|smoke from a window|building on fire", "un appartement en feu|de la fumée par la fenêtre|incendie dans un immeuble")),
    "car_fire": Kind("INC-05", ("INC-10",), 5, 80, _said(
        "arde un coche|un coche ardiendo", "crema un cotxe|un cotxe cremant", "car on fire", "une voiture en feu")),
    "bin_fire": Kind("INC-10", ("INC-11",), 3, 80, _said(
        "contenedor ardiendo|fuego en la basura", "contenidor cremant", "rubbish fire|a bin is on fire", "poubelle en feu")),
    "wildfire": Kind("INC-07", ("INC-18",), 14, 900, _said(
        "fuego en el monte|arde el bosque|columna de humo", "foc al bosc|crema la muntanya|columna de fum", "wildfire|the forest is burning|column of smoke",
        "feu de forêt|une colonne de fumée")),
    "gas": Kind("PCV-16", ("PCV-17",), 4, 60, _said("huele a gas|fuga de gas", "olor de gas|fuita de gas", "smell of gas|gas leak", "odeur de gaz|fuite de gaz")),
    "fight": Kind("SEG-02", ("SEG-01",), 4, 60, _said("una pelea|se están pegando", "una baralla|s'estan pegant", "a fight|people fighting", "une bagarre")),
    "tree": Kind("RES-17", ("TRA-09",), 4, 60, _said(
        "un árbol caído en la calzada|se ha caído un árbol", "un arbre caigut a la calçada", "a fallen tree on the road", "un arbre tombé sur la route")),
    "river": Kind("RES-04", ("RES-02",), 5, 90, _said("persona en el río|se lo lleva el río", "persona al riu", "person in the river", "une personne dans la rivière")),
    "fall": Kind("SAN-23", ("SAN-24", "SAN-22"), 1.4, 8, _said(
        "se ha caído|no se puede levantar", "ha caigut|no es pot aixecar", "has fallen|fell down and cannot get up", "est tombée|est tombé et ne se relève pas"), True),
    "chest": Kind("SAN-05", ("SAN-08",), 1.4, 8, _said("le duele el pecho|dolor en el pecho", "dolor al pit|mal al pit", "chest pain", "douleur dans la poitrine"), True),
    "breath": Kind("SAN-04", ("SAN-18",), 1.4, 8, _said("le falta el aire|no puede respirar bien", "li falta l'aire", "short of breath", "ne peut pas respirer"), True),
    "down": Kind("SAN-02", ("SAN-08", "SAN-01"), 2.2, 15, _said(
        "inconsciente, no despierta|ha perdido el conocimiento", "inconscient, no reacciona", "unconscious, will not wake up", "inconscient, ne répond pas"), True),
}
THINGS: tuple[Told4, ...] = tuple(_said(*each) for each in (
    ("un camión volcado", "un camió bolcat", "a truck overturned", "un camion renversé"), ("una furgoneta blanca", "una furgoneta blanca", "a white van", "une camionnette blanche"),
    ("junto a la gasolinera", "al costat de la benzinera", "by the petrol station", "près de la station essence"), ("en la rotonda", "a la rotonda", "at the roundabout", "au rond-point"),
    ("delante de la farmacia", "davant de la farmàcia", "outside the pharmacy", "devant la pharmacie"), ("cerca del puente", "prop del pont", "near the bridge", "près du pont"),
    ("al lado del colegio", "al costat de l'escola", "next to the school", "à côté de l'école"), ("hay un autobús", "hi ha un autobús", "there is a bus", "il y a un autobus"),
    ("delante del bar Central", "davant del bar Central", "outside bar Central", "devant le bar Central"), ("hay gente atrapada", "hi ha gent atrapada", "people are trapped", "des gens coincés"),
    ("un taxi", "un taxi", "a taxi", "un taxi"), ("en el tejado", "a la teulada", "on the roof", "sur le toit"),
))
WHERE: tuple[Told4, ...] = tuple(_said(*each) for each in (
    ("en la escalera", "a l'escala", "on the stairs", "dans l'escalier"), ("en el baño", "al lavabo", "in the bathroom", "dans les toilettes"),
    ("en la cocina", "a la cuina", "in the kitchen", "dans la cuisine"), ("de la cama", "del llit", "out of bed", "du lit"), ("en el portal", "al portal", "at the entrance", "à l'entrée"),
))
PERSONS: dict[str, Told4] = {
    "old woman": _said("mi abuela|una señora mayor|mi madre|mi vecina", "la meva àvia|la meva mare", "my grandmother|an elderly woman|my mother", "ma grand-mère|une vieille dame|ma mère"),
    "old man": _said("mi abuelo|un señor mayor|mi padre|mi vecino", "el meu avi|el meu pare", "my grandfather|an elderly man|my father", "mon grand-père|mon père"),
    "woman": _said("mi mujer|una mujer", "la meva dona|una dona", "my wife|a woman", "ma femme|une femme"),
    "man": _said("mi marido|un hombre", "el meu marit|un senyor", "my husband|a man", "mon mari|un homme"),
    "child": _said("mi hijo|un niño|una niña", "el meu fill|un nen", "my son|a child|a girl", "mon fils|un enfant"),
}
CHATTER = _said("vengan rápido por favor|hay mucha gente mirando|no sé cuántos hay|yo paso por aquí|ha sido hace un momento", "vinguin de pressa|hi ha molta gent|no sé quants",
    "please come quickly|I am just driving past|there are many people", "venez vite|je passe devant|il y a du monde")
# fmt: on


@dataclass
class Happening:
    """One thing in the world."""

    id: int
    kind: Kind
    began_s: float
    town: str
    street: str
    number: int
    here: Point
    things: tuple[Told4, ...]
    person: str
    door: str
    planted: str = ""
    line: str | None = None
    """The switchboard from which everybody of it calls."""
    phones: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ring:
    """One call as the desk has it, and of what it truly tells."""

    of: Happening
    call: Call
    text: str
    type: str | None
    location: Location | None
    """Chosen or said already; None while it is still being asked for."""
    address: Location
    """What the operator will have written of it in the end."""
    final_type: str


def away(point: Point, metres: float, angle: float) -> Point:
    """A point that far from another."""
    north, east = metres * math.cos(angle), metres * math.sin(angle)
    return Point(
        point.lat + north / 111_195, point.lon + east / (111_195 * math.cos(math.radians(point.lat)))
    )


class Evening:
    """Everything that rings, in order."""

    def __init__(self, seed: int, calls: int = CALLS, events: int = EVENTS) -> None:
        self._dice = random.Random(seed)
        self.happenings = list(self._happen(events))
        self.rings = sorted(self._ring(calls), key=lambda ring: ring.call.rang_at)

    # --- what happens -----------------------------------------------------------------------------

    def _happen(self, events: int) -> Iterator[Happening]:
        pairs = max(events // 14, 1)
        made = 0
        for planted in (
            "same_street_two_towns",
            "two_falls_one_building",
            "two_crashes_one_road",
            "fall_beside_crash",
            "one_switchboard",
        ):
            for _ in range(pairs):
                for each in self._pair(planted):
                    each.id, made = made, made + 1
                    yield each
        kinds = list(KINDS.values())
        for id in range(made, events):
            yield self._one(id, self._dice.choice(kinds))

    def _one(self, id: int, kind: Kind, **more: object) -> Happening:
        dice = self._dice
        town = str(more.pop("town", dice.choice(list(TOWNS))))
        street, number = str(more.pop("street", dice.choice(STREETS))), dice.randint(1, 60)
        lat, lon = TOWNS[town]
        at = STREETS.index(street)
        # Streets run apart through the town; a number is twelve metres.
        here = away(Point(lat, lon), 350.0 * (1 + at // 2), at * math.tau / len(STREETS))
        here = away(here, number * 12.0, (at + 1.5) * math.tau / len(STREETS))
        many = WHERE if kind.one_person else THINGS
        things = tuple(dice.sample(many, k=1 if kind.one_person else dice.choice((1, 2))))
        door = f"{dice.randint(1, 6)}º {dice.choice('ABC')}"
        began_s = dice.uniform(0, SPAN_S)
        made = Happening(
            id, kind, began_s, town, street, number, here, things, dice.choice(list(PERSONS)), door
        )
        for name, value in more.items():
            setattr(made, name, value)
        return made

    def _pair(self, planted: str) -> tuple[Happening, Happening]:
        dice = self._dice
        soon_s = dice.uniform(60, 1_200)
        if planted == "same_street_two_towns":
            kind = KINDS[dice.choice(("crash", "house_fire", "gas", "fall"))]
            a, b = (self._one(0, kind, town=town, planted=planted) for town in TOWNS)
            b.street, b.here = a.street, self._one(0, kind, town=b.town, street=a.street).here
        elif planted == "two_crashes_one_road":
            a, b = (self._one(0, KINDS["crash"], planted=planted) for _ in range(2))
            b.town, b.street = a.town, a.street
            b.here = away(a.here, dice.uniform(350, 700), dice.uniform(0, math.tau))
        else:
            second = "fall" if planted != "one_switchboard" else dice.choice(("fall", "chest", "breath"))
            first = "crash" if planted == "fall_beside_crash" else second
            a, b = (self._one(0, KINDS[each], planted=planted) for each in (first, second))
            b.town, b.street, b.number, b.here = a.town, a.street, a.number, a.here
            if planted == "one_switchboard":
                a.line = b.line = "+34938" + "".join(dice.choices("0123456789", k=6))
        b.began_s = a.began_s + soon_s
        return a, b

    # --- who rings --------------------------------------------------------------------------------

    def _ring(self, calls: int) -> Iterator[Ring]:
        dice = self._dice
        weights = [one.kind.calls_mean * dice.expovariate(1.0) for one in self.happenings]
        each = [1] * len(self.happenings)
        for index in dice.choices(range(len(each)), weights, k=calls - len(each)):
            each[index] += 1
        for happening, count in zip(self.happenings, each, strict=True):
            at_s = happening.began_s
            for nth in range(count):
                yield self._call(happening, at_s, first=nth == 0)
                at_s += dice.expovariate(1 / (600 if happening.kind.one_person else 180))

    def _call(self, of: Happening, at_s: float, *, first: bool) -> Ring:
        dice = self._dice
        rang_at = BEGAN_AT + timedelta(seconds=at_s)
        fix = self._fix(of, rang_at)
        call = Call(
            id=CallId(new_id()),
            number=dice.randint(1, 9_999),
            channel=CallChannel.VOICE,
            state=CallState.ANSWERED,
            mode=Mode.EXERCISE,
            rang_at=rang_at,
            phone=self._phone(of, first=first),
            phone_known_by=NumberSource.NETWORK_ASSERTED,
            positions=(fix,) if fix else (),
            at_place=dice.random() > 0.05 or None,
        )
        if dice.random() < 0.05:
            call = _elsewhere(
                call, away(of.here, dice.uniform(8_000, 90_000), dice.uniform(0, math.tau)), rang_at
            )
        address = self._address(of)
        type_ = of.kind.type if dice.random() < 0.8 else dice.choice(of.kind.near)
        return Ring(
            of=of,
            call=call,
            text=self._text(of),
            type=type_ if dice.random() < 0.4 else None,
            location=address if dice.random() < 0.3 else None,
            address=address,
            final_type=type_,
        )

    def _fix(self, of: Happening, at: datetime) -> Position | None:
        """AML, the phone's own guess by wireless networks, a mast, or nothing."""
        dice = self._dice
        stands = away(of.here, dice.expovariate(1 / of.kind.witness_m), dice.uniform(0, math.tau))
        way = dice.choices(("aml", "wifi", "cell", "none"), (60, 15, 15, 10))[0]
        if way == "none":
            return None
        low, high = {"aml": (5, 30), "wifi": (40, 120), "cell": (400, 2_500)}[way]
        circle = dice.uniform(low, high)
        # The circle is of 68 in 100 fixes, as phones report it: a third lies outside.
        error = abs(dice.gauss(0, circle))
        source = PositionSource.CELL if way == "cell" else PositionSource.AML
        return Position(
            point=away(stands, error, dice.uniform(0, math.tau)), source=source, uncertainty_m=circle, at=at
        )

    def _address(self, of: Happening) -> Location:
        """Of ten: eight with a number, one with its street alone, one in words that the map does not know."""
        dice = self._dice
        how = dice.choices(("number", "street", "words"), (80, 10, 10))[0]
        words = f"{of.street}, {of.number}" if how == "number" else of.street
        error_m, circle_m = (dice.uniform(0, 40), 25.0) if how == "number" else (dice.uniform(0, 200), 150.0)
        return Location(
            degree=LocationCertainty.SAID if how == "words" else LocationCertainty.MATCHED,
            words=words,
            municipality=of.town,
            point=None if how == "words" else away(of.here, error_m, dice.uniform(0, math.tau)),
            uncertainty_m=None if how == "words" else circle_m,
            detail=of.door if of.kind.one_person and dice.random() < 0.4 else None,
        )

    def _phone(self, of: Happening, *, first: bool) -> str:
        dice = self._dice
        if of.line is not None:
            return of.line
        if not first and of.phones and dice.random() < (0.3 if of.kind.one_person else 0.05):
            return dice.choice(of.phones)  # they ring again
        phone = "+346" + "".join(dice.choices("0123456789", k=8))
        of.phones.append(phone)
        return phone

    def _text(self, of: Happening) -> str:
        """The kind nearly always; the person, a thing, chatter now and then."""
        dice = self._dice
        language = dice.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        said = []
        if of.kind.one_person and dice.random() < 0.8:
            said.append(dice.choice(PERSONS[of.person][language]))
        if dice.random() < 0.95:
            said.append(dice.choice(of.kind.said[language]))
        said += [dice.choice(thing[language]) for thing in of.things if dice.random() < 0.5]
        if dice.random() < 0.5:
            said.append(dice.choice(CHATTER[language]))
        return ", ".join(said)


def _elsewhere(call: Call, where: Point, at: datetime) -> Call:
    """A son in another city: half of them have already said that they are not there."""
    from msgspec.structs import replace

    fix = Position(point=where, source=PositionSource.AML, uncertainty_m=20.0, at=at)
    return replace(call, positions=(fix,), at_place=False if call.number % 2 else None)
