"""Practice sessions. There are none in real mode: here one is told in it, so that whose it is, and not its mode, is asked."""

from auxilio.kernel.event import Event
from auxilio.kernel.ids import CallId, PersonId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from auxilio.training.core import messages as m
from auxilio.training.core.model import CommentId, Trainee, TraineeRole, TrainingId
from auxilio.training.service import PRACTICE_SESSION
from tests.access.actors import OPERATOR
from tests.access.factories.registry import makes
from tests.access.world import World


def _training(w: World, *events: type[Event]) -> TrainingId:
    training = TrainingId(new_id())
    started = m.TrainingStarted(
        training=training,
        mode=Mode.REAL,
        scenario="arrest",
        seed=1,
        incidents=1,
        trainer=OPERATOR.person,
        trainer_name="Clara",
        trainees=(Trainee(person=OPERATOR.person, name="Anna", role=TraineeRole.OPERATOR),),
    )
    begun = m.IncidentBegun(
        training=training, nth=0, incident_kind="arrest", place=None, calls=(CallId(new_id()),), repeats=False
    )
    w.tell(PRACTICE_SESSION, training, started, begun, *(kind(training=training) for kind in events))
    return training


@makes(m.StartTraining)
def start(w: World) -> m.StartTraining:
    """In a real session it is refused for that."""
    trainee = m.ChosenTrainee(person=w.who.person, role=TraineeRole.OPERATOR)
    return m.StartTraining(training=TrainingId(new_id()), scenario="arrest", trainees=(trainee,))


@makes(m.PauseTraining)
def pause(w: World) -> m.PauseTraining:
    return m.PauseTraining(training=_training(w))


@makes(m.ResumeTraining)
def resume(w: World) -> m.ResumeTraining:
    return m.ResumeTraining(training=_training(w, m.TrainingPaused))


@makes(m.EndTraining)
def end(w: World) -> m.EndTraining:
    return m.EndTraining(training=_training(w))


@makes(m.RepeatIncident)
def repeat(w: World) -> m.RepeatIncident:
    return m.RepeatIncident(training=_training(w), incident=0)


@makes(m.CommentTrainee)
def comment(w: World) -> m.CommentTrainee:
    return m.CommentTrainee(
        training=_training(w), comment=CommentId(new_id()), person=OPERATOR.person, words="Bien."
    )


@makes(m.PractiseAlone)
def practise_alone(w: World) -> m.PractiseAlone:
    """In a real session it is refused for that."""
    return m.PractiseAlone(training=TrainingId(new_id()), scenario="arrest", language="es")


@makes(m.EndPractice)
def end_practice(w: World) -> m.EndPractice:
    training = TrainingId(new_id())
    begun = m.PracticeBegun(
        training=training,
        mode=Mode.REAL,
        scenario="arrest",
        seed=1,
        incidents=1,
        trainee=Trainee(
            person=PersonId(new_id()) if w.other else w.who.person, name="Ana", role=TraineeRole.OPERATOR
        ),
        language="es",
        limit_min=20,
    )
    w.tell(PRACTICE_SESSION, training, begun)
    return m.EndPractice(training=training)
