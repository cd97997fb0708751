"""A card while it is proved, with the lines of its parts; every rule of cards makes its faults by it."""

from msgspec.structs import replace

from auxilio.instructions.core.model import Card
from auxilio.platform.documents import DocumentFault, Severity, SourceDocument


class CardSubject:
    """A card under examination, with the lines of its parts."""

    def __init__(self, card: Card, document: SourceDocument) -> None:
        self.card, self.document = card, document

    def fault(self, rule: str, code: str, *where: str | int, **facts: str | int) -> DocumentFault:
        """What refuses the folder, at a part of the card."""
        return DocumentFault(
            rule=rule,
            code=code,
            file=self.document.file,
            line=self.document.line(*where),
            document=self.card.id,
            facts=facts,
        )

    def warning(self, rule: str, code: str, *where: str | int, **facts: str | int) -> DocumentFault:
        """What a reviewer is told, at a part of the card."""
        return replace(self.fault(rule, code, *where, **facts), severity=Severity.WARNING)
