"""What stands in the town: those who help, those who need help most, and what people name when they call."""

from random import Random

from shapely import Point, Polygon
from shapely.ops import nearest_points

from auxilio.geo.town import names
from auxilio.geo.town.shapes import XY, TownArea, TownDrawing, TownPoint, box, polar
from auxilio.geo.town.streets import GRID_TURN_DEG, HOSPITAL, PARK, PLAZA, SCHOOL, grid_block, grid_point
from auxilio.geo.town.terrain import VILLAGE_CENTRE

FIRE_GROUND = box(-150, -682, 74, 44, 22)
STADIUM = grid_block(8, 1, 1, 2, 14)
CEMETERY = box(-330, 700, 120, 80, 24)
VILLAGE_CEMETERY = box(VILLAGE_CENTRE[0] - 330, VILLAGE_CENTRE[1] + 470, 70, 50, 20)
STATION = box(310, -868, 66, 18, -6)
VILLAGE_PARK = box(VILLAGE_CENTRE[0] + 60, VILLAGE_CENTRE[1] + 15, 60, 44, 10)
NURSING = box(-470, 330, 60, 34, 40)


def grounds() -> list[Polygon]:
    """Where no house is built."""
    return [
        HOSPITAL, PARK, SCHOOL, PLAZA, FIRE_GROUND, STADIUM, CEMETERY, VILLAGE_CEMETERY, STATION, VILLAGE_PARK,
        NURSING.buffer(6),
    ]  # fmt: skip


def draw_places(drawing: TownDrawing, rng: Random) -> None:
    """All of them; those who help first."""
    _responders(drawing)
    _public(drawing)
    _everyday(drawing, rng)
    _street_furniture(drawing, rng)
    _mountain(drawing)
    _settlements(drawing)


def _area(drawing: TownDrawing, shape: Polygon, **tags: str) -> None:
    drawing.areas.append(TownArea(shape, {key.replace("__", ":"): value for key, value in tags.items()}))


def _spot(drawing: TownDrawing, at: XY, **tags: str) -> None:
    drawing.spots.append(
        TownPoint(at[0], at[1], {key.replace("__", ":"): value for key, value in tags.items()})
    )


def _responders(drawing: TownDrawing) -> None:
    _area(drawing, HOSPITAL, amenity="hospital", name="Hospital Comarcal de l'Alba", emergency="yes", beds="180",
          healthcare="hospital", phone="+34 999 001 100",
          addr__street=names.GRID_ROWS[6].es, addr__housenumber="40", addr__city=names.TOWN)  # fmt: skip
    c = HOSPITAL.centroid
    for dx, dy, w, h in ((-25, 18, 110, 26), (-38, -26, 30, 66), (18, -26, 30, 66), (62, 22, 26, 58)):
        shape = box(c.x + dx, c.y + dy, w, h, GRID_TURN_DEG)
        _area(drawing, shape, building="hospital", building__levels="5")
    _spot(drawing, (c.x + 76, c.y - 62), aeroway="helipad", name="Helipuerto del Hospital", ref="H-1")
    _spot(drawing, (c.x - 60, c.y - 66), emergency="ambulance_station", name="Base d'Ambulàncies de Riudalba",
          phone="+34 999 001 200")  # fmt: skip
    _area(drawing, FIRE_GROUND, amenity="fire_station", name="Parc de Bombers de Riudalba", building="fire_station",
          phone="+34 999 001 300")  # fmt: skip
    _spot(drawing, (VILLAGE_CENTRE[0] + 232, VILLAGE_CENTRE[1] - 128), amenity="fire_station",
          name="Bombers Voluntaris de Fontnova", fire_station__type="volunteer")  # fmt: skip
    local = grid_block(2, 3, 1, 1, 10)
    _spot(drawing, (local.centroid.x, local.centroid.y), amenity="police", name="Policía Local de Riudalba",
          police="municipal", phone="+34 999 001 400")  # fmt: skip
    _spot(drawing, grid_point(0.55, 1.5), amenity="police", name="Comissaria de Policia de l'Alba")
    _spot(drawing, (520, -1190), emergency="disaster_response", name="Protecció Civil de l'Alba", office="government",
          phone="+34 999 001 500")  # fmt: skip
    _spot(drawing, (2180, 2480), emergency="mountain_rescue", name="Rescat de Muntanya de la Serra")


