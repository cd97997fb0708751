"""The office of imports: an administrator over a whole runtime."""

from tests.directory_import.conftest import office

__all__ = ["office"]
