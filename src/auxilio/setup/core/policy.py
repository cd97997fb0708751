"""How long the link of the set-up opens, and who can write and sign content. Pure."""

from datetime import timedelta

from auxilio.kernel.refusal import Refused
from auxilio.setup.core.model import ContentSigners

LINK_LIFE = timedelta(hours=24)
"""A day to set up; each start of an empty installation makes a new one (ours)."""


def check_signers(given: ContentSigners) -> None:
    """Three different people, each somebody who is registered or somebody new with name and login.

    Raises `Refused`, with the role as the field: `signer_missing`, `signers_apart`.
    """
    seen = set[str]()
    for role, choice in given.by_role.items():
        is_new = choice.login is not None and choice.name is not None
        if (choice.person is None) != is_new:
            raise Refused("signer_missing", role=role, field=f"$.{role}")
        if choice.key in seen:
            raise Refused("signers_apart", role=role, field=f"$.{role}")
        seen.add(choice.key)
