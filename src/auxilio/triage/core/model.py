"""The data of an interview: protocol, question, rule, addition, incident type, catalogue, protocol run.

Frozen, and the same shape in JSON as in Python, because the console evaluates the same protocol
(`console/src/engine`) and the case keeps its digest. The written form is in `content/` (its README says how to read it).
"""

from enum import StrEnum
from typing import Any

import msgspec

from auxilio.kernel.condition import Condition
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.instant import Instant
from auxilio.kernel.shared_types import CallBackPolicy, DialledNumber, Language, Mode, Priority

Text = dict[str, str]
"""One wording in each language: `{"es": "…", "en": "…"}`. Content, so it carries its words with it."""

UNKNOWN = "U"
"""The answer that is always allowed: the caller does not know."""


class ContentStatus(StrEnum):
    """Where a document stands between its author and a live seat."""

    DRAFT = "draft"
    CLINICAL_REVIEW = "clinical_review"
    APPROVED = "approved"
    RETIRED = "retired"


class InterviewPhase(StrEnum):
    """Before help leaves, or after."""

    PRE = "pre"
    POST = "post"


class QuestionTarget(StrEnum):
    """Who answers: the caller, the operator who listens, or a look-up."""

    CALLER = "caller"
    OPERATOR = "operator"
    SYSTEM = "system"


class AnswerKind(StrEnum):
    """What an answer looks like. Only `choice` has closed answers, and only those can decide."""

    CHOICE = "choice"
    TIME = "time"
    TEXT = "text"
    INTEGER = "integer"


class DispatchTiming(StrEnum):
    """How eagerly help leaves, most eager first."""

    REFLEX = "reflex"
    STANDARD = "standard"
    AFTER_INTERVIEW = "after_interview"
    NONE = "none"


class ProtocolContent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what is read from reviewed files: what is absent is not written out either."""


class AnswerOption(ProtocolContent, frozen=True, kw_only=True):
    """One closed answer. `code` is text: `Y`, `N`, `U` or a word."""

    code: str
    label: Text


class Question(ProtocolContent, frozen=True, kw_only=True):
    """One thing to ask. `id` is a shared fact when the catalogue says so (it is then carried to the next protocol)."""

    id: str
    ask: Text
    help: Text | None = None
    critical: bool = False
    unknown_note: str | None = None
    """Why doubt here may be less than danger (lint L21)."""
    breathing_note: str | None = None
    """Why an answer here that means "does not respond" need not lead to the question about breathing (lint L30)."""
    phase: InterviewPhase = InterviewPhase.PRE
    info: bool = False
    """Asked for the record or for the crews even where it changes nothing: after what decides and what adds. A critical
    question and one of safety needs it wherever the decision could leave it out (lint L29)."""
    ask_to: QuestionTarget = QuestionTarget.CALLER
    kind: AnswerKind = AnswerKind.CHOICE
    pattern: str | None = None
    when: Condition | None = None
    """The guard: without it being true the question is not asked; when it is false every condition on it is false."""
    answers: tuple[AnswerOption, ...] = ()
    answers_ref: str | None = None

    def codes(self) -> tuple[str, ...]:
        """The closed answers, by code."""
        return tuple(choice.code for choice in self.answers)


class TransferTarget(ProtocolContent, frozen=True, kw_only=True):
    """Who the caller is handed to, and whether they stay on the line with us."""

    to: str
    mode: str
    keep_caller: bool = False


def transfer_notice(capability: str) -> str:
    """The code of the notice that a transfer is (`triage.notify.*`)."""
    return f"transfer_{capability}"


class Effects(ProtocolContent, frozen=True, kw_only=True):
    """What follows when a rule or an addition holds."""

    send: tuple[str, ...] = ()
    """Capabilities, repeated for more than one."""
    say: tuple[str, ...] = ()
    """Instruction cards, by id."""
    notify: tuple[str, ...] = ()
    safety: str | None = None
    goto: str | None = None
    route: str | None = None
    keep_line: bool = False
    close_as: str | None = None
    transfer: TransferTarget | None = None


class RuleException(ProtocolContent, frozen=True, kw_only=True):
    """What a rule leaves out on purpose of what a milder one, which may hold as well, brings (lint L28)."""

    rule: str
    """The milder rule."""
    without: tuple[str, ...]
    """Capabilities, notices, a safety or a protocol, by code."""
    because: str
    """Why less is right here, for who reviews it."""


class DecisionRule(Effects, frozen=True, kw_only=True):
    """One line of the decision. `when` is None for the last one, which holds when no other does."""

    id: str
    priority: Priority
    dispatch: DispatchTiming
    type: str
    label: Text
    when: Condition | None = None
    less_than: tuple[RuleException, ...] = ()


class Addition(Effects, frozen=True, kw_only=True):
    """What is added whichever rule decides. `instead_of` takes cards off: a baby's card replaces the adult's."""

    id: str
    when: Condition
    label: Text
    instead_of: tuple[str, ...] = ()


class ProtocolLimits(ProtocolContent, frozen=True, kw_only=True):
    """The author's promise of speed, checked on every path."""

    max_questions_before_p0: int
    max_questions: int


