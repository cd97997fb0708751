"""The content in force as the API tells it: made once for all who ask, and again when a release comes into force."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from auxilio.active_content.activation import ActiveContent, ContentFollower
from auxilio.active_content.approvals import UnsignedContent
from auxilio.active_content.content_bundle import ContentBundle
from auxilio.active_content.content_coverage import ContentCoverage, measure_coverage
from auxilio.active_content.downtime_paper import downtime_paper
from auxilio.active_content.type_ranking import type_ranking
from auxilio.active_content.versions import versions
from auxilio.content_release.core.model import SetDigest
from auxilio.dispatch.response_plan.core.plan import ResponsePlan
from auxilio.instructions.core.model import Card
from auxilio.kernel.refusal import NotFound
from auxilio.platform.clock import Clock
from auxilio.platform.http.versioned_body import VersionedBody
from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.content import TriageContent
from auxilio.triage.core.model import Catalog, IncidentType, Protocol
from auxilio.triage.core.story_lexicon import StoryLexicon
from auxilio.triage.core.validity import offered_on, opened_by

FOR_REVIEWERS = frozenset(
    {
        *("approvals", "effective", "limits", "qa", "sources", "supersedes", "breathing_note"),
        *("callback_policy", "no_ring_if"),
    }
)
"""Fields of a protocol or card that nobody needs who asks or instructs."""
_NOTES = frozenset({"less_than", "unknown_note"})
"""Of a rule and of a question: why it is so, for who reviews it."""
_OPERATOR_TEXTS = frozenset({"title", "note", "help", "label", "never"})
"""Of a protocol or card, its rules and additions, and the questions: words that the operator reads and no caller hears."""


class ContentInForce(msgspec.Struct, frozen=True, kw_only=True):
    """Everything reviewed that is in force, for a console to keep through a shift; without `FOR_REVIEWERS`."""

    catalog: Catalog
    types: Mapping[str, IncidentType]
    protocols: Mapping[str, Mapping[str, Any]]
    cards: Mapping[str, Mapping[str, Any]]
    translations_read: Mapping[str, tuple[str, ...]]
    """By language, the digests of the documents whose translation somebody has read as it stands."""


class PartialLanguage(msgspec.Struct, frozen=True):
    """What is said in a language beside those of the protocols and cards, by Spanish text (decision 0374)."""

    language: str
    strings: Mapping[str, str]


def content_json(published: ContentBundle, language: str | None = None, on: date | None = None) -> bytes:
    """The content as JSON: with `language` what the operator reads is in that alone, and what a caller hears in all. With `on`
    it has the protocols that are in force on that day, and each type opens one of them."""
    library = published.library
    known = {id: interview.protocol for id, interview in library.interviews.items()}
    offered = frozenset(known) if on is None else offered_on(known.values(), on)
    protocols = {id: _document_json(protocol, language) for id, protocol in known.items() if id in offered}
    # Types are ranked by the server: a console needs what a type is called, not all that people say for it.
    types = {
        code: replace(
            each, words={}, name=_keep_language(each.name, language), protocol=opened_by(each, known, offered)
        )
        for code, each in library.types.items()
    }
    cards = {id: _document_json(card, language) for id, card in published.cards.cards.items()}
    content = ContentInForce(
        catalog=library.catalog,
        types=types,
        protocols=protocols,
        cards=cards,
        translations_read=_translations_read(published),
    )
    return msgspec.json.encode(content)


def _translations_read(published: ContentBundle) -> dict[str, tuple[str, ...]]:
    documents: list[Protocol | Card] = [one.protocol for one in published.library.interviews.values()]
    documents += published.cards.cards.values()
    read: dict[str, list[str]] = {}
    for document in documents:
        for language, reading in published.records.readings_of(document).items():
            if reading is not None:
                read.setdefault(language, []).append(document.digest)
    return {language: tuple(digests) for language, digests in read.items()}


def _document_json(document: Protocol | Card, language: str | None) -> dict[str, Any]:
    fields = _operator_part(msgspec.to_builtins(document), language)
    return {
        name: [_without_notes(_operator_part(one, language)) for one in value]
        if name in {"rules", "additions", "questions"}
        else value
        for name, value in fields.items()
        if name not in FOR_REVIEWERS
    }


def _operator_part(part: dict[str, Any], language: str | None) -> dict[str, Any]:
    return {
        name: _keep_language(value, language) if name in _OPERATOR_TEXTS else value
        for name, value in part.items()
    }


def _keep_language[Texts: Mapping[str, Any] | None](texts: Texts, language: str | None) -> Texts:
    """A text in one language; in all that it has, where it lacks that one."""
    if texts is None or language is None or language not in texts:
        return texts
    return {language: texts[language]}  # type: ignore[return-value]  # a mapping of the same


def _without_notes(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in _NOTES}


def type_names_json(published: ContentBundle) -> bytes:
    """What each type is called, in every language it has words in, as JSON."""
    return msgspec.json.encode({code: each.name for code, each in published.library.types.items()})


class ContentViews:
    """What is told of the content in force, made once for all who ask and anew when a release comes into force or a protocol
    begins or ends."""

    def __init__(
        self, content: ContentBundle, follower: ContentFollower, today: Callable[[], date] | None = None
    ) -> None:
        """`today`: the day at the centre. Without it every protocol is in force."""
        self._content, self._today = content, today
        self._making = asyncio.Lock()
        self._make()
        follower.on_swap.append(self._make)

    def _follow_day(self) -> None:
        if self._offered != self._offered_now():
            self._make_content()

    def _offered_now(self) -> frozenset[str] | None:
        """The protocols that may be begun today; None: all."""
        interviews = self._content.library.interviews.values()
        return (
            None if self._today is None else offered_on((one.protocol for one in interviews), self._today())
        )

    def _make_content(self) -> None:
        self._offered, self._on = self._offered_now(), self._today() if self._today is not None else None
        self._by_language: dict[str | None, VersionedBody] = {}

    def _make(self) -> None:
        self.types = type_names_json(self._content)
        self._make_content()
        self.phrasebook = VersionedBody.of(msgspec.json.encode(self._content.phrasebook))
        partial = self._content.records.partial.languages
        self._partial = {
            language: VersionedBody.of(
                msgspec.json.encode(PartialLanguage(language, partial.strings(language)))
            )
            for language in partial.languages
        }
        self.versions = versions(self._content)
        types, words = self._content.library.types, self._content.story_words
        self.lexicon = StoryLexicon(words)
        # Last, because it may take seconds: until then types are ranked by the release before.
        self.suggester = type_ranking(types, words.small, self._content.phrases)

    async def content_for(self, language: str | None) -> VersionedBody:
        """The content for an operator of one language, or with None in every language, made when the first of them asks.
        Raises NotFound("unknown_language")."""
        if language is not None:
            known_language(language)
        async with self._making:
            self._follow_day()
            made, on = self._by_language, self._on
            if language not in made:
                made[language] = await asyncio.to_thread(
                    lambda: VersionedBody.of(content_json(self._content, language, on))
                )
            return made[language]

    def partial_language(self, language: str) -> VersionedBody:
        """What is said in a language beside those of the documents; nothing for a language of theirs and for an unknown one."""
        known = self._partial.get(language)
        return known or VersionedBody.of(msgspec.json.encode(PartialLanguage(language, {})))


class CoverageViews:
    """What the content in force covers, measured again when it changes and on another day."""

    def __init__(self, content: ContentBundle, clock: Clock) -> None:
        self._content, self._clock = content, clock
        self._measured: tuple[TriageContent, ContentCoverage] | None = None

    async def coverage(self) -> ContentCoverage:
        """Measured in a thread: a tenth of a second of a core."""
        content, on = self._content.library.content, self._clock.now().date()
        if (
            self._measured is None
            or self._measured[0] is not content
            or self._measured[1].on != on.isoformat()
        ):
            cards, records = self._content.cards.cards, self._content.records
            self._measured = (content, await asyncio.to_thread(measure_coverage, content, cards, records, on))
        return self._measured[1]


def known_language(language: str) -> None:
    """A document on paper is in a language of the console. Raises NotFound("unknown_language")."""
    if language not in LANGUAGES:
        raise NotFound("unknown_language", language=language, known=", ".join(LANGUAGES))


class PaperViews:
    """What is printed for the day on which the centre fails."""

    def __init__(self, content: ActiveContent) -> None:
        self._content = content
        self._of: tuple[TriageContent, ResponsePlan] | None = None
        self._papers: dict[str, bytes] = {}

    def paper(self, language: str) -> bytes:
        """The PDF of what is in force, kept until that changes: typesetting takes a second of a core."""
        known_language(language)
        published, plan = self._content.published, self._content.plan
        if self._of is None or self._of[0] is not published.library.content or self._of[1] is not plan:
            self._of, self._papers = (published.library.content, plan), {}
        kept = self._papers
        if language not in kept:
            kept[language] = downtime_paper(published, plan.area, catalogues(), language)
        return kept[language]


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
