"""The history of rows, for the composition root."""

from auxilio.directory_history import api
from auxilio.directory_history.core.model import RowHistory
from auxilio.platform.capability import Capability

CAPABILITY: Capability[object, object, object] = Capability(
    name="directory_history", routes=api.HANDLERS, schemas=(RowHistory,)
)
