"""Aim: nobody reads a code. Each notice and each warning of a protocol has words in every language."""

import pytest

from auxilio.platform.i18n import LANGUAGES, catalogues
from auxilio.triage.content import read_triage
from tests.content.faulty_content import CONTENT

EFFECTS = [
    effect
    for protocol in read_triage(CONTENT).content.protocols.values()
    for effect in (*protocol.rules, *protocol.additions)
]
KEYS = sorted(
    {f"triage.notify.{code}" for effect in EFFECTS for code in effect.notify}
    | {f"triage.safety.{effect.safety}" for effect in EFFECTS if effect.safety}
)


@pytest.mark.parametrize("key", KEYS)
def test_a_notice_and_a_warning_are_words(key: str) -> None:
    assert key in catalogues()
    assert len({catalogues().text(key, language) for language in LANGUAGES}) > 1
