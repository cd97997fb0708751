"""A step as a caller reads it, with what is left of its card. Pure."""

import re
from collections.abc import Mapping

from auxilio.instructions.core.card_steps import readable_steps
from auxilio.instructions.core.model import Card, InstructionRun
from auxilio.instructions.core.ports import EasyCard
from auxilio.kernel.caller_guidance import CardText, StepText
from auxilio.kernel.localized_text import text_language
from auxilio.kernel.partial_languages import NO_PARTIAL_LANGUAGES, PartialLanguages

_OPEN_QUESTION = re.compile(
    r"\b(qué|quién|quiénes|cómo|dónde|cuál|cuáles|cuándo|cuántos?|cuántas?)\b| (o|u) ", re.IGNORECASE
)
"""Words of a question in Spanish, the language of reference, to which yes or no is no answer: what is asked for, or alternatives."""


def asks_yes_or_no(text: Mapping[str, str]) -> bool:
    """Whether a step asks one thing, and yes or no answers it. Of two questions in one step it is not known which is answered."""
    asked = re.findall(r"¿([^?]*)\?", text["es"])
    return len(asked) == 1 and _OPEN_QUESTION.search(asked[0]) is None


def only_asks(text: Mapping[str, str]) -> bool:
    """Whether such a step ends with its question: what is said before it leads to it, and is no act of its own."""
    return asks_yes_or_no(text) and text["es"].rstrip().endswith("?")


def step_text(
    card: Card,
    run: InstructionRun,
    step: str,
    facts: Mapping[str, str],
    language: str,
    easy: EasyCard | None = None,
    partial: PartialLanguages = NO_PARTIAL_LANGUAGES,
) -> StepText:
    """What is sent of an open step that can be read (`machine` has checked both). `easy`: the card in easy language. A card is in a
    partial language when all that is left of it is."""
    found = card.step(step)
    text = found.reading() if found is not None else None
    assert text is not None, "the machine refuses a step that cannot be read"
    after = [
        (each.id, reading)
        for each in readable_steps(card, run, facts, after=step)
        if (reading := each.reading()) is not None
    ]
    text, *others = partial.together([text, *(reading for _, reading in after)])
    written_in = text_language(text, language, partial.otherwise(language, run.language))
    rest = [
        CardText(
            step=id,
            words=reading[text_language(reading, written_in)],
            easy=easy.text(id, written_in) if easy else None,
            asks=asks_yes_or_no(reading),
            only_asks=only_asks(reading),
        )
        for (id, _), reading in zip(after, others, strict=True)
    ]
    return StepText(
        run=run.id,
        case=run.case,
        card=card.id,
        step=step,
        language=written_in,
        words=text[written_in],
        rest=tuple(rest),
        bpm=card.pace.bpm if card.pace and not run.breathes else None,
        marks=tuple(dict.fromkeys(each.mark for each in card.steps if each.mark)),
        easy=easy.text(step, written_in) if easy else None,
        of_call=all(each.by_voice for each in card.steps),
        yes_no=asks_yes_or_no(text),
        only_asks=only_asks(text),
    )
