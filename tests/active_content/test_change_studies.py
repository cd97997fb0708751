"""A change that is studied already is not studied a second time, and a page that goes does not end it."""

import asyncio
from threading import Event
from typing import Any

from auxilio.active_content.change_studies import ContentStudies
from auxilio.content_release.ports import StudiedSet
from auxilio.platform.clock import SystemClock

BASE, CHANGED, OTHER = {"a": b"1"}, {"a": b"2"}, {"a": b"3"}


class Slow(ContentStudies):
    """Counts what is studied, and takes as long as the test wants."""

    def __init__(self) -> None:
        async def nothing() -> Any:
            return ()

        super().__init__(nothing, nothing, "area", nothing, SystemClock())
        self.go, self.studied = Event(), list[Any]()

    def _study(self, base: Any, files: Any, *_: Any) -> StudiedSet:
        self.studied.append(files)
        assert self.go.wait(60)
        return StudiedSet(faults=b"[]", whole=False)  # type: ignore[arg-type]


async def test_two_presses_start_one_study_and_another_change_its_own() -> None:
    studies = Slow()
    first, second, other = (
        asyncio.create_task(studies.study(BASE, files)) for files in (CHANGED, dict(CHANGED), OTHER)
    )
    await asyncio.sleep(0.05)
    first.cancel()
    studies.go.set()
    await asyncio.gather(second, other)
    assert studies.studied == [CHANGED, OTHER]
    await studies.study(BASE, CHANGED)
    assert studies.studied == [CHANGED, OTHER, CHANGED], (
        "what is over is studied anew: interviews were held meanwhile"
    )
