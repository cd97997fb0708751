"""What factories need to know of the running system: content in force, and what they find in the log before each run."""

from dataclasses import dataclass

from auxilio.app.runtime import Runtime
from auxilio.kernel.ids import PersonId
from auxilio.quality_review.core.model import ScoreCard


@dataclass(frozen=True)
class Known:
    """Read once, when the system runs."""

    runtime: Runtime
    somebody: PersonId
    """A person who exists, and is not of the cast."""
    card: ScoreCard
    """By which reviews are written."""
    top: str
    """The set of content that the next release is written from."""
    proven: str
    """A set that was checked and may be proposed."""
    pace: float
    """The factor that the runs of `san` say."""
    staff: dict[str, PersonId]
    """A dispatcher of each place at which somebody of the cast works, who is not of the cast; by centre, or by agency."""
