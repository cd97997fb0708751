"""What a caller's page tells only after the case was sealed, because it had no network or writes on: an addendum, with both its times."""

from collections.abc import Iterable
from typing import assert_never

from auxilio.archive.core.messages import AddAddendum
from auxilio.archive.core.model import FileState
from auxilio.archive.service import CASE_FILE
from auxilio.calls.core.messages import AttachmentArrived, CallerTextSent
from auxilio.calls.core.messages.guidance import AnswerTapped, CallerMarked
from auxilio.kernel.instant import iso_us
from auxilio.platform.i18n import REFERENCE, catalogues
from auxilio.workflows.runner import Reaction, ReactionCommand, RecordedEvent, StateReader

LATE_ADDENDA_MAX = 100
"""Addenda of a file from which on a caller's page adds none: a file takes 500, and a page that goes on tapping must leave room for
those of people. What comes after is in the log of the call (ours)."""
WORDS_MAX = 1_000
"""Letters of a caller's line that stand in the addendum (ours); the whole line is in the story."""

type LateEvent = CallerMarked | AnswerTapped | CallerTextSent | AttachmentArrived


async def _add_to_sealed_file(
    fact: RecordedEvent[LateEvent], states: StateReader
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


def _words(event: LateEvent, times: dict[str, str]) -> str:
    texts = catalogues()
    match event:
        case AnswerTapped(label=label, question=question):
            return texts.text("archive.late_tap", REFERENCE, label=label, question=question, **times)
        case CallerTextSent(words=words):
            return texts.text("archive.late_words", REFERENCE, words=words[:WORDS_MAX], **times)
        case AttachmentArrived(attachment=attachment):
            named = {"name": attachment.name, "digest": attachment.digest}
            return texts.text("archive.late_file", REFERENCE, **named, **times)
        case CallerMarked(mark=code, step=step):
            key = f"instructions.mark.{code}"
            mark = texts.text(key, REFERENCE) if key in texts else code
            return texts.text("archive.late_mark", REFERENCE, mark=mark, step=step, **times)
        case _ as never:
            assert_never(never)


def reactions() -> tuple[Reaction, ...]:
    """All of them."""
    return (
        Reaction(
            "archive.late_mark",
            (CallerMarked, AnswerTapped, CallerTextSent, AttachmentArrived),
            _add_to_sealed_file,
        ),
    )
