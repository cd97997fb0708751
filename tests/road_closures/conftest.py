"""The invented town, as the tests of geography build it."""

from tests.geo.conftest import town, town_file

__all__ = ["town", "town_file"]
