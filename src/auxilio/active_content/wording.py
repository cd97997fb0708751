"""The words of reviewed content and the names of centres, as the port `reporting.wording.Wording`."""

from collections.abc import Mapping

from auxilio.active_content.content_bundle import ContentBundle


class ContentWording:
    """The words of the very version that was used, as far as this process has it."""

    def __init__(self, content: ContentBundle, centres: Mapping[str, str]) -> None:
        self._content, self._centres = content, centres

    def question(self, digest: str, question: str, language: str) -> str | None:
        """As the desk asked it."""
        interview = self._content.library.interview_of(digest)
        found = interview.protocol.question(question) if interview else None
        return _in(found.ask, language) if found else None

    def answer(self, digest: str, question: str, answer: str, language: str) -> str | None:
        """As the desk pressed it."""
        interview = self._content.library.interview_of(digest)
        found = interview.protocol.question(question) if interview else None
        label = (
            next((choice.label for choice in found.answers if choice.code == answer), None) if found else None
        )
        return _in(label, language) if label else None

    def protocol(self, digest: str, language: str) -> str | None:
        """The title of an interview."""
        interview = self._content.library.interview_of(digest)
        return _in(interview.protocol.title, language) if interview else None

    def rule(self, digest: str, rule: str, language: str) -> str | None:
        """What a rule proves; the floor of an interview has no rule of its own."""
        interview = self._content.library.interview_of(digest)
        rules = interview.protocol.rules if interview else ()
        found = next((one for one in rules if one.id == rule), None)
        return _in(found.label, language) if found else None

    def card(self, digest: str, language: str) -> str | None:
        """The title of a card."""
        card = self._content.cards.card_of(digest)
        return _in(card.title, language) if card else None

    def step(self, digest: str, step: str, language: str, *, written: bool = False) -> str | None:
        """The spoken sentence of a step, or with `written` the one that a caller who reads was shown."""
        card = self._content.cards.card_of(digest)
        found = card.step(step) if card else None
        if found is None:
            return None
        return _in((found.reading() if written else None) or found.say, language)

    def type(self, code: str, language: str) -> str | None:
        """What kind of emergency."""
        found = self._content.library.types.get(code)
        return _in(found.name, language) if found else None

    def centre(self, centre: str) -> str | None:
        """An operational centre by its name."""
        return self._centres.get(centre)


def _in(texts: dict[str, str], language: str) -> str | None:
    return texts.get(language) or texts.get("es")
