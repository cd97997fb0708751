"""Aim: a browser is sent the smallest form of a file that it can read, and nothing of a file that it has."""

import gzip
from pathlib import Path

import brotli
import pytest

from auxilio.platform.http.built_files import IMMUTABLE, BuiltFiles
from auxilio.platform.http.encodings import chosen_encoding, knows_tag
from auxilio.platform.http.versioned_body import VersionedBody


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("identity", None),
        ("", None),
        ("br;q=x", None),
        ("brr, gzipp", None),
        (";;;,,,=;q", None),
        ("x," * 5000 + "br", None),
    ],
)
def test_the_smallest_accepted_form_is_chosen(accepted: str, chosen: str | None) -> None:
    assert chosen_encoding(accepted, {"br", "gzip"}) == chosen


def test_a_form_that_the_build_does_not_have_is_never_chosen() -> None:
    assert chosen_encoding("br", {"gzip"}) is None
    assert chosen_encoding("br, gzip", {"gzip"}) == "gzip"
    assert chosen_encoding("br, gzip", ()) is None


@pytest.fixture
def built(tmp_path: Path) -> BuiltFiles:
    for name in ("a-123.js", "a-123.js.br", "a-123.js.gz", "font.woff2"):
        (tmp_path / name).write_bytes(name.encode())
    return BuiltFiles(tmp_path)


def test_a_file_is_sent_in_the_form_that_lies_ready_and_kept_for_ever(built: BuiltFiles) -> None:
    whole, small = built.answer("a-123.js"), built.answer("a-123.js", "gzip, br")
    assert whole is not None
    assert small is not None
    assert (whole.path and whole.path.name, small.path and small.path.name) == ("a-123.js", "a-123.js.br")
    assert "content-encoding" not in whole.headers
    assert small.headers["content-encoding"] == "br"
    assert whole.media_type == small.media_type == "text/javascript"
    assert whole.headers["etag"] != small.headers["etag"]
    for each in (whole, small):
        assert (each.headers["cache-control"], each.headers["vary"]) == (IMMUTABLE, "accept-encoding")


def test_who_has_the_file_is_sent_nothing_of_it(built: BuiltFiles) -> None:
    first = built.answer("a-123.js", "br")
    assert first is not None
    again = built.answer("a-123.js", "br", f'"other", W/{first.headers["etag"]}')
    assert again is not None
    assert (again.status, again.path) == (304, None)
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a-123.js.br", "a-123.js.gz", "A-123.JS", "/etc/passwd"]
)
def test_what_the_build_does_not_name_is_not_there(built: BuiltFiles, name: str) -> None:
    assert built.answer(name, "br") is None


def test_content_is_sent_once_for_each_version_and_the_new_one_at_once() -> None:
    body, new = VersionedBody.of(b"one" * 999), VersionedBody.of(b"two" * 999)
    status, sent, headers = body.answer("gzip", "")
    assert (status, gzip.decompress(sent)) == (200, b"one" * 999)
    assert headers["cache-control"] == "private, no-cache"
    status, sent, named = body.answer("gzip, br", "")
    assert (status, brotli.decompress(sent), named["content-encoding"]) == (200, b"one" * 999, "br")
    assert body.answer("gzip", headers["etag"])[:2] == (304, b"")
    assert new.answer("gzip", headers["etag"])[0] == 200
    assert body.answer("", headers["etag"])[:2] == (200, b"one" * 999)  # the tag of another form


def test_a_star_and_a_weak_tag_are_known() -> None:
    assert knows_tag("*", '"a"')
    assert knows_tag('W/"a"', '"a"')
    assert not knows_tag("", '"a"')
