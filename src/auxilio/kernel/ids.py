"""Identities. Ids are for machines (UUIDv7, so they sort by birth); people get short spoken numbers."""

from typing import NewType
from uuid import UUID

CallId = NewType("CallId", UUID)
CaseId = NewType("CaseId", UUID)
TaskId = NewType("TaskId", UUID)
UnitId = NewType("UnitId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
WatchId = NewType("WatchId", UUID)
RunId = NewType("RunId", UUID)
PersonId = NewType("PersonId", UUID)
PatientId = NewType("PatientId", UUID)
HazmatId = NewType("HazmatId", UUID)
HospitalId = NewType("HospitalId", UUID)
OperationId = NewType("OperationId", UUID)
CommandId = NewType("CommandId", UUID)
EventId = NewType("EventId", UUID)

AgencyId = NewType("AgencyId", str)
"""Agencies, centres and desks are named by people and kept for ever: `san`, `san-1`, `desk-14`."""
CentreId = NewType("CentreId", str)
DeskId = NewType("DeskId", str)

StreamId = NewType("StreamId", str)
"""`<noun>:<id>`, for example `call:0192…`: one aggregate's own history."""


def stream_id(aggregate: str, id: UUID | str) -> StreamId:
    """The stream of one aggregate: `stream_id("call", id)`."""
    return StreamId(f"{aggregate}:{id}")


def aggregate_name(stream: StreamId) -> str:
    """The aggregate before the colon."""
    return stream.partition(":")[0]


def key_of(stream: StreamId) -> str:
    """The id after the colon, as text."""
    return stream.partition(":")[2]
