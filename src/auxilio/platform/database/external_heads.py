"""Laying heads of the log down where the administrator of the database has no hand, on the worker's clock (decision 0238)."""

import asyncio
import logging
from pathlib import Path

from auxilio.kernel.refusal import Refused
from auxilio.platform.database.seal_store import PostgresSealStore
from auxilio.platform.proof.external_heads import is_head_due, newest_head, write_head
from auxilio.platform.proof.head import SignedHead
from auxilio.platform.proof.merkle import root_of, root_places

_log = logging.getLogger(__name__)


class ExternalHeads:
    """Told of each head that is published. A folder that cannot be reached stops nothing: `doctor` sees that no head comes."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._wrong = folder, ""

    async def __call__(self, head: SignedHead, tables: PostgresSealStore) -> None:
        """Lay it down when it is due, if the log still begins with the last one that lies there."""
        try:
            last = await asyncio.to_thread(newest_head, self._folder)
            if last is not None and not await extends_head(tables, head.head.size, last):
                # Whoever owns the database rewrote the log, or an older backup was brought back (docs/operations/keys.md).
                if self._is_new("log_rewritten"):
                    _log.critical("log_rewritten", extra={"count": last.head.size})
                return
            if is_head_due(head, last):
                await asyncio.to_thread(write_head, self._folder, head)
            self._wrong = ""
        except (Refused, OSError) as wrong:
            if self._is_new("head_not_kept"):
                code = wrong.code if isinstance(wrong, Refused) else type(wrong).__name__
                _log.critical("head_not_kept", extra={"code": code})

    def _is_new(self, fault: str) -> bool:
        """Whether this is to be logged: once, and again when all was well, or something else was wrong, in between."""
        known, self._wrong = self._wrong, fault
        return fault != known


async def extends_head(tables: PostgresSealStore, size: int, earlier: SignedHead) -> bool:
    """Does the tree that is kept, of `size` facts, begin with the one that was signed earlier?"""
    if earlier.head.size > size:
        return False
    nodes = await tables.nodes(root_places(earlier.head.size))
    try:
        return root_of(nodes, earlier.head.size) == earlier.head.root
    except KeyError:
        return False  # rows of the tree are missing
