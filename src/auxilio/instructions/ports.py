"""What dictation leans on: the published cards, and what is known of the case."""

from typing import Protocol

from auxilio.instructions.model import Card
from auxilio.kernel.ids import CaseId


class Cards(Protocol):
    """Published cards. A run goes on with the very version it began with, while the house still has it."""

    def card(self, id: str) -> Card | None:
        """The version in force, or None when no card has that id."""
        ...

    def card_of(self, digest: str) -> Card | None:
        """The version with that digest, or None when the house no longer has it."""
        ...


class CaseFacts(Protocol):
    """The answers of the case's interviews, which decide what a card shows."""

    async def facts(self, case: CaseId) -> dict[str, str]:
        """Each question's latest answer; empty when nothing was asked."""
        ...
