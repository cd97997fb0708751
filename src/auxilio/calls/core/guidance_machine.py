"""What is sent to a caller who reads, and what their page says of it.

| command | needs | refuses |
|---|---|---|
| send a question or step | a desk's own live call, whose caller reads | not_your_call, call_of_another_case, call_is_over (also of one that waits or is rung back), call_is_not_written, too_much_sent, too_long_for_sms |
| report_shown | something that was sent here | unknown_sent_item |
| propose_answer | a question that was sent and shown here, an answer of it | unknown_sent_item, not_a_sent_question, not_shown, unknown_answer, tapped_too_often |
| report_mark | a step that was sent here, a step and a mark of its card; yes and no of a step that asks | unknown_sent_item, not_a_sent_step, unknown_mark, unknown_step, step_asks_nothing, marked_too_often |

The page's reports are taken in every state of the call: what was kept without network arrives after its end. The same report
twice is not news. A page says that a question is in sight before it says what was tapped: its reports go in order. Marks need
no such word: with a card that was sent the page goes on alone.
"""

from datetime import datetime
from typing import assert_never

import msgspec

from auxilio.calls.core.call_authority import require_own_call
from auxilio.calls.core.messages import guidance as m
from auxilio.calls.core.model import CONNECTED_STATES, Call, CallChannel, CallerMark, SentItem
from auxilio.calls.core.policy import check_sms_length
from auxilio.kernel.actor import Actor
from auxilio.kernel.caller_guidance import QuestionText, StepText
from auxilio.kernel.card_moments import FIRST_COMPRESSION
from auxilio.kernel.event import Event
from auxilio.kernel.ids import CommandId, RunId
from auxilio.kernel.refusal import Conflict, Refused

READING_CHANNELS = frozenset({CallChannel.CHAT, CallChannel.RTT, CallChannel.SMS, CallChannel.APP})
SENT_MAX = 100
"""Of one call (ours): an interview and two cards are about forty."""
TAPS_MAX = 6
"""Of one question (ours): a thumb that slips and comes back."""
MARKS_MAX = 60
"""Of one call (ours)."""
DONE = "done"
"""The mark that any step may get."""
ANSWERS = frozenset({"yes", "no"})
"""What a step that asks is answered; the last one counts."""
OF_A_STEP = ANSWERS | {DONE}
"""What is said of a step and is no moment of the card."""


def send(
    call: Call, item: CommandId, text: QuestionText | StepText, actor: Actor
) -> tuple[m.QuestionSent | m.StepSent, ...]:
    """A question or a step goes to the caller. Raises `Refused` (table above)."""
    require_own_call(call, actor)
    if call.state not in CONNECTED_STATES:
        raise Conflict("call_is_over", call=str(call.id))
    if call.channel not in READING_CHANNELS and not call.text:
        raise Conflict("call_is_not_written", call=str(call.id))
    if call.case != text.case:
        raise Conflict("call_of_another_case", call=str(call.id))
    if len(call.sent) >= SENT_MAX:
        raise Conflict("too_much_sent", most=SENT_MAX)
    check_sms_length(call, text.words)
    match text:
        case QuestionText():
            return (
                m.QuestionSent(
                    call=call.id,
                    item=item,
                    run=text.run,
                    question=text.question,
                    language=text.language,
                    words=text.words,
                    choices=text.choices,
                ),
            )
        case StepText():
            return (
                m.StepSent(
                    call=call.id,
                    item=item,
                    run=text.run,
                    card=text.card,
                    step=text.step,
                    language=text.language,
                    words=text.words,
                    rest=text.rest,
                    bpm=text.bpm,
                    marks=text.marks,
                    easy=text.easy,
                    of_call=text.of_call,
                    asks=text.yes_no,
                    only_asks=text.only_asks,
                ),
            )
        case _ as never:
            assert_never(never)


def settle(call: Call, run: RunId, question: str, answer: str) -> tuple[m.QuestionSettled, ...]:
    """The desk recorded an answer of an interview: what was sent last of that question is settled by it.

    The same answer settles it again only against another that was tapped.
    """
    asked = [each for each in call.sent if each.run == run and each.question == question]
    if not asked:
        return ()
    sent = asked[-1]
    label = next((each.label for each in sent.choices if each.code == answer), None)
    code = answer if label is not None else ""
    if sent.settled == code and sent.answer in {None, code}:
        return ()
    return (m.QuestionSettled(call=call.id, item=sent.item, answer=code, label=label),)


def supersede(call: Call, cards: frozenset[str]) -> tuple[m.StepSuperseded, ...]:
    """Answers no longer prove these cards: the caller who has a step of compressions of one of them is told that it changes. Any
    other card goes on beside what is proved next."""
    last = next((each for each in reversed(call.sent) if each.step is not None), None)
    if last is None or last.card not in cards or FIRST_COMPRESSION not in last.marks:
        return ()
    return (m.StepSuperseded(call=call.id, item=last.item),)


