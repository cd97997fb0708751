"""What a caller's page told after the case was sealed is an addendum with both times; before, it is in the file."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from auxilio.archive.core.machine import ADDENDA_MAX
from auxilio.archive.core.messages import AddAddendum
from auxilio.archive.core.model import FileState
from auxilio.calls.core.messages import AttachmentArrived, CallerTextSent
from auxilio.calls.core.messages.guidance import CallerMarked
from auxilio.calls.core.model import Attachment
from auxilio.kernel.ids import CallId, CaseId, CommandId, RunId
from auxilio.platform.ids import new_id
from auxilio.workflows.late_marks import LATE_ADDENDA_MAX, LateEvent, reactions

SEALED_AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
MADE_AT = SEALED_AT - timedelta(minutes=5)
MARKED = CallerMarked(
    call=CallId(new_id()), item=CommandId(new_id()), run=RunId(new_id()), mark="done", step="suelo"
)


async def added(
    state: FileState | None,
    received: datetime,
    addenda: int = 0,
    destroyed: bool = False,
    event: LateEvent = MARKED,
) -> list[Any]:
    """What follows from what was received then, in a case whose file stands so."""

    async def find(*_: object) -> Any:
        if state is None:
            return None
        return SimpleNamespace(
            state=state,
            seals=(SimpleNamespace(at=SEALED_AT),),
            addenda=(None,) * addenda,
            destroyed=MADE_AT if destroyed else None,
        )

    envelope = SimpleNamespace(case=CaseId(new_id()), happened_at=MADE_AT, recorded_at=received)
    fact: Any = SimpleNamespace(envelope=envelope, event=event)
    states: Any = SimpleNamespace(state=find)
    return list(await reactions()[0].then(fact, states))


async def test_a_mark_that_arrives_after_the_seal_is_an_addendum_with_both_times() -> None:
    (command,) = await added(FileState.SEALED, SEALED_AT + timedelta(seconds=9))
    assert isinstance(command, AddAddendum)
    assert "2026-11-29T11:55:00" in command.words
    assert "2026-11-29T12:00:09" in command.words
    assert "Hecho" in command.words


async def test_words_and_files_after_the_seal_are_addenda_too() -> None:
    late = SEALED_AT + timedelta(seconds=9)
    said = CallerTextSent(call=MARKED.call, words="ha vuelto" + "o" * 3_990)
    (command,) = await added(FileState.SEALED, late, event=said)
    assert "«ha vuelto" in command.words
    assert len(command.words) < 1_200
    photo = Attachment(digest="ab" * 32, media_type="image/jpeg", name="foto.jpg")
    arrived = AttachmentArrived(call=MARKED.call, attachment=photo)
    (command,) = await added(FileState.SEALED, late, event=arrived)
    assert "foto.jpg" in command.words
    assert "ab" * 32 in command.words


@pytest.mark.parametrize(("state", "late_s"), [(None, 9), (FileState.REOPENED, 9), (FileState.SEALED, -9)])
async def test_a_mark_of_a_case_that_is_not_sealed_is_in_the_story_alone(
    state: FileState | None, late_s: int
) -> None:
    assert await added(state, SEALED_AT + timedelta(seconds=late_s)) == []


async def test_a_page_that_goes_on_tapping_leaves_room_for_the_addenda_of_people() -> None:
    late = SEALED_AT + timedelta(seconds=9)
    assert await added(FileState.SEALED, late, LATE_ADDENDA_MAX - 1)
    assert not await added(FileState.SEALED, late, LATE_ADDENDA_MAX)
    assert LATE_ADDENDA_MAX <= ADDENDA_MAX // 2


async def test_nothing_is_added_to_a_file_whose_keys_are_destroyed() -> None:
    assert not await added(FileState.SEALED, SEALED_AT + timedelta(seconds=9), destroyed=True)
