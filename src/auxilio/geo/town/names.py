"""Names of the invented town, Spanish and Catalan, as such towns mix them on their plates.

Each pair is (Spanish, Catalan); the first letter of `first` says which of the two stands on the plate.
"""

from dataclasses import dataclass

from auxilio.geo.town.shapes import Tags

TOWN = "Riudalba"
VILLAGE = "Fontnova"
RIVER = ("Río Alba", "Riu Alba")
MOTORWAY = "A-99"
MOTORWAY_NAME = ("Autovía del Alba", "Autovia de l'Alba")
MAIN_ROAD = "C-990"


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street's two names; `plate` is the language of the plate, `es` or `ca`."""

    es: str
    ca: str
    plate: str = "ca"

    def tags(self) -> Tags:
        """As OpenStreetMap writes them."""
        return {"name": self.es if self.plate == "es" else self.ca, "name:es": self.es, "name:ca": self.ca}


def street_name(es: str, ca: str, plate: str = "ca") -> StreetName:
    """One street."""
    return StreetName(es, ca, plate)


MAYOR = street_name("Calle Mayor", "Carrer Major", "es")
UNION = street_name("Calle de la Unión", "Carrer de la Unió")
CHURCH = street_name("Calle de la Iglesia", "Carrer de l'Església")
"""Stands in both municipalities: the street that exists twice."""
SAINT_GEORGE = street_name("Calle de San Jorge", "Carrer de Sant Jordi")
"""Also in both."""

OLD_RADIALS = (
    street_name("Calle del Horno", "Carrer del Forn"),
    street_name("Calle de los Tejedores", "Carrer dels Teixidors"),
    street_name("Calle del Puente Viejo", "Carrer del Pont Vell"),
    street_name("Calle de la Fuente", "Carrer de la Font", "es"),
    street_name("Calle de las Escuelas", "Carrer de les Escoles"),
)
OLD_ARCS = (
    street_name("Calle de San Pedro", "Carrer de Sant Pere"),
    street_name("Calle Estrecha", "Carrer Estret"),
    street_name("Calle de la Herrería", "Carrer de la Ferreria"),
    street_name("Calle de las Monjas", "Carrer de les Monges"),
)
OLD_ALLEYS = (
    street_name("Callejón del Gato", "Carreró del Gat", "es"),
    street_name("Travesía del Molino", "Travessia del Molí"),
    street_name("Bajada de la Cárcel", "Baixada de la Presó"),
    street_name("Calle de los Ciegos", "Carrer dels Cecs"),
    street_name("Pasaje de la Campana", "Passatge de la Campana"),
    street_name("Calle de la Sal", "Carrer de la Sal", "es"),
    street_name("Calle Honda", "Carrer Fondo"),
    street_name("Cuesta de Santa Ana", "Costa de Santa Anna"),
)
SQUARE = street_name("Plaza Mayor", "Plaça Major", "es")
WALL = street_name("Ronda de la Muralla", "Ronda de la Muralla")
BRIDGE_AVENUE = street_name("Avenida del Puente Nuevo", "Avinguda del Pont Nou")
VILLAGE_AVENUE = street_name("Avenida de Fontnova", "Avinguda de Fontnova")