def supersede_run(call: Call, run: RunId, stops: bool) -> tuple[m.StepSuperseded, ...]:
    """The compressions of a dictation stop, or go on: the caller who has a step of it is told that it changes."""
    last = next((each for each in reversed(call.sent) if each.step is not None and each.run == run), None)
    if last is None or FIRST_COMPRESSION not in last.marks:
        return ()
    return (m.StepSuperseded(call=call.id, item=last.item, stops=stops),)


def decide(call: Call, command: m.GuidanceCommand) -> tuple[Event, ...]:
    """What the caller's page says of what was sent. Raises `Refused` (table above)."""
    sent = next((each for each in call.sent if each.item == command.item), None)
    if sent is None:
        raise Refused("unknown_sent_item")
    match command:
        case m.ReportShown():
            shown = m.SentItemShown(call=call.id, item=sent.item, words=sent.words)
            return () if sent.shown else (shown,)
        case m.ProposeAnswer(answer=answer):
            return _tap(call, sent, answer)
        case m.ReportCallerMark(mark=mark, step=step):
            return _mark(call, sent, mark, step)
        case _ as never:
            assert_never(never)


def _tap(call: Call, sent: SentItem, answer: str) -> tuple[Event, ...]:
    if sent.question is None:
        raise Refused("not_a_sent_question")
    if not sent.shown:
        raise Conflict("not_shown", question=sent.question)
    label = next((each.label for each in sent.choices if each.code == answer), None)
    if label is None:
        raise Refused("unknown_answer", question=sent.question, answer=answer)
    if sent.answer == answer:
        return ()
    if sent.taps >= TAPS_MAX:
        raise Conflict("tapped_too_often", most=TAPS_MAX)
    return (
        m.AnswerTapped(
            call=call.id, item=sent.item, run=sent.run, question=sent.question, answer=answer, label=label
        ),
    )


def _mark(call: Call, sent: SentItem, mark: str, step: str) -> tuple[Event, ...]:
    if sent.step is None:
        raise Refused("not_a_sent_step")
    if step not in sent.steps:
        raise Refused("unknown_step", card=sent.card or "", step=step)
    if mark not in OF_A_STEP and mark not in sent.marks:
        raise Refused("unknown_mark", card=sent.card or "", mark=mark)
    if mark in ANSWERS and sent.asking is not None and step not in sent.asking:
        raise Refused("step_asks_nothing", card=sent.card or "", step=step)
    new = CallerMark(run=sent.run, mark=mark, step=step)
    # A moment counts the first time; that a step was done, once for each step; of its answers the last.
    same = [each for each in call.caller_marks if _same_mark(new, each)]
    if same and same[-1].mark == mark:
        return ()
    if len(call.caller_marks) >= MARKS_MAX:
        raise Conflict("marked_too_often", most=MARKS_MAX)
    return (m.CallerMarked(call=call.id, item=sent.item, run=sent.run, mark=mark, step=step),)


def _same_mark(one: CallerMark, other: CallerMark) -> bool:
    if one.run != other.run:
        return False
    if one.mark in ANSWERS:
        return other.mark in ANSWERS and one.step == other.step
    return one.mark == other.mark and (one.mark != DONE or one.step == other.step)


def report_time(call: Call, command: m.GuidanceCommand, now: datetime) -> datetime:
    """When it happened by the page: never before it was sent, never after it is recorded, whatever a phone's clock says."""
    sent = next((each.sent_at for each in call.sent if each.item == command.item), now)
    return max(sent, min(command.at, now))


def evolve(call: Call, event: m.GuidanceEvent, at: datetime) -> Call:
    """The call after what was sent, shown, tapped, settled or marked."""
    change = msgspec.structs.replace
    match event:
        case m.QuestionSent():
            sent = SentItem(
                item=event.item,
                run=event.run,
                sent_at=at,
                words=event.words,
                question=event.question,
                choices=event.choices,
            )
            return change(call, sent=(*call.sent, sent))
        case m.StepSent():
            sent = SentItem(
                item=event.item,
                run=event.run,
                sent_at=at,
                words=event.words,
                card=event.card,
                step=event.step,
                steps=(event.step, *(each.step for each in event.rest)),
                asking=_asking(event),
                marks=event.marks,
            )
            return change(call, sent=(*call.sent, sent))
        case m.SentItemShown(item=item):
            return _with_item(call, item, shown=True)
        case m.AnswerTapped(item=item, answer=answer):
            taps = next((each.taps for each in call.sent if each.item == item), 0)
            return _with_item(call, item, answer=answer, taps=taps + 1)
        case m.StepSuperseded():
            return call
        case m.QuestionSettled(item=item, answer=answer):
            return _with_item(call, item, settled=answer)
        case m.CallerMarked(run=run, mark=mark, step=step):
            return change(call, caller_marks=(*call.caller_marks, CallerMark(run=run, mark=mark, step=step)))
        case _ as never:
            assert_never(never)


def _asking(sent: m.StepSent) -> tuple[str, ...]:
    first = (sent.step,) if sent.asks else ()
    return (*first, *(each.step for each in sent.rest if each.asks))


def _with_item(call: Call, item: CommandId, **said: object) -> Call:
    sent = tuple(msgspec.structs.replace(each, **said) if each.item == item else each for each in call.sent)
    return msgspec.structs.replace(call, sent=sent)
