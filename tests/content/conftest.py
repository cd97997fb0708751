"""What tests of the verifier share."""

from types import SimpleNamespace

import pytest

from auxilio.active_content import content_bundle


@pytest.fixture
def languages_unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs without the rules of languages (L32 to L38): for tests that they are not about."""
    monkeypatch.setattr(
        content_bundle, "agreement_of", lambda *_: SimpleNamespace(check=list, table=None, texts=())
    )
    monkeypatch.setattr(content_bundle, "partial_faults", lambda *_: [])


@pytest.fixture
def tables_unproved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proofs without the rules of tables (T01 to T15): for tests that they are not about."""
    monkeypatch.setattr(content_bundle, "table_faults", lambda *_: [])
