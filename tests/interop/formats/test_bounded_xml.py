"""XML of strangers: what is read in spite of its flaws, and how little of a hostile document is looked at."""

import tracemalloc

import pytest

from auxilio.interop.formats.bounded_xml import (
    ATTRIBUTES_MAX,
    DEPTH_MAX,
    ELEMENTS_MAX,
    SIZE_MAX,
    read_xml,
)

DECLARED = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", "empty"),
        (b" \r\n\x00", "empty"),
        (b"not xml", "not_well_formed"),
        (b"<a>", "not_well_formed"),
        (b"<a></b>", "not_well_formed"),
        (b"<a>&nothing;</a>", "not_well_formed"),
        (b"<a>\x01</a>", "not_well_formed"),
        (b"<a b='1' b='2'/>", "not_well_formed"),
        (b"\xff\xfe", "not_well_formed"),
        ("<a>é".encode("utf-16"), "not_well_formed"),
        (b"<!DOCTYPE a><a/>", "doctype_refused"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype_refused"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype_refused"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16"), "doctype_refused"),
        (b"<a>" * (DEPTH_MAX + 1) + b"</a>" * (DEPTH_MAX + 1), "too_deep"),
        (b"<a>" + b"<b/>" * ELEMENTS_MAX + b"</a>", "too_many_elements"),
        (
            b"<a " + b" ".join(b"b%d=''" % n for n in range(ATTRIBUTES_MAX + 1)) + b"/>",
            "too_many_attributes",
        ),
        (b"<a/>" + b" " * SIZE_MAX, "too_large"),
    ],
)
def test_what_is_refused_has_one_code_and_no_root(content: bytes, flaw: str) -> None:
    read = read_xml(content)
    assert (read.root, read.flaw) == (None, flaw)


@pytest.mark.parametrize(
    ("content", "flags"),
    [
        ("<a>Almería</a>".encode(), ()),
        (b"\xef\xbb\xbf" + "<a>Almería</a>".encode(), ()),
        ("<a>Almería</a>".encode("utf-16"), ()),
        ("<a>Almería</a>".encode("utf-16-le"), ()),
        ("<a>Almería</a>".encode("utf-16-be"), ()),
        ((DECLARED.format("windows-1252") + "<a>Almería</a>").encode("cp1252"), ()),
        ((DECLARED.format("ISO-8859-15") + "<a>Almería</a>").encode("latin-1"), ()),
        ("<a>Almería</a>".encode("latin-1"), ("encoding_corrected",)),
        ((DECLARED.format("utf-8") + "<a>Almería</a>").encode("latin-1"), ("encoding_corrected",)),
        ((DECLARED.format("utf-16") + "<a>Almería</a>").encode(), ("encoding_corrected",)),
        ((DECLARED.format("utf8mb4") + "<a>Almería</a>").encode(), ("encoding_corrected",)),
        ((DECLARED.format("base64") + "<a>Almería</a>").encode(), ("encoding_corrected",)),
        (("\r\n" + DECLARED.format("utf-8") + "<a>\r\n Almería\r\n</a>\r\n\x00\x00").encode(), ()),
        ("<?php x?><!-- -- no --><a>Almería</a>".replace("-- no", "no").encode(), ()),
        ("<a><![CDATA[Almer]]>ía</a>".encode(), ()),
        ("<n:a>Almería</n:a>".encode(), ("prefix_undeclared",)),
    ],
)
def test_a_text_is_read_in_the_encoding_that_its_bytes_have(content: bytes, flags: tuple[str, ...]) -> None:
    read = read_xml(content)
    assert read.root is not None
    assert (read.root.name, read.root.text, read.flags) == ("a", "Almería", flags)


def test_namespaces_follow_their_declarations_and_names_have_no_prefix() -> None:
    root = read_xml(
        b'<a xmlns="u:1" xmlns:p="u:2"><p:b p:c="1" d="2"/><b xmlns=""/><b xmlns:p="u:3"><p:e/></b></a>'
    ).root
    assert root is not None
    assert [(one.name, one.namespace) for one in root.each("b", "e")] == [
        ("b", "u:2"),
        ("b", ""),
        ("b", "u:1"),
        ("e", "u:3"),
    ]
    assert root.children[0].attributes == {"c": "1", "d": "2"}


def test_what_is_wanted_is_found_in_the_order_of_the_document() -> None:
    root = read_xml(b"<a><b><c>1</c></b><c> 2 <d>3</d></c><c/></a>").root
    assert root is not None
    assert [one.text for one in root.each("c")] == ["1", "2", ""]
    assert root.text_of("d", "c") == "1"
    assert root.first("e") is None
    assert root.full_text == "1 2 3"
    assert [one.name for one in root.each_outermost(lambda one: one.name in "bd")] == ["b", "d"]


def laughs(levels: int) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><a>&a{levels - 1};</a>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        laughs(10),
        b"<a>" * (SIZE_MAX // 3),
        b"<a/>" * (SIZE_MAX // 4),
        b"<a>" + b"<b>x</b>" * (SIZE_MAX // 9),
        b"<a " + b" ".join(b"b%d='x'" % n for n in range(6_000)) + b"/>",
        b"<a>" + b"&lt;" * (SIZE_MAX // 5) + b"</a>",
        b"<a>" + b"x" * (SIZE_MAX - 7) + b"</a>",
        b"<" + b"x" * (SIZE_MAX - 3) + b"/>",
        b"<a b='" + b"x" * (SIZE_MAX - 10) + b"'/>",
        b"<a " + b"".join(b"xmlns:b%d='u:%d' " % (n, n) for n in range(60)) + b">" + b"<c/>" * 400 + b"</a>",
    ],
    ids=["laughs", "deep", "roots", "wide", "attributes", "references", "text", "name", "value", "spaces"],
)
def test_the_worst_documents_take_less_than_four_megabytes(content: bytes) -> None:
    assert len(content) <= SIZE_MAX
    tracemalloc.start()
    try:
        read = read_xml(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read.root is None or len(list(read.root.children)) < ELEMENTS_MAX
    assert peak < 4 * 1024 * 1024
