"""Finds severe outcomes that leave out what a milder rule, which holds as well, would bring (L28).

The first rule that holds decides, so a more severe rule hides the milder ones below it. Every complete interview is
tried; what the deciding rule and the additions bring must include what each other rule that holds sends, notifies,
warns of and leads to. A capability or a protocol that covers another counts for it (`covers` and `protocol_covers`
in the catalogue). A rule names what it leaves out on purpose in `less_than`, with the reason.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from math import prod

import msgspec

from auxilio.kernel.condition import truth
from auxilio.platform.documents import DocumentFault
from auxilio.triage.core.model import Addition, Catalog, DecisionRule, Effects, Protocol
from auxilio.triage.verifier.paths import SPACE_MAX, deciding_questions
from auxilio.triage.verifier.subject import ProtocolSubject

type Omissions = dict[tuple[str, str], dict[str, str]]
"""For the rule that decides and a milder one: what is left out, each with the answers of one interview that shows it."""
type _Held = tuple[DecisionRule, tuple[DecisionRule, ...], tuple[Addition, ...]]
"""The rule that decides, the milder ones that hold as well, the additions that hold."""

_found: dict[tuple[str, bytes], Omissions] = {}
"""By digest and by what covers what: a version is tried once."""


def check(subject: ProtocolSubject) -> Iterator[DocumentFault]:
    """L28: a severe outcome includes what milder matching rules bring, or says why not."""
    found = cached_omissions(subject.protocol, subject.content.catalog)
    for i, rule in enumerate(subject.protocol.rules):
        excused = {(one.rule, item) for one in rule.less_than for item in one.without}
        for (severe, milder), items in found.items():
            left = [item for item in items if (milder, item) not in excused]
            if severe == rule.id and left:
                yield subject.fault(
                    "L28",
                    "milder_rule_brings_more",
                    "rules",
                    i,
                    name=rule.id,
                    milder=milder,
                    missing=", ".join(left),
                    answers=items[left[0]],
                )
        for n, one in enumerate(rule.less_than):
            idle = [item for item in one.without if item not in found.get((rule.id, one.rule), {})]
            if idle:
                yield subject.fault(
                    "L28",
                    "exception_not_needed",
                    "rules",
                    i,
                    "less_than",
                    n,
                    name=rule.id,
                    milder=one.rule,
                    missing=", ".join(idle),
                )


def cached_omissions(protocol: Protocol, catalog: Catalog) -> Omissions:
    """The omissions of a version, those that are excused included; tried once for each table of what covers what."""
    covers = {id: one.covers for id, one in catalog.capabilities.items() if one.covers}
    key = (protocol.digest, msgspec.json.encode([covers, catalog.protocol_covers]))
    if key not in _found:
        _found[key] = omissions(protocol, catalog)
    return _found[key]


def omissions(protocol: Protocol, catalog: Catalog) -> Omissions:
    """Every pair of rules of which the more severe leaves something out. Empty where there are too many interviews (L16)."""
    deciding = deciding_questions(protocol)
    found: Omissions = {}
    if prod(len(question.answers) for question in deciding) > SPACE_MAX:
        return found
    tried: set[tuple[str, ...]] = set()
    for codes in itertools.product(*(question.codes() for question in deciding)):
        answers: dict[str, str] = {}
        for question, code in zip(deciding, codes, strict=True):
            if question.when is None or truth(question.when, answers) is True:
                answers[question.id] = code
        first, milder, added = _held(protocol, answers)
        alike = (first.id, *(rule.id for rule in milder), *(one.id for one in added))
        if alike in tried:
            continue  # the same rules and additions leave out the same
        tried.add(alike)
        for rule in milder:
            for item in _left_out(rule, (first, *added), catalog):
                said = ", ".join(f"{q}={a}" for q, a in answers.items())
                found.setdefault((first.id, rule.id), {}).setdefault(item, said)
    return found


def _held(protocol: Protocol, answers: Mapping[str, str]) -> _Held:
    """What holds in one complete interview. `else` holds when no other rule does, so it is never one of the milder."""
    holding = [rule for rule in protocol.rules if rule.when is None or truth(rule.when, answers) is True]
    added = tuple(one for one in protocol.additions if truth(one.when, answers) is True)
    return holding[0], tuple(rule for rule in holding[1:] if rule.when is not None), added


def _left_out(rule: DecisionRule, outcome: tuple[Effects, ...], catalog: Catalog) -> Iterator[str]:
    """What this rule would bring and the outcome does not."""
    sent: Counter[str] = Counter()
    for effects in outcome:
        sent |= Counter(effects.send)
    yield from dict.fromkeys(_not_sent(Counter(rule.send), sent, catalog))
    notified = {code for effects in outcome for code in effects.notify}
    yield from (code for code in rule.notify if code not in notified)
    if rule.safety and rule.safety not in {effects.safety for effects in outcome}:
        yield rule.safety
    leads = {effects.goto for effects in outcome if effects.goto}
    leads |= {one for goto in leads for one in catalog.protocol_covers.get(goto, ())}
    if rule.goto and rule.goto not in leads:
        yield rule.goto


def _not_sent(wanted: Counter[str], sent: Counter[str], catalog: Catalog) -> Iterator[str]:
    """The capabilities that are wanted and neither sent nor covered by another that is; one unit counts once."""
    spare = sent - wanted
    for capability in (wanted - sent).elements():
        better = next((one for one in spare if capability in _covered(catalog, one)), None)
        if better is None:
            yield capability
        else:
            spare -= Counter({better: 1})


def _covered(catalog: Catalog, capability: str) -> tuple[str, ...]:
    known = catalog.capabilities.get(capability)
    return known.covers if known else ()
