"""What can be asked of an interview, and what can have happened in it. Closed unions: `TriageCommand`, `TriageEvent`."""

from typing import Annotated, ClassVar

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import CallId, CaseId, RunId
from auxilio.kernel.shared_types import Language, Mode, ShortText
from auxilio.triage.core.model import ProvenResult

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
"""The id of a protocol, question or type, or the code of an answer."""
AnswerText = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]

FACTS_MAX = 100
"""Upper bound of what may be sent; three shared facts are used today. (ours)"""


class StartRun(Command, frozen=True, tag="triage.start_run"):
    """Begin an interview of a case. `facts` are shared facts already known; anything else in it is left out.

    The same again, before its first answer, is refused (`run_exists`, with the run that is there): two windows pressed one key.
    """

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_CASE
    run: RunId
    case: CaseId
    protocol: Key
    language: Language = "es"
    facts: Annotated[dict[Key, Key], msgspec.Meta(max_length=FACTS_MAX)] = msgspec.field(default_factory=dict)
    call: CallId | None = None
    """Of the call that it is held with, where a case has several interviews: a repeat's is not the first caller's."""


class AnswerQuestion(Command, frozen=True, tag="triage.answer"):
    """The answer to a question, in any order; `words` are the caller's own. An answer to an answered question corrects it.

    The same answer is no news, unless the question was asked `again`: then it is known that it still holds.
    """

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId
    question: Key
    answer: AnswerText
    words: AnswerText | None = None
    again: bool = False
    call: CallId | None = None
    """Whose page was sent the question: it is told the answer, and asks no longer."""


class UndoAnswer(Command, frozen=True, tag="triage.undo_answer"):
    """Take back the last answer: a key pressed by mistake."""

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId


class ChangeProtocol(Command, frozen=True, tag="triage.change_protocol"):
    """Go on with another protocol. Shared facts and all that was proved stay."""

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId
    protocol: Key


class ChooseType(Command, frozen=True, tag="triage.choose_type"):
    """Say what is happening, against or before what is proved. Possible at any time; the trail stays."""

    permission: ClassVar[str] = Permission.TRIAGE_RECLASSIFY
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId
    type: Key
    reason: ShortText | None = None


class CloseRun(Command, frozen=True, tag="triage.close_run"):
    """The case is closed: nothing more is asked, and boards let the run go."""

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId


class SendQuestion(Command, frozen=True, tag="triage.send_question"):
    """Send a question to a caller who reads, with its answers as buttons. That it was sent is a fact of the call."""

    permission: ClassVar[str] = Permission.TRIAGE_ASK
    object_rule: ClassVar[str] = ObjectRule.ADMITTED_RUN
    run: RunId
    question: Key
    call: CallId
    language: Language
    """The caller's; where the question has no words in it, the interview's own."""


RunCommand = StartRun | AnswerQuestion | UndoAnswer | ChangeProtocol | ChooseType | CloseRun
"""What changes an interview."""
TriageCommand = RunCommand | SendQuestion


class RunStarted(Event, frozen=True, tag="triage.run.started"):
    """An interview began with this very version of a protocol."""

    run: RunId
    case: CaseId
    mode: Mode
    language: Language
    protocol: str
    version: str
    digest: str
    draft: bool
    facts: dict[str, str]
    by: str
    call: CallId | None = None


class RunAnswered(Event, frozen=True, tag="triage.run.answered"):
    """A question was answered. `corrects` is the answer it replaces; `again` says that it was asked again and still holds."""

    run: RunId
    question: str
    answer: str
    words: str | None
    corrects: str | None
    by: str
    again: bool = False


class RunUndone(Event, frozen=True, tag="triage.run.undone"):
    """The last answer was taken back; `restored` is the one before it, `standing` what stood then."""

    run: RunId
    question: str
    answer: str
    restored: str | None
    standing: ProvenResult
    by: str


class RunProved(Event, frozen=True, tag="triage.run.proved"):
    """What is proved by now, whole: it replaces what was proved before, and its priority is never milder."""

    run: RunId
    case: CaseId
    protocol: str
    standing: ProvenResult


class RunProtocolChanged(Event, frozen=True, tag="triage.run.protocol_changed"):
    """The interview goes on with another protocol; `facts` are what was carried over."""

    run: RunId
    previous: str
    protocol: str
    version: str
    digest: str
    draft: bool
    facts: dict[str, str]
    by: str


class RunReclassified(Event, frozen=True, tag="triage.run.reclassified"):
    """A person said what is happening; `before` is the type it replaces."""

    run: RunId
    case: CaseId
    type: str
    before: str | None
    reason: str | None
    by: str


class RunClosed(Event, frozen=True, tag="triage.run.closed"):
    """The interview is over."""

    run: RunId
    by: str


TriageEvent = (
    RunStarted | RunAnswered | RunUndone | RunProved | RunProtocolChanged | RunReclassified | RunClosed
)
