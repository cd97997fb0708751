"""Releases of content, for the composition root."""

from typing import Protocol

from auxilio.content_release import ports, service
from auxilio.content_release.api import ReleaseController
from auxilio.content_release.core.narrative import NARRATIVE
from auxilio.content_release.queries import Overview, SetFile, SetText
from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.keys.ports import Signer


class ReleaseEnvironment(Protocol):
    """What commands to releases need."""

    work: UnitOfWork
    signer: Signer
    content_sets: ports.Sets


CAPABILITY: Capability[ReleaseEnvironment, object, object] = Capability(
    name="content_release",
    aggregates=(service.RELEASE, service.SHELVES),
    handlers=(
        (
            service.COMMANDS,
            lambda env: service.ReleaseService(env.work, env.signer, env.content_sets).handle,
        ),
    ),
    narratives=(NARRATIVE,),
    schemas=(
        Overview,
        SetFile,
        SetText,
    ),
    routes=(ReleaseController,),
    permissions=(
        Permission.CONTENT_WRITE,
        Permission.CONTENT_REVIEW,
        Permission.CONTENT_APPROVE,
        Permission.CONTENT_SIGN_CLINICAL,
        Permission.CONTENT_SIGN_OPERATIONS,
    ),
)
