"""The content in force as the API tells it: made once for all who ask, and again when a release comes into force."""

import gzip
import hashlib
from collections.abc import Awaitable, Callable, Mapping

import msgspec
from msgspec.structs import replace

from auxilio.active_content.activation import ActiveContent, ContentFollower
from auxilio.active_content.approvals import UnsignedContent
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.type_ranking import type_ranking
from auxilio.active_content.versions import versions
from auxilio.content_release.core.model import SetDigest
from auxilio.instructions.core.model import Card
from auxilio.platform.http.encodings import NOT_MODIFIED, chosen_encoding, entity_tag, knows_tag
from auxilio.triage.core.model import Catalog, IncidentType, Protocol
from auxilio.triage.core.story_lexicon import StoryLexicon


class ContentInForce(msgspec.Struct, frozen=True, kw_only=True):
    """Everything reviewed that is in force, for a console to keep through a shift."""

    catalog: Catalog
    types: Mapping[str, IncidentType]
    protocols: Mapping[str, Protocol]
    cards: Mapping[str, Card]


def in_force(published: ContentBundle) -> bytes:
    """The content as JSON."""
    library = published.library
    protocols = {id: interview.protocol for id, interview in library.interviews.items()}
    # Types are ranked by the server: a console needs what a type is called, not all that people say for it.
    types = {code: replace(each, words={}) for code, each in library.types.items()}
    content = ContentInForce(
        catalog=library.catalog, types=types, protocols=protocols, cards=published.cards.cards
    )
    return msgspec.json.encode(content)


def type_names_json(published: ContentBundle) -> bytes:
    """What each type is called, in every language it has words in, as JSON."""
    return msgspec.json.encode({code: each.name for code, each in published.library.types.items()})


class VersionedBody(msgspec.Struct, frozen=True):
    """A body that many clients request, whole and compressed, with the digest of its version. It holds no personal data."""

    whole: bytes
    gzip: bytes
    digest: str

    @staticmethod
    def of(whole: bytes) -> "VersionedBody":
        """Compressed once, whenever the version changes."""
        return VersionedBody(whole, gzip.compress(whole, mtime=0), hashlib.sha256(whole).hexdigest()[:16])

    def answer(self, accepted: str, if_none_match: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers: a browser keeps it and asks each time whether it is still in force."""
        how = chosen_encoding(accepted, ("gzip",))
        tag = entity_tag(self.digest, how)
        headers = {"cache-control": "private, no-cache", "vary": "accept-encoding", "etag": tag}
        if knows_tag(if_none_match, tag):
            return NOT_MODIFIED, b"", headers
        return (200, self.gzip, headers | {"content-encoding": how}) if how else (200, self.whole, headers)


class ContentViews:
    """What is told of the content in force, made once for all who ask and anew when a release comes into force."""

    def __init__(self, content: ContentBundle, follower: ContentFollower) -> None:
        self._content = content
        self._make()
        follower.on_swap.append(self._make)

    def _make(self) -> None:
        content, self.types = in_force(self._content), type_names_json(self._content)
        self.content = VersionedBody.of(content)
        self.versions = versions(self._content)
        types, words = self._content.library.types, self._content.story_words
        self.lexicon = StoryLexicon(words)
        # Last, because it may take seconds: until then types are ranked by the release before.
        self.suggester = type_ranking(types, words.small, self._content.phrases)


class ApprovalViews:
    """How far the approval of the content in force has come."""

    def __init__(self, content: ActiveContent, ground: Callable[[], Awaitable[SetDigest]]) -> None:
        self._content, self._ground = content, ground

    async def unsigned(self) -> UnsignedContent:
        """What the two offices have still to sign, and of which set."""
        documents = self._content.unsigned
        return UnsignedContent(
            content=self._content.content or await self._ground(),
            documents=documents,
            signed=self._content.count - len(documents),
        )
