"""The paper that a centre works with when its system or its 112 fails, as one PDF in one language.

What to do, whom to telephone, a form for a call, the critical questions of the gravest kinds, and the life cards.
Called by `auxilio content paper` and `GET /api/content/paper`.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.condition_words import ConditionWords, questions_of_card
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.phrasebook_copy import language_title
from auxilio.dispatch.response_plan.core.plan import ResponseArea
from auxilio.instructions.core.model import Card, CardStep
from auxilio.kernel.condition import Condition
from auxilio.kernel.shared_types import Priority
from auxilio.platform.i18n import REFERENCE, Catalogues
from auxilio.platform.pdf import typeset
from auxilio.triage.core.model import Addition, DecisionRule, Protocol, Question

STANDARDS = ("ua-1",)
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""It bears no day of its own: the same content and area give the same bytes."""
ACTS = 10
"""How many acts the page for a failing centre has, in their order (`content.paper.act.1` and on)."""
OWN_LINES = ("backup", "operator", "duty", "room", "technician")
"""Numbers that each centre writes by hand: no content knows them."""
FIELDS = (
    ("time", "number", "desk"),
    ("place",),
    ("access",),
    ("phone", "name"),
    ("what",),
    ("how_many", "awake", "breathing"),
    ("danger",),
    ("priority", "card"),
    ("sent",),
    ("notified",),
    ("ended", "entered"),
)
"""The form of a call: the fields of each line. Time, place and telephone stand first."""
_LABELS = ("acts", "phones", "form", "questions", "cards", "never", "who", "what_for", "number_is", "page")  # fmt: skip
_GRAVEST = Priority.P0


def downtime_paper(
    content: ContentBundle, area: ResponseArea, catalogues: Catalogues, language: str
) -> bytes:
    """The PDF. Where a text has no words in the language it stands in Spanish."""
    data = _PaperData(content, catalogues, language).pages(area)
    return typeset("auxilio.active_content", "paper.typ", data, _UNDATED, STANDARDS)


def gravest_protocols(content: ContentBundle) -> list[Protocol]:
    """Those that a type opens which begins as P0."""
    opened = {
        one.protocol for one in content.library.types.values() if one.priority is _GRAVEST and one.protocol
    }
    found = [content.library.interview(id) for id in sorted(opened)]
    return [one.protocol for one in found if one is not None]


def life_cards(content: ContentBundle) -> list[Card]:
    """Those whose steps decide over a life."""
    return [card for card in content.cards.cards.values() if card.risk == "life"]


def _told(protocol: Protocol) -> list[DecisionRule | Addition]:
    """Its gravest outcomes, and the additions by which another card is dictated or a crew is warned."""
    rules = [one for one in protocol.rules if one.priority is _GRAVEST]
    return [*rules, *(one for one in protocol.additions if one.say or one.safety)]


