"""The interviews of a case as one FHIR Bundle, each with the protocol version that it was held with."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from auxilio.interop.fhir import names
from auxilio.interop.fhir.datatypes import Element
from auxilio.interop.fhir.questionnaire import questionnaire
from auxilio.interop.fhir.response import ResponseContext, questionnaire_response
from auxilio.interop.protocol_sessions import ProtocolSession, sessions_of
from auxilio.kernel.event import Envelope
from auxilio.kernel.refusal import Refused
from auxilio.platform.i18n import Catalogues
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Citation, IncidentType

MEDIA_TYPE = "application/fhir+json"
type VersionOf = Callable[[str], Interview | None]
"""A protocol version by its digest; None when Auxilio does not have it any more."""


class FhirExchange:
    """What both resources need of the content in force, by which interviews are told."""

    def __init__(
        self,
        version_of: VersionOf,
        types: Mapping[str, IncidentType],
        citations: Mapping[str, Citation],
        catalogues: Catalogues,
    ) -> None:
        self._version_of, self._types, self._citations = version_of, types, citations
        self._catalogues = catalogues

    def interviews(
        self,
        runs: Sequence[Sequence[Envelope]],
        about: ResponseContext,
        at: datetime,
        language: str,
        *,
        whole: bool = True,
    ) -> Element:
        """A Bundle of type `collection`, written at `at`: every sitting of these runs, then the versions they were held with.

        Without the text of a version its codes would be read by another's words: `interview_version_unknown`; and a
        run of which something was redacted is no whole: `interview_redacted`. With `whole` these are refused; without,
        an OperationOutcome stands in the interview's place and the others go out.
        """
        entries: list[Element] = []
        told: dict[str, Interview] = {}
        for run in runs:
            try:
                pairs = [(sitting, self._version(sitting)) for sitting in sessions_of(run)]
            except Refused as refused:
                if whole:
                    raise
                entries.append(entry(f"missing {run[0].stream}", outcome(refused)))
                continue
            for sitting, interview in pairs:
                told[sitting.digest] = interview
                response = questionnaire_response(sitting, interview, about, self._types, self._catalogues)
                entries.append(entry(f"{sitting.run} {sitting.place}", response))
        entries += [entry(digest, self.questionnaire(one, language)) for digest, one in told.items()]
        return collection(entries, at, about.zone)

    def _version(self, sitting: ProtocolSession) -> Interview:
        found = self._version_of(sitting.digest)
        if found is None:
            raise Refused(
                "interview_version_unknown",
                protocol=sitting.protocol,
                version=sitting.version,
                digest=sitting.digest[:12],
            )
        # One of its own: this is written in a thread, and the desks reason with the other one meanwhile, which shares
        # what it has reasoned (engine.Interview) with nobody in another thread.
        return Interview(found.protocol)

    def questionnaire(self, interview: Interview, language: str) -> Element:
        """One protocol version."""
        return questionnaire(interview.protocol, self._types, self._catalogues, language, self._citations)

    def in_force(self, interviews: Iterable[Interview], at: datetime, zone: str, language: str) -> Element:
        """A Bundle of every protocol of a set."""
        return collection(
            [entry(one.protocol.digest, self.questionnaire(one, language)) for one in interviews], at, zone
        )


def collection(entries: Sequence[Element], at: datetime, zone: str) -> Element:
    """A Bundle of things that belong together. One without an entry has no `entry` (R4: no empty arrays)."""
    moment = at.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")
    found = {"entry": list(entries)} if entries else {}
    return {"resourceType": "Bundle", "type": "collection", "timestamp": moment, **found}


def outcome(refused: Refused) -> Element:
    """What stands where a resource should: why it is not there."""
    facts = " ".join(f"{name}={value}" for name, value in refused.facts.items())
    issue = {
        "severity": "error",
        "code": "not-found",
        "details": {"text": refused.code},
        "diagnostics": facts,
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def entry(name: str, resource: Element) -> Element:
    """One resource of a Bundle, under a name of its own that is always the same."""
    return {"fullUrl": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{names.ROOT}:{name}')}", "resource": resource}
