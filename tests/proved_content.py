"""The shipped content in force, proved by one process for a whole run of tests: a proof walks every path and takes ten seconds of a core.

What a proof finds is tested in `tests/content`, which takes nothing from here.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auxilio.active_content.content_bundle import ContentBundle, VerificationCache, content_folder

KEPT = "content-verdict.json"
"""As an installation calls it in its folder (decision 0113)."""
_SHARED = Path(tempfile.gettempdir()) / f"auxilio-tests-{KEPT}"
"""Beside all processes of `tools/check.py`. A verdict of other bytes of content or code is none."""


def shipped_bundle() -> ContentBundle:
    """The shipped content, as a process of the product has it."""
    return ContentBundle(content_folder(), VerificationCache(_SHARED))


@contextmanager
def shared_verdict(data: Path) -> Iterator[None]:
    """An installation in this folder need not prove the shipped content again; what it proves itself, others need not."""
    own = data / KEPT
    if _SHARED.exists() and data.is_dir() and not own.exists():
        shutil.copyfile(_SHARED, own)
    try:
        yield
    finally:
        if own.exists() and not _SHARED.exists():
            partly = Path(tempfile.mkstemp(dir=_SHARED.parent)[1])
            shutil.copyfile(own, partly)
            partly.replace(_SHARED)
