"""A condition of reviewed content as sentences in one language. Printed copies use it (`review_copy`, `downtime_paper`)."""

from collections.abc import Iterator, Mapping

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition
from auxilio.platform.i18n import REFERENCE, Catalogues
from auxilio.triage.core.model import Question


class ConditionWords:
    """`asks`: the questions that conditions speak of, by id; one that is not there stands as its code."""

    def __init__(self, asks: Mapping[str, Question], catalogues: Catalogues, language: str) -> None:
        self._asks, self._catalogues, self._language = asks, catalogues, language

    def sentences(self, condition: Condition | None) -> Iterator[str]:
        """One for each part that must hold; "in any other case" for no condition."""
        match condition:
            case None:
                yield self._word("otherwise")
            case AllOf(of=of):
                for place, part in enumerate(of):
                    words = " ".join(self.sentences(part))
                    yield words if place == 0 else self._word("and", condition=words)
            case AnyOf(of=of):
                parts = (" ".join(self.sentences(part)) for part in of)
                yield self._word("any_of", conditions=self._word("or").join(parts))
            case AnswerIs(question=question, answers=answers):
                asked = self._asks.get(question)
                labels = {one.code: self._said(one.label) for one in asked.answers} if asked else {}
                yield f"{self.ask(question)} = {' / '.join(labels.get(code, code) for code in answers)}"

    def ask(self, question: str) -> str:
        """The question as it is asked."""
        return self._said(self._asks[question].ask) if question in self._asks else question

    def _said(self, text: LocalisedText) -> str:
        return text.get(self._language) or text.get(REFERENCE) or ""

    def _word(self, name: str, /, **facts: object) -> str:
        return self._catalogues.text(f"copy.{name}", self._language, **facts)


def questions_of_card(content: ContentBundle, card: str) -> dict[str, Question]:
    """The questions that the conditions of a card speak of: those of the protocols that say it, by id."""
    protocols = [one.protocol for one in content.library.interviews.values()]
    saying = [
        one
        for one in protocols
        if card in one.instruct_first or any(card in effect.say for effect in (*one.rules, *one.additions))
    ]
    return {question.id: question for one in saying for question in one.questions}
