"""Words of addresses in Spanish, Catalan, Galician and Basque, and the names of facilities in them.

Data, not wording for people: what callers say and signs write, without accents, in lower case.
"""

STREET_TYPES: dict[str, tuple[str, ...]] = {
    "calle": ("c", "cl", "cll", "calle", "carrer", "cr", "crr", "rua", "r", "kalea", "kale"),
    "avenida": ("av", "avd", "avda", "avenida", "avinguda", "avgda", "avga", "avg", "etorbidea", "etorb"),
    "plaza": ("pl", "plz", "pza", "pz", "plza", "plaza", "placa", "praza", "enparantza"),
    "plazuela": ("plazuela", "placeta", "pta"),
    "paseo": ("ps", "pso", "po", "paseo", "passeig", "pg", "pasealekua", "alameda"),
    "carretera": ("ct", "ctra", "crta", "cra", "carretera", "estrada", "errepidea"),
    "camino": ("cm", "cno", "cmno", "camino", "cami", "camino", "bidea", "sendero", "sender", "senda"),
    "travesia": ("tr", "trv", "trva", "trav", "travesia", "travessia", "travessera"),
    "ronda": ("rd", "rda", "ronda"),
    "rambla": ("rbla", "rambla"),
    "urbanizacion": ("urb", "urbanizacion", "urbanitzacio"),
    "poligono": ("pol", "pgno", "poligono", "poligon"),
    "barrio": ("bo", "barrio", "barri", "auzoa"),
    "callejon": ("cjon", "callejon", "carrero", "carreiro"),
    "glorieta": ("gta", "glorieta"),
    "rotonda": ("rot", "rotonda"),
    "pasaje": ("pje", "psje", "pasaje", "passatge", "ptge"),
    "cuesta": ("cuesta", "costa", "cta"),
    "bajada": ("bda", "bajada", "baixada"),
    "subida": ("subida", "pujada"),
    "autovia": ("autov", "autovia"),
    "autopista": ("autop", "autopista"),
}
"""A kind of street and every way to write it; the first kind that lists a word owns it."""

NAMED_BY_KIND: frozenset[str] = frozenset(
    {"avenida", "plaza", "paseo", "ronda", "rambla", "glorieta", "rotonda", "autovia", "autopista"}
)
"""Kinds of which a place has one or few, so that people say no more than that: «con la ronda»."""

ABBREVIATIONS: dict[str, str] = {
    "sta": "santa", "sto": "santo", "s": "san", "st": "sant", "dr": "doctor", "dra": "doctora",
    "gral": "general", "gnral": "general", "gen": "general", "cte": "comandante", "cmdte": "comandante",
    "cap": "capitan", "tte": "teniente", "alf": "alferez", "cnel": "coronel", "alm": "almirante",
    "fco": "francisco", "fca": "francisca", "ma": "maria", "ntra": "nuestra", "nra": "nuestra",
    "sra": "señora", "sr": "señor", "hnos": "hermanos", "hno": "hermano", "prof": "profesor",
    "ing": "ingeniero", "arq": "arquitecto", "const": "constitucion", "rep": "republica",
    "ind": "industrial", "ceip": "colegio", "ies": "instituto", "hosp": "hospital",
    "farm": "farmacia", "mn": "mossen", "mns": "mossen", "pte": "presidente", "pres": "presidente",
}  # fmt: skip

PARTICLES: frozenset[str] = frozenset(
    {"de", "del", "la", "el", "los", "las", "y", "i", "e", "les", "els", "dels", "lo", "da", "do", "d", "l", "al",
     "a", "en", "of", "na", "o", "os", "as"}
)  # fmt: skip

NUMBER_WORDS: dict[str, int] = {
    "uno": 1, "un": 1, "primero": 1, "primer": 1, "dos": 2, "segundo": 2, "segon": 2, "tres": 3, "tercero": 3,
    "cuatro": 4, "quatre": 4, "cinco": 5, "cinc": 5, "seis": 6, "sis": 6, "siete": 7, "set": 7, "ocho": 8,
    "vuit": 8, "nueve": 9, "nou": 9, "diez": 10, "deu": 10, "once": 11, "onze": 11, "doce": 12, "dotze": 12,
    "trece": 13, "tretze": 13, "catorce": 14, "catorze": 14, "quince": 15, "quinze": 15, "dieciseis": 16,
    "setze": 16, "diecisiete": 17, "disset": 17, "dieciocho": 18, "divuit": 18, "diecinueve": 19,
    "dinou": 19, "veinte": 20, "vint": 20, "veintiuno": 21, "veintidos": 22, "veintitres": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29, "treinta": 30, "trenta": 30, "cuarenta": 40, "quaranta": 40, "cincuenta": 50,
    "cinquanta": 50, "sesenta": 60, "seixanta": 60, "setenta": 70, "setanta": 70, "ochenta": 80,
    "vuitanta": 80, "noventa": 90, "noranta": 90, "cien": 100, "cent": 100,
}  # fmt: skip
AMBIGUOUS_NUMBERS: frozenset[str] = frozenset({"nou", "set", "un", "sis", "cent", "vint"})
"""Number words that are as often a plain word of a name: «Carrer Nou» is New Street, not 9."""

FACILITY_WORDS: dict[str, tuple[str, ...]] = {
    "hospital": ("hospital", "ospital", "urgencias", "urgencies", "ospitalea"),
    "clinic": ("centro de salud", "ambulatorio", "ambulatori", "consultorio", "consultori", "clinica", "cap"),
    "fire_station": ("bomberos", "bombers", "parque de bomberos", "parc de bombers", "suhiltzaileak"),
    "police": ("policia", "comisaria", "comissaria", "guardia civil", "mossos", "ertzaintza"),
    "ambulance_station": ("ambulancias", "base de ambulancias", "base d'ambulancies"),
    "civil_protection": ("proteccion civil", "proteccio civil"),
    "mountain_rescue": ("rescate de montaña", "rescat de muntanya"),
    "pharmacy": ("farmacia",),
    "school": ("colegio", "escuela", "escola", "instituto", "institut", "guarderia"),
    "care_home": ("residencia", "geriatrico", "residencia de ancianos"),
    "helipad": ("helipuerto", "heliport"),
    "defibrillator": ("desfibrilador", "desfibril·lador", "dea"),
    "railway_station": ("estacion", "estacio", "estacion de tren", "renfe"),
    "town_hall": ("ayuntamiento", "ajuntament", "comu", "concello", "udala"),
    "alpine_hut": ("refugio", "refugi"),
    "fuel": ("gasolinera", "benzinera"),
    "lifeguard": ("socorrista",),
}
"""What people say when they mean one of a kind; only kinds a caller would name."""

ROAD_WORDS: tuple[tuple[str, str], ...] = (
    ("carretera general", "CG"),
    ("carretera secundaria", "CS"),
    ("carretera nacional", "N"),
    ("nacional", "N"),
    ("autovia", "A"),
    ("autopista", "AP"),
    ("comarcal", "C"),
)
"""«La nacional dos» is the N-2."""