GRID_COLUMNS = (
    street_name("Calle de Alfonso XIII", "Carrer d'Alfons XIII", "es"),
    SAINT_GEORGE,
    street_name("Calle del Doctor Ferrán", "Carrer del Doctor Ferran"),
    street_name("Rambla de la Libertad", "Rambla de la Llibertat"),
    street_name("Calle de Jacinto Verdaguer", "Carrer de Jacint Verdaguer"),
    street_name("Calle del General Prim", "Carrer del General Prim", "es"),
    street_name("Calle de Isabel II", "Carrer d'Isabel II", "es"),
    street_name("Calle del Torrente", "Carrer del Torrent"),
)
GRID_ROWS = (
    street_name("Paseo del Río", "Passeig del Riu"),
    street_name("Calle de la Industria", "Carrer de la Indústria"),
    street_name("Calle del Once de Septiembre", "Carrer de l'Onze de Setembre"),
    street_name("Avenida de la Constitución", "Avinguda de la Constitució", "es"),
    street_name("Calle de Cervantes", "Carrer de Cervantes", "es"),
    street_name("Calle de Mosén Cinto", "Carrer de Mossèn Cinto"),
    street_name("Calle del Dos de Mayo", "Carrer del Dos de Maig", "es"),
    street_name("Calle de Santa Eulalia", "Carrer de Santa Eulàlia"),
)
HILL_ARCS = (
    street_name("Calle de los Almendros", "Carrer dels Ametllers"),
    street_name("Calle de las Encinas", "Carrer de les Alzines"),
    street_name("Calle del Romero", "Carrer del Romaní", "es"),
    street_name("Calle de los Pinos", "Carrer dels Pins"),
)
HILL_SPOKES = (
    street_name("Calle del Mirador", "Carrer del Mirador"),
    street_name("Calle de la Ermita", "Carrer de l'Ermita"),
    street_name("Calle de Vista Alegre", "Carrer de Bellavista", "es"),
    street_name("Calle de las Eras", "Carrer de les Eres"),
)
HILL_ENDS = (
    street_name("Calle del Tomillo", "Carrer de la Farigola"),
    street_name("Calle de la Lavanda", "Carrer de l'Espígol"),
    street_name("Calle del Enebro", "Carrer del Ginebró"),
    street_name("Calle de la Perdiz", "Carrer de la Perdiu"),
)
STATION_ROWS = (
    street_name("Calle de la Ribera", "Carrer de la Ribera"),
    street_name("Calle del Ferrocarril", "Carrer del Ferrocarril"),
    street_name("Calle de la Estación", "Carrer de l'Estació"),
)
STATION_COLUMNS = (
    street_name("Calle de los Huertos", "Carrer de les Hortes"),
    street_name("Calle del Progreso", "Carrer del Progrés", "es"),
    street_name("Calle de Pau Casals", "Carrer de Pau Casals"),
    street_name("Calle del Algodón", "Carrer del Cotó"),
    street_name("Calle de la Paz", "Carrer de la Pau"),
)
WORKS = (
    street_name("Calle de los Oficios", "Carrer dels Oficis"),
    street_name("Calle de los Plateros", "Carrer dels Argenters"),
    street_name("Calle de Narciso Monturiol", "Carrer de Narcís Monturiol"),
    street_name("Calle de la Energía", "Carrer de l'Energia"),
    street_name("Calle de los Alfareros", "Carrer dels Terrissers"),
)
VILLAGE_STREETS = (
    street_name("Calle de Arriba", "Carrer de Dalt"),
    street_name("Calle de Abajo", "Carrer de Baix"),
    street_name("Calle de la Fuente Nueva", "Carrer de la Fontnova"),
    street_name("Calle del Molino", "Carrer del Molí"),
    street_name("Calle de la Era", "Carrer de l'Era"),
    street_name("Calle Nueva", "Carrer Nou"),
    street_name("Camino del Cementerio", "Camí del Cementiri"),
    street_name("Calle de Poniente", "Carrer de Ponent"),
    street_name("Calle de Levante", "Carrer de Llevant"),
)
ROAD_WEST = street_name("Carretera de Poniente", "Carretera de Ponent")
ROAD_EAST = street_name("Carretera de Levante", "Carretera de Llevant")
ROAD_SOUTH = street_name("Carretera de la Llanura", "Carretera de la Plana")
ROAD_MOUNTAIN = street_name("Carretera de la Sierra", "Carretera de la Serra")
TRAILS = (
    street_name("Camino de la Ermita", "Camí de l'Ermita"),
    street_name("Sendero de la Cresta", "Sender de la Carena"),
    street_name("Camino del Refugio", "Camí del Refugi"),
    street_name("Camino de la Fuente Fría", "Camí de la Font Freda"),
)
FARMS = (
    "Mas Ferrer",
    "Can Roca",
    "Cal Sastre",
    "Mas de l'Alba",
    "Can Pujol",
    "La Torre Blanca",
    "Cal Moliner",
)
