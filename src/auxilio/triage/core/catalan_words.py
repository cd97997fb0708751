"""Catalan said in Spanish, word by word, for the model of meaning, which was taught Spanish and no Catalan (decision 0336).

No translation for people: grammar is lost, and only what is compared with phrases is made of it. A text in another language, or
one that only shares words with Catalan, stays as it is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from auxilio.triage.core.phrase_words import plain

_FORM = re.compile(r"[\w·]+|[^\w\s'-]")
_OTHERS = frozenset(
    {"y", "los", "las", "está", "están", "hay", "muy", "pero", "su", "sus", "mi", "más", "sin", "yo"}
    | {"the", "is", "my", "and", "of", "to", "in", "it", "there", "was", "are", "not", "with", "he", "she"}
    | {"il", "elle", "est", "dans", "une", "mon", "je", "ne", "pas", "et", "sur", "au", "du", "des", "le"}
)
"""Frequent words that are not Catalan: those of Spanish, English and French that settle what a short text is in."""
_WORDS_TOGETHER_MAX = 5


class Standing(StrEnum):
    """How much a form tells of its language."""

    CATALAN = "catalan"
    """No other language has it."""
    MOSTLY = "mostly"
    """Others have it too, and who calls for help says it in Catalan («dona», «cap», «pare»)."""
    SHARED = "shared"
    """Spanish, English or French says it as often («cama», «por», «vol»)."""


class CatalanRow(NamedTuple):
    """One line of the table."""

    form: str
    """One word, or several that mean something else together («mal de cap»)."""
    spanish: str
    """Empty where Spanish says nothing («n'», «hi»)."""
    standing: Standing


class _Form(NamedTuple):
    spanish: str
    standing: Standing


class CatalanWords:
    """The table, made once."""

    def __init__(self, rows: Iterable[CatalanRow]) -> None:
        self._together: dict[tuple[str, ...], str] = {}
        whole: dict[str, _Form] = {}
        bare: dict[str, _Form] = {}
        for form, spanish, standing in rows:
            words = tuple(form.split())
            if len(words) > 1:
                self._together[words] = spanish
                continue
            whole[form] = _Form(spanish, standing)
            # Without its accents a form may be another's word: it counts where the text is Catalan by its other words.
            bare.setdefault(plain(form), _Form(spanish, Standing.SHARED))
        self._words = bare | whole

    def in_spanish(self, text: str) -> str:
        """The text with Spanish words for the Catalan ones, where it has any; otherwise as it is."""
        forms = _FORM.findall(text.lower().replace("’", "'"))
        known = [self._words.get(form) for form in forms]
        is_catalan = self._is_catalan(forms, known)
        replaced = [
            found is not None and (is_catalan or found.standing == Standing.CATALAN) for found in known
        ]
        if not any(replaced):
            return text
        return " ".join(said for said in self._said(forms, replaced, is_catalan) if said)

    def _is_catalan(self, forms: Sequence[str], known: Sequence[_Form | None]) -> bool:
        """Whether as many words are Catalan as are of the others: people mix, and then each word is taken for itself."""
        catalan = sum(found is not None and found.standing != Standing.SHARED for found in known)
        return catalan > 0 and catalan >= sum(form in _OTHERS for form in forms)

    def _said(self, forms: Sequence[str], replaced: Sequence[bool], is_catalan: bool) -> Iterator[str]:
        i = 0
        while i < len(forms):
            together = self._together_at(forms, i) if is_catalan else 0
            if together:
                yield self._together[tuple(forms[i : i + together])]
            else:
                yield self._words[forms[i]].spanish if replaced[i] else forms[i]
            i += together or 1

    def _together_at(self, forms: Sequence[str], i: int) -> int:
        """How many words from here on are said as one thing; 0 when none are."""
        for n in range(min(_WORDS_TOGETHER_MAX, len(forms) - i), 1, -1):
            if tuple(forms[i : i + n]) in self._together:
                return n
        return 0
