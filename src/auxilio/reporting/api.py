"""Figures over HTTP: handover times of hospitals, and scores of practice sessions."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.reporting.handover_figures import HandoverFigures
from auxilio.reporting.hospital_handovers import Handovers
from auxilio.reporting.training_scores import TrainingScores, TrainingScoreSheet
from auxilio.training.core.model import TrainingId

Days = Annotated[int, QueryParameter(ge=1, le=366)]


@get("/api/hospitals/handovers", summary="How long crews wait at each hospital's door")
async def hospital_handovers(
    actor: NamedDependency[Actor], handover_figures: NamedDependency[HandoverFigures], days: Days = 30
) -> Handovers:
    """Arrival to handover, and handover to clear; nobody's name and no case is in it."""
    return await handover_figures.of_days(actor, days)


@get("/api/training/{training:uuid}/scores", summary="What trainees did in a practice session")
async def training_scores(
    training: FromPath[UUID], actor: NamedDependency[Actor], practice_scores: NamedDependency[TrainingScores]
) -> TrainingScoreSheet:
    """A trainer reads everybody's, a trainee their own; told from the log, kept nowhere."""
    return await practice_scores.of(TrainingId(training), actor)
