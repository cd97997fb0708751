"""Proves instruction cards before they may be published (L02, L08, L09, L10, L12, L13, L15, L18, L19, L26, L40-L49, L64-L67)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from auxilio.instructions.card_specifications import CardActs
from auxilio.instructions.card_subject import CardSubject
from auxilio.instructions.content import CardLoadResult
from auxilio.instructions.core.card_steps import MEDICAL_AUTHORISATION
from auxilio.instructions.core.model import Card, CardStep, Risk
from auxilio.instructions.verifier_acts import verify_acts
from auxilio.instructions.verifier_easy import verify_easy
from auxilio.instructions.verifier_specifications import verify_specifications
from auxilio.kernel.condition import leaves_of, questions_of
from auxilio.kernel.plain_language import PlainLanguage, find_promises, find_unclear_wording
from auxilio.platform.documents import DocumentFault

APPROVERS = frozenset({"medical_director", "operations"})
"""Both must have signed before a card may be called approved."""
_MEDICINES = re.compile(
    r"aspirin|naloxon|adrenalin|epinephrin|nitroglic|nitroglyc|paracetamol|ibuprofen|inhala|inhaler|diazepam",
    re.IGNORECASE,
)
"""A step that names one gives or withholds it; withholding is said in steps whose words begin with no or not."""
_WITHHOLDS = re.compile(r"^(no|not|never|nunca|nada|ni|ne|pas|cap)\b", re.IGNORECASE)

Uses = Mapping[str, Sequence[Mapping[str, tuple[str, ...]]]]
"""For each card, what each protocol that says it asks: question -> answers."""


def verify(
    reading: CardLoadResult,
    *,
    protocols: frozenset[str],
    uses: Uses,
    sources: Mapping[str, str],
    languages: Mapping[str, Sequence[str]],
    avoided: PlainLanguage,
    only: str | None = None,
) -> list[DocumentFault]:
    """What is wrong with the cards, given what the protocols ask and say. `sources` tells how each was read, `avoided` what is
    not said. `only`: of the card of this id alone, as it is proved while its author writes; of other files nothing."""
    after = {
        step.check.worse.card
        for card in reading.cards.values()
        for step in card.steps
        if step.check is not None and step.check.worse.card is not None
    }
    ids = list(reading.cards) if only is None else [only]
    subjects = {id: CardSubject(reading.cards[id], reading.documents[id]) for id in ids}
    complete = only is None and not reading.faults
    faults = [*verify_specifications(reading.acts, subjects, complete=complete)]
    if only is None:
        faults += reading.faults
        faults += verify_easy(reading.easy, reading.cards, reading.acts.acts, avoided, complete=complete)
    for id, subject in subjects.items():
        card = subject.card
        faults += _names(subject, protocols, frozenset(reading.cards), sources)
        faults += _languages(subject, languages)
        faults += _what_is_said(subject, avoided, reading.acts.acts)
        faults += _medication(subject)
        faults += _reading(subject)
        faults += _shown(subject, uses.get(id, ()))
        faults += _approval(subject)
        if card.risk is Risk.LIFE and not card.never.get("es"):
            faults.append(subject.fault("L10", "no_never_list", "never"))
        if id not in uses and id not in after:
            faults.append(subject.warning("L10", "card_never_said", "id"))
    return faults


def _what_is_said(
    subject: CardSubject, avoided: PlainLanguage, acts: CardActs | None
) -> Iterator[DocumentFault]:
    """Words and acts; a promise that L18 tells of is not told again by L48."""
    wording = list(_words(subject, avoided))
    told = {(fault.line, fault.facts["language"]) for fault in wording if fault.rule == "L18"}
    yield from wording
    for fault in verify_acts(acts, subject) if acts is not None else ():
        if fault.rule != "L48" or (fault.line, fault.facts["language"]) not in told:
            yield fault


def _names(
    subject: CardSubject, protocols: frozenset[str], cards: frozenset[str], sources: Mapping[str, str]
) -> Iterator[DocumentFault]:
    seen: set[str] = set()
    for i, step in enumerate(subject.card.steps):
        if step.id in seen:
            yield subject.fault("L02", "step_twice", "steps", i, name=step.id)
        seen.add(step.id)
        worse = step.check.worse if step.check else None
        if worse and worse.goto is not None and worse.goto not in protocols:
            yield subject.fault("L02", "unknown_protocol", "steps", i, "check", name=worse.goto)
        if worse and worse.card is not None and worse.card not in cards:
            yield subject.fault("L02", "unknown_card", "steps", i, "check", name=worse.card)
    for i, source in enumerate(subject.card.sources):
        if source not in sources:
            yield subject.fault("L15", "unknown_source", "sources", i, name=source)
        elif sources[source] == "memory":
            yield subject.warning("L15", "source_not_read", "sources", i, name=source)


def _languages(subject: CardSubject, languages: Mapping[str, Sequence[str]]) -> Iterator[DocumentFault]:
    card = subject.card
    needed = languages.get("life_required" if card.risk is Risk.LIFE else "required", ())
    texts = [(("title",), card.title), *_step_texts(card)]
    for where, text in texts:
        missing = [language for language in needed if language not in text]
        if missing:
            yield subject.fault("L08", "card_language", *where, languages=", ".join(missing))


def _words(subject: CardSubject, avoided: PlainLanguage) -> Iterator[DocumentFault]:
    for step_words, text in _step_texts(subject.card):
        for language, words in text.items():
            where = (*step_words, language)
            for code, facts in find_unclear_wording(words, language, avoided):
                yield subject.warning("L09", code, *where, **facts, language=language)
            for promise in find_promises(words, language, avoided):
                yield subject.fault("L18", "promise", *where, language=language, words=promise)


def _step_texts(card: Card) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, str]]]:
    """What is said of each step, and what is sent instead to a caller who reads."""
    for i, step in enumerate(card.steps):
        yield ("steps", i, "say"), step.say
        if step.write is not None:
            yield ("steps", i, "write"), step.write


def _reading(subject: CardSubject) -> Iterator[DocumentFault]:
    """L26: other words for readers stand only where the said ones need a voice, and a moment that counts can be reached in
    writing."""
    for i, step in enumerate(subject.card.steps):
        if step.write is not None and not step.by_voice:
            yield subject.fault("L26", "written_beside_said", "steps", i, "write", step=step.id)
        if step.mark is not None and step.reading() is None:
            yield subject.fault("L26", "mark_needs_voice", "steps", i, step=step.id)
    if subject.card.steps and all(step.reading() is None for step in subject.card.steps):
        yield subject.fault("L26", "card_needs_voice", "steps")


def _medication(subject: CardSubject) -> Iterator[DocumentFault]:
    card = subject.card
    guarded = [step for step in card.steps if step.requires or step.own_medication]
    if card.medication and not guarded:
        yield subject.fault("L12", "medication_without_guard", "medication")
    for i, step in enumerate(card.steps):
        if step.requires == MEDICAL_AUTHORISATION and step.show_if is None:
            yield subject.fault("L12", "medication_without_proof", "steps", i, step=step.id)
        if _gives_medicine(step) and step not in guarded:
            yield subject.fault("L12", "medicine_unguarded", "steps", i, "say", step=step.id)
        if step in guarded and not card.medication:
            yield subject.fault("L12", "card_not_marked_medication", "steps", i, step=step.id)


def _gives_medicine(step: CardStep) -> bool:
    texts = (*step.say.values(), *(step.write or {}).values())
    return any(_MEDICINES.search(words) and not _WITHHOLDS.match(words) for words in texts)


def _shown(
    subject: CardSubject, asked_by: Sequence[Mapping[str, tuple[str, ...]]]
) -> Iterator[DocumentFault]:
    """L19: a condition on a step asks what at least one protocol that says the card asks, with its answers."""
    for i, step in enumerate(subject.card.steps):
        askers = [asked for asked in asked_by if questions_of(step.show_if) <= asked.keys()]
        if step.show_if is not None and not askers:
            names = ", ".join(sorted(questions_of(step.show_if)))
            yield subject.fault(
                "L19", "show_if_never_asked", "steps", i, "show_if", step=step.id, questions=names
            )
            continue
        for leaf in leaves_of(step.show_if):
            for code in leaf.answers:
                if not any(code in asked[leaf.question] for asked in askers):
                    facts: dict[str, str | int] = {"question": leaf.question, "answer": code}
                    yield subject.fault("L19", "show_if_unknown_answer", "steps", i, "show_if", **facts)


def _approval(subject: CardSubject) -> Iterator[DocumentFault]:
    card = subject.card
    if card.status != "approved":
        return
    signed = {approval.role for approval in card.approvals if approval.digest == card.digest}
    if not signed >= APPROVERS:
        yield subject.fault("L13", "not_approved", "approvals", roles=", ".join(sorted(APPROVERS - signed)))
    if card.effective is None or card.effective.from_ is None:
        yield subject.fault("L13", "no_effective_date", "effective")
