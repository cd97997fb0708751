"""Languages in which only a part of the content is said, by the Spanish words they stand for (decision 0374). Pure.

Life cards and critical questions are translated into them. Where a text is missing the Spanish one stands.
"""

from collections.abc import Mapping, Sequence

REFERENCE = "es"


class PartialLanguages:
    """The translations of each partial language. Protocols and cards do not contain them: who sends or shows a text adds them."""

    def __init__(self, strings: Mapping[str, Mapping[str, str]]) -> None:
        """`strings`: by language and Spanish text."""
        self._strings = strings

    @property
    def languages(self) -> tuple[str, ...]:
        """Their codes, in order."""
        return tuple(sorted(self._strings))

    def strings(self, language: str) -> Mapping[str, str]:
        """The translations of one language, by Spanish text; empty for any other language."""
        return self._strings.get(language, {})

    def otherwise(self, wanted: str, second: str) -> str:
        """The language of a text that a caller's language has not: Spanish where that is a partial one, else the second choice."""
        return REFERENCE if wanted.partition("-")[0] in self._strings else second

    def together(self, texts: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
        """These texts with each partial language that has all of them: a question is not half in another language."""
        known = [
            {
                language: words[text[REFERENCE]]
                for language, words in self._strings.items()
                if text.get(REFERENCE) in words
            }
            for text in texts
        ]
        everywhere = set.intersection(*(set(one) for one in known)) if known else set()
        return [
            {**text, **{language: words[language] for language in sorted(everywhere)}}
            for text, words in zip(texts, known, strict=True)
        ]


NO_PARTIAL_LANGUAGES = PartialLanguages({})
