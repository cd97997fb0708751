"""What authors and approvers look at: sets, releases, and what a change would do before anybody proposes it."""

import asyncio
import re
from collections.abc import Callable, Mapping

import msgspec

from auxilio.content_release.core.machine import StandingDocuments
from auxilio.content_release.core.model import Release, SetDigest, StandingSet
from auxilio.content_release.ports import Files, Studies
from auxilio.content_release.store import SetStore
from auxilio.kernel.refusal import Refused
from auxilio.platform.clock import Clock

_PATH = re.compile(
    r"((protocols|cards|i18n|data|phrasebook)(/[a-z0-9][a-z0-9_.-]*)+|plans/(needs|minimums|situations|(areas|radio)/[a-z0-9][a-z0-9_-]*))\.(yaml|csv)"
)
"""What a release may change. Which centres an area has comes with its set-up (`active_content.change_studies`); whom a plan asks, where,
when and in what order is reviewed as what callers are asked is (decision 0220)."""
SET_BYTES_MAX = 20_000_000
CHANGES_MAX = 500


class SetFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a set."""

    path: str
    digest: str


class SetText(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in one file of a set."""

    path: str
    text: str


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What stands, what comes, and every release."""

    ground: SetDigest
    """What the centre was set up with."""
    top: SetDigest
    """What a new proposal is written from: the newest that was approved, in force or still to come."""
    now: StandingSet | None
    held: SetDigest | None
    """The set that this process answers by, None for the ground: behind `now` while it is read, and for good where it
    could not be."""
    coming: tuple[StandingSet, ...]
    releases: tuple[Release, ...]


class CheckedChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a change would do. `content` names the set to propose; None while there is an error in it."""

    content: SetDigest | None
    faults: msgspec.Raw
    study: msgspec.Raw


class BaselineSet:
    """The folder that a centre was set up with, as a set. It is kept at its first request."""

    def __init__(self, store: SetStore, files: Callable[[], Files]) -> None:
        self._store, self._files = store, files
        self._digest: str | None = None

    async def __call__(self) -> str:
        """Its digest."""
        if self._digest is None:
            self._digest = await self._store.put(await asyncio.to_thread(self._files))
        return self._digest


class KnownSets:
    """Implements `ports.Sets`."""

    def __init__(
        self,
        store: SetStore,
        ground: BaselineSet,
        in_force: Callable[[], tuple[SetDigest | None, Mapping[tuple[str, str], tuple[str, ...]]]],
    ) -> None:
        """`in_force`: the set that this process answers by, None for the ground, and the documents of it that are not signed,
        each with the languages of it that nobody has read."""
        self.proven, self.ground = store.proven, ground.__call__
        self._in_force = in_force

    async def standing(self) -> StandingDocuments:
        """See `ports.Sets`."""
        content, documents = self._in_force()
        return StandingDocuments(
            content=content or await self.ground(), documents=frozenset(documents), unread=documents
        )


class ReleaseQueries:
    """Reads, and checks changes."""

    def __init__(
        self,
        store: SetStore,
        studies: Studies,
        ground: BaselineSet,
        clock: Clock,
        held: Callable[[], SetDigest | None],
    ) -> None:
        """`held` tells by which set this process answers."""
        self._store, self._studies, self._ground, self._clock = store, studies, ground, clock
        self._held = held

    async def overview(self) -> Overview:
        """Everything but what is in the sets."""
        shelf, ground = await self._store.shelf(), await self._ground()
        now = self._clock.now()
        return Overview(
            ground=ground,
            top=shelf.top(ground),
            now=shelf.at(now),
            held=self._held(),
            coming=tuple(one for one in shelf.standing if one.stands_from > now),
            releases=tuple(await self._store.releases()),
        )

    async def release(self, key: str) -> tuple[Release, bytes]:
        """One release, and the study that those who sign are shown, null for one that changes nothing. Raises
        `Refused("unknown_release")`."""
        release = await self._store.release(key)
        if release.confirms:
            return release, b"null"
        return release, await self._store.study(release.content)

    async def names(self, content: str) -> list[SetFile]:
        """The files of a set. Raises `Refused("unknown_set")`."""
        names = await self._store.names(content)
        return [SetFile(path=path, digest=names[path]) for path in sorted(names)]

    async def file(self, content: str, path: str) -> SetText:
        """One of them. Raises `Refused`: `unknown_set`, `unknown_file`."""
        body = await self._store.file(content, path)
        return SetText(path=path, text=body.decode())  # a set is proved, and so UTF-8

    async def check(self, changes: Mapping[str, str | None], began: SetDigest | None = None) -> CheckedChange:
        """The set that stands last with these files in it (None: without them), proved and compared with it. `began`: the set
        on which its author began to write.

        Raises `Refused`: `nothing_changed`, `too_many_changes`, `path_not_allowed`, `set_too_large`, `unknown_set`;
        `draft_file_moved` when another release has meanwhile changed one of these files.
        """
        if len(changes) > CHANGES_MAX:
            raise Refused("too_many_changes", most=CHANGES_MAX)
        for path in changes:
            if len(path) > 200 or not _PATH.fullmatch(path):
                raise Refused("path_not_allowed", path=path[:200])
        top = (await self._store.shelf()).top(await self._ground())
        if began is not None and began != top:
            await self._refuse_moved(changes, began, top)
        base = await self._store.files(top)
        files = {**base, **{path: text.encode() for path, text in changes.items() if text is not None}}
        for path in (path for path, text in changes.items() if text is None):
            files.pop(path, None)
        if files == base:
            raise Refused("nothing_changed")
        if sum(map(len, files.values())) > SET_BYTES_MAX:
            raise Refused("set_too_large", most=SET_BYTES_MAX)
        studied = await self._studies.study(base, files)
        content = await self._store.put_studied(files, top, studied) if studied.whole else None
        return CheckedChange(content=content, faults=studied.faults, study=studied.study)

    async def _refuse_moved(self, changes: Mapping[str, str | None], began: str, top: str) -> None:
        then, now = await self._store.names(began), await self._store.names(top)
        for path in sorted(changes):
            if then.get(path) != now.get(path):
                raise Refused("draft_file_moved", path=path)
