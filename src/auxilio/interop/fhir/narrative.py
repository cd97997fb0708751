"""What a Questionnaire has no element for, said in words: the rules, what they send and say, and what else is in the document."""

from collections.abc import Iterator
from html import escape

import msgspec

from auxilio.interop.fhir.datatypes import said
from auxilio.kernel.condition import AllOf, AnswerIs, AnyOf, Condition
from auxilio.platform.i18n import Catalogues
from auxilio.triage.core.model import Addition, DecisionRule, Protocol

CARRIED = frozenset({
    "format", "id", "version", "status", "title", "incident_types", "effective", "approvals", "sources", "questions",
    "rules", "additions", "digest", "domain",
})  # fmt: skip
"""What of a protocol has its place in the resource, or is told here; the rest is named, and stands in the signed document."""


def narrative(protocol: Protocol, catalogues: Catalogues, language: str) -> dict[str, str]:
    """`Questionnaire.text`. Status `additional`: it says what the elements do not."""
    teller = _NarrativeWriter(protocol, catalogues, language)
    return {
        "status": "additional",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{"".join(teller.blocks())}</div>',
    }


class _NarrativeWriter:
    def __init__(self, protocol: Protocol, catalogues: Catalogues, language: str) -> None:
        self._protocol, self._catalogues, self._language = protocol, catalogues, language

    def blocks(self) -> Iterator[str]:
        protocol = self._protocol
        yield f"<h2>{escape(said(protocol.title, self._language))} ({escape(protocol.id)} {escape(protocol.version)})</h2>"
        yield f"<p><b>{self._text(f'admin.status.{protocol.status}')}</b></p>"
        yield f"<p>{self._text('exchange.narrative')}</p>"
        yield f"<h3>{self._text('copy.rules')}</h3><ol>{''.join(map(self._line, protocol.rules))}</ol>"
        if protocol.additions:
            yield f"<h3>{self._text('copy.additions')}</h3><ul>{''.join(map(self._line, protocol.additions))}</ul>"
        others = [
            field.name for field in msgspec.structs.fields(protocol)
            if field.name not in CARRIED and getattr(protocol, field.name) not in (None, (), False)
        ]  # fmt: skip
        yield f"<p>{self._text('exchange.also_signed', what=', '.join(others))}</p>"

    def _line(self, one: DecisionRule | Addition) -> str:
        priority = f"P{one.priority:d} · " if isinstance(one, DecisionRule) else ""
        told = "; ".join(escape(each) for each in (*self._when(one.when), *self._then(one)))
        return f"<li><b>{escape(one.id)}</b> {priority}{escape(said(one.label, self._language))}: {told}</li>"

    def _then(self, one: DecisionRule | Addition) -> Iterator[str]:
        if isinstance(one, DecisionRule):
            yield self._plain(f"triage.dispatch.{one.dispatch}")
            yield one.type
        if one.send:
            yield self._plain("copy.sends", what=", ".join(one.send))
        if one.say:
            yield self._plain("copy.says", what=", ".join(one.say))
        if isinstance(one, Addition) and one.instead_of:
            yield self._plain("copy.instead_of", what=", ".join(one.instead_of))
        yield from one.notify
        if one.safety:
            yield one.safety
        if one.goto:
            yield self._plain("copy.goes_to", what=one.goto)
        for end in filter(None, (one.route, one.close_as)):
            yield self._plain("copy.ends_as", what=end)
        if one.transfer:
            yield self._plain("copy.hands_to", what=one.transfer.to)
        if one.keep_line:
            yield self._plain("copy.keeps_line")
        for left in one.less_than if isinstance(one, DecisionRule) else ():
            without = ", ".join(left.without)
            yield self._plain("copy.leaves_out", rule=left.rule, what=without, because=left.because)

    def _when(self, when: Condition | None) -> Iterator[str]:
        """By the codes that the items have: exact, and short enough to be compared."""
        yield self._plain("copy.otherwise") if when is None else self._condition(when)

    def _condition(self, when: Condition) -> str:
        match when:
            case AnswerIs(question=question, answers=answers):
                return f"{question} = {' / '.join(answers)}"
            case AllOf(of=of):
                first, *rest = map(self._condition, of)
                return " ".join((first, *(self._plain("copy.and", condition=one) for one in rest)))
            case AnyOf(of=of):
                either = self._plain("copy.or").join(map(self._condition, of))
                return self._plain("copy.any_of", conditions=either)

    def _plain(self, key: str, **facts: object) -> str:
        return self._catalogues.text(key, self._language, **facts)

    def _text(self, key: str, **facts: object) -> str:
        return escape(self._plain(key, **facts))
