"""Aim: a person never reads a code. Every kind of fact has words or is machinery, and every code in it has words."""

import json
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
import pytest

from auxilio.active_content.content_bundle import content_folder
from auxilio.app.capabilities import NARRATIVES, aggregates
from auxilio.calls.core.messages.positions import PositionReported
from auxilio.calls.core.messages.text_delivery import TextDeliveryReported
from auxilio.calls.core.text_delivery import TextDelivery
from auxilio.followup.core.messages import WatchFired, WatchSet
from auxilio.followup.core.model import EscalationLevel, WatchKind
from auxilio.instructions.content import read_cards
from auxilio.kernel.event import union_members
from auxilio.kernel.ids import CallId, CommandId, StreamId, WatchId
from auxilio.kernel.on_call import NotificationWay
from auxilio.kernel.position import Point, Position, PositionSource
from auxilio.kernel.shared_types import Mode
from auxilio.notifications.core.messages import NotificationAttempted, ReceiptReceived
from auxilio.notifications.core.model import AttemptState, NotificationId
from auxilio.platform.i18n import LANGUAGES, catalogues, locale_folder
from auxilio.platform.icu import Message, MessageChoice, parse
from auxilio.platform.icu import MessageArgument as Placeholder
from auxilio.platform.ids import new_id
from auxilio.reporting.narrative_facts import story_facts
from auxilio.reporting.story import joined, story
from auxilio.workflows.hospital_alerts import ALERT_HOSPITALS
from tests.reporting.test_case_report import fact, happened
from tests.triage.shipped_content import reading

RAW = {
    language: json.loads((locale_folder() / f"{language}.json").read_text("utf-8")) for language in LANGUAGES
}
NEVER_WORDS = frozenset({"mode"})


def raw(key: str, language: str) -> str:
    text: str = RAW[language].get(key, "")
    return text


def kinds() -> dict[str, type[msgspec.Struct]]:
    found = {}
    for aggregate in aggregates():
        for event in union_members(aggregate.events):
            found[event.kind()] = event
    return found


KINDS = kinds()
CODED, QUIET = NARRATIVES.coded, NARRATIVES.quiet


def enums_of(type_: typing.Any, name: str = "") -> Iterator[tuple[str, type[StrEnum]]]:
    """Each field that holds one of a closed set of codes, named as words flatten it: `location_degree`."""
    if isinstance(type_, type) and issubclass(type_, StrEnum):
        yield name, type_
    elif isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        for field in msgspec.structs.fields(type_):
            yield from enums_of(field.type, f"{name}_{field.name}" if name else field.name)
    else:
        for inner in typing.get_args(getattr(type_, "__value__", type_)):
            if not isinstance(inner, str | int):
                yield from enums_of(inner, name)


def placeholders(message: Message) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Each fact a message speaks of: shown as it is (None), or chosen among these options."""
    for part in message:
        if isinstance(part, Placeholder):
            yield part.name, None
        elif isinstance(part, MessageChoice):
            yield part.name, frozenset(part.options)
            for option in part.options.values():
                yield from placeholders(option)


def template(kind: str, language: str) -> Message:
    return parse(raw(f"story.{kind}", language))


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - QUIET))
def test_every_kind_of_fact_has_words_in_four_languages(kind: str) -> None:
    assert [language for language in LANGUAGES if raw(f"story.{kind}", language) == ""] == []


def test_what_is_quiet_is_a_kind_that_there_is() -> None:
    assert QUIET - KINDS.keys() == set()
    assert {place.partition(":")[0] for place in CODED} - KINDS.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - QUIET))
def test_a_code_is_never_shown_as_it_is(kind: str, language: str) -> None:
    codes = {name: enum for name, enum in enums_of(KINDS[kind]) if name not in NEVER_WORDS}
    for name, options in placeholders(template(kind, language)):
        if name not in codes:
            continue
        place = f"{kind}:{name}"
        if options is None:
            assert place in CODED, f"{place} is shown as a bare code"
        else:
            assert {code.value for code in codes[name]} <= options, place


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS.keys() - QUIET))
def test_what_is_true_or_false_is_told_by_yes_or_no(kind: str, language: str) -> None:
    """As `flat` writes it: a choice by `true` would always tell the other."""
    either = {field.name for field in msgspec.structs.fields(KINDS[kind]) if field.type is bool}
    for name, options in placeholders(template(kind, language)):
        if name in either and options is not None:
            assert options - {"other"} <= {"yes", "no"}, f"{kind}:{name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", sorted(CODED))
def test_every_value_of_a_code_has_words(place: str, language: str) -> None:
    kind, _, name = place.partition(":")
    enum = dict(enums_of(KINDS[kind])).get(name)
    known = {code.value for code in enum} if enum else OPEN_CODES[place]
    assert [code for code in sorted(known) if raw(f"{CODED[place]}.{code}", language) == ""] == []


CONTENT = reading().content
MARKS = {mark for card in read_cards(content_folder()).cards.values() for mark in card.markable()}
NOTICES = {
    code
    for protocol in CONTENT.protocols.values()
    for outcome in (*protocol.rules, *protocol.additions)
    for code in outcome.notify
}
"""Every code that a protocol of the shipped content says is to be told."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*sorted(NOTICES - {ALERT_HOSPITALS}), "other"])
def test_each_notice_has_words_to_say_on_the_telephone(code: str, language: str) -> None:
    assert raw(f"notice.say.{code}", language) != ""
    assert code == "other" or raw(f"triage.notify.{code}", language) != ""


