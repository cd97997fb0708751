"""Schemas of the standards, by which tests judge what we send."""

import functools

import pytest

from tests.interop.formats.pidf_documents import STANDARDS


class XmlSchema:
    """One schema with those that it imports."""

    def __init__(self, path: str) -> None:
        reason = "this machine has no lxml, which is no dependency: it judges by XML schemas where it is"
        self._etree = pytest.importorskip("lxml.etree", reason=reason)
        self._schema = self._etree.XMLSchema(self._etree.parse(str(STANDARDS / path)))

    def errors(self, content: bytes, tag: str = "") -> str:
        """What the schema says against a document, or against the child of its root with this tag; empty: it is valid."""
        root = self._etree.fromstring(content)
        judged = root.find(tag) if tag else root
        assert judged is not None, tag
        return "" if self._schema.validate(judged) else str(self._schema.error_log)


@functools.cache
def schema(path: str) -> XmlSchema:
    """The schema in this file below the standards."""
    return XmlSchema(path)
