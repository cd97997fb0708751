"""How the events of content releases are told."""

from auxilio.content_release.core.messages import (
    ReleaseSigned,
)
from auxilio.kernel.narrative import EventNarrative, Narrative

NARRATIVE = Narrative(
    "content_release",
    told=(EventNarrative(ReleaseSigned, codes={"office": "publish.office"}),),
)
