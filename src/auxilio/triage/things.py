"""What people name when they tell of something, whatever their language: things, persons, and a hint of the kind.

A small table beside the typology's phrases (`suggest.py`), so that «camión», “camió”, “lorry” and “poids lourd” are
one thing. It proposes nothing by itself: two stories are compared by it (`cases/similar.py`). A form of five letters
or more also stands for the words that begin with it; a shorter one only for itself and its plural.
"""

import re
from collections.abc import Iterator

import msgspec

from auxilio.triage.suggest import words_of

_PREFIX = 5
# fmt: off
THINGS: dict[str, str] = {
    "truck": "camion camio camions camiones truck lorry trailer trailers",
    "van": "furgoneta furgo van camionnette fourgon fourgonnette",
    "bus": "autobus autocar bus buses coach busos",
    "motorcycle": "moto motos motocicleta motorbike motorcycle motocyclette scooter ciclomotor",
    "bicycle": "bici bicicleta bicycle bike cyclist ciclista velo cycliste",
    "taxi": "taxi taxis cab",
    "tractor": "tractor tracteur",
    "train": "tren tren trens train tramway tranvia tramvia metro",
    "tree": "arbol arboles arbre arbres tree trees pino branch rama branca",
    "bridge": "puente pont bridge",
    "tunnel": "tunel tunnel",
    "roundabout": "rotonda roundabout",
    "crossing": "cruce cruilla crossroads crossing carrefour semaforo semafor",
    "petrol": "gasolinera benzinera petrol essence",
    "school": "colegio escuela escola instituto school ecole lycee",
    "shop": "tienda botiga shop boutique magasin supermercado supermercat supermarket",
    "bar": "bar bares restaurante restaurant cafeteria",
    "pharmacy": "farmacia pharmacy pharmacie",
    "church": "iglesia esglesia church eglise",
    "stairs": "escalera escaleras escala escales stairs staircase escalier escaliers",
    "lift": "ascensor elevator lift ascenseur",
    "kitchen": "cocina cuina kitchen cuisine",
    "bathroom": "bano bath bathroom lavabo ducha dutxa shower douche",
    "bed": "cama llit bed",
    "roof": "tejado tejados teulada roof toit azotea terrat",
    "balcony": "balcon balco balcony terraza terrassa terrasse",
    "garage": "garaje garatge garage parking aparcamiento",
    "container": "contenedor contenedores contenidor bin dumpster poubelle benne",
    "warehouse": "nave almacen magatzem warehouse entrepot fabrica factory usine",
    "river": "rio riu river riviere",
    "pool": "piscina pool piscine",
    "beach": "playa platja beach plage",
    "park": "parque parc park jardin jardi",
    "dog": "perro gos gossos dog dogs chien",
    "horse": "caballo cavall horse cheval",
    "knife": "cuchillo navaja ganivet navalla knife couteau",
    "gun": "pistola escopeta gun pistol pistolet fusil",
    "cable": "cable cables wire",
    "wall": "muro pared mur paret wall",
    "crane": "grua crane grue andamio bastida scaffold scaffolding echafaudage",
    "trapped": "atrapado atrapada atrapados atrapadas atrapat atrapada trapped coince coincee incarcere",
    "overturned": "volcado volcada bolcat bolcada overturned retourne renverse tonneau",
}
PERSONS: dict[str, str] = {
    "baby": "bebe baby infant newborn nourrisson",
    "child": "nino nina ninos ninas nen nena nens hijo hija fill filla child kid boy girl son daughter enfant garcon fille fils",
    "elder": "abuelo abuela avi avia anciano anciana grandmother grandfather grandma grandpa elderly old papi mamie vieux vieille viejo vieja",
    "man": "hombre senor marido padre abuelo anciano marit pare avi man husband father grandfather grandpa homme mari pere monsieur papi vecino vei",
    "woman": "mujer esposa madre abuela anciana dona muller mare avia woman wife mother grandmother grandma femme epouse mere madame mamie vecina veina",
}
KINDS: dict[str, str] = {
    "TRA-01": "accidente accident choque xoc colision collision crash crashed collided chocado xocat accidentado percute",
    "INC-01": "incendio incendi fuego foc fire feu incendie llamas flames flammes",
    "INC-11": "humo fum smoke fumee",
    "SAN-23": "caido caida caiguda caigut fallen fell fall tombe tombee chute",
    "PCV-16": "gas gaz",
    "PCV-02": "inundacion inundacio flood flooded inondation inonde",
    "SEG-02": "pelea baralla fight fighting bagarre",
    "SEG-09": "atraco atracament robbery braquage",
    "TRA-04": "atropello atropellado atropellada atropellat ecrase renversee",
    "RES-17": "cornisa",
}
# fmt: on


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What a story names. `things` as they were said; `words` are what else was said, by its stem."""

    things: dict[str, str]
    persons: frozenset[str]
    kinds: frozenset[str]
    words: dict[str, str]


class _Forms:
    """Which concepts a word may stand for."""

    def __init__(self, table: dict[str, str]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._begins: dict[str, list[tuple[str, str]]] = {}
        for concept, forms in table.items():
            for form in dict.fromkeys(forms.split()):
                self._whole.setdefault(form, []).append(concept)
                if len(form) >= _PREFIX:
                    self._begins.setdefault(form[:_PREFIX], []).append((form, concept))

    def of(self, word: str) -> Iterator[str]:
        """Every concept of a word, in the order of the table."""
        known = [*self._whole.get(word, ()), *self._whole.get(word.removesuffix("s"), ())]
        longer = [concept for form, concept in self._begins.get(word[:_PREFIX], ()) if word.startswith(form)]
        yield from dict.fromkeys([*known, *longer])


_THINGS, _PERSONS, _KINDS = _Forms(THINGS), _Forms(PERSONS), _Forms(KINDS)
_LETTERS_MIN = 4
"""Shorter words are mostly grammar of a language whose small words we do not list."""
_STEM = 6
"""Letters by which the words of one family agree: volcado, volcada."""
# fmt: off
_SAID_ALWAYS = """
ahora aqui mismo rapido rapida vengan venga vengen manden envien envieu ambulancia policia bomberos bombers ambulance
police firemen pompiers pompier samu calle carrer street avenida avinguda gente gent people gens persona personas
persones person personne mucho mucha muchos molt molta much many very beaucoup muy tiene tienen tengo necesito
necesitamos necessito need necessite cree creo parece sembla seems veo vemos veig visto delante davant front devant
lado costat side cote casa piso edificio edifici building immeuble house carretera coche coches cotxe cotxes voiture
voitures cars desde hasta sobre como cuando donde porque tambien todo toda todos esto esta estamos estan hemos habia
sido puede pueden hace hacer with there this that here have from they just quick quickly please come vite avec dans
pour ici nous vous elle sont mon mes est pas plus tres alla hacia bien cerca near prop pres numero number entre
llamo truco calling appelle emergencia emergency urgence segundo primer primero desde alguien algu someone quelqu
"""
# fmt: on
_CHATTER = frozenset(_SAID_ALWAYS.split())
"""What every call says: it tells no two events apart."""


def _as_said(text: str) -> Iterator[tuple[str, str]]:
    """Each word that carries meaning as it is compared, and as it was said."""
    for said in re.findall(r"[^\W_]+", text.replace("·", "")):
        for word in words_of(said):
            yield word, said.lower()


def named_in(text: str) -> Named:
    """What a text names."""
    things: dict[str, str] = {}
    persons: set[str] = set()
    kinds: set[str] = set()
    words: dict[str, str] = {}
    for word, said in _as_said(text):
        found = list(_THINGS.of(word))
        who, what = list(_PERSONS.of(word)), list(_KINDS.of(word))
        for thing in found:
            things.setdefault(thing, said)
        persons.update(who)
        kinds.update(what)
        if not found and not who and not what and len(word) >= _LETTERS_MIN and word not in _CHATTER:
            words.setdefault(word[:_STEM], said)
    return Named(things=things, persons=frozenset(persons), kinds=frozenset(kinds), words=words)
