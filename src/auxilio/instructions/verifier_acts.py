"""Rules of acts by their words, in whatever card they stand, specified or not (L42 to L45, L47 to L49).

The kinds of acts and their words are content (`data/card_acts.yaml`); the specification of a card is compared elsewhere
(`verifier_specifications`). Called by the verifier of cards.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from auxilio.instructions.card_specifications import (
    CardAct,
    CardActs,
    CardSpecification,
    PromiseWords,
    Words,
    as_words,
    says,
)
from auxilio.instructions.card_subject import CardSubject
from auxilio.instructions.core.model import CardStep, Risk, StepWait
from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition
from auxilio.platform.documents import DocumentFault

_SENTENCE = re.compile(r"[.?!…:;]\s*")
_CONDITIONAL = (
    "si",
    "cuando",
    "mientras",
    "hasta que",
    "hasta",
    "a quien",
    "quien",
    "salvo",
    "sin",
    "aunque",
    "solo",
)


def verify_acts(acts: CardActs, subject: CardSubject) -> Iterator[DocumentFault]:
    """What one card does against the rules of its acts."""
    for i, step in enumerate(subject.card.steps):
        yield from _step(acts, subject, i, step)
        yield from _promises(acts, subject, i, step)
    yield from _excluded(acts, subject)
    yield from _forbidden(acts, subject)
    yield from _warned(acts, subject)
    yield from _negated(acts, subject)
    yield from _sources(acts, subject, acts.cards.get(subject.card.id))


def does(act: CardAct, text: str) -> bool:
    """Whether a text advises the act: its words in a sentence part before which nothing forbids it."""
    return _advises(act.words, text)


@lru_cache(maxsize=1 << 16)
def _advises(phrases: Words, text: str) -> bool:
    """Remembered: who changes one card has all the others proved again, step by step."""
    for sentence in _SENTENCE.split(text):
        words = as_words(sentence)
        for phrase in phrases:
            at = words.find(f" {phrase}")
            if at >= 0 and not re.search(r" (no|nunca|nada|ni|sin) (\w+ ){0,2}$", words[: at + 1]):
                return True
    return False


def proves(condition: Condition | None, proof: dict[str, tuple[str, ...]]) -> bool:
    """Whether every way to make a condition true has an answer of the proof."""
    match condition:
        case None:
            return False
        case AnswerIs(question=question, answers=answers):
            return set(answers) <= set(proof.get(question, ()))
        case AllOf(of=of):
            return any(proves(one, proof) for one in of)
        case AnyOf(of=of):
            return all(proves(one, proof) for one in of)


def _step(acts: CardActs, subject: CardSubject, i: int, step: CardStep) -> Iterator[DocumentFault]:
    spanish = step.say.get("es", "")
    for name, act in acts.acts.items():
        if (act.paced and subject.card.pace is None) or not does(act, spanish):
            continue
        if act.proof and not proves(step.show_if, act.proof):
            questions = ", ".join(f"{q}: {'/'.join(answers)}" for q, answers in act.proof.items())
            yield subject.fault(
                "L42", "act_unproved", "steps", i, step=step.id, act=name, questions=questions
            )
        if act.waits and step.show_if is not None and not step.needs_proof and step.requires is None:
            yield subject.fault("L42", "proof_not_needed", "steps", i, step=step.id, act=name)
        if act.by_voice and not step.by_voice:
            yield subject.fault("L47", "act_needs_voice", "steps", i, step=step.id, act=name)
        if act.skip_if is not None and step.skip_if != act.skip_if:
            yield subject.fault(
                "L47", "act_not_refusable", "steps", i, step=step.id, act=name, mark=act.skip_if
            )
    if step.needs_proof and step.show_if is None:
        yield subject.fault("L42", "nothing_to_prove", "steps", i, "needs_proof", step=step.id)
    if spanish.endswith("?") and step.wait is StepWait.NONE:
        yield subject.fault("L45", "question_does_not_wait", "steps", i, "wait", step=step.id)
    yield from _interval(acts, subject, i, step)
    if step.check is not None:
        leads = acts.leads.get(step.check.q, ())
        to = step.check.worse.goto or step.check.worse.card or ""
        if to not in leads:
            facts = {"step": step.id, "question": step.check.q, "to": to, "leads": ", ".join(leads) or "-"}
            yield subject.fault("L47", "check_leads_elsewhere", "steps", i, "check", **facts)


def _interval(acts: CardActs, subject: CardSubject, i: int, step: CardStep) -> Iterator[DocumentFault]:
    """L45: bounds by kind: a step that watches, and any other that repeats; only what waits for time repeats."""
    if step.repeat_s is None:
        return
    if step.wait is not StepWait.TIMER:
        yield subject.fault("L45", "repeats_without_timer", "steps", i, "wait", step=step.id)
    least, most = acts.intervals["watched" if step.check else "other"]
    if not least <= step.repeat_s <= most:
        facts = {"seconds": step.repeat_s, "least": least, "most": most}
        yield subject.fault("L45", "interval_out_of_bounds", "steps", i, "repeat_s", step=step.id, **facts)


def _promises(acts: CardActs, subject: CardSubject, i: int, step: CardStep) -> Iterator[DocumentFault]:
    """L48: no step says that help is near, or that all will be well."""
    for part, texts in (("say", step.say), ("write", step.write or {})):
        for language, text in texts.items():
            words = acts.promises.get(language)
            told = next((s for s in _SENTENCE.split(text) if words and promises(words, s)), None)
            if told is not None:
                facts = {"step": step.id, "language": language, "words": told}
                yield subject.fault("L48", "promise_of_help", "steps", i, part, language, **facts)


def promises(words: PromiseWords, sentence: str) -> bool:
    """Whether a sentence promises help or an outcome in the words of its language."""
    if any(says(sentence, phrase) for phrase in words.phrases):
        return True
    if any(says(sentence, phrase) for phrase in words.not_with):
        return False
    return any(says(sentence, w) for w in words.helpers) and any(says(sentence, w) for w in words.coming)


def _excluded(acts: CardActs, subject: CardSubject) -> Iterator[DocumentFault]:
    """L43: no card has two acts at odds that may be said to one caller: no "if" in the words, and not each with a condition."""
    said, steps = list(_unconditional(subject)), subject.card.steps
    for conflict in acts.excludes:
        one, other = (
            [i for i, sentence in said if does(acts.acts[name], sentence)] for name in conflict.acts
        )
        pairs = [(i, j) for i in one for j in other if steps[i].show_if is None or steps[j].show_if is None]
        for i, j in pairs[:1]:
            facts = {"step": steps[i].id, "other": steps[j].id, "because": conflict.because}
            yield subject.fault("L43", "acts_exclude", "steps", max(i, j), **facts)


def _forbidden(acts: CardActs, subject: CardSubject) -> Iterator[DocumentFault]:
    """L43: no step advises what the card forbids everybody."""
    warnings = [
        *subject.card.never.get("es", ()),
        *(sentence for i, sentence in _unconditional(subject) if subject.card.steps[i].show_if is None),
    ]
    warnings = [text for text in warnings if not any(says(text, f"{word} ") for word in _CONDITIONAL)]
    for name, act in acts.acts.items():
        forbids = next((text for text in warnings for phrase in act.forbidden if says(text, phrase)), None)
        for i, step in enumerate(subject.card.steps) if forbids is not None else ():
            if does(act, step.say.get("es", "")):
                yield subject.fault(
                    "L43", "act_forbidden_here", "steps", i, step=step.id, act=name, warning=str(forbids)
                )


def _unconditional(subject: CardSubject) -> Iterator[tuple[int, str]]:
    """Each sentence without an "if", with its step."""
    for i, step in enumerate(subject.card.steps):
        for sentence in _SENTENCE.split(step.say.get("es", "")):
            if not any(as_words(sentence).startswith(f" {word} ") for word in _CONDITIONAL):
                yield i, sentence


def _warned(acts: CardActs, subject: CardSubject) -> Iterator[DocumentFault]:
    """L44: the warning that belongs to an act stands in the list or in a step."""
    card = subject.card
    warnings = [*card.never.get("es", ()), *(step.say.get("es", "") for step in card.steps)]
    for name, act in acts.acts.items():
        if not act.never or (act.paced and card.pace is None):
            continue
        if any(does(act, step.say.get("es", "")) for step in card.steps) and not any(
            says(text, phrase) for text in warnings for phrase in act.never
        ):
            yield subject.fault("L44", "act_without_warning", "never", act=name, words=" / ".join(act.never))


def _negated(acts: CardActs, subject: CardSubject) -> Iterator[DocumentFault]:
    """L44: a warning forbids: read aloud without its "not" it is an order."""
    for language, items in subject.card.never.items():
        negations = acts.negations.get(language)
        for n, item in enumerate(items):
            if negations is not None and not any(f" {word} " in as_words(item) for word in negations):
                yield subject.fault(
                    "L44", "never_not_negated", "never", language, n, language=language, item=item
                )


def _sources(
    acts: CardActs, subject: CardSubject, specification: CardSpecification | None
) -> Iterator[DocumentFault]:
    """L49: which guideline has a newer edition that the card does not cite, and which life card no guideline carries."""
    card = subject.card
    for i, source in enumerate(card.sources):
        edition = acts.editions.get(source)
        if edition is not None and edition.superseded_by and edition.superseded_by not in card.sources:
            facts: dict[str, str | int] = {
                "name": source,
                "year": edition.year,
                "newer": edition.superseded_by,
            }
            yield subject.warning("L49", "source_superseded", "sources", i, **facts)
    weak = card.risk is Risk.LIFE and set(card.sources) <= set(acts.weak_sources)
    excused = specification is not None and specification.weak_because is not None
    if weak and specification is not None and specification.weak_because is not None:
        yield subject.warning("L49", "weak_sources_excused", "sources", because=specification.weak_because)
    elif weak:
        yield subject.fault("L49", "life_card_without_guideline", "sources")
    elif excused:
        yield subject.fault("L49", "weak_sources_excused_idly", "sources")
