"""Compares each card with its specification: acts in their order and once each, words, conditions, warnings, intervals, numbers.

The specification (`data/card_acts.yaml`) is written apart from the card, so that one mistake in either is seen (L40, L41, L42, L44,
L45, L46, L47, L49; decision 0361).
"""

from collections.abc import Iterator, Mapping
from itertools import chain

import msgspec

from auxilio.instructions.card_specifications import (
    CardActsReading,
    CardSpecification,
    SpecifiedStep,
    canonical,
    missing_words,
)
from auxilio.instructions.card_subject import CardSubject
from auxilio.instructions.core.model import CardStep
from auxilio.instructions.spoken_numbers import numbers_of
from auxilio.platform.documents import DocumentFault

_FLAGS = ("mark", "skip_if", "requires", "by_voice", "own_medication", "check")


def verify_specifications(
    reading: CardActsReading, subjects: Mapping[str, CardSubject], *, complete: bool
) -> Iterator[DocumentFault]:
    """Every card against its specification. `complete`: every card could be read, so a specification without one is a fault too."""
    if reading.acts is None or reading.document is None:
        return
    specifications = reading.acts.cards
    for id in sorted(specifications.keys() - subjects.keys()) if complete else ():
        yield DocumentFault(
            rule="L40",
            code="specification_without_card",
            file=reading.document.file,
            line=reading.document.line("cards", id),
            document=id,
            facts={"name": id},
        )
    for id, subject in subjects.items():
        if id in specifications:
            yield from _compare(subject, specifications[id])
        else:
            yield subject.fault("L40", "card_without_specification", "id")


def _compare(subject: CardSubject, specification: CardSpecification) -> Iterator[DocumentFault]:
    yield from _purpose(subject, specification)
    yield from _order(subject, specification)
    yield from _never(subject, specification)
    specified = {step.id: step for step in specification.steps}
    for i, step in enumerate(subject.card.steps):
        if step.id in specified:
            yield from chain(
                _words(subject, i, step, specified[step.id]),
                _condition(subject, i, specified[step.id]),
                _time(subject, i, step, specified[step.id]),
                _numbers(subject, i, step, specified[step.id]),
                _flags(subject, i, step, specified[step.id]),
            )


def _purpose(subject: CardSubject, specification: CardSpecification) -> Iterator[DocumentFault]:
    card = subject.card
    if card.risk is not specification.risk:
        yield subject.fault("L40", "card_purpose", "risk", specified=specification.risk)
    if card.medication is not specification.medication:
        yield subject.fault(
            "L47", "card_medication", "medication", specified=str(specification.medication).lower()
        )
    if (card.pace is None) is not (specification.pace is None):
        yield subject.fault("L45", "pace_not_specified", "pace")
    elif card.pace is not None and specification.pace is not None:
        least, most = specification.pace
        if not least <= card.pace.bpm <= most:
            yield subject.fault(
                "L45", "pace_out_of_bounds", "pace", bpm=card.pace.bpm, least=least, most=most
            )
    for part, text, words in (
        ("title", card.title, specification.title),
        ("note", card.note or {}, specification.note),
    ):
        if missing := missing_words(text.get("es", ""), words):
            yield subject.fault("L41", "card_words_missing", part, part=part, words=", ".join(missing))
    if missing := [mark for mark in specification.marks if mark not in card.marks]:
        yield subject.fault("L47", "card_marks_missing", "marks", names=", ".join(missing))
    yield from _sources(subject, specification)


def _sources(subject: CardSubject, specification: CardSpecification) -> Iterator[DocumentFault]:
    """L49: the sources of the specification, and no other."""
    card = subject.card
    for i, source in enumerate(card.sources):
        if source not in specification.sources:
            yield subject.fault("L49", "source_not_specified", "sources", i, name=source)
    if missing := [source for source in specification.sources if source not in card.sources]:
        yield subject.fault("L49", "specified_source_missing", "sources", names=", ".join(missing))


def _order(subject: CardSubject, specification: CardSpecification) -> Iterator[DocumentFault]:
    """L40: each specified act once, in this order, and no other."""
    said, specified = [step.id for step in subject.card.steps], [step.id for step in specification.steps]
    for i, id in enumerate(said):
        if id not in specified:
            yield subject.fault("L40", "step_not_specified", "steps", i, step=id)
    for step in specification.steps:
        if step.id not in said:
            yield subject.fault(
                "L40", "specified_step_missing", "steps", step=step.id, words=", ".join(step.says)
            )
    known = [id for id in dict.fromkeys(said) if id in specified]
    wanted = [id for id in specified if id in known]
    for id, instead in zip(known, wanted, strict=True):
        if id != instead:
            i = said.index(id)
            yield subject.fault("L40", "steps_out_of_order", "steps", i, step=id, specified=instead)
            return


