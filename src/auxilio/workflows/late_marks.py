"""What a caller's page kept without network and could tell only after the case was sealed: an addendum, with both its times."""

from collections.abc import Iterable

from auxilio.archive.core.messages import AddAddendum
from auxilio.archive.core.model import FileState
from auxilio.archive.service import CASE_FILE
from auxilio.calls.core.messages.guidance import AnswerTapped, CallerMarked
from auxilio.kernel.instant import iso_us
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.workflows.runner import Reaction, ReactionCommand, RecordedEvent, StateReader

LATE_ADDENDA_MAX = 100
"""Addenda of a file from which on a caller's page adds none: a file takes 500, and a page that goes on tapping must leave room for
those of people. What comes after is in the log of the call (ours)."""


async def _add_to_sealed_file(
    fact: RecordedEvent[CallerMarked | AnswerTapped], states: StateReader
) -> Iterable[ReactionCommand]:
    case = fact.envelope.case
    file = await states.state(CASE_FILE, case) if case is not None else None
    if case is None or file is None or file.state is not FileState.SEALED:
        return ()
    if file.destroyed is not None or len(file.addenda) >= LATE_ADDENDA_MAX:
        return ()
    # Recorded before the seal it is in the file as it is.
    if fact.envelope.recorded_at <= file.seals[-1].at:
        return ()
    times = {"at": iso_us(fact.envelope.happened_at), "received": iso_us(fact.envelope.recorded_at)}
    return (AddAddendum(case=case, words=_words(fact.event, times)),)


def _words(event: CallerMarked | AnswerTapped, times: dict[str, str]) -> str:
    texts = catalogues()
    if isinstance(event, AnswerTapped):
        return texts.text("archive.late_tap", REFERENCE, label=event.label, question=event.question, **times)
    key = f"instructions.mark.{event.mark}"
    mark = texts.text(key, REFERENCE) if key in texts else event.mark
    return texts.text("archive.late_mark", REFERENCE, mark=mark, step=event.step, **times)


def reactions() -> tuple[Reaction, ...]:
    """All of them."""
    return (Reaction("archive.late_mark", (CallerMarked, AnswerTapped), _add_to_sealed_file),)
