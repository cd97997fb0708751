"""The published content in memory: what is in force, and every version a run of this process may have begun with."""

from collections.abc import Mapping

from auxilio.kernel.partial_languages import NO_PARTIAL_LANGUAGES, PartialLanguages
from auxilio.platform.documents import as_signed
from auxilio.triage.content import TriageContent
from auxilio.triage.core.engine import Interview
from auxilio.triage.core.model import Catalog, Citation, IncidentType, Protocol, transfer_notice


class PublishedProtocols:
    """Implements `core.ports.ProtocolLibrary`. `publish` swaps everything at once; nothing half-published is ever seen."""

    def __init__(self, content: TriageContent, partial: PartialLanguages = NO_PARTIAL_LANGUAGES) -> None:
        self._by_digest: dict[str, Interview] = {}
        self._kept: dict[str, tuple[str, str]] = {}
        self.publish(content, partial)

    def publish(self, content: TriageContent, partial: PartialLanguages = NO_PARTIAL_LANGUAGES) -> None:
        """Put verified content in force. Runs that began with an older version go on with it."""
        fresh = {}
        for id, protocol in content.protocols.items():
            known = self._by_digest.get(protocol.digest)
            if known is None or _signing(known.protocol) != _signing(protocol):
                known = self._by_digest[protocol.digest] = Interview(protocol)
            fresh[id] = known
        self._content, self._in_force, self._partial = content, fresh, partial

    @property
    def known(self) -> frozenset[str]:
        """The digest of every version that can be found."""
        return frozenset(self._by_digest) | frozenset(self._kept)

    def remember(self, digest: str, signed: str, signing: str) -> None:
        """A version that a run may have begun with, as it was signed. It is read when somebody asks for it."""
        self._kept.setdefault(digest, (signed, signing))

    @property
    def content(self) -> TriageContent:
        """All of it that is in force."""
        return self._content

    @property
    def partial(self) -> PartialLanguages:
        """The languages in which critical questions are said beside those of the protocols."""
        return self._partial

    @property
    def catalog(self) -> Catalog:
        """The shared vocabularies in force."""
        return self._content.catalog

    @property
    def sources(self) -> Mapping[str, str]:
        """How each source was read: `excerpt`, `abstract` or `memory`."""
        return self._content.sources

    @property
    def citations(self) -> Mapping[str, Citation]:
        """What each source in force is called and where it is found."""
        return self._content.citations

    @property
    def notices(self) -> tuple[str, ...]:
        """The code of every notice that a protocol in force can prove, in order."""
        found = set[str]()
        for protocol in self._content.protocols.values():
            for outcome in (*protocol.rules, *protocol.additions):
                found.update(outcome.notify)
                if outcome.transfer is not None:
                    found.add(transfer_notice(outcome.transfer.to))
        return tuple(sorted(found))

    @property
    def types(self) -> Mapping[str, IncidentType]:
        """The incident types in force, by code."""
        return self._content.types

    @property
    def interviews(self) -> Mapping[str, Interview]:
        """Every protocol in force, by id."""
        return self._in_force

    def interview(self, protocol: str) -> Interview | None:
        """The version in force, or None."""
        return self._in_force.get(protocol)

    def interview_of(self, digest: str) -> Interview | None:
        """The version with that digest, or None."""
        found = self._by_digest.get(digest)
        if found is None and digest in self._kept:
            found = self._by_digest[digest] = Interview(as_signed(*self._kept[digest], Protocol))
        return found


def _signing(protocol: Protocol) -> tuple[object, ...]:
    """What is signed apart from the digest."""
    return protocol.status, protocol.approvals, protocol.effective
