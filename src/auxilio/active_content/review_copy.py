"""A protocol or a card to be read, remarked on and signed by hand: everything that is signed, in words, as a PDF.

Nothing is left out and nothing is explained: conditions stand as sentences, codes as what they are called.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from auxilio.active_content.approvals import LocalisedText
from auxilio.active_content.condition_words import ConditionWords, questions_of_card
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.instructions.core.model import Card, CardStep
from auxilio.kernel.shared_types import CallBackPolicy
from auxilio.platform.i18n import REFERENCE, Catalogues
from auxilio.platform.pdf import typeset
from auxilio.triage.core.model import Addition, DecisionRule, Protocol, Question, RuleException

STANDARDS = ("ua-1",)
_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""A copy bears no day of its own: it is of a version, and the same version gives the same bytes."""
LABELS = ("page", "nothing", "remarks", "signature", "day", "digest_how")


class TableCell(msgspec.Struct, frozen=True):
    """What matters, and what belongs to it."""

    strong: str | None
    lines: tuple[str, ...] = ()


def plain_cell(*lines: str | None) -> TableCell:
    """Nothing in it matters more."""
    return TableCell(None, tuple(line for line in lines if line))


def review_copy(
    document: Protocol | Card, content: ContentBundle, catalogues: Catalogues, language: str
) -> bytes:
    """The PDF, in one language; where a text has none of its own there, in Spanish."""
    return typeset(
        "auxilio.active_content",
        "review.typ",
        _CopyData(content, catalogues, language).page(document),
        _UNDATED,
        STANDARDS,
    )


