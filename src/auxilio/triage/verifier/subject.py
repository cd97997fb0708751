"""One protocol under examination, with the lines of its parts."""

from dataclasses import dataclass

from auxilio.platform.documents import DocumentFault, Severity, SourceDocument
from auxilio.triage.content import TriageContent
from auxilio.triage.core.model import Protocol


@dataclass(frozen=True)
class ProtocolSubject:
    """A protocol, where it stands in its file, and the content around it."""

    protocol: Protocol
    document: SourceDocument
    content: TriageContent

    def fault(
        self,
        rule: str,
        code: str,
        *where: str | int,
        severity: Severity = Severity.ERROR,
        **facts: str | int,
    ) -> DocumentFault:
        """A fault at a part of the document."""
        return DocumentFault(
            rule=rule,
            code=code,
            file=self.document.file,
            line=self.document.line(*where),
            document=self.protocol.id,
            severity=severity,
            facts=facts,
        )

    def warning(self, rule: str, code: str, *where: str | int, **facts: str | int) -> DocumentFault:
        """A fault that only the reviewers need to see."""
        return self.fault(rule, code, *where, severity=Severity.WARNING, **facts)
