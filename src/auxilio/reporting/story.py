"""The facts of a case as plain data, and the story they tell line by line. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from auxilio.archive.report import Told
from auxilio.kernel.event import Envelope
from auxilio.kernel.position import Point
from auxilio.platform.database.upcast import lift
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.scenes import told_scene
from auxilio.reporting.wording import NoWording, Wording

type Body = dict[str, Any]


class Known(msgspec.Struct, frozen=True):
    """A fact and its body as plain data; empty when it was redacted."""

    envelope: Envelope
    body: Body

    @property
    def kind(self) -> str:
        """Its name."""
        return self.envelope.kind

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.envelope.happened_at

    def text(self, *path: str) -> str | None:
        """A text deep in the body, or None."""
        value: Any = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return None if value is None or value == "" else str(value)

    def point(self, *path: str) -> Point | None:
        """A point deep in the body, or None."""
        value: Any = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        try:
            return msgspec.convert(value, Point)
        except (msgspec.ValidationError, ValueError):
            return None


def known(envelopes: Iterable[Envelope]) -> list[Known]:
    """The facts of a case in the order in which they happened."""
    facts = []
    for envelope in envelopes:
        body = lift(envelope.kind, envelope.schema, envelope.body) if envelope.body else "{}"
        facts.append(Known(envelope, msgspec.json.decode(body)))
    return sorted(facts, key=lambda f: (f.at, f.envelope.position, f.envelope.version))


CITIZEN = "citizen"
CALLERS = frozenset({"calls.call.caller_said", "calls.call.caller_typed"})
"""What a caller wrote, whoever brought it."""
"""The name in the record of whoever called and is not known."""
QUIET = frozenset({
    "followup.watch.set", "followup.watch.kept", "followup.watch.amber", "followup.watch.cancelled",
    "followup.watch.moved", "followup.message.moved", "dispatch.unit.moved", "dispatch.assignment.moved",
    "followup.message.read", "instructions.metronome.set", "calls.call.queued", "dispatch.task.unit_given",
    "dispatch.unit.alerted", "dispatch.unit.status_reported", "dispatch.unit.press_kept", "dispatch.unit.freed",
    "triage.run.closed", "triage.run.proved", "identity.case.looked_at", "archive.search.made",
    # Of desks, crews, shifts and the room, not of a case.
    "calls.desk.ready", "calls.desk.offered", "calls.desk.busy", "calls.desk.wraps_up", "calls.desk.paused",
    "calls.desk.signed_off", "calls.desk.joined", "calls.desk.parted",
    "dispatch.unit.registered", "dispatch.unit.crew_signed_on",
    "dispatch.unit.stand_by_ordered", "dispatch.unit.stand_by_over", "dispatch.unit.stand_by_declined",
    "dispatch.unit.crew_signed_off", "followup.handover.offered", "followup.handover.accepted",
    "followup.handover.withdrawn", "followup.room.surge_declared", "followup.room.surge_ended",
    "followup.room.news_posted", "followup.room.news_withdrawn",
    # Of a plan, not of a case: its cases are told by `major.scene.situation_told`.
    "major.situation.proposed", "major.situation.ground_added", "major.situation.declared",
    "major.situation.dismissed", "major.situation.ended",
    # Of gateways and radios, not of a case; and what a line tells already, or somebody at a desk did about it.
    "radio.link.came_up", "radio.link.lost", "radio.link.missed", "radio.terminal.found", "radio.terminal.lost",
    "radio.entry.judged", "radio.entry.seen",
})  # fmt: skip
"""Machinery, and what an assignment or another fact tells already: in events.json, and not in the story."""
CODED = {
    "calls.call.rang:channel": "report.channel",
    "calls.call.identified:language": "report.language",
    "calls.call.disposed:disposition": "desk.disposition",
    "calls.call.party_left:reason": "party.end",
    "calls.call.refused:refusal_reason": "calls.refusal",
    "cases.case.closed:closing_disposition": "desk.closing",
    "cases.case.hazard_noted:hazard_code": "report.hazard",
    "cases.case.goods_stated:goods_spill": "goods.spill",
    "cases.case.goods_stated:goods_told_by": "goods.teller",
    "cases.case.wind_said:blows_from": "goods.wind",
    "triage.run.started:language": "report.language",
    "publishing.release.signed:office": "publish.office",
    "instructions.moment.marked:mark": "instructions.mark",
    "instructions.metronome.set:metronome": "instructions.metronome",
    "dispatch.task.refused:reason": "dispatch.refusal",
    "dispatch.task.ended:outcome": "dispatch.outcome",
    "dispatch.task.extended:capabilities": "dispatch.capability",
    "dispatch.task.aid_asked:capabilities": "dispatch.capability",
    "dispatch.task.aid_asked:reason": "dispatch.aid",
    "dispatch.task.change_raised:change_kind": "dispatch.change",
    "dispatch.unit.ordered:order_kind": "dispatch.change",
    "dispatch.assignment.stepped:step": "dispatch.step",
    "dispatch.patient.updated:state": "dispatch.patient.state",
    "dispatch.patient.updated:outcome": "dispatch.patient.outcome",
    "dispatch.patient.updated:triage": "dispatch.patient.triage",
    "dispatch.patient.said_late:state": "dispatch.patient.state",
    "dispatch.patient.said_late:outcome": "dispatch.patient.outcome",
    "dispatch.patient.said_late:triage": "dispatch.patient.triage",
    "major.scene.counted:how": "major.how",
    "major.scene.situation_told:what": "major.told",
    "radio.net.group_given:why": "radio.given",
    "radio.net.command_set_up:why": "radio.given",
    "radio.entry.written:means": "radio.means",
    "radio.entry.kept:verdict": "radio.verdict",
    "radio.entry.answered:outcome": "radio.outcome",
    "radio.entry.answered:why": "radio.failed",
    "followup.watch.fired:level": "followup.level",
    "followup.watch.escalated:level": "followup.level",
}
"""Which fact of which kind is a code, and where its words stand: `<prefix>.<code>`. A person never reads a code; the
console words its stories by this table too (protocol/story.ts), and a test knows every value (test_story_words)."""
STRONG = frozenset({
    "calls.call.answered", "cases.case.floor_proved", "cases.case.priority_raised", "cases.case.help_marked",
    "cases.case.closed", "instructions.moment.marked", "dispatch.task.accepted", "dispatch.task.nobody_has_it",
    "dispatch.unit.emergency_raised", "major.scene.reported", "major.scene.situation_told", "radio.net.command_set_up",
})  # fmt: skip


WHOLE = ("_m", "_s")
"""Metres and seconds are told whole."""


def flat(body: object, prefix: str = "") -> dict[str, object]:
    """The facts of a body that words can speak of, as the console flattens them (`location.words` is `location_words`)."""
    found: dict[str, object] = {}
    if not isinstance(body, dict):
        return found
    for name, value in body.items():
        key = f"{prefix}{name}"
        match value:
            case bool():
                found[key] = "yes" if value else "no"
            case float():
                whole = value.is_integer() or name.endswith(WHOLE)
                found[key] = round(value) if whole else value
            case str() | int():
                found[key] = value
            case None:
                found[key] = ""
            case list():
                found[key] = ", ".join(item for item in value if isinstance(item, str))
                found[f"{key}_count"] = len(value)
            case _:
                found |= flat(value, f"{key}_")
    return found


def in_own_words(told: dict[str, object], language: str) -> dict[str, object]:
    """What was kept in several languages as the reader's own: `goods_sheet_names_ca` is told as `goods_sheet_names`."""
    end = f"_{language}"
    return told | {name.removesuffix(end): value for name, value in told.items() if name.endswith(end)}


