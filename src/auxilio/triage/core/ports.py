"""What triage leans on: the published content, looked up by name."""

from collections.abc import Mapping
from typing import Protocol

from auxilio.kernel.partial_languages import PartialLanguages
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Catalog, IncidentType


class ProtocolLibrary(Protocol):
    """Published protocols. A run goes on with the very version it began with, while Auxilio still has it."""

    @property
    def partial(self) -> PartialLanguages:
        """The languages in which critical questions are said beside those of the protocols."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The shared vocabularies in force."""
        ...

    @property
    def types(self) -> Mapping[str, IncidentType]:
        """The incident types in force, by code."""
        ...

    def interview(self, protocol: str) -> Interview | None:
        """The version in force, or None when no protocol has that id."""
        ...

    def interview_of(self, digest: str) -> Interview | None:
        """The version with that digest, or None when Auxilio no longer has it."""
        ...
