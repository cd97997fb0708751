"""Where cards and interviews meet: cards that compress (L30), that are offered after help was sent (L72), on which a life hangs (L73).

Neither the verifier of cards nor that of interviews sees both. Called by `content_bundle` with what was read of a folder.
"""

from collections.abc import Iterator

from auxilio.instructions.card_specifications import SPECIFICATIONS, CardActs
from auxilio.instructions.content import CardLoadResult
from auxilio.instructions.core.model import Card, Risk
from auxilio.instructions.verifier_acts import does
from auxilio.kernel.shared_types import Priority
from auxilio.platform.documents import DocumentFault
from auxilio.triage.content import CATALOG, TriageLoadResult

AFTER_HELP = "after_help"


def card_risk_faults(triage: TriageLoadResult, cards: CardLoadResult) -> list[DocumentFault]:
    """Every fault of a folder."""
    return [*_unlisted_compressions(triage, cards), *_after_help(triage, cards), *_below_life(triage, cards)]


def said_by_p0(triage: TriageLoadResult) -> dict[str, str]:
    """The cards that a P0 says, or that are said before any question, each with the first rule or protocol that does."""
    said: dict[str, str] = {}
    for protocol in triage.content.protocols.values():
        for card in protocol.instruct_first:
            said.setdefault(card, protocol.id)
        for rule in protocol.rules:
            for card in rule.say if rule.priority is Priority.P0 else ():
                said.setdefault(card, f"{protocol.id}/{rule.id}")
    return said


def _card_fault(
    cards: CardLoadResult, rule: str, code: str, id: str, *where: str | int, **facts: str
) -> DocumentFault:
    document = cards.documents[id]
    return DocumentFault(
        rule=rule, code=code, file=document.file, line=document.line(*where), document=id, facts={**facts}
    )


def _unlisted_compressions(triage: TriageLoadResult, cards: CardLoadResult) -> Iterator[DocumentFault]:
    """L30: a card with a pace compresses, so the catalogue names it among those that need breathing to be asked first."""
    listed = triage.content.catalog.card_groups.get("compressions", ())
    for id, card in cards.cards.items():
        if listed and card.pace is not None and id not in listed:
            yield _card_fault(cards, "L30", "compressions_not_listed", id, "pace")


def _after_help(triage: TriageLoadResult, cards: CardLoadResult) -> Iterator[DocumentFault]:
    """L72: what is offered while one waits costs nothing when it is not done: a card of comfort, which no protocol says."""
    said = {
        card
        for protocol in triage.content.protocols.values()
        for outcome in (*protocol.rules, *protocol.additions)
        for card in (*protocol.instruct_first, *outcome.say)
    }
    for id in triage.content.catalog.card_groups.get(AFTER_HELP, ()):
        card = cards.cards.get(id)
        if card is None:
            continue  # L02 tells of it
        acts = cards.acts.acts
        act = _life_act(acts, card) if acts is not None else None
        told: list[tuple[str, dict[str, str]]] = []
        if card.risk is not Risk.COMFORT:
            told.append(("after_help_not_comfort", {"risk": card.risk.value}))
        if act is not None:
            told.append(("after_help_saves_life", {"step": act[0], "act": act[1]}))
        if id in said:
            told.append(("after_help_said", {}))
        for code, facts in told:
            yield DocumentFault(rule="L72", code=code, file=CATALOG, line=1, facts={"card": id, **facts})


def _below_life(triage: TriageLoadResult, cards: CardLoadResult) -> Iterator[DocumentFault]:
    """L73: a card of less risk than life does no act that saves one, and a P0 says it only with a reason (`life.below`)."""
    acts = cards.acts.acts
    if acts is None or acts.life is None:
        return  # a set that was published before the table had them
    said, excused = said_by_p0(triage), acts.life.below
    for id, card in cards.cards.items():
        if card.risk is Risk.LIFE:
            continue
        act = _life_act(acts, card)
        if act is not None:
            yield _card_fault(cards, "L73", "life_act_below_life", id, "risk", step=act[0], act=act[1])
        if id in said and id not in excused:
            yield _card_fault(cards, "L73", "p0_card_below_life", id, "risk", name=said[id])
    for id in excused:
        known = cards.cards.get(id)
        if known is None or known.risk is Risk.LIFE or id not in said:
            document = cards.acts.document
            line = document.line("life", "below", id) if document is not None else 1
            facts: dict[str, str | int] = {"card": id}
            yield DocumentFault(
                rule="L73", code="below_life_idly", file=SPECIFICATIONS, line=line, facts=facts
            )


def _life_act(acts: CardActs, card: Card) -> tuple[str, str] | None:
    """The first step of a card that does an act that saves a life, and the act."""
    names = acts.life.acts if acts.life is not None else ()
    found = (
        (step.id, name)
        for step in card.steps
        for name in names
        if does(acts.acts[name], step.say.get("es", ""))
    )
    return next(found, None)
