"""Whether an answer by text is a plain yes: the code, a word of yes and nothing else (decision 0410).

In doubt it is none: a person reads it, and the next of the table is told.
"""

import re
import unicodedata
from collections.abc import Iterable

_YES = frozenset(
    [
        "ok",
        "okay",
        "okey",
        "okei",
        "vale",
        "si",
        "sí",
        "yes",
        "oui",
        "oc",
        "conforme",
        "acord",
        "accord",
        "d",
        "recibido",
        "recibida",
        "rebut",
        "rebuda",
        "reçu",
        "recu",
        "received",
        "entendido",
        "entès",
        "entes",
        "entesos",
        "entendu",
        "understood",
        "confirmo",
        "confirmado",
        "confirmat",
        "confirmed",
        "confirmé",
        "voy",
        "vaig",
        "venc",
        "gracias",
        "gràcies",
        "gracies",
        "thanks",
        "merci",
    ]
)
_HARMLESS = frozenset(".,;:!¡'’-")
"""Marks that change nothing. A question mark doubts, and a symbol may mean no."""
_PART = re.compile(r"\w+|[^\w\s]")


def is_plain_yes(words: str, codes: Iterable[str]) -> bool:
    """`codes`: those of the notifications that this text answers; each counts where no other digit stands beside it."""
    text = unicodedata.normalize("NFC", words).lower()
    for code in codes:
        text = re.sub(rf"(?<!\d){code}(?!\d)", " ", text)
    return all(part in _YES or part in _HARMLESS for part in _PART.findall(text))
