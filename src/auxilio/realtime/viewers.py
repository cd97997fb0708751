"""Who looks at which channel: one `BoardViewer` for each window and board, and the handle by which the window closes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from auxilio.kernel.actor import Actor
from auxilio.kernel.ids import CallId

type SendFrame = Callable[[bytes], None]
type ChannelKey = tuple[str, str, str]
"""Of a channel: board, parameters, and the kind of viewer."""


class BoardCloser(Protocol):
    """The hub, as far as a window needs it to stop looking."""

    def close(self, key: ChannelKey, viewer: int) -> None:
        """This window looks no more."""
        ...


class OpenBoard:
    """A board that a window looks at."""

    def __init__(self, hub: BoardCloser, key: ChannelKey, viewer: int, call: CallId | None = None) -> None:
        self._hub, self.key, self._viewer = hub, key, viewer
        self.call = call
        """Of a board that is about one call, which."""
        self.revoked: Callable[[], None] = lambda: None
        """Called when the hub closes the board, because its case is not open to this person any more."""

    def close(self) -> None:
        """Stop looking."""
        self._hub.close(self.key, self._viewer)


@dataclass
class BoardViewer:
    """One window that looks at a channel."""

    actor: Actor
    send: SendFrame
    opened: OpenBoard
