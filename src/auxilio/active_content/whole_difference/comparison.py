"""Compares two content sets whole: every file, every cell, each change in a sentence for who signs. What can harm comes first.

Called by `auxilio content diff` and by the study of a release (`change_studies.py`). It says that two sets are the same only when
their bytes are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from auxilio.active_content.whole_difference.edits import Edit, TreePath, find_edits, read_tree
from auxilio.active_content.whole_difference.fields import Shift
from auxilio.active_content.whole_difference.kept_apart import as_it_was_said, is_completed, read_kept_apart
from auxilio.active_content.whole_difference.sentences import Document, SentenceChange, changes_of, words_of
from auxilio.content_release.ports import Files
from auxilio.platform.i18n import LANGUAGES, Catalogues, catalogues

SHOWN_MAX = 300
"""Sentences of one comparison that are worded; the counts tell the rest."""
JUDGED_MAX = 5_000
"""Edits of one comparison that are judged: a set with more is not a change that anybody can sign. What is over is counted."""


class ContentChange(msgspec.Struct, frozen=True, kw_only=True):
    """One change, in words."""

    file: str
    words: dict[str, str]
    """The sentence, by language."""
    shift: Shift
    harms: bool
    """It can harm a caller or a crew, if it is wrong."""
    named: bool
    """The sentence says what changed in meaning. False: it shows the place and both values, and no more."""


class WholeDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is not the same in two sets."""

    same: bool
    """Every byte is."""
    changes: tuple[ContentChange, ...] = ()
    """What can harm first; at most SHOWN_MAX."""
    in_all: int = 0
    harmful: int = 0
    unnamed: int = 0
    not_judged: int = 0
    """Over JUDGED_MAX: nobody knows whether they can harm."""


def compare_sets(before: Files, after: Files, words: Catalogues | None = None) -> WholeDifference:
    """The whole difference of two sets of files, by path."""
    changed = [file for file in sorted({*before, *after}) if before.get(file) != after.get(file)]
    if not changed:
        return WholeDifference(same=True)
    trees = {file: tuple(_tree(file, of.get(file)) for of in (before, after)) for file in changed}
    apart = [read_kept_apart(of) for of in (before, after)] if any(map(is_completed, changed)) else []
    names = _names_of(before, after)
    found: list[tuple[SentenceChange | None, Document, ContentChange | None]] = []
    left = 0
    for file in changed:
        document, edits = _document_of(file, trees[file], names)
        if is_completed(file):
            edits = list(as_it_was_said(edits, trees[file], apart))
        judged = edits[: max(0, JUDGED_MAX - len(found))]
        left += len(edits) - len(judged)
        whole = _of_file(file, before.get(file), after.get(file), edits)
        if whole is not None:
            found.append((None, document, whole))
        found += [(one, document, None) for edit in judged for one in changes_of(edit, document)]
    found.sort(key=lambda one: (not _harms(one), one[1].file))
    spoken = words or catalogues()
    return WholeDifference(
        same=False,
        changes=tuple(_worded(one, spoken) for one in found[:SHOWN_MAX]),
        in_all=len(found) + left,
        harmful=sum(map(_harms, found)),
        unnamed=sum(not (one.named if one else whole and whole.named) for one, _, whole in found),
        not_judged=left,
    )


def changes_between(file: str, before: Any, after: Any) -> Iterator[SentenceChange]:
    """The changes of one file that was read already, not worded; what its codes are called is not known."""
    document, edits = _document_of(file, (before, after), {})
    for edit in edits:
        yield from changes_of(edit, document)


def _harms(one: tuple[SentenceChange | None, Document, ContentChange | None]) -> bool:
    return one[0].harms if one[0] else bool(one[2] and one[2].harms)


def _worded(
    one: tuple[SentenceChange | None, Document, ContentChange | None], words: Catalogues
) -> ContentChange:
    change, document, whole = one
    if change is None:
        assert whole is not None
        return whole
    return ContentChange(
        file=document.file,
        words=words_of(change, document, words),
        shift=change.shift,
        harms=change.harms,
        named=change.named,
    )


def _tree(file: str, body: bytes | None) -> Any:
    return None if body is None else read_tree(file, body)


def _of_file(file: str, before: bytes | None, after: bytes | None, edits: list[Edit]) -> ContentChange | None:
    """A file that came, went, cannot be compared by its parts, or has other spaces and remarks and nothing else."""
    if before is None or after is None:
        code, harms, named = ("file_added", False, True) if before is None else ("file_gone", True, True)
    elif read_tree(file, before) is None or read_tree(file, after) is None:
        code, harms, named = "file_other", True, False
    elif not edits:
        code, harms, named = "layout", False, True
    else:
        return None
    words = {one: catalogues().text(f"content.change.say.{code}", one, file=file) for one in LANGUAGES}
    shift = {"file_added": Shift.ADDED, "file_gone": Shift.GONE}.get(code, Shift.OTHER)
    return ContentChange(file=file, words=words, shift=shift, harms=harms, named=named)


def _document_of(file: str, trees: tuple[Any, ...], names: Any) -> tuple[Document, list[Edit]]:
    old, new = trees
    edits = list(find_edits(old, new)) if isinstance(old, dict) and isinstance(new, dict) else []
    document = Document(
        file=file,
        trees=(old, new),
        names=names,
        said=dict(_sentences(old)) if edits else {},
        changed=frozenset(edit.path for edit in edits),
    )
    return document, edits


def _sentences(tree: Any, path: TreePath = ()) -> Iterator[tuple[tuple[str, str], TreePath]]:
    """Each sentence of a tree by language and words, with its place."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in LANGUAGES and isinstance(value, str):
                yield (key, value), (*path, key)
            else:
                yield from _sentences(value, (*path, str(key)))
    elif isinstance(tree, list):
        for number, one in enumerate(tree, 1):
            name = one.get("id") or one.get("code") if isinstance(one, dict) else None
            yield from _sentences(one, (*path, str(name or number)))


def _names_of(*sets: Files) -> dict[str, dict[str, Mapping[str, str]]]:
    """What capabilities, services, types, protocols and cards are called, the new set's names last."""
    names: dict[str, dict[str, Mapping[str, str]]] = {
        kind: {} for kind in ("capability", "service", "type", "protocol", "card")
    }
    for files in sets:
        catalogue = _tree("data/catalog.yaml", files.get("data/catalog.yaml")) or {}
        for kind, part in (("capability", "capabilities"), ("service", "services")):
            found = catalogue.get(part)
            names[kind].update(found if isinstance(found, dict) else {})
        rows = (_tree("data/typology.csv", files.get("data/typology.csv")) or {}).get("rows", {})
        names["type"].update(
            {code: {one: row.get(one, "") for one in LANGUAGES} for code, row in rows.items()}
        )
        for folder, kind in (("protocols/", "protocol"), ("cards/", "card")):
            names[kind].update(_titles(files, folder))
    return names


def _titles(files: Files, folder: str) -> dict[str, Mapping[str, str]]:
    """Titles by file name; the line is read by itself, since reading 190 documents takes a second."""
    found: dict[str, Mapping[str, str]] = {}
    for file, body in files.items():
        if file.startswith(folder):
            line = next((one for one in body.split(b"\n") if one.startswith(b"title:")), b"")
            title = (read_tree("title.yaml", line) or {}).get("title")
            if isinstance(title, dict):
                found[file.removeprefix(folder).removesuffix(".yaml")] = title
    return found