def _words(
    subject: CardSubject, i: int, step: CardStep, specification: SpecifiedStep
) -> Iterator[DocumentFault]:
    """L41: the words that make the step this act, said and to be read, in Spanish."""
    for part, text, words in (
        ("say", step.say, specification.says),
        ("write", step.write or {}, specification.write_says),
    ):
        if missing := missing_words(text.get("es", ""), words):
            yield subject.fault(
                "L41", "step_words_missing", "steps", i, part, step=step.id, words=", ".join(missing)
            )


def _condition(subject: CardSubject, i: int, specification: SpecifiedStep) -> Iterator[DocumentFault]:
    """L42: a step is shown by the condition that was specified for its act."""
    if canonical(subject.document.data["steps"][i].get("show_if")) != canonical(specification.when):
        specified = msgspec.json.encode(specification.when).decode() if specification.when else "-"
        yield subject.fault(
            "L42", "step_condition", "steps", i, "show_if", step=specification.id, specified=specified
        )


def _time(
    subject: CardSubject, i: int, step: CardStep, specification: SpecifiedStep
) -> Iterator[DocumentFault]:
    """L45: what waits waits, what repeats repeats, and within its bounds."""
    if step.wait is not specification.wait:
        yield subject.fault(
            "L45", "step_wait", "steps", i, "wait", step=step.id, specified=specification.wait
        )
    if step.repeat_s is None or specification.every_s is None:
        if (step.repeat_s is None) is not (specification.every_s is None):
            yield subject.fault("L45", "step_repeats", "steps", i, step=step.id)
        return
    least, most = specification.every_s
    if not least <= step.repeat_s <= most:
        facts = {"seconds": step.repeat_s, "least": least, "most": most}
        yield subject.fault("L45", "interval_out_of_bounds", "steps", i, "repeat_s", step=step.id, **facts)


def _numbers(
    subject: CardSubject, i: int, step: CardStep, specification: SpecifiedStep
) -> Iterator[DocumentFault]:
    """L46: the numbers of the act, in every language."""
    for part, texts, specified in (
        ("say", step.say, specification.numbers),
        ("write", step.write or {}, specification.write_numbers),
    ):
        for language, text in texts.items():
            found = numbers_of(text, language)
            if found is not None and found != tuple(sorted(specified)):
                told = {"found": ", ".join(found) or "-", "specified": ", ".join(specified) or "-"}
                yield subject.fault(
                    "L46", "step_numbers", "steps", i, part, language, step=step.id, language=language, **told
                )


def _flags(
    subject: CardSubject, i: int, step: CardStep, specification: SpecifiedStep
) -> Iterator[DocumentFault]:
    """L47: the moment it marks, who may leave it out, who must allow it, whether it needs a voice, where it leads."""
    for flag in _FLAGS:
        if getattr(step, flag) != getattr(specification, flag):
            specified = msgspec.json.encode(getattr(specification, flag)).decode()
            yield subject.fault(
                "L47", "step_flag", "steps", i, flag, step=step.id, flag=flag, specified=specified
            )


def _never(subject: CardSubject, specification: CardSpecification) -> Iterator[DocumentFault]:
    """L44: each warning of the specification, in each language that lists any, and no other."""
    written = subject.document.data["never"]
    for language, items in subject.card.never.items():
        if len(items) != len(specification.never):
            where = ("never", language) if language in written else ("never",)
            facts = {"found": len(items), "specified": len(specification.never)}
            yield subject.fault("L44", "never_count", *where, language=language, **facts)
            continue
        for n, (item, words) in enumerate(zip(items, specification.never, strict=True)):
            if missing := missing_words(item, words.get(language, ())):
                told: dict[str, str | int] = {"item": item, "words": ", ".join(missing)}
                yield subject.fault("L44", "never_item", "never", language, n, language=language, **told)
    for language in {
        language for words in specification.never for language in words
    } - subject.card.never.keys():
        yield subject.fault("L44", "never_language", "never", language=language)
