"""The story that the facts of a case tell, line by line. Pure."""

import re
from collections.abc import Sequence

from auxilio.archive.report import CaseReportLine
from auxilio.calls.core.messages.guidance import CallerMarked
from auxilio.dispatch.units.core.assignment_messages import AssignmentStarted
from auxilio.followup.core.messages import WatchSet
from auxilio.kernel.narrative import FactCodes, Phrase, Word, flat
from auxilio.platform.i18n import Catalogues
from auxilio.reporting.case_callers import CaseCallers
from auxilio.reporting.narrative_facts import NarrativeFact, events_of
from auxilio.reporting.wording import NoWording, Wording


def coded(catalogues: Catalogues, language: str, prefix: str, code: str | None) -> str | None:
    """A code in words, where the catalogues have them, and else the code."""
    key = f"{prefix}.{code}"
    return catalogues.text(key, language) if code and key in catalogues else code


CITIZEN = "citizen"
"""The name in the record of a caller who is not known."""


def in_reader_language(told: FactCodes, language: str) -> FactCodes:
    """What was kept in several languages as the reader's own: `goods_sheet_names_ca` is told as `goods_sheet_names`."""
    end = f"_{language}"
    return told | {name.removesuffix(end): value for name, value in told.items() if name.endswith(end)}


class _FactWords:
    """Puts names in the place of codes: questions and steps in the very version that was used, units by callsign."""

    def __init__(
        self, facts: Sequence[NarrativeFact], wording: Wording, catalogues: Catalogues, language: str
    ) -> None:
        self._wording, self._catalogues, self._language = wording, catalogues, language
        self._digests: dict[str, str] = {}
        self._digest_of: dict[str, str] = {}
        """Of each protocol the version that was used in this case."""
        self._watches = {str(event.watch): event.kind_of for _, event in events_of(facts, WatchSet)}
        self._due_at_once = {
            str(event.watch)
            for fact, event in events_of(facts, WatchSet)
            if event.amber_at is None
            and event.red_at is not None
            and event.red_at <= fact.envelope.happened_at
        }
        """What was due when it was set: nothing was promised that could be late."""
        self._callsigns = {
            str(event.assignment): event.callsign for _, event in events_of(facts, AssignmentStarted)
        }

    def facts(self, fact: NarrativeFact) -> FactCodes:
        """The facts of an event, with names where there are any. To be asked in the order of the story.

        A placeholder means the same in every event: `question` is one of the interview `run`, `assignment` a unit's work.
        """
        language = self._language
        told = in_reader_language({**_codes_of(fact), "kind": ""}, language)

        def code(name: str) -> str:
            return str(told.get(name, ""))

        run, question, answer, step = code("run"), code("question"), code("answer"), code("step")
        if digest := code("digest"):
            self._digests[run] = digest
            self._digest_of[code("protocol")] = digest
        digest = self._digests.get(run, "")
        rule = code("standing_rule") or code("rule").rpartition(":")[2]
        protocol = code("protocol") or code("rule").partition(":")[0]
        names: dict[str, str | None] = {
            "question": self._wording.question(digest, question, language) if question else None,
            "answer": self._wording.answer(digest, question, answer, language)
            if question and answer
            else None,
            "protocol": self._wording.protocol(digest, language) if digest and "protocol" in told else None,
            "rule": self._rule(self._digest_of.get(protocol, digest), rule),
            "card": self._wording.card(digest, language) if "card" in told else None,
            # What is marked on a page is a step as it was read there.
            "step": self._wording.step(digest, step, language, written=isinstance(fact.event, CallerMarked))
            if step and run
            else None,
            "type": self._wording.type(code("type"), language),
            "centre": self._wording.centre(code("centre")),
            "desk": self._catalogues.text("report.desk", language, desk=code("desk").removeprefix("desk-"))
            if code("desk")
            else None,
            "callsign": self._callsigns.get(code("assignment")),
            "kind": self._coded("watch", self._watches.get(code("watch"))),
            "at_once": "yes" if code("watch") in self._due_at_once else None,
        }
        if (line := self._line(fact)) is not None:
            told["told"] = line
        return told | self._codes(fact, told) | {name: value for name, value in names.items() if value}

    def _line(self, fact: NarrativeFact) -> str | None:
        """What fields alone cannot say, phrase by phrase."""
        if fact.entry is None or fact.event is None or fact.entry.narrative.phrases is None:
            return None
        return " · ".join(self._phrase(phrase) for phrase in fact.entry.narrative.phrases(fact.event))

    def _phrase(self, phrase: Phrase) -> str:
        return "".join(
            self._catalogues.text(part.key, self._language) if isinstance(part, Word) else part
            for part in phrase
        )

    def _rule(self, digest: str, rule: str) -> str | None:
        """What it proves; the floor of an interview is what the answers so far leave possible."""
        if rule == "floor":
            return self._catalogues.text("report.rule_floor", self._language)
        return self._wording.rule(digest, rule, self._language)

    def _codes(self, fact: NarrativeFact, told: FactCodes) -> FactCodes:
        """Each code of a fact in words; a list of them word by word."""
        found: FactCodes = {}
        prefixes = fact.entry.narrative.codes if fact.entry else {}
        for name, value in told.items():
            prefix = prefixes.get(name)
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