class _PaperData:
    """The data as the template wants them."""

    def __init__(self, content: ContentBundle, catalogues: Catalogues, language: str) -> None:
        self._content, self._catalogues, self._language = content, catalogues, language

    def pages(self, area: ResponseArea) -> dict[str, object]:
        protocols, cards = gravest_protocols(self._content), life_cards(self._content)
        documents: list[Protocol | Card] = [*protocols, *cards]
        draft = any(str(one.status) != "approved" for one in documents)
        digest = hashlib.sha256("".join(sorted(one.digest for one in documents)).encode()).hexdigest()
        return {
            "lang": self._language,
            "words": {name: self._word(name) for name in (*_LABELS, "title", "lead")}
            | {"foot": self._word("foot", digest=digest[:16])},
            "banner": self._catalogues.text("admin.status.draft", self._language) if draft else None,
            "acts": [self._word(f"act.{n}") for n in range(1, ACTS + 1)],
            "phones": list(self._phones(area)),
            "form": [[self._word(f"form.{field}") for field in line] for line in FIELDS],
            "protocols": self._in_order(self._protocol(one) for one in protocols),
            "cards": self._in_order(self._card(one) for one in cards),
        }

    def _in_order(self, found: Iterator[dict[str, object]]) -> list[dict[str, object]]:
        return sorted(found, key=lambda one: str(one["title"]).casefold())

    def _phones(self, area: ResponseArea) -> Iterator[list[str]]:
        """What, for what, number; an empty one is a line to write on."""
        for line in OWN_LINES:
            yield [self._word(f"line.{line}"), "", ""]
        for centre in area.centres.values():
            named = ", ".join(self._known(f"dispatch.service.{one}", one) for one in centre.services)
            yield [centre.name, named, centre.phone or ""]
        for contact in area.contacts:
            spoken = (
                self._known(f"language.name.{tag}", "") or language_title(tag, self._language)
                for tag in contact.speaks
            )
            yield [contact.name, ", ".join(spoken), contact.number]

    def _protocol(self, protocol: Protocol) -> dict[str, object]:
        words = ConditionWords({one.id: one for one in protocol.questions}, self._catalogues, self._language)
        return {
            "title": self._said(protocol.title),
            "questions": [self._question(one, words) for one in protocol.questions if one.critical],
            "ends": [self._outcome(one, words) for one in _told(protocol)],
        }

    def _question(self, question: Question, words: ConditionWords) -> list[str]:
        """The question, its answers, and when it is asked."""
        answers = " / ".join(self._said(one.label) for one in question.answers)
        return [self._said(question.ask), answers, self._only_if(question.when, words)]

    def _outcome(self, effect: DecisionRule | Addition, words: ConditionWords) -> list[str]:
        """What it is called, when it holds, and what is done."""
        done = "".join(f"{one}. " for one in self._done(effect)).strip()
        return [self._said(effect.label), " ".join(words.sentences(effect.when)), done]

    def _done(self, effect: DecisionRule | Addition) -> Iterator[str]:
        capabilities = self._content.library.catalog.capabilities
        if effect.send:
            yield self._copy(
                "sends", what=", ".join(self._said(capabilities[one].name) for one in effect.send)
            )
        if effect.say:
            yield self._copy("says", what=", ".join(map(self._card_title, effect.say)))
        if isinstance(effect, Addition) and effect.instead_of:
            yield self._copy("instead_of", what=", ".join(map(self._card_title, effect.instead_of)))
        if effect.safety:
            yield self._known(f"triage.safety.{effect.safety}", effect.safety)
        for notice in effect.notify:
            yield self._known(f"triage.notify.{notice}", notice)

    def _card(self, card: Card) -> dict[str, object]:
        asks = questions_of_card(self._content, card.id)
        words = ConditionWords(asks, self._catalogues, self._language)
        return {
            "title": self._said(card.title),
            "note": self._said(card.note) if card.note else "",
            "steps": [[self._said(one.say), " ".join(self._how(one, words))] for one in card.steps],
            "never": list(card.never.get(self._language) or card.never.get(REFERENCE, ())),
        }

    def _how(self, step: CardStep, words: ConditionWords) -> Iterator[str]:
        """Under which condition a step is dictated: on paper nothing hides it."""
        if step.show_if is not None:
            yield f"{self._only_if(step.show_if, words)}."
        if step.needs_proof:
            yield f"{self._copy('needs_proof')}."
        if step.requires:
            yield f"{self._copy('requires_authorisation')}."
        if step.repeat_s:
            yield f"{self._copy('repeats', every_s=step.repeat_s)}."

    def _only_if(self, condition: Condition | None, words: ConditionWords) -> str:
        return (
            "" if condition is None else self._copy("only_if", condition=" ".join(words.sentences(condition)))
        )

    def _known(self, key: str, otherwise: str) -> str:
        return self._catalogues.text(key, self._language) if key in self._catalogues else otherwise

    def _card_title(self, id: str) -> str:
        card = self._content.cards.card(id)
        return self._said(card.title) if card else id

    def _said(self, text: LocalisedText) -> str:
        return text.get(self._language) or text.get(REFERENCE) or ""

    def _copy(self, name: str, /, **facts: object) -> str:
        return self._catalogues.text(f"copy.{name}", self._language, **facts)

    def _word(self, name: str, /, **facts: object) -> str:
        return self._catalogues.text(f"content.paper.{name}", self._language, **facts)
