"""Proves the steps in easy language against their cards (L64 to L67, decision 0370). Called by the verifier of cards."""

import re
from collections.abc import Iterator, Mapping

from auxilio.instructions.card_specifications import CardActs
from auxilio.instructions.core.model import Card, CardStep
from auxilio.instructions.easy_steps import LANGUAGES, EasyStep, EasyStepsReading
from auxilio.instructions.spoken_numbers import numbers_of
from auxilio.instructions.verifier_acts import promises
from auxilio.kernel.pictograms import Pictogram
from auxilio.kernel.plain_language import PlainLanguage, find_promises
from auxilio.platform.documents import DocumentFault

WORDS_MAX = 8
"""Of a text (ours): it is read at a glance, in the largest type that fits a phone."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=\w)")
_FORBIDS = {
    "es": re.compile(r"\b(no|nunca|nadie|nada|ni|sin|jamás)\b"),
    "ca": re.compile(r"\b(no|mai|ningú|res|ni|sense)\b"),
    "en": re.compile(r"\b(not|no|never|nobody|nothing|cannot|without)\b"),
    "fr": re.compile(r"\b(ne|jamais|rien|ni|sans|pas)\b|\bn['’]"),
}
"""What negates, anywhere in a text. «Cap», «personne» and «aucun» are left out: they are a head, somebody and anybody as well."""
_BEGINS_FORBIDDING = {
    "es": re.compile(r"(que )?(no|nunca|nadie)\b"),
    "ca": re.compile(r"(que )?(no|mai|ningú)\b"),
    "en": re.compile(r"(do not|don't|never|nobody|no one)\b|(make sure|let) nobody\b"),
    "fr": re.compile(r"(que personne )?ne\b|n['’]|jamais\b"),
}
_CONDITION = {
    "es": r"(si|cuando|aunque|una vez)\b",
    "ca": r"(si|quan|encara que|un cop)\b",
    "en": r"(if|when|even if|once)\b",
    "fr": r"(si|quand|même|une fois|sinon)\b|s['’](il|elle|ils|elles)\b",
}
_CONDITIONAL = {language: re.compile(rf"\b({words})") for language, words in _CONDITION.items()}
_ONLY = {"es": "solo", "ca": "només", "en": "only", "fr": "seulement"}
_BEGINS_WITH_CONDITION = {
    language: re.compile(rf"({_ONLY[language]} )?({words})") for language, words in _CONDITION.items()
}


def word_count(text: str) -> int:
    """How many words a reader reads; a dash alone is none."""
    return len([word for word in text.split() if re.search(r"\w", word)])


def verify_easy(
    reading: EasyStepsReading,
    cards: Mapping[str, Card],
    acts: CardActs | None,
    avoided: PlainLanguage,
    *,
    complete: bool = True,
) -> Iterator[DocumentFault]:
    """What is wrong with the file, given the cards of the same folder. `complete`: every card could be read, so one that is not
    there is a fault too."""
    if reading.steps is None or reading.document is None:
        return
    proof = _EasyProof(reading, acts, avoided)
    yield from proof.completeness(cards, complete=complete)
    yield from proof.texts()
    yield from proof.pictograms()
    for id, card in cards.items():
        for step in card.steps:
            easy = reading.steps.of_card(id).get(step.id)
            if easy is not None:
                yield from proof.agreement(card, step, easy)


class _EasyProof:
    """The file under examination."""

    def __init__(self, reading: EasyStepsReading, acts: CardActs | None, avoided: PlainLanguage) -> None:
        assert reading.steps is not None
        assert reading.document is not None
        self._steps, self._document, self._acts, self._avoided = (
            reading.steps,
            reading.document,
            acts,
            avoided,
        )

    def completeness(self, cards: Mapping[str, Card], *, complete: bool) -> Iterator[DocumentFault]:
        """L64: each step that is read has its text, each text its step; a card that compresses is one of them."""
        for id, card in cards.items():
            if card.pace is not None and id not in self._steps.cards:
                yield self._fault("L64", "easy_card_missing", "cards", card=id)
        for id, texts in self._steps.cards.items():
            known = cards.get(id)
            if known is None:
                if complete:
                    yield self._fault("L64", "easy_card_unknown", "cards", id, card=id)
                continue
            read = {step.id for step in known.steps if step.reading() is not None}
            for step in known.steps:
                if step.id in read and step.id not in texts:
                    yield self._fault("L64", "easy_step_missing", "cards", id, card=id, step=step.id)
            for step_id, text in texts.items():
                if step_id not in read:
                    yield self._fault("L64", "easy_step_unknown", "cards", id, card=id, step=step_id)
                if text not in self._steps.texts:
                    yield self._fault(
                        "L64", "easy_text_unknown", "cards", id, card=id, step=step_id, text=text
                    )
        used = {text for texts in self._steps.cards.values() for text in texts.values()}
        for text in self._steps.texts.keys() - used:
            yield self._fault("L64", "easy_text_unused", "texts", text, text=text)

    def texts(self) -> Iterator[DocumentFault]:
        """L65: at most so many words and one act: one sentence, after a question at most; no promise."""
        for id, easy in self._steps.texts.items():
            for language, words in easy.words.items():
                where, told = ("texts", id, language), {"text": id, "language": language}
                count = word_count(words)
                if count > WORDS_MAX:
                    yield self._fault("L65", "easy_text_long", *where, **told, words=count, most=WORDS_MAX)
                acts = [one for one in _SENTENCE.split(words) if not one.rstrip().endswith("?")]
                if len(acts) > 1:
                    yield self._fault("L65", "easy_text_two_acts", *where, **told)
                if promise := self._promise(words, language):
                    yield self._fault("L65", "easy_text_promises", *where, **told, words=promise)

    def _promise(self, words: str, language: str) -> str | None:
        found = next(iter(find_promises(words, language, self._avoided)), None)
        table = self._acts.promises.get(language) if self._acts is not None else None
        return found or (words if table is not None and promises(table, words) else None)

    def pictograms(self) -> Iterator[DocumentFault]:
        """L67: each drawing that is named exists, and each that exists is named."""
        drawn = {one.value for one in Pictogram}
        for id, easy in self._steps.texts.items():
            if easy.pictogram not in drawn:
                yield self._fault(
                    "L67", "pictogram_unknown", "texts", id, "pictogram", text=id, name=easy.pictogram
                )
        for name in sorted(drawn - {easy.pictogram for easy in self._steps.texts.values()}):
            yield self._fault("L67", "pictogram_unused", "texts", name=name)

    def agreement(self, card: Card, step: CardStep, easy: EasyStep) -> Iterator[DocumentFault]:
        """L66: the numbers, the negation and the condition are those of the step's own text, in each language."""
        full = step.reading() or {}
        for language in LANGUAGES:
            said, short = full.get(language), easy.words[language]
            if said is None:
                continue
            codes = (
                ("easy_numbers", _numbers_agree(said, short, language)),
                ("easy_negation", _negation_agrees(said, short, language)),
                ("easy_condition", _condition_agrees(said, short, language)),
            )
            for code, agrees in codes:
                if not agrees:
                    facts = {"card": card.id, "step": step.id, "language": language, "words": short}
                    yield self._fault("L66", code, "cards", card.id, step.id, **facts)

    def _fault(self, rule: str, code: str, *where: str, **facts: str | int) -> DocumentFault:
        return DocumentFault(
            rule=rule, code=code, file=self._document.file, line=self._document.line(*where), facts=facts
        )


def _numbers_agree(said: str, short: str, language: str) -> bool:
    """No number of its own; the only number of a step is not left out. Several stand in the full text below."""
    theirs, ours = (set(numbers_of(text, language) or ()) for text in (said, short))
    return ours <= theirs and (len(theirs) != 1 or ours == theirs)


def _negation_agrees(said: str, short: str, language: str) -> bool:
    """A step that begins by forbidding forbids, and what the step does not negate is not negated."""
    if _FORBIDS[language].search(short.casefold()):
        return _FORBIDS[language].search(said.casefold()) is not None
    return _BEGINS_FORBIDDING[language].match(said.casefold()) is None


def _condition_agrees(said: str, short: str, language: str) -> bool:
    """A step that begins with a condition is no order for everybody: a condition or a question stands before the act."""
    if _BEGINS_WITH_CONDITION[language].match(said.casefold()) is None:
        return True
    return "?" in short or _CONDITIONAL[language].search(short.casefold()) is not None
