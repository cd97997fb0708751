"""Tags of the document: one for each capability that has routes, with the first paragraph of its package's docstring."""

import importlib
from typing import NamedTuple

from auxilio.app.api_schema.text import first_paragraph

_OTHERS = {
    "access": ("commands", "Every change that a person makes, as one command with an id."),
    "app": ("system", "Health, settings in force, and this document."),
}
"""Packages with routes that are no capability."""


class Tag(NamedTuple):
    """Name and description, as OpenAPI has them."""

    name: str
    description: str


def package_of(module: str) -> str:
    """`auxilio.calls.api` is of `calls`."""
    return module.split(".")[1]


def tag_of_module(module: str) -> str:
    """The name of the tag under which the routes of this module stand."""
    package = package_of(module)
    return _OTHERS[package][0] if package in _OTHERS else package


def tags_of(modules: set[str]) -> list[dict[str, str]]:
    """The tags of these modules' routes, by name."""
    tags = {tag_of_module(module): _description(package_of(module)) for module in modules}
    return [Tag(name, tags[name])._asdict() for name in sorted(tags)]


def _description(package: str) -> str:
    if package in _OTHERS:
        return _OTHERS[package][1]
    return first_paragraph(importlib.import_module(f"auxilio.{package}").__doc__ or "")