OPEN_CODES = {
    "notifications.notification.receipt:code": {
        key.removeprefix("notification.code.") for key in RAW["es"] if key.startswith("notification.code.")
    } | {"no_answer", "busy", "number_barred", "no_callout_lines", "case_reserved"},
    "radio.entry.answered:why": {"not_reachable", "too_old", "no_gateway"},
    "calls.call.identified:language": set(LANGUAGES),
    "triage.run.started:language": set(LANGUAGES),
    "cases.case.closed:closing_disposition": {
        "resolved", "handed_over", "no_help_needed", "not_found", "false_alarm",
    },
    "cases.case.hazard_noted:hazard_code": {"wait_for_police", "weapon", "fire", "gas", "other"},
    "calls.call.caller_marked:mark": MARKS,
    "instructions.moment.marked:mark": MARKS,
    "followup.watch.notice_attempted:notice": NOTICES,
    "followup.watch.notice_reviewed:notice": NOTICES,
    "dispatch.task.nobody_has_it:service": set(CONTENT.catalog.services),
    "dispatch.task.aid_asked:capabilities": {"als", "bls", "pump", "patrol"},
    "dispatch.task.extended:capabilities": {"als", "bls", "pump", "patrol"},
}  # fmt: skip
"""What data, not types, allows: marks of cards, how the console closes a case. Capabilities: dispatch/test_words."""


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Paciente:    ", "Paciente"),
        ("Alertante:   · está en el lugar", "Alertante: está en el lugar"),
        ("Nota: lo que dijo:", "Nota: lo que dijo:"),
        ("Nota: 12:30", "Nota: 12:30"),
        ("Posición del teléfono ± m", "Posición del teléfono"),
        ("Posición del teléfono ±12 m", "Posición del teléfono ±12 m"),
    ],
)
def test_no_line_has_a_gap_of_what_was_not_said(told: str, words: str) -> None:
    assert joined(told) == words


def test_a_task_that_a_rule_accepted_is_said_to_be_accepted_automatically_and_by_nobody() -> None:
    say = catalogues().text
    by_rule = {
        language: say("story.dispatch.task.accepted", language, by="auxilio", by_rule="yes")
        for language in LANGUAGES
    }
    assert by_rule["es"] == "Aceptado automáticamente, por norma de la agencia"
    assert all("auxilio" not in words for words in by_rule.values())
    assert say("story.dispatch.task.accepted", "es", by="Marta Soler", by_rule="no") == "Acepta Marta Soler"


def test_a_first_priority_is_not_said_to_rise() -> None:
    key = "story.cases.case.priority_raised"
    for before, words in (("", "Prioridad P2"), (3, "SUBE A P2")):
        assert catalogues().text(key, "es", before=before, priority=2) == words


def test_what_nobody_has_accepted_is_named_also_where_its_number_is_said_elsewhere() -> None:
    for language in LANGUAGES:
        whole = catalogues().text("room.need.nobody_has_it", language, whom="Policía", number="")
        words = whole.rstrip(" :,\u00a0\u202f")
        assert "Policía" in words
        assert not words.upper().endswith(("INCIDENTE", "INCIDENT"))