class _Named:
    """Puts names in the place of codes: questions and steps in the very version that was used, units by callsign."""

    def __init__(
        self, facts: Sequence[Known], wording: Wording, catalogues: Catalogues, language: str
    ) -> None:
        self._wording, self._catalogues, self._language = wording, catalogues, language
        self._digests: dict[str, str] = {}
        self._digest_of: dict[str, str] = {}
        """Of each protocol the version that was used in this case."""
        self._watches = {f.text("watch"): f.text("kind_of") for f in facts if f.kind == "followup.watch.set"}
        self._callsigns = {
            f.text("assignment"): f.text("callsign") for f in facts if f.kind == "dispatch.assignment.begun"
        }

    def facts(self, fact: Known) -> dict[str, object]:
        """The facts of a body, with names where there are any. To be asked in the order of the story."""
        language = self._language
        told = in_own_words({**flat(fact.body), "kind": ""}, language)
        run = fact.text("run") or ""
        if digest := fact.text("digest"):
            self._digests[run] = digest
            self._digest_of[fact.text("protocol") or ""] = digest
        digest = self._digests.get(run, "")
        question, answer, step = fact.text("question"), fact.text("answer"), fact.text("step")
        rule = fact.text("standing", "rule") or (fact.text("rule") or "").rpartition(":")[2]
        protocol = fact.text("protocol") or (fact.text("rule") or "").partition(":")[0]
        names: dict[str, str | None] = {
            "question": self._wording.question(digest, question, language) if question else None,
            "answer": self._wording.answer(digest, question, answer, language)
            if question and answer
            else None,
            "protocol": self._wording.protocol(digest, language) if digest and "protocol" in told else None,
            "rule": self._rule(self._digest_of.get(protocol, digest), rule),
            "card": self._wording.card(digest, language) if "card" in told else None,
            "step": self._wording.step(digest, step, language) if step and run else None,
            "type": self._wording.type(fact.text("type") or "", language),
            "centre": self._wording.centre(fact.text("centre") or ""),
            "callsign": self._callsigns.get(fact.text("assignment")),
            "kind": self._coded("watch", self._watches.get(fact.text("watch"))),
        }
        if (line := told_scene(fact.kind, fact.body, self._catalogues, language)) is not None:
            told["told"] = line
        return told | self._codes(fact, told) | {name: value for name, value in names.items() if value}

    def _rule(self, digest: str, rule: str) -> str | None:
        """What it proves; the floor of an interview is what the answers so far leave possible."""
        if rule == "floor":
            return self._catalogues.text("report.rule_floor", self._language)
        return self._wording.rule(digest, rule, self._language)

    def _codes(self, fact: Known, told: dict[str, object]) -> dict[str, object]:
        """Each code of a fact in words; a list of them word by word."""
        found: dict[str, object] = {}
        for name, value in told.items():
            prefix = CODED.get(f"{fact.kind}:{name}")
            if prefix and isinstance(value, str):
                new = self._hazard(str(told.get("change_new") or told.get("order_new") or ""))
                words = [self._coded(prefix, code, new=new) or code for code in value.split(", ")]
                found[name] = ", ".join(words)
        return found

    def _hazard(self, said: str) -> str:
        """`gas: in the cellar`: the words, after what kind of danger it is where a word of ours says it (kit/hazards.ts)."""
        code, _, words = said.partition(": ")
        if code == "wind":
            words = self._coded("goods.wind", words) or words
            words = self._catalogues.text("goods.wind_from", self._language, **{"from": words})
        kind = None if code == "hazard" else self._coded("report.hazard", code)
        return said if kind is None and code != "hazard" else ": ".join(filter(None, (kind, words)))

    def _coded(self, prefix: str, code: str | None, **facts: object) -> str | None:
        key = f"{prefix}.{code}"
        return self._catalogues.text(key, self._language, **facts) if key in self._catalogues else None


