"""What dictation leans on: the published cards, and what is known of the case."""

from enum import StrEnum
from typing import Protocol

from auxilio.instructions.core.model import Card, StepRecording
from auxilio.kernel.caller_guidance import EasyText
from auxilio.kernel.ids import CallId, CaseId, DeskId
from auxilio.kernel.partial_languages import PartialLanguages


class EasyCard(Protocol):
    """A card in easy language."""

    def text(self, step: str, language: str) -> EasyText | None:
        """The text and drawing of a step; None for a step without any."""
        ...


class CardLibrary(Protocol):
    """Published cards. A run goes on with the very version it began with, while Auxilio still has it."""

    def card(self, id: str) -> Card | None:
        """The version in force, or None when no card has that id."""
        ...

    def card_of(self, digest: str) -> Card | None:
        """The version with that digest, or None when Auxilio no longer has it."""
        ...

    @property
    def partial(self) -> PartialLanguages:
        """The languages in which life cards are said beside those of the cards."""
        ...

    def easy(self, card: Card) -> EasyCard | None:
        """This version in easy language; None for a card without it, and for a version that is not in force."""
        ...


class CaseFacts(Protocol):
    """The answers of the case's interviews, which decide what a card shows."""

    async def facts(self, case: CaseId, desk: DeskId | None) -> dict[str, str]:
        """Each question's latest answer over the case's own interviews and those of callers connected with that desk; empty when
        nothing was asked."""
        ...


class PlaybackAudience(StrEnum):
    """Who would hear what a desk plays into a call."""

    CALLER = "caller"
    HELD = "held"
    """The caller waits, and hears the announcement."""
    NOBODY = "nobody"
    """The call has ended, or is not this desk's."""
    READER = "reader"
    """The call has no voice: it is written, or on a line that we do not carry."""


class AudienceLookup(Protocol):
    """The calls, as far as they have sound."""

    async def listener(self, call: CallId, case: CaseId, desk: DeskId | None) -> PlaybackAudience:
        """Who hears that desk in this call of the case, now."""
        ...

    async def only_reads(self, case: CaseId, desk: DeskId | None) -> bool:
        """Whether the caller of this case who is with that desk has nothing but what is written to them."""
        ...

    async def connected_calls(self, case: CaseId) -> tuple[CallId, ...]:
        """The calls of this case that have a desk."""
        ...

    async def with_another_desk(self, case: CaseId, desk: DeskId | None) -> bool:
        """Whether callers of this case are with desks, and none with that one."""
        ...

    async def has_caller_or_crew(self, case: CaseId) -> bool:
        """Whether a medicine could be given: a caller or a crew is there, or the case has had no call."""
        ...


class RecordingLibrary(Protocol):
    """Recordings of steps."""

    def recording(self, card: Card, step: str, digest: str) -> StepRecording | None:
        """The recording with that digest, if it speaks the words of this step of this version."""
        ...
