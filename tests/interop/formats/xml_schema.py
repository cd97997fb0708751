"""Schemas of the standards, by which tests judge what we send."""

import functools

from lxml import etree

from tests.interop.formats.pidf_documents import STANDARDS


class XmlSchema:
    """One schema with those that it imports."""

    def __init__(self, path: str) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(STANDARDS / path)))

    def errors(self, content: bytes, tag: str = "") -> str:
        """What the schema says against a document, or against the child of its root with this tag; empty: it is valid."""
        root = etree.fromstring(content)
        judged = root.find(tag) if tag else root
        assert judged is not None, tag
        return "" if self._schema.validate(judged) else str(self._schema.error_log)


@functools.cache
def schema(path: str) -> XmlSchema:
    """The schema in this file below the standards."""
    return XmlSchema(path)
