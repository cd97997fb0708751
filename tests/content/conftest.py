"""What tests of the verifier share."""

import pickle
from collections.abc import Iterator
from functools import lru_cache
from types import SimpleNamespace

import pytest

from auxilio.active_content import content_bundle
from auxilio.platform import documents

TEXTS_MAX = 2_000
"""Texts whose documents are kept: the shipped folder has some three hundred, and each planted fault adds one."""


@pytest.fixture(scope="package", autouse=True)
def each_text_is_parsed_once() -> Iterator[None]:
    """Documents of a text that was parsed before are copied: most tests here read the shipped folder with one file changed."""
    parse = documents.parse_yaml

    @lru_cache(maxsize=TEXTS_MAX)
    def parsed(text: str, name: str) -> bytes:
        return pickle.dumps(parse(text, name))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(documents, "parse_yaml", lambda text, name: pickle.loads(parsed(text, name)))
        yield


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
