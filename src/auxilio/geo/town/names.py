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
class Name:
    """A street's two names; `plate` is the language of the plate, `es` or `ca`."""

    es: str
    ca: str
    plate: str = "ca"

    def tags(self) -> Tags:
        """As OpenStreetMap writes them."""
        return {"name": self.es if self.plate == "es" else self.ca, "name:es": self.es, "name:ca": self.ca}


def both(es: str, ca: str, plate: str = "ca") -> Name:
    """One street."""
    return Name(es, ca, plate)


MAYOR = both("Calle Mayor", "Carrer Major", "es")
UNION = both("Calle de la Unión", "Carrer de la Unió")
CHURCH = both("Calle de la Iglesia", "Carrer de l'Església")
"""Stands in both municipalities: the street that exists twice."""
SAINT_GEORGE = both("Calle de San Jorge", "Carrer de Sant Jordi")
"""Also in both."""

OLD_RADIALS = (
    both("Calle del Horno", "Carrer del Forn"),
    both("Calle de los Tejedores", "Carrer dels Teixidors"),
    both("Calle del Puente Viejo", "Carrer del Pont Vell"),
    both("Calle de la Fuente", "Carrer de la Font", "es"),
    both("Calle de las Escuelas", "Carrer de les Escoles"),
)
OLD_ARCS = (
    both("Calle de San Pedro", "Carrer de Sant Pere"),
    both("Calle Estrecha", "Carrer Estret"),
    both("Calle de la Herrería", "Carrer de la Ferreria"),
    both("Calle de las Monjas", "Carrer de les Monges"),
)
OLD_ALLEYS = (
    both("Callejón del Gato", "Carreró del Gat", "es"),
    both("Travesía del Molino", "Travessia del Molí"),
    both("Bajada de la Cárcel", "Baixada de la Presó"),
    both("Calle de los Ciegos", "Carrer dels Cecs"),
    both("Pasaje de la Campana", "Passatge de la Campana"),
    both("Calle de la Sal", "Carrer de la Sal", "es"),
    both("Calle Honda", "Carrer Fondo"),
    both("Cuesta de Santa Ana", "Costa de Santa Anna"),
)
SQUARE = both("Plaza Mayor", "Plaça Major", "es")
WALL = both("Ronda de la Muralla", "Ronda de la Muralla")
BRIDGE_AVENUE = both("Avenida del Puente Nuevo", "Avinguda del Pont Nou")
VILLAGE_AVENUE = both("Avenida de Fontnova", "Avinguda de Fontnova")

GRID_COLUMNS = (
    both("Calle de Alfonso XIII", "Carrer d'Alfons XIII", "es"),
    SAINT_GEORGE,
    both("Calle del Doctor Ferrán", "Carrer del Doctor Ferran"),
    both("Rambla de la Libertad", "Rambla de la Llibertat"),
    both("Calle de Jacinto Verdaguer", "Carrer de Jacint Verdaguer"),
    both("Calle del General Prim", "Carrer del General Prim", "es"),
    both("Calle de Isabel II", "Carrer d'Isabel II", "es"),
    both("Calle del Torrente", "Carrer del Torrent"),
)
GRID_ROWS = (
    both("Paseo del Río", "Passeig del Riu"),
    both("Calle de la Industria", "Carrer de la Indústria"),
    both("Calle del Once de Septiembre", "Carrer de l'Onze de Setembre"),
    both("Avenida de la Constitución", "Avinguda de la Constitució", "es"),
    both("Calle de Cervantes", "Carrer de Cervantes", "es"),
    both("Calle de Mosén Cinto", "Carrer de Mossèn Cinto"),
    both("Calle del Dos de Mayo", "Carrer del Dos de Maig", "es"),
    both("Calle de Santa Eulalia", "Carrer de Santa Eulàlia"),
)
HILL_ARCS = (
    both("Calle de los Almendros", "Carrer dels Ametllers"),
    both("Calle de las Encinas", "Carrer de les Alzines"),
    both("Calle del Romero", "Carrer del Romaní", "es"),
    both("Calle de los Pinos", "Carrer dels Pins"),
)
HILL_SPOKES = (
    both("Calle del Mirador", "Carrer del Mirador"),
    both("Calle de la Ermita", "Carrer de l'Ermita"),
    both("Calle de Vista Alegre", "Carrer de Bellavista", "es"),
    both("Calle de las Eras", "Carrer de les Eres"),
)
HILL_ENDS = (
    both("Calle del Tomillo", "Carrer de la Farigola"),
    both("Calle de la Lavanda", "Carrer de l'Espígol"),
    both("Calle del Enebro", "Carrer del Ginebró"),
    both("Calle de la Perdiz", "Carrer de la Perdiu"),
)
STATION_ROWS = (
    both("Calle de la Ribera", "Carrer de la Ribera"),
    both("Calle del Ferrocarril", "Carrer del Ferrocarril"),
    both("Calle de la Estación", "Carrer de l'Estació"),
)
STATION_COLUMNS = (
    both("Calle de los Huertos", "Carrer de les Hortes"),
    both("Calle del Progreso", "Carrer del Progrés", "es"),
    both("Calle de Pau Casals", "Carrer de Pau Casals"),
    both("Calle del Algodón", "Carrer del Cotó"),
    both("Calle de la Paz", "Carrer de la Pau"),
)
WORKS = (
    both("Calle de los Oficios", "Carrer dels Oficis"),
    both("Calle de los Plateros", "Carrer dels Argenters"),
    both("Calle de Narciso Monturiol", "Carrer de Narcís Monturiol"),
    both("Calle de la Energía", "Carrer de l'Energia"),
    both("Calle de los Alfareros", "Carrer dels Terrissers"),
)
VILLAGE_STREETS = (
    both("Calle de Arriba", "Carrer de Dalt"),
    both("Calle de Abajo", "Carrer de Baix"),
    both("Calle de la Fuente Nueva", "Carrer de la Fontnova"),
    both("Calle del Molino", "Carrer del Molí"),
    both("Calle de la Era", "Carrer de l'Era"),
    both("Calle Nueva", "Carrer Nou"),
    both("Camino del Cementerio", "Camí del Cementiri"),
    both("Calle de Poniente", "Carrer de Ponent"),
    both("Calle de Levante", "Carrer de Llevant"),
)
ROAD_WEST = both("Carretera de Poniente", "Carretera de Ponent")
ROAD_EAST = both("Carretera de Levante", "Carretera de Llevant")
ROAD_SOUTH = both("Carretera de la Llanura", "Carretera de la Plana")
ROAD_MOUNTAIN = both("Carretera de la Sierra", "Carretera de la Serra")
TRAILS = (
    both("Camino de la Ermita", "Camí de l'Ermita"),
    both("Sendero de la Cresta", "Sender de la Carena"),
    both("Camino del Refugio", "Camí del Refugi"),
    both("Camino de la Fuente Fría", "Camí de la Font Freda"),
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
