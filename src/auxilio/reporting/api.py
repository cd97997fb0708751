"""Figures over HTTP: calls of the last hours, handover times of hospitals, and scores of practice sessions."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from auxilio.kernel.actor import Actor
from auxilio.reporting.call_figures import CallFigures
from auxilio.reporting.call_load import CallLoad
from auxilio.reporting.handover_figures import HandoverFigures
from auxilio.reporting.hospital_handovers import Handovers
from auxilio.reporting.training_scores import TrainingScores, TrainingScoreSheet
from auxilio.training.core.model import TrainingId

Days = Annotated[int, QueryParameter(ge=1, le=366)]


@get("/api/figures/calls", summary="Calls and waiting of the last six hours, against the usual")
async def call_load(actor: NamedDependency[Actor], call_figures: NamedDependency[CallFigures]) -> CallLoad:
    """By the quarter of an hour, with the median of the same weekday and hour of the weeks before, and the room's figures of
    yesterday at this hour. Nobody's name, number, place or case is in it. Refused: `not_permitted`."""
    return await call_figures.of(actor)


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


@get("/api/training/{training:uuid}/scores.csv", media_type="text/csv", summary="The same as a table")
async def training_scores_table(
    training: FromPath[UUID], actor: NamedDependency[Actor], practice_scores: NamedDependency[TrainingScores]
) -> Response[str]:
    """A line for each time; of the trainees whose scores this person may read."""
    table = await practice_scores.table(TrainingId(training), actor)
    headers = {"content-disposition": f'attachment; filename="training-{training}.csv"'}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)