@pytest.mark.parametrize(
    ("amber_s", "red_s", "words"), [(None, 0, "AVISO: "), (10, 20, "VENCE UN PLAZO: "), (0, 0, "VENCE UN ")]
)
def test_what_is_due_when_it_is_asked_for_is_an_alarm_and_no_promise_that_is_late(
    amber_s: float | None, red_s: float, words: str
) -> None:
    watch, subject = WatchId(new_id()), StreamId("dictation:1")
    due = [None if after is None else fact(after, "").happened_at for after in (amber_s, red_s)]
    set_ = WatchSet(
        watch=watch,
        kind_of=WatchKind.STEP_AUTHORISE,
        subject=subject,
        mode=Mode.REAL,
        amber_at=due[0],
        red_at=due[1],
    )
    fired = WatchFired(watch=watch, level=EscalationLevel.DESK)
    facts = story_facts([happened(0, set_), happened(20, fired)], NARRATIVES)
    [(_, line)] = story(facts, catalogues(), "es")
    assert line.words.startswith(words)
    assert line.words.endswith("PIDEN AUTORIZAR UN MEDICAMENTO")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("radius_m", "end"), [(None, ""), (12.0, " ±12 m")])
def test_a_position_without_a_radius_has_no_sign_of_one(
    language: str, radius_m: float | None, end: str
) -> None:
    at = datetime(2026, 12, 2, 9, tzinfo=UTC)
    fix = Position(point=Point(42.5, 1.5), source=PositionSource.AML, uncertainty_m=radius_m, at=at)
    reported = PositionReported(call=CallId(new_id()), position=fix)
    [(_, line)] = story(story_facts([happened(0, reported)], NARRATIVES), catalogues(), language)
    assert ("±" in line.words) == bool(end)
    assert line.words.endswith(end)


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        (TextDelivery.SENT, "", "Respuesta por SMS: enviado"),
        (TextDelivery.DELIVERED, "", "Respuesta por SMS: entregado"),
        (TextDelivery.FAILED, "", "Respuesta por SMS: no se pudo entregar"),
        (TextDelivery.FAILED, "011", "Respuesta por SMS: no se pudo entregar 011"),
    ],
)
def test_the_story_says_how_far_an_answer_by_sms_came(state: TextDelivery, code: str, words: str) -> None:
    told = TextDeliveryReported(call=CallId(new_id()), line=CommandId(new_id()), state=state, code=code)
    [(_, line)] = story(story_facts([happened(0, told)], NARRATIVES), catalogues(), "es")
    assert line.words == words


@pytest.mark.parametrize(
    ("way", "state", "code", "words"),
    [
        (NotificationWay.VOICE, AttemptState.SENT, "", "Llamada con voz a Joan: ha contestado"),
        (
            NotificationWay.VOICE,
            AttemptState.FAILED,
            "busy",
            "Llamada con voz a Joan: sin resultado comunica",
        ),
        (NotificationWay.SMS, AttemptState.SENT, "", "SMS a Joan: enviado"),
        (
            NotificationWay.EMAIL,
            AttemptState.FAILED,
            "timeout",
            "Correo a Joan: fallido el servidor no respondió a tiempo",
        ),
    ],
)
def test_the_story_says_that_a_call_was_answered_where_a_message_was_sent(
    way: NotificationWay, state: AttemptState, code: str, words: str
) -> None:
    one = NotificationId(new_id())
    told = ReceiptReceived(notification=one, message=new_id(), name="Joan", way=way, state=state, code=code)
    [(_, line)] = story(story_facts([happened(0, told)], NARRATIVES), catalogues(), "es")
    assert line.words == words


@pytest.mark.parametrize(
    ("held", "words"), [(False, "Llamada con voz: Joan"), (True, "No sale (ejercicio): Joan")]
)
def test_the_story_says_that_somebody_is_called(held: bool, words: str) -> None:
    told = NotificationAttempted(
        notification=NotificationId(new_id()),
        message=new_id(),
        contact=0,
        name="Joan",
        way=NotificationWay.VOICE,
        held=held,
        until=datetime(2026, 12, 2, 9, tzinfo=UTC),
    )
    [(_, line)] = story(story_facts([happened(0, told)], NARRATIVES), catalogues(), "es")
    assert line.words == words
