"""Aim: a run proves the shipped content once, and each process of it works with what was proved."""

from pathlib import Path

import pytest

from auxilio.active_content import content_bundle
from auxilio.active_content.content_bundle import ContentBundle, VerificationCache, content_folder
from tests import proved_content
from tests.proved_content import KEPT, shared_verdict, shipped_bundle


def test_what_one_process_has_proved_no_other_proves_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shipped_bundle().verified
    monkeypatch.setattr(proved_content, "_SHARED", tmp_path / KEPT)
    known = VerificationCache(tmp_path / KEPT)
    known.keep(content_bundle.fingerprint(content_folder()), first)
    monkeypatch.delattr(content_bundle, "_prove")
    monkeypatch.setattr(content_bundle, "_READ", {})
    assert shipped_bundle().verified == first
    (own := tmp_path / "data").mkdir()
    monkeypatch.setattr(content_bundle, "_READ", {})
    with shared_verdict(own):
        assert ContentBundle(content_folder(), VerificationCache(own / KEPT)).verified == first


def test_what_an_installation_has_proved_others_need_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proved_content, "_SHARED", tmp_path / "shared")
    with shared_verdict(tmp_path):
        (tmp_path / KEPT).write_text("proved")
    assert (tmp_path / "shared").read_text() == "proved"
