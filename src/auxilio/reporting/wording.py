"""What reviewed content and the agencies call things, as a port."""

from typing import Protocol


class Wording(Protocol):
    """What reviewed content and the agencies call things. None when that very version is not known any more: then the
    code is shown, for another version's words would be a lie."""

    def question(self, digest: str, question: str, language: str) -> str | None:
        """As the desk asked it, by the protocol with that digest."""
        ...

    def answer(self, digest: str, question: str, answer: str, language: str) -> str | None:
        """As the desk pressed it."""
        ...

    def protocol(self, digest: str, language: str) -> str | None:
        """The title of an interview."""
        ...

    def rule(self, digest: str, rule: str, language: str) -> str | None:
        """What a rule of that interview proves, in words."""
        ...

    def card(self, digest: str, language: str) -> str | None:
        """The title of a card."""
        ...

    def step(self, digest: str, step: str, language: str, *, written: bool = False) -> str | None:
        """The spoken sentence of a step, or with `written` the one that a caller who reads was shown."""
        ...

    def type(self, code: str, language: str) -> str | None:
        """What kind of emergency."""
        ...

    def centre(self, centre: str) -> str | None:
        """An operational centre by its name."""
        ...


class NoWording:
    """Knows nothing: everything is shown as its code."""

    def question(self, digest: str, question: str, language: str) -> None:
        """Not known."""

    def answer(self, digest: str, question: str, answer: str, language: str) -> None:
        """Not known."""

    def protocol(self, digest: str, language: str) -> None:
        """Not known."""

    def rule(self, digest: str, rule: str, language: str) -> None:
        """Not known."""

    def card(self, digest: str, language: str) -> None:
        """Not known."""

    def step(self, digest: str, step: str, language: str, *, written: bool = False) -> None:
        """Not known."""

    def type(self, code: str, language: str) -> None:
        """Not known."""

    def centre(self, centre: str) -> None:
        """Not known."""