def _codes_of(fact: NarrativeFact) -> FactCodes:
    """By the function of its narrative; of an event that this release cannot read, the plain fields."""
    if fact.entry is None or fact.event is None:
        return flat(fact.body)
    return fact.entry.narrative.facts(fact.event)


def joined(words: str) -> str:
    """Without the gaps of what was not said: «Alertante: · está en el lugar», «Paciente:» (console: kit/story-gaps.ts)."""
    whole = re.sub(r"(^|: )· ", r"\1", " ".join(words.split()))
    whole = whole.removesuffix(" ± m")  # a position whose radius nobody stated
    # Only where the colon heads nothing: one that a person wrote stands after another of ours.
    return re.sub(r"^([^:]+?) ?:$", r"\1", whole)


def who_of(fact: NarrativeFact, catalogues: Catalogues, language: str, callers: CaseCallers) -> str:
    """Whose deed or words it was. A telephone's text is told by the exchange, and is its caller's; of several callers it says
    which.
    """
    who = fact.envelope.desk or fact.envelope.actor_name
    if not _is_of_caller(fact):
        return who
    if callers.several and (number := callers.of(fact)):
        return catalogues.text("common.caller_nth", language, n=number)
    return catalogues.text("report.citizen", language)


def _is_of_caller(fact: NarrativeFact) -> bool:
    by_caller = fact.entry is not None and fact.entry.narrative.by_caller
    return by_caller or (fact.envelope.desk or fact.envelope.actor_name) == CITIZEN


def story(
    facts: Sequence[NarrativeFact], catalogues: Catalogues, language: str, wording: Wording | None = None
) -> list[tuple[NarrativeFact, CaseReportLine]]:
    """The lines, each beside the fact it tells."""
    named = _FactWords(facts, wording or NoWording(), catalogues, language)
    callers = CaseCallers(facts)
    lines = []
    for fact in facts:
        told = named.facts(fact)
        if fact.entry is not None and not fact.entry.told:
            continue
        key = f"story.{fact.kind}"
        if not fact.envelope.body:
            words = catalogues.text("report.redacted", language)
        else:
            words = joined(catalogues.text(key, language, **told) if key in catalogues else fact.kind)
        if callers.several and callers.of(fact) and not _is_of_caller(fact):
            words = catalogues.text("report.of_caller", language, words=words, n=callers.of(fact))
        who = who_of(fact, catalogues, language, callers)
        strong = fact.entry is not None and fact.entry.narrative.strong
        lines.append((fact, CaseReportLine(at=fact.at, who=who, words=words, strong=strong)))
    return lines