class ProtocolValidity(ProtocolContent, frozen=True, kw_only=True):
    """From and until when an approved document is in force (dates as ISO 8601 text)."""

    from_: str | None = msgspec.field(default=None, name="from")
    until: str | None = None


class ProtocolApproval(ProtocolContent, frozen=True, kw_only=True):
    """Who signed which digest."""

    role: str
    name: str
    date: str
    digest: str


class Reassess(ProtocolContent, frozen=True, kw_only=True):
    """What to ask again, and how often."""

    every_s: int
    questions: tuple[str, ...]


class QualityCriteria(ProtocolContent, frozen=True, kw_only=True):
    """What call review counts."""

    critical: tuple[str, ...]
    times: dict[str, int] = {}


class Protocol(ProtocolContent, frozen=True, kw_only=True):
    """Reviewed data that asks, decides and instructs. A published version never changes: `digest` names it."""

    format: str
    id: str
    version: str
    status: ContentStatus
    domain: str
    title: Text
    incident_types: tuple[str, ...]
    limits: ProtocolLimits
    effective: ProtocolValidity
    approvals: tuple[ProtocolApproval, ...]
    sources: tuple[str, ...]
    questions: tuple[Question, ...]
    rules: tuple[DecisionRule, ...]
    additions: tuple[Addition, ...]
    reassess: Reassess
    qa: QualityCriteria
    supersedes: str | None = None
    greeting: Text | None = None
    capture: tuple[str, ...] = ()
    instruct_first: tuple[str, ...] = ()
    """Cards said before anything is asked, even the place."""
    confidential: bool = False
    surge: bool = False
    report: str | None = None
    callback_policy: CallBackPolicy | dict[str, Any] | None = None
    """An object only in versions of before decision 0371; it forbids no ring."""
    no_ring_if: Condition | None = None
    """When nobody may ring the caller back, whatever `callback_policy` says."""
    lookups: tuple[dict[str, str], ...] = ()
    digest: str = ""
    """SHA-256 of what is signed (platform.documents.signed_digest), in hexadecimal."""

    def question(self, id: str) -> Question | None:
        """The question of that id, if it is asked here."""
        return next((question for question in self.questions if question.id == id), None)


class IncidentType(ProtocolContent, frozen=True, kw_only=True):
    """One of the 196 kinds of incident: what is happening, as every service names it."""

    code: str
    group: str
    name: Text
    priority: Priority
    """The priority it starts with before an interview proves another."""
    lead: str
    support: tuple[str, ...] = ()
    apco_2012: str = ""
    protocol: str | None = None
    words: dict[str, tuple[str, ...]] = {}
    """What people say for it, by language."""


class ResourceCapability(ProtocolContent, frozen=True, kw_only=True):
    """What a plan asks for; dispatch maps it to units."""

    service: str
    name: Text
    covers: tuple[str, ...] = ()
    """Lesser capabilities that one of these does the work of (lint L28)."""
    given_by: str | None = None
    """`centre`: the centre gives it itself, by telephone, and no unit is sent for it (decision 0380)."""


class CatalogDisposition(ProtocolContent, frozen=True, kw_only=True):
    """What became of a call, apart from what happened in the world."""

    code: str
    group: str
    name: Text


class Citation(ProtocolContent, frozen=True, kw_only=True):
    """A source that content rests on, as a reader finds it."""

    title: str
    url: str | None = None


class CardConflict(ProtocolContent, frozen=True, kw_only=True):
    """Two groups of cards of which no outcome says one each (lint L31)."""

    groups: tuple[str, str]
    because: str
    unless: dict[str, str] = {}
    """Protocols where both may be said, with the reason."""


