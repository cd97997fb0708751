"""The package carries its page: a wheel is built with the console in it, whoever builds it."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling leaves its config type open
    """Builds the console before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install is made by `make`, which builds the page by itself when it is stale."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "tools"))
        import build_console

        if build_console.build() != 0:
            raise RuntimeError("the console could not be built")
