"""Writes a changed document into the text that it was read from, and touches nothing else of it: comments, order and spacing of what
did not change stay as their author wrote them. Pure.

Lists and mappings in block style are changed entry by entry, what is in flow style (`{a: b}`) is written anew from the
parts that did not change. Whatever cannot be changed so is written as a whole, and the caller is told.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from auxilio.kernel.content_lines import flow
from auxilio.platform.documents import compose_yaml, parse_yaml

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""Codes and names that need no quotes."""
_NOT_PLAIN = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
_LANGUAGE_OF_TEXTS = "es"
"""A mapping that has it holds words for people, which are always quoted."""
_INDENT = "  "


class ChangedText(NamedTuple):
    """The text with the change in it."""

    text: str
    comments_lost: bool
    """A comment inside what was written anew may be gone."""


def write_changes(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangedText:
    """`text` reads as `before`, and the answer as `after`."""
    if same(before, after):
        return ChangedText(text, comments_lost=False)
    edited = _edited(text, before, after)
    if edited is not None and _reads_as(edited.text, after):
        return edited
    return ChangedText(write_whole(text, after), comments_lost=True)


def write_whole(text: str, document: Mapping[str, Any]) -> str:
    """The document anew, an entry of a list on each line, under the comments with which the text began."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    for key, value in document.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            lines += [f"{key}:", *(f"{_INDENT}- {source(one)}" for one in value)]
        else:
            lines.append(f"{key}: {source(value)}")
    return "\n".join(lines) + "\n"


def same(one: object, other: object) -> bool:
    """Whether two parts of documents say the same; true is not 1, and the order of keys says nothing."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def source(value: object, *, quoted: bool = False) -> str:
    """A value as its author would write it: codes bare, words for people in quotes, all on one line."""
    if isinstance(value, str):
        bare = not quoted and _PLAIN.fullmatch(value) and value.lower() not in _NOT_PLAIN
        return value if bare else flow(value)
    if isinstance(value, Mapping):
        words = _LANGUAGE_OF_TEXTS in value
        parts = (f"{source(str(key))}: {source(each, quoted=words)}" for key, each in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(source(each, quoted=quoted) for each in value) + "]"
    return json.dumps(value)


def _reads_as(text: str, document: Mapping[str, Any]) -> bool:
    read, faults = parse_yaml(text, "")
    return not faults and len(read) == 1 and same(read[0].data, document)


def _edited(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> ChangedText | None:
    try:
        nodes = compose_yaml(text)
        if len(nodes) != 1:
            return None
        editor = _Editor(text)
        return ChangedText(editor.replaced(nodes[0], before, after), editor.comments_lost)
    except (yaml.YAMLError, _Unusual):
        return None


class _Unusual(Exception):
    """It is written in a way that the editor does not know."""


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Editor:
    """Collects what changes in a text. Nodes and data go side by side."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.comments_lost = False

    def replaced(self, node: yaml.Node, before: Any, after: Any) -> str:
        return self._apply(0, len(self._text), self._changes(node, before, after))

    def _apply(self, start: int, end: int, edits: Sequence[_Edit]) -> str:
        parts, at = [], start
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            if edit.start < at:
                raise _Unusual
            parts += [self._text[at : edit.start], edit.text]
            at = edit.end
        return "".join((*parts, self._text[at:end]))

    def _changes(self, node: yaml.Node, before: Any, after: Any) -> list[_Edit]:
        if same(before, after):
            return []
        if not _in_flow(node):
            if isinstance(node, yaml.MappingNode) and isinstance(after, dict) and after:
                return self._mapping(node, before, after)
            if isinstance(node, yaml.SequenceNode) and isinstance(after, list) and after:
                return [self._sequence(node, before, after)]
        end = self._end(node)
        within = self._text[node.start_mark.index : end]
        self.comments_lost |= "#" in within and "\n" in within
        gap = " " if node.start_mark.index == end and self._text[end - 1 : end] not in ("", " ", "\n") else ""
        return [_Edit(node.start_mark.index, end, gap + self._written(node, before, after))]

    # --- block style --------------------------------------------------------------------------

    def _mapping(self, node: yaml.MappingNode, before: dict[str, Any], after: dict[str, Any]) -> list[_Edit]:
        edits: list[_Edit] = []
        entries = {str(key.value): (key, value) for key, value in node.value}
        if len(entries) != len(node.value) or entries.keys() != before.keys():
            raise _Unusual
        for name, (key, value) in entries.items():
            if name in after:
                edits += self._changes(value, before[name], after[name])
                continue
            start = self._line_start(key.start_mark.index)
            if self._text[start : key.start_mark.index].strip():
                raise _Unusual  # `- key: …`: the dash would go with it
            edits.append(_Edit(start, self._line_end(self._end(value)), ""))
        indent = " " * node.start_mark.column
        last: str | None = None
        for name in after:
            if name in entries:
                last = name
                continue
            place = entries[last or next(reversed(entries))][1]
            at = self._line_end(self._end(place))
            words = _LANGUAGE_OF_TEXTS in after
            line = f"{indent}{source(name)}: {source(after[name], quoted=words)}\n"
            edits.append(_Edit(at, at, line if self._text[at - 1 : at] == "\n" else f"\n{line}"))
        return edits

    def _sequence(self, node: yaml.SequenceNode, before: list[Any], after: list[Any]) -> _Edit:
        starts = [self._item_start(each) for each in node.value]
        ends = [self._line_end(self._end(each)) for each in node.value]
        if any(end > start for end, start in zip(ends, starts[1:], strict=False)):
            raise _Unusual  # two entries on one line
        begins = [self._with_comments(starts[0]), *ends[:-1]]
        pairs = _pairs(before, after)
        indent = " " * node.start_mark.column
        parts = []
        for value, at in zip(after, pairs, strict=True):
            if at is None:
                parts.append(f"{indent}- {source(value)}\n")
            else:
                chunk = self._apply(begins[at], ends[at], self._changes(node.value[at], before[at], value))
                parts.append(chunk if chunk.endswith("\n") else f"{chunk}\n")
        return _Edit(begins[0], ends[-1], "".join(parts))

    def _item_start(self, item: yaml.Node) -> int:
        start = self._line_start(item.start_mark.index)
        if self._text[start : item.start_mark.index].strip() != "-":
            raise _Unusual
        return start

    def _with_comments(self, start: int) -> int:
        """The lines of comment right above belong to what follows them."""
        while start > 0:
            above = self._line_start(start - 1)
            if not self._text[above:start].lstrip().startswith("#"):
                break
            start = above
        return start

    def _line_start(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        """After the end of its line; where it stands at the beginning of one, its own."""
        if index and self._text[index - 1] == "\n":
            return index
        found = self._text.find("\n", index)
        return len(self._text) if found < 0 else found + 1

    def _end(self, node: yaml.Node) -> int:
        """Where its last word ends: a block's own mark lies behind the comments that follow it."""
        if isinstance(node, yaml.ScalarNode) or _in_flow(node) or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    # --- flow style ---------------------------------------------------------------------------

    def _written(self, node: yaml.Node, before: Any, after: Any) -> str:
        """The new value, from parts of the old one where they did not change."""
        if same(before, after) and (_in_flow(node) or isinstance(node, yaml.ScalarNode)):
            written = self._text[node.start_mark.index : self._end(node)]
            if "\n" not in written and written:
                return written
        if isinstance(node, yaml.MappingNode) and isinstance(after, dict):
            values = {str(key.value): value for key, value in node.value}
            if len(values) != len(node.value) or values.keys() != before.keys():
                raise _Unusual
            words = _LANGUAGE_OF_TEXTS in after
            order = [
                *(name for name in values if name in after),
                *(name for name in after if name not in values),
            ]
            parts = (
                f"{source(name)}: {self._written(values[name], before[name], after[name])}"
                if name in values
                else f"{source(name)}: {source(after[name], quoted=words)}"
                for name in order
            )
            return "{" + ", ".join(parts) + "}"
        if isinstance(node, yaml.SequenceNode) and isinstance(after, list):
            parts = (
                source(value, quoted=_is_quoted(node))
                if at is None
                else self._written(node.value[at], before[at], value)
                for value, at in zip(after, _pairs(before, after), strict=True)
            )
            return "[" + ", ".join(parts) + "]"
        return source(after, quoted=_is_quoted(node))


def _in_flow(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _is_quoted(node: yaml.Node) -> bool:
    """Whether its author quotes such a value."""
    if isinstance(node, yaml.SequenceNode):
        return bool(node.value) and _is_quoted(node.value[0])
    return isinstance(node, yaml.ScalarNode) and node.style in ('"', "'")


def _name(value: object) -> object:
    """By what an entry of a list is known again."""
    if isinstance(value, Mapping):
        return value.get("id") or value.get("code")
    return value if isinstance(value, str) else None


def _pairs(before: Sequence[Any], after: Sequence[Any]) -> list[int | None]:
    """Which old entry each new one was: the same, one of its name, or one without another claim that stood in its place."""
    free = dict.fromkeys(range(len(before)))
    found: list[int | None] = [None] * len(after)

    def claim(nth: int, at: int | None) -> None:
        if at is not None:
            found[nth] = at
            del free[at]

    for nth, value in enumerate(after):
        claim(nth, next((at for at in free if same(before[at], value)), None))
    for nth, value in enumerate(after):
        if found[nth] is None and _name(value) is not None:
            claim(nth, next((at for at in free if _name(before[at]) == _name(value)), None))
    for nth in range(len(after)):
        if found[nth] is None and nth in free and len(before) == len(after):
            claim(nth, nth)
    return found