class Helpline(ProtocolContent, frozen=True, kw_only=True):
    """Whom a caller or a case is passed to by telephone: the number, and what is said after who calls, about what and where."""

    number: DialledNumber
    say: Text


class Catalog(ProtocolContent, frozen=True, kw_only=True):
    """Vocabularies shared by all protocols."""

    version: str
    languages: dict[str, tuple[str, ...]]
    shared_facts: dict[str, str]
    """Facts carried from one protocol to the next, with the answer set they must use."""
    answer_sets: dict[str, tuple[AnswerOption, ...]]
    dispositions: tuple[CatalogDisposition, ...]
    services: dict[str, Text]
    capabilities: dict[str, ResourceCapability]
    target_dispatch_s: dict[str, int | None]
    safety_topics: dict[str, tuple[str, ...]] = {}
    """Spanish words by which a question protects crews or decides what is sent: it is asked on every path (lint L29)."""
    unresponsive: tuple[str, ...] = ()
    """Spanish words by which an answer means that a person does not respond (lint L30)."""
    card_groups: dict[str, tuple[str, ...]] = {}
    """What cards make a caller do: `compressions`, `side`, `leave` (lints L30, L31)."""
    card_conflicts: tuple[CardConflict, ...] = ()
    protocol_covers: dict[str, tuple[str, ...]] = {}
    """Protocols that ask all that another would: who is led to the first needs not be led to the others (lint L28)."""
    helplines: dict[str, Helpline] = {}
    """By capability, who takes what an outcome passes on (`transfer`, lint L57)."""


class InterviewProof(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers so far prove, and what is still worth asking (engine.py)."""

    priority: Priority | None = None
    """The floor: no way of finishing the interview ends below it. None: nothing is proved yet."""
    rule: str | None = None
    """The rule that decides, when only one still can."""
    rules: tuple[str, ...] = ()
    """Every rule that can still decide, most severe first."""
    decided: bool = False
    """The priority can no longer rise."""
    dispatch: DispatchTiming = DispatchTiming.NONE
    type: str | None = None
    send: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    safety: tuple[str, ...] = ()
    goto: tuple[str, ...] = ()
    route: str | None = None
    keep_line: bool = False
    close_as: str | None = None
    transfer: TransferTarget | None = None
    additions: tuple[str, ...] = ()
    next_question: str | None = None
    open_questions: tuple[str, ...] = ()
    """What is still worth asking, in the order to ask it."""


class ProvenResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a run has proved so far and keeps: the part of a proof that is a fact."""

    priority: Priority | None = None
    rule: str | None = None
    type: str | None = None
    dispatch: DispatchTiming = DispatchTiming.NONE
    send: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    """Who or what must be told of it, by code: `plan_activation_option`."""
    safety: tuple[str, ...] = ()
    """What protects those who go there, by code: `stage_until_police`."""
    call_back: CallBackPolicy | None = None
    call_back_by: str | None = None
    """The protocol that says so, by id."""


class RecordedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer, as it was given: by whom, when, in which words, and what stood before it."""

    question: str
    answer: str
    words: str | None = None
    at: Instant
    by: str
    before: ProvenResult


class TypeChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A type a person chose, with the one it replaced: the trail stays."""

    type: str
    reason: str | None = None
    before: str | None = None
    at: Instant
    by: str


class ProtocolRun(msgspec.Struct, frozen=True, kw_only=True):
    """One interview: protocol, version and digest, answers with time and who, and what they prove."""

    id: RunId
    case: CaseId
    mode: Mode
    language: Language
    protocol: str
    version: str
    digest: str
    facts: dict[str, str] = {}
    """Shared facts carried from the protocol before; still true here."""
    given: tuple[RecordedAnswer, ...] = ()
    standing: ProvenResult = ProvenResult()
    type: str | None = None
    """The type a person chose, or the one proved; the person's stays."""
    chosen: tuple[TypeChoice, ...] = ()
    before: tuple[str, ...] = ()
    """Protocols this run came through, oldest first, as `id version digest`."""
    closed_at: Instant | None = None
    call: CallId | None = None
    """The call that it is held with; None: the case's first interview, whoever calls."""

    def answers(self) -> dict[str, str]:
        """What is known now: carried facts, then each question's latest answer, in the order in which those were given."""
        known = dict(self.facts)
        for given in self.given:
            known.pop(given.question, None)  # answered anew, it is the newest
            known[given.question] = given.answer
        return known