def joined(words: str) -> str:
    """Without the gaps of what was not said: «Alertante: · está en el lugar» (console: kit/story.ts)."""
    return re.sub(r"(^|: )· ", r"\1", " ".join(words.split()))


def who_of(fact: Known, catalogues: Catalogues, language: str) -> str:
    """Whose deed or words it was. A telephone's text is told by the exchange, and is its caller's."""
    who = fact.envelope.desk or fact.envelope.actor_name
    return catalogues.text("report.citizen", language) if who == CITIZEN or fact.kind in CALLERS else who


def story(
    facts: Sequence[Known], catalogues: Catalogues, language: str, wording: Wording | None = None
) -> list[tuple[Known, Told]]:
    """The lines, each beside the fact it tells."""
    named = _Named(facts, wording or NoWording(), catalogues, language)
    lines = []
    for fact in facts:
        told = named.facts(fact)
        if fact.kind in QUIET:
            continue
        key = f"story.{fact.kind}"
        if not fact.envelope.body:
            words = catalogues.text("report.redacted", language)
        else:
            words = catalogues.text(key, language, **told) if key in catalogues else fact.kind
        who = who_of(fact, catalogues, language)
        lines.append((fact, Told(at=fact.at, who=who, words=joined(words), strong=fact.kind in STRONG)))
    return lines
