"""A verdict is of these bytes of content by these bytes of code, and of nothing else."""

import shutil
from pathlib import Path

import pytest

from auxilio.active_content import content_bundle as published
from auxilio.active_content.content_bundle import (
    ContentBundle,
    VerificationCache,
    content_folder,
    fingerprint,
)
from auxilio.kernel.refusal import Refused


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Each folder that was really proved."""
    seen: list[Path] = []
    prove = published._prove

    def counted(folder: Path, *more: object) -> object:
        seen.append(folder)
        return prove(folder, *more)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(published, "_prove", counted)
    monkeypatch.setattr(published, "_READ", {})
    return seen


def opened_by_another_process(folder: Path, verdicts: VerificationCache) -> ContentBundle:
    """A process has read nothing when it begins."""
    published._READ.clear()
    return ContentBundle(folder, verdicts)


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_a_process_reads_and_proves_a_set_once(tmp_path: Path, proofs: list[Path]) -> None:
    first = ContentBundle(content_folder())
    again = ContentBundle(content_folder())
    assert len(proofs) == 1
    assert again.verified == first.verified
    other = tmp_path / "content"
    shutil.copytree(content_folder(), other)
    assert ContentBundle(other).verified == first.verified
    assert len(proofs) == 1, "the same bytes in another folder are the same set"
    (other / "more.yaml").write_text("a: 1")
    ContentBundle(other)
    assert len(proofs) == 2


@pytest.mark.usefixtures("languages_unproved", "tables_unproved")
def test_content_is_proved_once_and_again_when_a_byte_of_it_or_the_verdict_changes(
    tmp_path: Path, proofs: list[Path]
) -> None:
    folder, verdicts = tmp_path / "content", VerificationCache(tmp_path / "verdict.json")
    shutil.copytree(content_folder(), folder)
    first = ContentBundle(folder, verdicts).verified
    assert opened_by_another_process(folder, verdicts).verified == first
    assert len(proofs) == 1
    (tmp_path / "verdict.json").write_bytes(b'{"of": "someth')
    opened_by_another_process(folder, verdicts)
    assert len(proofs) == 2
    broken = next(path for path in sorted(folder.rglob("*.yaml")) if "protocols" in path.parts)
    broken.write_text("id: [")
    for attempt in (3, 4):  # what is refused is not remembered
        with pytest.raises(Refused, match="content_refused"):
            ContentBundle(folder, verdicts)
        assert len(proofs) == attempt


def test_a_verdict_hangs_on_every_file_of_content_and_on_our_code(tmp_path: Path) -> None:
    content, code = tmp_path / "content", tmp_path / "code"
    for folder in (content, code):
        folder.mkdir()
    (content / "a.yaml").write_text("a")
    (code / "b.py").write_text("b")
    seen = {fingerprint(content, code)}
    (content / "a.yaml").write_text("c")
    seen.add(fingerprint(content, code))
    (content / "a.yaml").rename(content / "d.yaml")
    seen.add(fingerprint(content, code))
    (code / "b.py").write_text("e")
    seen.add(fingerprint(content, code))
    assert len(seen) == 4
