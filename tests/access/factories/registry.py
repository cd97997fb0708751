"""One factory for each kind of command that people may send."""

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.kernel.event import Command
from auxilio.kernel.ids import CaseId
from tests.access.world import World

type Factory[C: Command] = Callable[[World], C]
"""Makes the objects of a cell and the command about them."""
FACTORIES: dict[type[Command], Factory[Command]] = {}


def makes[C: Command](kind: type[C]) -> Callable[[Factory[C]], Factory[C]]:
    """Register a factory. Each kind has one."""

    def register(factory: Factory[C]) -> Factory[C]:
        assert kind not in FACTORIES, f"{kind.__name__} has two factories"
        FACTORIES[kind] = factory
        return factory

    return register


def of_case_and_words(kind: type[Command]) -> Factory[Command] | None:
    """The factory of a command that says one text of an admitted case, by its required fields; None for any other."""
    hints = get_type_hints(kind, include_extras=True)
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    texts = [name for name in required if _is_free_text(hints[name])]
    admitted = getattr(kind, "object_rule", None) == ObjectRule.ADMITTED_CASE
    if (
        not admitted
        or len(texts) != 1
        or hints.get("case") is not CaseId
        or set(required) != {"case", *texts}
    ):
        return None
    return lambda w: msgspec.convert({"case": str(w.case()), texts[0]: "no abre la puerta"}, kind)


def _is_free_text(kind: Any) -> bool:
    """A text that is bounded by its length alone: a code has a pattern."""
    if get_origin(kind) is not Annotated:
        return False
    base, *metas = get_args(kind)
    return base is str and all(getattr(meta, "pattern", None) is None for meta in metas)