def _public(drawing: TownDrawing) -> None:
    _area(drawing, SCHOOL, amenity="school", name="Escola Jacint Verdaguer")
    c = SCHOOL.centroid
    _area(drawing, box(c.x - 4, c.y + 16, 66, 20, GRID_TURN_DEG), building="school", building__levels="3")
    _area(drawing, PARK, leisure="park", name="Parc de la Llibertat")
    _area(drawing, PLAZA, highway="pedestrian", area="yes", place="square", name=names.SQUARE.es,
          name__ca=names.SQUARE.ca)  # fmt: skip
    _area(drawing, box(52, 34, 24, 15, 40), building="church", amenity="place_of_worship", religion="christian",
          name="Església de Santa Maria")  # fmt: skip
    _area(
        drawing,
        box(-20, 35, 26, 14, 14),
        building="civic",
        amenity="townhall",
        name="Ayuntamiento de Riudalba",
    )
    _area(drawing, NURSING, amenity="social_facility", social_facility="nursing_home", building="yes",
          name="Residencia Sant Pere")  # fmt: skip
    _area(drawing, STADIUM, leisure="sports_centre", name="Camp d'Esports Municipal")
    s = STADIUM.centroid
    _area(drawing, box(s.x, s.y, 62, 100, GRID_TURN_DEG), leisure="pitch", sport="soccer")
    _area(drawing, CEMETERY, landuse="cemetery", name="Cementiri de Riudalba")
    _area(drawing, VILLAGE_CEMETERY, landuse="cemetery", name="Cementiri de Fontnova")
    _area(drawing, VILLAGE_PARK, leisure="park", name="Parc de les Moreres")
    _area(drawing, STATION, building="train_station", railway="station", name="Estació de Riudalba")
    _area(drawing, box(600, -1160, 1060, 300, -4), landuse="industrial", name="Polígono Industrial La Plana")
    x, y = VILLAGE_CENTRE
    _area(drawing, box(x - 66, y + 66, 20, 13, 70), building="church", amenity="place_of_worship",
          name="Església de Sant Jordi")  # fmt: skip
    _spot(drawing, (x + 24, y - 58), amenity="townhall", name="Ajuntament de Fontnova")
    _spot(
        drawing, (x + 92, y - 56), amenity="clinic", healthcare="clinic", name="Consultori Mèdic de Fontnova"
    )
    _spot(drawing, grid_point(1.5, 2.52), amenity="clinic", healthcare="clinic",
          name="Centre d'Atenció Primària Riudalba")  # fmt: skip
    _spot(drawing, grid_point(5.5, 2.5), amenity="school", name="Institut de l'Alba")
    _spot(drawing, grid_point(2.5, 4.5), amenity="kindergarten", name="Llar d'Infants El Petit Príncep")


def _everyday(drawing: TownDrawing, rng: Random) -> None:
    pharmacies = [
        ("Farmacia Serra", grid_point(3.35, 2.9)), ("Farmàcia Major", (-96, -24)), ("Farmacia Puig", grid_point(5.6, 5.1)),
        ("Farmàcia de l'Estació", (250, -560)), ("Farmàcia de Fontnova", (VILLAGE_CENTRE[0] - 50, VILLAGE_CENTRE[1] - 28)),
    ]  # fmt: skip
    for name, at in pharmacies:
        _spot(drawing, at, amenity="pharmacy", name=name)
    shops: list[tuple[str, str, str, XY]] = [
        ("shop", "supermarket", "Supermercat La Bona Compra", grid_point(4.5, 1.5)),
        ("shop", "bakery", "Forn de la Plaça", (38, -26)),
        ("shop", "bakery", "Panadería Ripoll", grid_point(2.2, 2.1)),
        ("amenity", "cafe", "Café Comercio", (30, 34)),
        ("amenity", "bar", "Bar Deportivo", grid_point(7.4, 2.2)),
        ("amenity", "restaurant", "Restaurant Cal Sabater", (-140, 10)),
        ("amenity", "restaurant", "Fonda de Fontnova", (VILLAGE_CENTRE[0] + 30, VILLAGE_CENTRE[1] + 88)),
        ("amenity", "bank", "Caixa de l'Alba", grid_point(3.3, 3.2)),
        ("amenity", "library", "Biblioteca Municipal", grid_point(1.4, 3.4)),
        ("amenity", "marketplace", "Mercat Municipal", grid_point(2.5, 1.5)),
        ("amenity", "theatre", "Teatre Nou", grid_point(4.4, 3.5)),
        ("amenity", "post_office", "Correos Riudalba", grid_point(5.4, 3.4)),
        ("amenity", "bus_station", "Estació d'Autobusos", (150, -840)),
        ("tourism", "hotel", "Hotel Pont Nou", (70, -345)),
        ("tourism", "camp_site", "Càmping la Ribera", (-1150, 140)),
        ("leisure", "swimming_pool", "Piscina Municipal", grid_point(8.5, 3.6)),
    ]
    for key, value, name, at in shops:
        _spot(drawing, at, **{key: value, "name": name})
    _spot(drawing, (-205, -1150), amenity="fuel", name="Gasolinera La Plana")
    _spot(drawing, (1320, 60), amenity="fuel", name="Gasolinera Llevant")
    for farm in names.FARMS:
        at = (rng.uniform(-3800, -1600), rng.uniform(-3200, -2200)) if rng.random() < 0.5 else (
            rng.uniform(1800, 4200), rng.uniform(-3300, -400))  # fmt: skip
        _spot(drawing, at, place="isolated_dwelling", name=farm)
        _area(drawing, box(at[0] + 8, at[1] - 6, 22, 16, rng.uniform(0, 90)), building="farm")


