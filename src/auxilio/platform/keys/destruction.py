"""Destroying the keys of cases, so that no copy of anything brings their bytes back (decision 0235).

A wrapped key may be in any number of copies of the key folder. So its file is removed, a new master begins, every other
key is wrapped anew, and the masters of before are removed: what any older copy holds of the case key opens with a
master that is nowhere, once the copies of the *masters* are gone too. Those are few, on paper or a stick in a safe, and
whoever runs the command is told which.
"""

from collections.abc import Iterable
from uuid import UUID

from auxilio.platform.keys.case_keys import DestroyedKey, FolderCaseKeys
from auxilio.platform.keys.folder import FolderKeys


def destroy_keys(
    keys: FolderKeys, store: FolderCaseKeys, owners: Iterable[tuple[UUID, DestroyedKey]]
) -> tuple[str, ...]:
    """Destroy the key of each owner; the files of the masters that were removed. Done again, it finishes what was begun."""
    with store.administration_lock():
        store.adopt()
        for owner, note in owners:
            store.mark_destroyed(owner, note)
        return _renew(keys, store)


def renew_master(keys: FolderKeys, store: FolderCaseKeys) -> tuple[str, ...]:
    """Wrap everything by a new master and remove the ones before; their files' names."""
    with store.administration_lock():
        store.adopt()
        return _renew(keys, store)


def _renew(keys: FolderKeys, store: FolderCaseKeys) -> tuple[str, ...]:
    with store.key_creation_lock():
        # Whoever makes a key from here on wraps it by the new master: what is wrapped by another is all there now.
        renewed = keys.rotate_master()
    store.with_masters(renewed).rewrap_all()
    return renewed.retire_masters()
