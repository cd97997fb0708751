"""Reports and figures, for the composition root."""

from auxilio.platform.capability import Capability
from auxilio.reporting.api import hospital_handovers, training_scores, training_scores_table
from auxilio.reporting.training_scores import TrainingScoreSheet

CAPABILITY: Capability[object, object, object] = Capability(
    name="reporting",
    routes=(hospital_handovers, training_scores, training_scores_table),
    schemas=(TrainingScoreSheet,),
)
