"""Reviews of calls, for the composition root."""

from typing import Protocol

from auxilio.identity.core.permissions import Permission
from auxilio.platform.capability import Capability, CommandHandler
from auxilio.platform.database.command_executor import UnitOfWork
from auxilio.platform.database.connection import Pool
from auxilio.quality_review import ports, service
from auxilio.quality_review.api import ReviewController
from auxilio.quality_review.core.agreement import Agreement
from auxilio.quality_review.queries import NumberedCall, ReviewLists, ReviewRead, ReviewRow
from auxilio.quality_review.store import ReviewStore


class ReviewEnvironment(Protocol):
    """What commands to reviews need."""

    work: UnitOfWork
    pool: Pool
    reviewed_calls: ports.ReviewedCalls


def _handler(env: ReviewEnvironment) -> CommandHandler:
    return service.ReviewService(env.work, env.reviewed_calls, ReviewStore(env.pool)).handle


CAPABILITY: Capability[ReviewEnvironment, object, object] = Capability(
    name="quality_review",
    aggregates=(service.REVIEW, service.DRAW),
    handlers=((service.COMMANDS, _handler),),
    schemas=(
        NumberedCall,
        ReviewLists,
        ReviewRead,
        ReviewRow,
        Agreement,
    ),
    routes=(ReviewController,),
    permissions=(
        Permission.REVIEW_READ,
        Permission.REVIEW_CHOOSE,
        Permission.REVIEW_WRITE,
        Permission.REVIEW_ANSWER,
        Permission.REVIEW_SAFETY,
    ),
)
