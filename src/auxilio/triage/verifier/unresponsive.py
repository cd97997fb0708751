"""Breathing is asked of whoever does not respond, and before anybody compresses (L30).

An answer means "does not respond" when its Spanish words say so, or when those of its question do and it is yes
(`unresponsive` in the catalogue). Within two more answers the interview asks about breathing, or leads to a protocol
that does. A question says in `breathing_note` why it need not.
"""

from collections.abc import Iterator, Mapping

from auxilio.platform.documents import DocumentFault
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Catalog, Protocol, Question
from auxilio.triage.verifier.paths import asks_breathing, cached_walk, told
from auxilio.triage.verifier.safety_topics import spoken
from auxilio.triage.verifier.subject import ProtocolSubject

WITHIN = 2
"""Answers after which breathing has been asked about, or another protocol asks it."""

_found: dict[tuple[str, frozenset[tuple[str, str]], frozenset[str]], dict[tuple[str, str], str]] = {}
"""By digest, by the answers that mean it, and by the protocols that ask about breathing."""


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L30, both halves."""
    left = _left(subject)
    for i, question in enumerate(subject.protocol.questions):
        mine = {code: answers for (asked, code), answers in left.items() if asked == question.id}
        if question.breathing_note is not None and not mine:
            yield subject.fault("L30", "breathing_note_idle", "questions", i, question=question.id)
        for code, answers in mine.items() if question.breathing_note is None else ():
            yield subject.fault(
                "L30",
                "breathing_not_asked",
                "questions",
                i,
                question=question.id,
                answer=code,
                within=WITHIN,
                answers=answers,
            )
    compressions = frozenset(subject.content.catalog.card_groups.get("compressions", ()))
    for (cards, asked), answers in cached_walk(subject.protocol).said.items():
        for card in sorted(cards & compressions) if not asked else ():
            yield subject.fault("L30", "compressions_unproved", "rules", card=card, answers=answers)
            return


def means_unresponsive(question: Question, catalog: Catalog) -> Iterator[str]:
    """The answers of a question by which a person does not respond."""

    def says(text: Mapping[str, str]) -> bool:
        return any(f" {word} " in spoken(text.get("es", "")) for word in catalog.unresponsive)

    for answer in question.answers:
        if says(answer.label) or (answer.code == "Y" and says(question.ask)):
            yield answer.code


def _left(subject: ProtocolSubject) -> dict[tuple[str, str], str]:
    """Question and answer that lead to no question about breathing, with the answers of a path that shows it."""
    protocol, content = subject.protocol, subject.content
    meaning = frozenset(
        (question.id, code)
        for question in protocol.questions
        for code in means_unresponsive(question, content.catalog)
    )
    leads = frozenset(
        id for id, one in content.protocols.items() if any(asks_breathing(q.id) for q in one.questions)
    )
    key = (protocol.digest, meaning, leads)
    if key not in _found:
        _found[key] = _walk(protocol, meaning, leads)
    return _found[key]


def _walk(
    protocol: Protocol, meaning: frozenset[tuple[str, str]], leads: frozenset[str]
) -> dict[tuple[str, str], str]:
    interview = Interview(protocol)
    watched = {question for question, _ in meaning}
    found: dict[tuple[str, str], str] = {}

    def step(answers: dict[str, str], said: tuple[str, str] | None, since: int) -> None:
        proof = interview.prove(answers)
        if said is not None and (any(map(asks_breathing, answers)) or leads & set(proof.goto)):
            said = None
        if said is not None and (proof.next_question is None or since == WITHIN):
            found.setdefault(said, told(answers))
            said = None
        if proof.next_question is None or (said is None and watched <= answers.keys()):
            return
        question = protocol.question(proof.next_question)
        assert question is not None
        for code in question.codes() or ("*",):
            now = {**answers, question.id: code}
            if (question.id, code) in meaning:
                step(now, (question.id, code), 0)
            else:
                step(now, said, since + 1)

    if watched:
        step({}, None, 0)
    return found
