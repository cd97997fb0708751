"""Names the place of an edit as a reader knows it: the document by its title, its step by number, an outcome by its words.

Called by `sentences.py`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from auxilio.active_content.whole_difference.edits import TreePath
from auxilio.active_content.whole_difference.fields import FIELDS, PARTS, Field, family_of
from auxilio.active_content.whole_difference.rule_tables import rule_part
from auxilio.platform.i18n import LANGUAGES, Catalogues

SHOWN_MAX = 70
"""Characters of a sentence that name a part."""
_WORDED = ("ask", "label", "say", "title", "name")


class ContentPlace(NamedTuple):
    """Where an edit is. `part`: the innermost part, or the family of the document; `field`: None for an unknown one."""

    family: str
    parts: tuple[tuple[str, TreePath], ...]
    part: str
    rest: TreePath
    field: Field | None
    language: str | None
    """Of the words that changed, where the place is a text in one language."""


def place_of(file: str, path: TreePath) -> ContentPlace:
    """The parts around a path, and what is left of it as a field and a language."""
    family = family_of(file)
    parts: list[tuple[str, TreePath]] = []
    part, n = family, 0
    while n < len(path):
        found = _part_at(family, parts, path, n)
        if found is None:
            break
        part, length = found
        n += length
        parts.append((part, path[:n]))
    rest = path[n:]
    language = rest[-1] if rest and rest[-1] in LANGUAGES else None
    name = "/".join(rest[:-1] if language else rest)
    field = FIELDS.get(part, {}).get(name)
    if part == "goods_class" and path[0] == "class_fallback_guide":
        field = FIELDS["goods_class"]["guide"]
    if part == "type" and path[0] == "rows" and language:
        field = Field("title", "text", field.harms if field else ())
    if part == "alarm" and rest[:1] == ("ask",):
        field = FIELDS["extra"]["ask"]
    return ContentPlace(family, tuple(parts), part, rest, field, language)


def _part_at(
    family: str, parts: list[tuple[str, TreePath]], path: TreePath, n: int
) -> tuple[str, int] | None:
    """The part that begins at a place of the path, and how many of its words it takes."""
    inside = parts[-1][0] if parts else ""
    if inside == "answer_set":
        return "answer", 1
    if inside == "radio_codes":
        return "radio_code", 1
    if inside == "recording_card":
        return "recording", 1
    if inside == "easy_card":
        return "easy_step", 1
    if family == "sources" and not parts:
        return "source", 1
    rules = None if parts else rule_part(family, path[n])
    if rules is not None:
        return rules, 1
    part = PARTS.get((family, path[n]))
    if part is None or (n and part in (one for one, _ in parts)) or n + 1 >= len(path):
        return None
    return part, 2


def words_of_place(
    place: ContentPlace, trees: tuple[Any, Any], file: str, language: str, words: Catalogues
) -> str:
    """The place in one language: the document, then each part of it."""
    said = [_document(trees, file, place.family, language, words), part_words(place, trees, language, words)]
    if place.language:
        said.append(words.text(f"content.change.language.{place.language}", language))
    return ", ".join(filter(None, said))


def part_words(place: ContentPlace, trees: tuple[Any, Any], language: str, words: Catalogues) -> str:
    """The parts of a document around a place."""
    return ", ".join(
        words.text(f"content.change.part.{part}", language, name=_name(part, path, trees, language))
        for part, path in place.parts
    )


def _document(trees: tuple[Any, Any], file: str, family: str, language: str, words: Catalogues) -> str:
    for tree in reversed(trees):
        if isinstance(tree, dict) and isinstance(tree.get("title"), dict):
            return f"{in_language(tree['title'], language)} ({tree.get('id', file)})"
    known = f"content.change.document.{family}"
    return words.text(known, language) if known in words else file


def _name(part: str, path: TreePath, trees: tuple[Any, Any], language: str) -> str:
    """A part by its number or code and, where it has any, its words."""
    name = path[-1]
    new, old = (find(tree, path) for tree in (trees[1], trees[0]))
    item = new if new is not None else old
    if part in ("step", "recording") and isinstance(item, dict):
        name = f"{_number(trees, path)} ({name})" if part == "step" else name
    if not isinstance(item, dict):
        return f"«{name}»" if part == "sentence" else name
    shown = next((item[key] for key in _WORDED if isinstance(item.get(key), dict)), None)
    if shown is None and part in ("service", "capability", "type", "priority", "disposition", "plate"):
        shown = {key: item[key] for key in LANGUAGES if isinstance(item.get(key), str) and item[key]}
    if part == "sentence" or not shown:
        return f"«{name}»" if part == "sentence" else name
    return f"{name} «{shorten(in_language(shown, language))}»"


def _number(trees: tuple[Any, Any], path: TreePath) -> int:
    for tree in reversed(trees):
        steps = find(tree, path[:-1])
        for number, one in enumerate(steps if isinstance(steps, list) else [], 1):
            if isinstance(one, dict) and one.get("id") == path[-1]:
                return number
    return 0


def find(tree: Any, path: TreePath) -> Any:
    """What stands at a path; None where nothing does."""
    for key in path:
        if isinstance(tree, Mapping):
            tree = tree.get(key)
        elif isinstance(tree, list):
            tree = next(
                (one for one in tree if isinstance(one, dict) and key in (one.get("id"), one.get("code"))),
                None,
            )
        else:
            return None
    return tree


def in_language(text: Mapping[str, Any], language: str) -> str:
    """A text in a language, or in the first that it has."""
    return str(text.get(language) or text.get("es") or next(iter(text.values()), ""))


def shorten(text: str) -> str:
    """As much of a sentence as names it."""
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1].rstrip()}…"
