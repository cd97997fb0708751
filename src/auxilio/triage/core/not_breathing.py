"""Whether somebody says that a person does not breathe, in Spanish, Catalan, English or French. Who breathes badly is not meant."""

import re
from collections.abc import Sequence

_BADLY = (
    r"bien|mal|casi|apenas|normal\w*|correctamente|con (?:normalidad|facilidad|dificultad|problemas)|be|gaire"
    r"|amb (?:normalitat|facilitat|dificultat|problemes)|well|properly|right(?! now\b)|ok|good|enough|much|easily"
    r"|tres|trop|facilement|correctement"
)
_SOMETHING = r"el|la|los|les|le|du|de|ce|cette|humo|fum|gas"
"""What is breathed in: «arrête de respirer la fumée» is an order and no arrest."""
_SAID = re.compile(
    r"\b(?:"
    r"(?:no|ni|tampoco) (?:(?:se|me|le|li|em|esta|estan) )*(?:respira|respiran|respiren|respiraba|respirando|respirant)"
    rf"|(?:dejado|dejo|deixat|parado|paro|parat) de respirar(?! (?:{_SOMETHING})\b)"
    r"|(?:not|no longer|stopped|stops) breathing|(?:do|does|did) not breathe"
    r"|respire(?:nt)? (?:pas|plus)"
    rf"|(?:arrete|cesse) de respirer(?! (?:{_SOMETHING})\b)"
    rf")\b(?! (?:{_BADLY})\b)"
)
_BEFORE = re.compile(
    r"\b(?:(?:casi|apenas|quasi|gairebe|penes|barely|hardly|almost|nearly|presque|peine)(?: (?:que|ya|ja))?"
    r"|(?:no|not|never|nunca|mai)(?: ha)?) $"
)
"""Right before it: «casi no respira», «no ha dejado de respirar». «Casi se ahoga y no respira» is an arrest."""


def says_not_breathing(words: Sequence[str]) -> bool:
    """Whether somebody says that a person does not breathe. `words`: small letters, without accents and punctuation (`spoken_words`)."""
    said = " ".join(words)
    return any(_BEFORE.search(said[: found.start()]) is None for found in _SAID.finditer(said))
