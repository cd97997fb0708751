"""The part of ICU MessageFormat that our catalogues use, read into a small tree.

    text            as it stands; '' is an apostrophe, '{ … ' quotes braces
    {name}          a fact
    {n, number}     a number as the language writes it
    {n, plural, =0 {…} one {…} other {…}}      # is the number, inside
    {n, selectordinal, one {…} other {…}}
    {x, select, man {…} other {…}}

Grammar: Unicode ICU, MessageFormat. The console reads the same catalogues with intl-messageformat; what this module
refuses is refused by a project rule, so that both always agree.
"""

from dataclasses import dataclass


class BadMessage(ValueError):
    """A message that is not of this grammar. It is found by tests, never by a person at work."""


@dataclass(frozen=True, slots=True)
class MessageArgument:
    """`{name}`, or with `style` `number`."""

    name: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class PluralNumber:
    """`#` inside a plural."""


@dataclass(frozen=True, slots=True)
class MessageChoice:
    """`plural`, `selectordinal` or `select`, with a message for each key."""

    name: str
    kind: str
    options: dict[str, "Message"]


Message = tuple[str | MessageArgument | PluralNumber | MessageChoice, ...]


class _MessageParser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def fail(self, wanted: str) -> BadMessage:
        return BadMessage(f"{wanted} expected at {self.at} of {self.text!r}")

    def skip_space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def take(self, sign: str) -> None:
        self.skip_space()
        if not self.text.startswith(sign, self.at):
            raise self.fail(repr(sign))
        self.at += len(sign)

    def word(self) -> str:
        self.skip_space()
        start = self.at
        while (sign := self.peek()) and not sign.isspace() and sign not in "{},#'":
            self.at += 1
        if start == self.at:
            raise self.fail("a word")
        return self.text[start : self.at]

    def message(self, *, in_plural: bool, nested: bool) -> Message:
        parts: list[str | MessageArgument | PluralNumber | MessageChoice] = []
        plain = ""
        while sign := self.peek():
            if sign == "}" and nested:
                break
            if sign == "{" or (sign == "#" and in_plural):
                if plain:
                    parts.append(plain)
                plain = ""
                parts.append(self.argument(in_plural) if sign == "{" else self.number())
            elif sign == "}":
                raise self.fail("no '}'")
            else:
                plain += self.quoted() if sign == "'" else sign
                self.at += sign != "'"
        return (*parts, plain) if plain else tuple(parts)

    def number(self) -> PluralNumber:
        self.at += 1
        return PluralNumber()

    def quoted(self) -> str:
        """An apostrophe: doubled it is one, before a brace it quotes to the next, otherwise it is itself."""
        self.at += 1
        if self.peek() == "'":
            self.at += 1
            return "'"
        if self.peek() not in ("{", "}", "#"):
            return "'"
        end = self.text.find("'", self.at)
        if end < 0:
            raise self.fail("a closing apostrophe")
        said, self.at = self.text[self.at : end], end + 1
        return said

    def argument(self, in_plural: bool) -> MessageArgument | MessageChoice:
        self.take("{")
        name = self.word()
        self.skip_space()
        if self.peek() == "}":
            self.at += 1
            return MessageArgument(name)
        self.take(",")
        kind = self.word()
        if kind == "number":
            self.take("}")
            return MessageArgument(name, kind)
        if kind not in ("plural", "selectordinal", "select"):
            raise BadMessage(f"{kind!r} is not a kind we use, in {self.text!r}")
        self.take(",")
        options: dict[str, Message] = {}
        self.skip_space()
        while self.peek() != "}":
            key = self.word()
            self.take("{")
            options[key] = self.message(in_plural=in_plural or kind != "select", nested=True)
            self.take("}")
            self.skip_space()
        self.at += 1
        if "other" not in options:
            raise BadMessage(f"'other' is missing for {name!r} in {self.text!r}")
        return MessageChoice(name, kind, options)


def parse(text: str) -> Message:
    """The message as a tree. Raises `BadMessage` with the place."""
    return _MessageParser(text).message(in_plural=False, nested=False)


def argument_names(message: Message) -> frozenset[str]:
    """The names of all facts that a message may show."""
    found: set[str] = set()
    for part in message:
        if isinstance(part, MessageArgument | MessageChoice):
            found.add(part.name)
        if isinstance(part, MessageChoice):
            for option in part.options.values():
                found |= argument_names(option)
    return frozenset(found)
