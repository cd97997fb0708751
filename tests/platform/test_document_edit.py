"""Aim: a change of one field of a document changes that field in its file and nothing else: not a comment, not a space."""

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from auxilio.platform.document_edit import same, write_changes, write_whole
from auxilio.platform.documents import parse_yaml
from tests.content.faulty_content import CONTENT

FILES = sorted([*(CONTENT / "protocols").glob("*.yaml"), *(CONTENT / "cards").glob("*.yaml")])
TEXT = """# Head.
id: one
title: {es: "Uno", en: One}   # beside
# Above the list.
questions:
  # Of a.
  - {id: a, ask: {es: "¿A?", en: "A?"}, codes: [Y, "N", U]}
  # Of b,
  # in two lines.
  - id: b
    # inside
    ask: {es: 'B', en: B}

  - {id: c, ask: {es: "¿C?", en: "C?"}}
# Before the end.
until: null
"""


def read(text: str) -> dict[str, Any]:
    documents, faults = parse_yaml(text, "x")
    assert faults == []
    return documents[0].data


def changed(**more: Any) -> dict[str, Any]:
    return {**deepcopy(read(TEXT)), **more}


def written(after: dict[str, Any]) -> str:
    answer = write_changes(TEXT, read(TEXT), after)
    assert not answer.comments_lost
    assert same(read(answer.text), after)
    return answer.text


def lines_gone(text: str) -> list[str]:
    return [line for line in TEXT.splitlines() if line not in text.splitlines()]


def test_every_document_that_is_shipped_is_written_as_it_was() -> None:
    assert len(FILES) == 222
    for path in FILES:
        text = path.read_text("utf-8")
        document = read(text)
        assert write_changes(text, document, deepcopy(document)) == (text, False), path.name


def test_any_change_of_a_shipped_document_is_written_in_its_place() -> None:
    chance = Random(7)
    for path in FILES:
        text = path.read_text("utf-8")
        after = deepcopy(read(text))
        entries = after["questions" if "questions" in after else "steps"]
        one = chance.choice(entries)
        entries.insert(chance.randint(0, len(entries)), {**deepcopy(one), "id": "nuevo"})
        one[chance.choice(list(one))] = "no: #"
        entries.append(entries.pop(0))
        after["title"] = {**after["title"], "fr": "L'été « à » l'eau : #1"}
        answer = write_changes(text, read(text), after)
        assert not answer.comments_lost, path.name
        assert same(read(answer.text), after), path.name
        comments = [line for line in text.splitlines() if line.startswith("#")]
        assert [line for line in answer.text.splitlines() if line.startswith("#")] == comments


def test_a_word_is_changed_alone() -> None:
    text = written(changed(title={"es": "Dos", "en": "One"}))
    assert text == TEXT.replace('"Uno"', '"Dos"')


def test_an_entry_takes_its_comment_along() -> None:
    a, b, c = read(TEXT)["questions"]
    text = written(changed(questions=[b, c, a]))
    assert lines_gone(text) == []
    assert text.index("# Of a.") > text.index('"¿C?"')
    gone = written(changed(questions=[a, c]))
    assert lines_gone(gone) == ["  # Of b,", "  # in two lines.", "  - id: b", "    # inside", "    ask: {es: 'B', en: B}"]  # fmt: skip


def test_what_is_new_stands_where_it_was_put_and_codes_stay_text() -> None:
    a, b, c = read(TEXT)["questions"]
    new = {"id": "d", "ask": {"es": "¿Dé?", "en": "D"}, "codes": ["no", "Y"]}
    text = written(changed(questions=[a, new, b, c], until=None, more=True))
    assert '  - {id: d, ask: {es: "¿Dé?", en: "D"}, codes: ["no", Y]}\n' in text
    assert lines_gone(text) == []
    assert text.endswith("until: null\nmore: true\n")


def test_a_field_of_a_block_comes_and_goes() -> None:
    a, b, c = read(TEXT)["questions"]
    text = written(changed(questions=[a, {**b, "help": {"es": "x", "en": "y"}}, c]))
    assert '    help: {es: "x", en: "y"}\n' in text
    without = changed()
    del without["title"]
    assert lines_gone(written(without)) == ['title: {es: "Uno", en: One}   # beside']


@pytest.mark.parametrize(
    "words", ["a: b # c", '"}], x: [', "\u0085\u2028\x7f", "🚒", "- y", "no", "a\nb", ""]
)
def test_whatever_is_typed_is_one_text(words: str) -> None:
    assert read(written(changed(id=words)))["id"] == words
    assert (
        read(written(changed(questions=[{"id": "z", "ask": {"es": words}}])))["questions"][0]["ask"]["es"]
        == words
    )


def test_what_cannot_be_changed_in_its_place_is_written_whole_and_said() -> None:
    inside = "id: one\nlist: [a,\n  # inside\n  b]\n"
    answer = write_changes(inside, read(inside), {"id": "one", "list": ["a", "c"]})
    assert answer == ("id: one\nlist: [a, c]\n", True)
    assert write_changes(inside, read(inside), {"id": "two", "list": ["a", "b"]}).comments_lost is False
    strange = "# Head.\nid: one\n? list\n: - {a: 1}\n  # inside\n  - {a: 2}\n"
    whole = write_changes(strange, read(strange), {"id": "one", "list": [{"a": 2}, {"a": 3}]})
    assert whole == ("# Head.\nid: one\nlist:\n  - {a: 2}\n  - {a: 3}\n", True)
    assert write_whole("", {"id": "one", "none": []}) == "id: one\nnone: []\n"


def test_true_is_not_one_and_the_order_of_keys_says_nothing() -> None:
    assert not same({"a": True}, {"a": 1})
    assert not same({"a": [0]}, {"a": [False]})
    assert same({"a": 1, "b": 2.0}, {"b": 2, "a": 1})