def _street_furniture(drawing: TownDrawing, rng: Random) -> None:
    """Hydrants at the kerb of the streets, defibrillators where people gather, emergency telephones."""
    hydrants = [grid_point(c, r) for c in range(1, 8, 2) for r in range(1, 8, 2)]
    hydrants += [polar(a, 228) for a in range(15, 360, 40)] + [
        (90, -655),
        (430, -700),
        (600, -1248),
        (250, -1030),
    ]
    hydrants += [
        (VILLAGE_CENTRE[0] + dx, VILLAGE_CENTRE[1] + dy) for dx, dy in ((-96, 64), (106, -84), (14, 186))
    ]
    streets = [road.line for road in drawing.roads if road.frontage]
    for k, at in enumerate(hydrants):
        line = min(streets, key=lambda street: street.distance(Point(at)))
        kerb = nearest_points(line.buffer(4.5).exterior, Point(at))[0]
        _spot(drawing, (kerb.x, kerb.y), emergency="fire_hydrant", fire_hydrant__type="underground", ref=f"H{k + 1:03d}",
              fire_hydrant__diameter=rng.choice(["80", "100"]))  # fmt: skip
    places = (("Plaza Mayor", (12, 22)), ("Camp d'Esports", grid_point(8.3, 2.2)), ("Estació", (290, -852)),
              ("Mercat", grid_point(2.45, 1.45)), ("Ajuntament de Fontnova", (VILLAGE_CENTRE[0] + 28, VILLAGE_CENTRE[1] - 52)),
              ("Piscina Municipal", grid_point(8.45, 3.5)))  # fmt: skip
    for name, at in places:
        _spot(drawing, at, emergency="defibrillator", name=f"DEA {name}", indoor="no")
    for k, (x, y) in enumerate(((-2600, -1235), (-600, -1448), (1400, -1500), (3200, -1960))):
        _spot(drawing, (x, y), emergency="phone", ref=f"SOS {k + 1}")
    _spot(
        drawing,
        (PARK.centroid.x, PARK.centroid.y),
        emergency="assembly_point",
        name="Punt de Trobada del Parc",
    )


def _mountain(drawing: TownDrawing) -> None:
    """For the lost hiker: plates with a number on them, a refuge, a hermitage, a spring, a viewpoint."""
    plates = ((-780, 1300), (-1040, 2200), (-1600, 2840), (-2400, 2690), (-3500, 2740), (-420, 1900), (-60, 2300),
              (900, 2740), (1600, 2820))  # fmt: skip
    paths = [road.line for road in drawing.roads if road.tags.get("highway") in {"path", "track"}]
    for k, at in enumerate(plates):
        line = min(paths, key=lambda path: path.distance(Point(at)))
        on = line.interpolate(line.project(Point(at)))
        _spot(drawing, (on.x, on.y), highway="emergency_access_point", ref=f"RD-{k + 1:02d}")
    _spot(drawing, (-1225, 2640), tourism="alpine_hut", name="Refugi de la Serra", ele="948")
    _area(
        drawing,
        box(-840, 1775, 14, 9, 30),
        building="chapel",
        amenity="place_of_worship",
        name="Ermita de Santa Anna",
    )
    _spot(drawing, (-420, 1912), natural="spring", name="Font Freda")
    _spot(drawing, (130, 2545), tourism="viewpoint", name="Mirador de la Roca Foradada")
    _spot(drawing, (-1720, 2770), natural="cave_entrance", name="Cova de la Guilla")


def _settlements(drawing: TownDrawing) -> None:
    _spot(drawing, (0, 0), place="town", name=names.TOWN, population="9240")
    _spot(drawing, VILLAGE_CENTRE, place="village", name=names.VILLAGE, population="870")
    quarters: list[tuple[str, str, XY]] = [
        ("suburb", "Casco Antiguo", (-40, 20)), ("suburb", "Eixample", grid_point(5, 4.6)),
        ("suburb", "Vista Alegre", (-380, 330)), ("suburb", "Barri de l'Estació", (330, -690)),
        ("locality", "Pla de la Guilla", (-2900, 2300)), ("hamlet", "La Plana", (420, -1130)),
    ]  # fmt: skip
    for kind, name, at in quarters:
        _spot(drawing, at, place=kind, name=name)
