"""Defects that people make when they write cards, as `mutations.py` has them of protocols."""

import random

from benchmarks.mutations import Plant, Raw, kind, unknown_source

CARDS: dict[str, Plant] = {"card_cites_nobody": unknown_source}
cards = kind(CARDS)
PROMISES = (
    ("es", "La ambulancia ya está en camino."),
    ("es", "Los bomberos llegan en cinco minutos."),
    ("es", "Tranquilo, en diez minutos están ahí."),
    ("es", "La policía ya sale hacia allí."),
    ("es", "Enseguida llega el médico."),
    ("ca", "L'ambulància ja és de camí."),
    ("ca", "Els bombers arribaran de seguida."),
    ("ca", "En cinc minuts són aquí."),
    ("en", "The ambulance is on its way."),
    ("en", "They will be with you in five minutes."),
    ("en", "The police are two minutes away."),
    ("en", "Help is nearly there."),
    ("fr", "L'ambulance est en route."),
    ("fr", "Les pompiers seront là dans cinq minutes."),
    ("fr", "Le médecin arrive tout de suite."),
)


@cards
def promises_help(raw: Raw, rng: random.Random) -> bool:
    """Help is on its way, before anybody has said so."""
    language, said = rng.choice(PROMISES)
    rng.choice(raw["steps"])["say"][language] = said
    return True


@cards
def step_without_a_language(raw: Raw, rng: random.Random) -> bool:
    """A sentence that one caller would not be told."""
    rng.choice(raw["steps"])["say"].pop("en", None)
    return True


@cards
def step_twice(raw: Raw, rng: random.Random) -> bool:
    """Pasted and not renamed."""
    raw["steps"].append(dict(raw["steps"][0]))
    return True


@cards
def step_shown_never(raw: Raw, rng: random.Random) -> bool:
    """It waits for an answer that nobody can give."""
    rng.choice(raw["steps"])["show_if"] = {"pregunta-que-no-hay": "Y"}
    return True


@cards
def step_goes_nowhere(raw: Raw, rng: random.Random) -> bool:
    """To a protocol that there is not."""
    rng.choice(raw["steps"])["goto"] = "san-nada"
    return True


@cards
def warnings_lost(raw: Raw, rng: random.Random) -> bool:
    """What must never be done is not said."""
    return raw.pop("never", None) is not None


@cards
def sentence_too_long(raw: Raw, rng: random.Random) -> bool:
    """Nobody can do it while it is being said."""
    say = rng.choice(raw["steps"])["say"]
    say["es"] = (
        say["es"].rstrip(".")
        + " y mientras tanto vaya contándome con todo detalle lo que ve, lo que oye y lo que hace, sin dejarse nada."
    )
    return True
