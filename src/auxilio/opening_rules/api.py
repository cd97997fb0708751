"""Opening rules over HTTP: the list. Setting and ending one are commands.

Litestar finds `actor` and `opening_rules_` by name: the manifest of the capability provides them.
"""

from litestar import get
from litestar.di import NamedDependency

from auxilio.kernel.actor import Actor
from auxilio.opening_rules.core.views import OpeningRuleList
from auxilio.opening_rules.queries import OpeningRuleQueries


@get("/api/opening-rules", summary="The rules by which a desk is offered the short opening first")
async def opening_rules(
    actor: NamedDependency[Actor],
    opening_rules_: NamedDependency[OpeningRuleQueries],
) -> OpeningRuleList:
    """The newest first, expired ones of the last 30 days too. Refused: `not_permitted`."""
    return await opening_rules_.list(actor)


HANDLERS = (opening_rules,)
"""What the manifest registers."""
