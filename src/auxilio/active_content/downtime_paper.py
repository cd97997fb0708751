"""The paper that a centre works with when its system or its 112 fails, as one PDF in one language.

What to do, whom to telephone, a form for a call, the critical questions of what may prove P0, and the cards of life.
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
from auxilio.triage.core.model import Addition, DecisionRule, Protocol, Question, transfer_notice

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
BREATHING_FIRST = ("san-pcr", "san-inconsciente")
"""Where others lead when somebody does not respond: they stand first, and who is led there is told to ask about breathing."""


def downtime_paper(
    content: ContentBundle, area: ResponseArea, catalogues: Catalogues, language: str
) -> bytes:
    """The PDF. Where a text has no words in the language it stands in Spanish."""
    data = _PaperData(content, catalogues, language).pages(area)
    return typeset("auxilio.active_content", "paper.typ", data, _UNDATED, STANDARDS)


def gravest_protocols(content: ContentBundle) -> list[Protocol]:
    """Those that may prove P0, and those that they, their cards or one another lead to: nothing on paper leads off it."""
    protocols = {id: one.protocol for id, one in content.library.interviews.items()}
    found = {id for id, one in protocols.items() if any(rule.priority is _GRAVEST for rule in one.rules)}
    found |= {
        step.check.worse.goto for card in life_cards(content) for step in card.steps
        if step.check is not None and step.check.worse.goto
    }  # fmt: skip
    new = found
    while new:
        new = {goto for id in new for goto in _leads(protocols[id])} - found
        found |= new
    return [protocols[id] for id in sorted(found)]


def _leads(protocol: Protocol) -> Iterator[str]:
    """The protocols that its printed outcomes lead to."""
    return (one.goto for one in _told(protocol) if one.goto)


def life_cards(content: ContentBundle) -> list[Card]:
    """Those whose steps decide over a life."""
    return [card for card in content.cards.cards.values() if card.risk == "life"]


def _told(protocol: Protocol) -> list[DecisionRule | Addition]:
    """Its gravest outcomes, those that lead to other questions or hand the call on, and the additions by which another card is
    dictated or a crew is warned."""
    rules = [one for one in protocol.rules if one.priority is _GRAVEST or one.goto or one.transfer]
    additions = (one for one in protocol.additions if one.say or one.safety or one.goto or one.transfer)
    return [*rules, *additions]


def _sentence(text: str) -> str:
    """With its stop, where it does not end in one of its own."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def paper_digest(content: ContentBundle) -> str:
    """Of the documents on it, in 16 hexadecimal digits: the foot has it, by which two papers are compared."""
    return hashlib.sha256("".join(sorted(one.digest for one in _documents(content))).encode()).hexdigest()[
        :16
    ]


def _documents(content: ContentBundle) -> list[Protocol | Card]:
    return [*gravest_protocols(content), *life_cards(content)]


class _PaperData:
    """The data as the template wants them."""

    def __init__(self, content: ContentBundle, catalogues: Catalogues, language: str) -> None:
        self._content, self._catalogues, self._language = content, catalogues, language

    def pages(self, area: ResponseArea) -> dict[str, object]:
        protocols, cards = gravest_protocols(self._content), life_cards(self._content)
        draft = any(str(one.status) != "approved" for one in _documents(self._content))
        return {
            "lang": self._language,
            "words": {name: self._word(name) for name in (*_LABELS, "title", "lead")}
            | {"foot": self._word("foot", digest=paper_digest(self._content))},
            "banner": self._catalogues.text("admin.status.draft", self._language) if draft else None,
            "acts": [self._word(f"act.{n}") for n in range(1, ACTS + 1)],
            "phones": list(self._phones(area)),
            "form": [[self._word(f"form.{field}") for field in line] for line in FIELDS],
            "protocols": [
                *(self._protocol(one) for id in BREATHING_FIRST for one in protocols if one.id == id),
                *self._in_order(self._protocol(one) for one in protocols if one.id not in BREATHING_FIRST),
            ],
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
        catalog = self._content.library.catalog
        for capability, helpline in catalog.helplines.items():
            yield [self._said(catalog.capabilities[capability].name), "", helpline.number]

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
        done = " ".join(map(_sentence, self._done(effect)))
        return [self._said(effect.label), " ".join(words.sentences(effect.when)), done]

    def _done(self, effect: DecisionRule | Addition) -> Iterator[str]:
        capabilities = self._content.library.catalog.capabilities
        if effect.goto:
            yield self._asked(effect.goto)
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
        if effect.transfer:
            notice = transfer_notice(effect.transfer.to)
            yield self._known(f"triage.notify.{notice}", effect.transfer.to)

    def _asked(self, id: str) -> str:
        """That the questions of a protocol are to be asked; of whom does not respond, breathing first."""
        found = self._content.library.interview(id)
        title = self._said(found.protocol.title) if found else id
        breathing = found.protocol.question("respira") if found and id in BREATHING_FIRST else None
        if breathing is None:
            return self._word("asks", title=title)
        return self._word("asks_first", title=title, question=self._said(breathing.ask))

    def _card(self, card: Card) -> dict[str, object]:
        asks = questions_of_card(self._content, card.id)
        words = ConditionWords(asks, self._catalogues, self._language)
        return {
            "title": self._said(card.title),
            "note": self._said(card.note) if card.note else "",
            "pace": self._word("pace", bpm=card.pace.bpm) if card.pace else "",
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
        if step.check is not None:
            worse = step.check.worse
            what = (
                self._asked(worse.goto)
                if worse.goto
                else self._copy("says", what=self._card_title(worse.card or ""))
            )
            yield _sentence(self._word("worse", what=what))

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
