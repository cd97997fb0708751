"""Reports and figures, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.reporting.api import call_load, hospital_handovers, training_scores, training_scores_table
from auxilio.reporting.call_load import CallLoad
from auxilio.reporting.training_scores import TrainingScoreSheet

CAPABILITY: Capability[object, object, object] = Capability(
    name="reporting",
    routes=(call_load, hospital_handovers, training_scores, training_scores_table),
    schemas=(CallLoad, TrainingScoreSheet),
)
