"""Whether somebody says that a person does not breathe, in Spanish, Catalan, English or French. Who breathes badly is not meant."""

import re
from collections.abc import Sequence

_BADLY = r"bien|mal|casi|apenas|normal\w*|correctamente|con|be|gaire|amb|well|properly|right|ok|good|enough|much|easily|tres|trop|facilement|correctement"
_SAID = re.compile(
    r"\b(?:"
    r"(?:no|ni|tampoco) (?:(?:se|me|le|li|em|esta|estan) )*(?:respira|respiran|respiren|respiraba|respirando|respirant)"
    r"|(?:dejado|deixat) de respirar"
    r"|(?:not|no longer|stopped|stops) breathing|(?:do|does|did) not breathe"
    r"|respire(?:nt)? (?:pas|plus)"
    r"|(?:arrete|cesse) de respirer"
    rf")\b(?! (?:{_BADLY})\b)"
)
_ALMOST = re.compile(r"\b(?:casi|apenas|quasi|gairebe|a penes|barely|hardly|almost|nearly|presque|a peine)\b")


def says_not_breathing(words: Sequence[str]) -> bool:
    """`words` as `spoken_words` gives them."""
    said = " ".join(words)
    return _SAID.search(said) is not None and _ALMOST.search(said) is None
