"""The translations that stand in files of their own (`i18n/`), in the protocols and cards that they complete. Used by `comparison.py`.

A text is said in these words where its document has none. Without them, a sentence that an author writes into the document would
be told as new, although another one was said before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from auxilio.active_content.whole_difference.edits import Edit, EditKind, read_tree
from auxilio.active_content.whole_difference.places import find
from auxilio.content_release.ports import Files
from auxilio.platform.i18n import LANGUAGES
from auxilio.platform.translations import TranslationMemory

_COMPLETED = ("protocols/", "cards/")
_QUESTIONS, _MEMORY = "i18n/critical.", "i18n/memory."


class KeptApart(NamedTuple):
    """The translations of one set."""

    questions: Mapping[str, Mapping[str, str]]
    """By `protocol.question`, in languages."""
    memory: TranslationMemory


def read_kept_apart(files: Files) -> KeptApart:
    """Those of a set. What cannot be read has none: the proof of the set says what is wrong with it."""
    return KeptApart(
        dict(_strings(files, _QUESTIONS)), TranslationMemory(dict(_strings(files, _MEMORY)), places={})
    )


def _strings(files: Files, beginning: str) -> Iterator[tuple[str, dict[str, str]]]:
    for file in sorted(files):
        if not file.startswith(beginning) or not file.endswith(".yaml"):
            continue
        strings = (read_tree(file, files[file]) or {}).get("strings")
        for key, texts in strings.items() if isinstance(strings, dict) else ():
            if isinstance(texts, dict):
                yield str(key), texts


def is_completed(file: str) -> bool:
    """Whether a file is a document that such translations complete."""
    return file.startswith(_COMPLETED)


def as_it_was_said(edits: Iterable[Edit], trees: Sequence[Any], apart: Sequence[KeptApart]) -> Iterator[Edit]:
    """The edits of a document. A text that its author wrote anew, or took out, has the words that were or will be said instead;
    where these are the same, nothing changed for anybody who hears it."""
    old, new = (_completed(tree, one) for tree, one in zip(trees, apart, strict=True))
    for edit in edits:
        if edit.path[-1] not in LANGUAGES or edit.kind not in (EditKind.ADDED, EditKind.GONE):
            yield edit
            continue
        before, after = find(old, edit.path), find(new, edit.path)
        if before is None or after is None:
            yield edit
        elif before != after:
            yield Edit(edit.path, EditKind.CHANGED, before, after)


def _completed(tree: Any, apart: KeptApart) -> Any:
    if not isinstance(tree, dict):
        return tree
    questions = tree.get("questions")
    if isinstance(questions, list):
        id = str(tree.get("id", ""))
        tree = {**tree, "questions": [_asked(id, one, apart.questions) for one in questions]}
    return apart.memory.fill(tree)


def _asked(protocol: str, question: Any, texts: Mapping[str, Mapping[str, str]]) -> Any:
    if not isinstance(question, dict) or not isinstance(question.get("ask"), dict):
        return question
    apart = texts.get(f"{protocol}.{question.get('id')}", {})
    return {**question, "ask": {**apart, **question["ask"]}} if apart else question
