"""Names as mouths, ears and fingers spoil them, from a seed. Written apart from the search: it knows none of its rules."""

import random
import re
import unicodedata
from collections.abc import Callable

SHORT = {
    "calle": "c/",
    "carrer": "c/",
    "avenida": "avda",
    "avinguda": "av",
    "plaza": "pza",
    "placa": "pl",
    "carretera": "ctra",
    "paseo": "pº",
    "passeig": "pg",
    "travesia": "trv",
    "urbanizacion": "urb",
    "general": "gral",
    "doctor": "dr",
    "santa": "sta",
    "sant": "st",
    "comandante": "cte",
    "capitan": "cap",
    "teniente": "tte",
    "nuestra senora": "ntra sra",
    "virgen": "vrgn",
}
"""What people write for it, from street signs and envelopes."""
KINDS = frozenset(
    [
        "calle",
        "carrer",
        "avenida",
        "avinguda",
        "plaza",
        "placa",
        "carretera",
        "paseo",
        "passeig",
        "travesia",
        "travessera",
        "cami",
        "camino",
        "ronda",
        "rambla",
        "urbanizacion",
        "pasaje",
        "passatge",
        "via",
        "baixada",
        "pujada",
        "escales",
        "poligono",
        "barrio",
        "callejon",
        "cuesta",
        "glorieta",
        "parque",
        "placeta",
        "rotonda",
        "viaducto",
        "vial",
        "prat",
        "edifici",
    ]
)
HEARD = (
    ("ll", "y"),
    ("v", "b"),
    ("b", "v"),
    ("z", "s"),
    ("ce", "se"),
    ("ci", "si"),
    ("h", ""),
    ("ñ", "ny"),
    ("qu", "k"),
    ("ge", "je"),
    ("gi", "ji"),
    ("c", "k"),
    ("x", "s"),
    ("y", "ll"),
)
"""What is heard for what: Spanish and Catalan mouths on a bad line."""


def bare(name: str) -> str:
    """Small letters without accents; ñ stays, as nobody leaves it out who has the key."""
    marked = name.lower().replace("ñ", "\0")
    plain = "".join(c for c in unicodedata.normalize("NFKD", marked) if not unicodedata.combining(c))
    return plain.replace("\0", "ñ")


def abbreviated(name: str) -> str:
    """With each word written short that people write short."""
    said = bare(name)
    for long, short in SHORT.items():
        said = re.sub(rf"\b{long}\b", short, said)
    return said


def without_kind(name: str) -> str:
    """Without what kind of street it is."""
    first, _, rest = bare(name).partition(" ")
    return rest if first in KINDS and rest else bare(name)


def misheard(rng: random.Random, name: str, times: int = 3) -> str:
    """One to three sounds taken for others."""
    able = [pair for pair in HEARD if pair[0] in name]
    for wrong in rng.sample(able, min(len(able), rng.randint(1, times))):
        name = name.replace(*wrong, 1)
    return name


def mistyped(rng: random.Random, name: str) -> str:
    """One letter lost, doubled, turned with its neighbour, or another."""
    at = rng.randrange(1, max(2, len(name) - 1))
    kind = rng.choice(("lost", "twice", "turned", "other"))
    if kind == "lost":
        return name[:at] + name[at + 1 :]
    if kind == "twice":
        return name[:at] + name[at] + name[at:]
    if kind == "turned" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + rng.choice("aeiorsnl") + name[at + 1 :]


def truncated(name: str) -> str:
    """As far as somebody has typed who stops a little past the middle."""
    body = without_kind(name)
    kind = bare(name)[: len(bare(name)) - len(body)]
    return kind + body[: max(4, round(len(body) * 0.55))]


WAYS: dict[str, Callable[[random.Random, str], str]] = {
    "exact": lambda _, name: name,
    "no_accents": lambda _, name: bare(name),
    "abbreviated": lambda _, name: abbreviated(name),
    "no_type": lambda _, name: without_kind(name),
    "heard_wrong": lambda rng, name: misheard(rng, bare(name)),
    "heard_wrong_no_type": lambda rng, name: misheard(rng, without_kind(name)),
    "one_typo": lambda rng, name: mistyped(rng, bare(name)),
    "two_typos": lambda rng, name: mistyped(rng, mistyped(rng, bare(name))),
    "heard_wrong_and_typo": lambda rng, name: mistyped(rng, misheard(rng, bare(name), 2)),
    "truncated": lambda _, name: truncated(name),
}
