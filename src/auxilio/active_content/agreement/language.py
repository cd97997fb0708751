"""In which language a text is, by the words of all other texts of the same content.

No list of words is needed and none grows stale: a text that was left in Spanish has words that only Spanish texts have.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

from auxilio.active_content.agreement.concepts import LANGUAGES, words_of

_SMOOTHING = 0.3
_ACRONYM = re.compile(r"\b[A-Z0-9]{2,}\b")


class LanguageModel:
    """How often each word stands in texts of each language."""

    def __init__(self, texts: Iterable[Mapping[str, str]], languages: Sequence[str] = LANGUAGES) -> None:
        """`texts`: each text in its languages; the same words are counted once."""
        self._languages = tuple(languages)
        seen = {(language, words) for text in texts for language, words in text.items()}
        self._counts: dict[str, Counter[str]] = {language: Counter() for language in self._languages}
        for language, words in seen:
            self._counts[language].update(set(words_of(words)))

    def read_as_another(self, text: str, language: str) -> tuple[float, str]:
        """The language that its words are of rather than this one, and by what odds (natural logarithm). What the text itself
        adds to its own language does not count."""
        score = dict.fromkeys(self._languages, 0.0)
        for word in {*words_of(_ACRONYM.sub(" ", text))}:
            counts = {one: self._counts[one][word] for one in self._languages}
            counts[language] = max(0, counts[language] - 1)
            for one in self._languages:
                score[one] += log(counts[one] + _SMOOTHING)
        best = max(self._languages, key=lambda one: score[one])
        return score[best] - score[language], best
