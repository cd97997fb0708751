"""Aim: nobody reads a code. Each notice, transfer, warning and thing to be written down has words in every language."""

import pytest

from auxilio.active_content.notice_messages import notice_message_faults
from auxilio.platform.i18n import LANGUAGES, Catalogues, catalogues
from auxilio.triage.core.model import transfer_notice
from tests.triage.shipped_content import reading

PROTOCOLS = reading().content.protocols.values()
EFFECTS = [effect for protocol in PROTOCOLS for effect in (*protocol.rules, *protocol.additions)]
NOTICES = sorted(
    {code for effect in EFFECTS for code in effect.notify}
    | {transfer_notice(effect.transfer.to) for effect in EFFECTS if effect.transfer}
)
KEYS = sorted(
    {f"triage.notify.{code}" for effect in EFFECTS for code in effect.notify}
    | {"triage.notice_message.duty_officer"}
    | {f"triage.notify.{transfer_notice(effect.transfer.to)}" for effect in EFFECTS if effect.transfer}
    | {f"triage.capture.{code}" for protocol in PROTOCOLS for code in protocol.capture}
    | {f"triage.safety.{effect.safety}" for effect in EFFECTS if effect.safety}
)


@pytest.mark.parametrize("key", KEYS)
def test_a_notice_a_warning_and_what_is_written_down_are_words(key: str) -> None:
    assert key in catalogues()
    assert len({catalogues().text(key, language) for language in LANGUAGES}) > 1


def test_a_notice_without_words_for_who_receives_it_in_some_language_is_a_fault_of_the_content() -> None:
    said = {language: {key: key for key in KEYS} for language in LANGUAGES}
    for language in LANGUAGES:
        for code in NOTICES:
            said[language][f"triage.notice_message.{code}"] = code
    assert list(notice_message_faults(reading(), Catalogues(said))) == []
    del said["ca"]["triage.notice_message.rail_stop_traffic"]
    faults = list(notice_message_faults(reading(), Catalogues(said)))
    assert {(one.rule, one.code, one.facts["name"], one.facts["language"]) for one in faults} == {
        ("L82", "notice_without_message", "rail_stop_traffic", "ca")
    }
    first = next(one for one in faults if one.document == "res-via-tren")
    assert (first.file, first.line) == ("protocols/res-via-tren.yaml", 20)


def test_the_shipped_content_has_words_for_every_recipient() -> None:
    assert list(notice_message_faults(reading(), catalogues())) == []
