"""What the exchange needs of the running installation."""

from typing import Protocol, runtime_checkable

from auxilio.interop.apco import ApcoMatch
from auxilio.interop.fhir.datatypes import Element
from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CaseId


@runtime_checkable  # the web framework asks whether it was given one
class Exchanges(Protocol):
    """Whoever can tell cases and content by the standards of others (`casefile.exchange`)."""

    async def interviews(self, case: CaseId, actor: Actor, language: str) -> tuple[str, Element]:
        """A name for the file, and every interview of a case that this reader may see, as a FHIR Bundle. The look is durable before it is told.

        Raises `Refused`: `unknown_case`, `case_reserved`, `no_task_here`, `no_interview_to_read`,
        `interview_version_unknown`, `interview_redacted`.
        """
        ...

    def protocols(self, language: str) -> Element:
        """Every protocol in force, as a FHIR Bundle of Questionnaires."""
        ...

    def protocol(self, digest: str, language: str) -> Element:
        """One version, in force or not, as a Questionnaire. Raises `Refused("unknown_version")`."""
        ...

    def type(self, code: str, language: str) -> Element:
        """One of our types with APCO's code and what an EIDO says of it. Raises `Refused`: `unknown_type`."""
        ...

    def apco(self, raw: str) -> ApcoMatch:
        """What a neighbour's code means here. Raises `Refused("unknown_apco_code")`."""
        ...
