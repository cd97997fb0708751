"""What was read from a message in a format of others.

Reading is tolerant: what is odd is flagged and what is known is still used. Who received the message keeps its bytes.
"""

from collections.abc import Callable
from typing import Any

import msgspec

type Flag = Callable[[str], object]
"""Takes the code of something odd."""


class Decoded[Value](msgspec.Struct, frozen=True, kw_only=True):
    """One message. `value` None: nothing of it could be read, and only its bytes are of use.

    `flags` are stable codes of what was odd about it, in the order in which it was found, each once.
    """

    kind: str
    value: Value | None
    flags: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As `auxilio decode --json` prints it: names of fields as in the structure, absent ones left out by it."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built