class _CopyData:
    """The data as the template wants them."""

    def __init__(self, content: ContentBundle, catalogues: Catalogues, language: str) -> None:
        self._content, self._catalogues, self._language = content, catalogues, language
        self._conditions = ConditionWords({}, catalogues, language)

    def page(self, document: Protocol | Card) -> dict[str, object]:
        protocol = isinstance(document, Protocol)
        asks = (
            {one.id: one for one in document.questions}
            if isinstance(document, Protocol)
            else questions_of_card(self._content, document.id)
        )
        self._conditions = ConditionWords(asks, self._catalogues, self._language)
        sections = self._protocol(document) if isinstance(document, Protocol) else self._card(document)
        status = str(document.status)
        return {
            "lang": self._language,
            "words": {name: self._word(name) for name in LABELS},
            "kind": self._catalogues.text(f"admin.kind.{'protocol' if protocol else 'card'}", self._language),
            "id": document.id,
            "title": self._said(document.title),
            "banner": None if status == "approved" else self._catalogues.text(f"admin.status.{status}", self._language),
            "foot": self._word("foot", id=document.id, version=document.version, digest=document.digest[:16]),
            "identity": [[label, value] for label, value in self._identity(document)],
            "sections": [*sections, self._sources(document)],
            "offices": [
                [self._catalogues.text(f"publish.office.{office}", self._language), self._signed(document, office)]
                for office in ("medical_director", "operations")
            ],
        }  # fmt: skip

    def _identity(self, document: Protocol | Card) -> Iterator[tuple[str, str]]:
        yield self._word("version"), document.version
        yield self._word("digest"), " ".join(document.digest[n : n + 8] for n in range(0, 64, 8))
        if isinstance(document, Protocol):
            types = self._content.library.types
            named = [
                f"{code} {self._said(types[code].name)}" for code in document.incident_types if code in types
            ]
            yield self._word("types"), " · ".join(named)
            limits = document.limits
            yield (
                self._word("limits"),
                self._word("limits_are", p0=limits.max_questions_before_p0, all=limits.max_questions),
            )
            asked = ", ".join(self._conditions.ask(question) for question in document.reassess.questions)
            yield (
                self._word("reassess"),
                self._word("reassess_is", every_s=document.reassess.every_s, asked=asked),
            )
            if isinstance(document.callback_policy, CallBackPolicy):
                yield self._word("call_back"), self._word(f"call_back.{document.callback_policy}")
            if document.no_ring_if is not None:
                yield self._word("no_ring_if"), " ".join(self._conditions.sentences(document.no_ring_if))
            first = ", ".join(map(self._card_title, document.instruct_first))
            if first:
                yield self._word("first"), first
        else:
            yield self._word("risk"), str(document.risk)
            if document.note:
                yield self._word("note"), self._said(document.note)

    def _signed(self, document: Protocol | Card, office: str) -> str:
        found = [one for one in document.approvals if one.role == office and one.digest == document.digest]
        return f"{found[0].name} · {found[0].date}" if found else ""

    # protocols

    def _protocol(self, protocol: Protocol) -> list[dict[str, object]]:
        return [
            self._section("questions", ("number", "question", "answers"), ("auto", "1", "1"), [
                [plain_cell(str(n)), self._question(one), plain_cell(*self._answers(one))]
                for n, one in enumerate(protocol.questions, 1)
            ]),
            self._section("rules", ("rule", "when", "then"), ("auto", "1", "1"), [
                [TableCell(one.id, (f"P{one.priority}",)), plain_cell(*self._conditions.sentences(one.when)), self._then(one)] for one in protocol.rules
            ]),
            self._section("additions", ("rule", "when", "then"), ("auto", "1", "1"), [
                [TableCell(one.id), plain_cell(*self._conditions.sentences(one.when)), self._then(one)] for one in protocol.additions
            ]),
        ]  # fmt: skip

    def _question(self, question: Question) -> TableCell:
        lines = [self._said(question.help) if question.help else None]
        if question.critical:
            lines.append(self._word("critical"))
        if question.when is not None:
            lines.append(self._word("only_if", condition=" ".join(self._conditions.sentences(question.when))))
        if question.breathing_note:
            lines.append(self._word("breathing_note", because=question.breathing_note))
        return TableCell(self._said(question.ask), tuple(line for line in lines if line))

    def _answers(self, question: Question) -> Iterator[str]:
        if not question.answers:
            yield self._word("free")
        for choice in question.answers:
            yield f"{choice.code}  {self._said(choice.label)}"

    def _then(self, effect: DecisionRule | Addition) -> TableCell:
        lines: list[str | None] = []
        if isinstance(effect, DecisionRule):
            lines.append(self._catalogues.text(f"triage.dispatch.{effect.dispatch}", self._language))
            types = self._content.library.types
            lines.append(
                f"{effect.type} {self._said(types[effect.type].name)}" if effect.type in types else None
            )
        capabilities = self._content.library.catalog.capabilities
        if effect.send:
            lines.append(
                self._word("sends", what=", ".join(self._said(capabilities[one].name) for one in effect.send))
            )
        if effect.say:
            lines.append(self._word("says", what=", ".join(map(self._card_title, effect.say))))
        if isinstance(effect, Addition) and effect.instead_of:
            lines.append(self._word("instead_of", what=", ".join(map(self._card_title, effect.instead_of))))
        lines += [self._known(f"triage.notify.{one}", one) for one in effect.notify]
        if effect.safety:
            lines.append(self._known(f"triage.safety.{effect.safety}", effect.safety))
        if effect.goto:
            found = self._content.library.interview(effect.goto)
            lines.append(
                self._word("goes_to", what=self._said(found.protocol.title) if found else effect.goto)
            )
        lines += [self._word("ends_as", what=one) for one in (effect.route, effect.close_as) if one]
        if effect.transfer:
            lines.append(self._word("hands_to", what=effect.transfer.to))
        if effect.keep_line:
            lines.append(self._word("keeps_line"))
        if isinstance(effect, DecisionRule):
            lines += [self._left_out(one) for one in effect.less_than]
        return TableCell(self._said(effect.label), tuple(line for line in lines if line))

    def _left_out(self, exception: RuleException) -> str:
        """What the rule leaves out of a milder one, by name, and why."""
        capabilities, library = self._content.library.catalog.capabilities, self._content.library
        named = []
        for item in exception.without:
            protocol = library.interview(item)
            if item in capabilities:
                named.append(self._said(capabilities[item].name))
            elif protocol is not None:
                named.append(self._said(protocol.protocol.title))
            else:
                named.append(self._known(f"triage.safety.{item}", self._known(f"triage.notify.{item}", item)))
        return self._word("leaves_out", rule=exception.rule, what=", ".join(named), because=exception.because)

    # cards

    def _card(self, card: Card) -> list[dict[str, object]]:
        never = card.never.get(self._language) or card.never.get(REFERENCE, ())
        return [
            self._section("steps", ("number", "said", "how"), ("auto", "1", "1"), [
                [plain_cell(str(n)), TableCell(self._said(one.say)), plain_cell(*self._how(one))] for n, one in enumerate(card.steps, 1)
            ]),
            self._section("never", ("never",), ("1",), [[plain_cell(one)] for one in never]),
        ]  # fmt: skip

    def _how(self, step: CardStep) -> Iterator[str]:
        if step.show_if is not None:
            yield self._word("only_if", condition=" ".join(self._conditions.sentences(step.show_if)))
        if step.needs_proof:
            yield self._word("needs_proof")
        if step.repeat_s:
            yield self._word("repeats", every_s=step.repeat_s)
        if step.mark:
            yield self._word("marks", what=self._known(f"instructions.mark.{step.mark}", step.mark))
        if step.requires:
            yield self._word("requires_authorisation")
        if step.own_medication:
            yield self._word("own_medication")
        if step.by_voice:
            yield self._word("by_voice")
        if step.write is not None:
            yield self._word("write", words=self._said(step.write))

    # what both have

    def _sources(self, document: Protocol | Card) -> dict[str, object]:
        read = self._content.library.sources
        rows = [
            [plain_cell(one), plain_cell(self._known(f"copy.basis_{read.get(one, 'memory')}", one))]
            for one in document.sources
        ]
        return self._section("sources", ("source", "basis"), ("auto", "1"), rows)

    def _section(
        self, title: str, heads: tuple[str, ...], widths: tuple[str, ...], rows: list[list[TableCell]]
    ) -> dict[str, object]:
        return {
            "title": self._word(title),
            "heads": [self._word(f"col_{head}") for head in heads],
            "widths": list(widths),
            "rows": [[{"strong": cell.strong, "lines": list(cell.lines)} for cell in row] for row in rows],
        }

    def _card_title(self, id: str) -> str:
        card = self._content.cards.card(id)
        return self._said(card.title) if card else id

    def _said(self, text: LocalisedText) -> str:
        return text.get(self._language) or text.get(REFERENCE) or ""

    def _known(self, key: str, otherwise: str) -> str:
        return self._catalogues.text(key, self._language) if key in self._catalogues else otherwise

    def _word(self, name: str, /, **facts: object) -> str:
        return self._catalogues.text(f"copy.{name}", self._language, **facts)
