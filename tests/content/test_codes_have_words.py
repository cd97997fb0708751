"""Aim: nobody reads a code. Each notice, transfer, warning and thing to be written down has words in every language."""

import pytest

from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.core.model import transfer_notice
from tests.triage.shipped_content import reading

PROTOCOLS = reading().content.protocols.values()
EFFECTS = [effect for protocol in PROTOCOLS for effect in (*protocol.rules, *protocol.additions)]
KEYS = sorted(
    {f"triage.notify.{code}" for effect in EFFECTS for code in effect.notify}
    | {f"triage.notify.{transfer_notice(effect.transfer.to)}" for effect in EFFECTS if effect.transfer}
    | {f"triage.capture.{code}" for protocol in PROTOCOLS for code in protocol.capture}
    | {f"triage.safety.{effect.safety}" for effect in EFFECTS if effect.safety}
)


@pytest.mark.parametrize("key", KEYS)
def test_a_notice_a_warning_and_what_is_written_down_are_words(key: str) -> None:
    assert key in catalogues()
    assert len({catalogues().text(key, language) for language in LANGUAGES}) > 1
