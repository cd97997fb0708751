"""A small XML document of a stranger as a tree, read in one pass with bounds (decision 0389). Pure.

The readers of PIDF-LO, HELD, additional data and control blocks call it. No document type is accepted, so that nothing can be expanded or
fetched; a prefix that was not declared costs nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

SIZE_MAX = 64 * 1024
"""Bytes. Also what a SIP body may have (decision 0231)."""
ELEMENTS_MAX = 500
"""The longest example of the standards has 60."""
DEPTH_MAX = 32
"""Those of the standards are nine deep."""
ATTRIBUTES_MAX = 64
"""Of one element."""
XML = "http://www.w3.org/XML/1998/namespace"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
"""How UTF-16 begins: its NUL bytes are no padding."""
_AROUND = b" \t\r\n\x00"
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


class _XmlRefused(Exception):
    """With the code of the flaw."""


@dataclass(slots=True)
class XmlElement:
    """An element: its name without prefix, its namespace (None where the prefix was not declared), and what is in it."""

    name: str
    namespace: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    """By their names without prefix; declarations of namespaces are not among them."""
    children: list["XmlElement"] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text that stands directly in it, without space around it."""
        return "".join(self._text).strip()

    @property
    def full_text(self) -> str:
        """All text within it, its own before that of its children, the pieces one space apart."""
        return " ".join(one for one in (self.text, *(child.full_text for child in self.children)) if one)

    def add_text(self, data: str) -> None:
        """A piece of its own text."""
        self._text.append(data)

    def each(self, *names: str) -> Iterator["XmlElement"]:
        """All elements of these names below it, in the order of the document."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.each(*names)

    def each_outermost(self, wanted: Callable[["XmlElement"], bool]) -> Iterator["XmlElement"]:
        """The wanted elements below it; what stands within one of them is not looked at."""
        for child in self.children:
            if wanted(child):
                yield child
            else:
                yield from child.each_outermost(wanted)

    def first(self, *names: str) -> "XmlElement | None":
        """The first element of these names below it."""
        return next(self.each(*names), None)

    def text_of(self, *names: str) -> str | None:
        """The text of the first element of these names below it that has any."""
        return next((one.text for one in self.each(*names) if one.text), None)


@dataclass(slots=True)
class XmlDocument:
    """What was read. `root` is None where `flaw` says why the document was refused.

    Flaws: `empty`, `too_large`, `too_deep`, `too_many_elements`, `too_many_attributes`, `doctype_refused`,
    `encoding_unknown`, `not_well_formed`.
    """

    root: XmlElement | None = None
    flaw: str | None = None
    flags: tuple[str, ...] = ()
    """`encoding_corrected`: it was read in another encoding than it declares. `prefix_undeclared`: a name has a prefix
    that stands for no namespace."""


class _TreeBuilder:
    """Takes the parser's events."""

    def __init__(self) -> None:
        self._elements = 0
        self.root: XmlElement | None = None
        self.flags = dict[str, None]()
        self._open: list[tuple[XmlElement, dict[str, str]]] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element. Raises when it is one too many, too deep, or names too much."""
        self._elements += 1
        if self._elements > ELEMENTS_MAX:
            raise _XmlRefused("too_many_elements")
        if len(self._open) >= DEPTH_MAX:
            raise _XmlRefused("too_deep")
        if len(attributes) > ATTRIBUTES_MAX:
            raise _XmlRefused("too_many_attributes")
        parent, spaces = self._open[-1] if self._open else (None, {"xml": XML})
        declared = {
            key.partition(":")[2]: value
            for key, value in attributes.items()
            if key == "xmlns" or key.startswith("xmlns:")
        }
        spaces = {**spaces, **declared} if declared else spaces
        prefix, _, name = tag.rpartition(":")
        if prefix and prefix not in spaces:
            self.flags["prefix_undeclared"] = None
        element = XmlElement(name, spaces.get(prefix))
        for key, value in attributes.items():
            if key != "xmlns" and not key.startswith("xmlns:"):
                element.attributes.setdefault(key.rpartition(":")[2], value.strip())
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        self._open.append((element, spaces))

    def end(self, _: str) -> None:
        """The innermost element is over."""
        self._open.pop()

    def write(self, data: str) -> None:
        """Text of the innermost element."""
        self._open[-1][0].add_text(data)


def _refuse_doctype(*_: object) -> None:
    raise _XmlRefused("doctype_refused")  # without a document type nothing can be expanded


def read_xml(content: bytes) -> XmlDocument:
    """The document as a tree. Never raises: a document that is refused has a flaw instead of a root.

    Space and NUL bytes around it are taken off, as some add them. What its declaration says of the encoding yields to its
    bytes: UTF-8 that calls itself UTF-16 is read as UTF-8, and what is no UTF-8 as Latin 1, each with a flag.
    """
    if len(content) > SIZE_MAX:
        return XmlDocument(flaw="too_large")
    wide = content.startswith(_WIDE)
    content = content if wide else content.strip(_AROUND)
    if not content:
        return XmlDocument(flaw="empty")
    read = _parse(content, None)
    if wide or read.flaw not in ("not_well_formed", "encoding_unknown"):
        return read
    encoding = "utf-8" if _is_utf8(content) else "iso-8859-1"
    again = _parse(content, encoding)
    if again.root is None:
        return read
    again.flags = ("encoding_corrected", *again.flags)
    return again


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _parse(content: bytes, encoding: str | None) -> XmlDocument:
    """Once, in the encoding that the document declares or in this one."""
    builder, parser = _TreeBuilder(), expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.begin, builder.end
    parser.CharacterDataHandler = builder.write
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype
    flaw: str | None = None
    try:
        parser.Parse(content, True)
    except _XmlRefused as refused:
        flaw = str(refused)
    except expat.ExpatError as wrong:
        flaw = "encoding_unknown" if wrong.code == _UNKNOWN_ENCODING else "not_well_formed"
    except (LookupError, ValueError):  # a codec of another kind, or one that reads no single bytes
        flaw = "encoding_unknown"
    return XmlDocument(root=None if flaw else builder.root, flaw=flaw, flags=tuple(builder.flags))
