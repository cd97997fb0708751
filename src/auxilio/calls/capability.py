"""Calls, desks and test calls, for the composition root."""

from collections.abc import Callable
from typing import Protocol

from auxilio.calls import api, service
from auxilio.calls.core.earlier_contacts import EarlierContacts, EarlierSummary, FrequentCallers
from auxilio.calls.core.narrative import NARRATIVE
from auxilio.calls.earlier_contacts.api import EarlierContactController, earlier_of_case, frequent_callers
from auxilio.calls.earlier_contacts.frequent import FrequentCallerQueries
from auxilio.calls.outgoing.api import outgoing_recording
from auxilio.calls.store import RejectedCallQuery, TestCallQuery, UploadCheck
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.shared_types import Phone
from auxilio.platform.capability import Capability, RunningSystem
from auxilio.platform.database.command_executor import UnitOfWork


class CallEnvironment(Protocol):
    """What commands to calls need."""

    work: UnitOfWork
    country: str
    """Where national numbers are read, as two letters of ISO 3166."""
    has_location_server: bool
    """Whether a location server is asked where telephones are."""

    @property
    def open_case(self) -> service.WorkableCase:
        """The mode of an open case."""
        ...

    @property
    def is_barred_to_desks(self) -> Callable[[Phone], bool]:
        """Whether a person never calls a number from here (`core.barred_numbers`)."""
        ...


def _service(env: CallEnvironment) -> service.CallService:
    return service.CallService(
        env.work,
        env.country,
        has_location_server=env.has_location_server,
        open_case=env.open_case,
        is_barred_to_desks=env.is_barred_to_desks,
    )


CAPABILITY: Capability[CallEnvironment, RunningSystem, object] = Capability(
    name="calls",
    aggregates=(
        service.CALL,
        service.OUTGOING_CALL,
        service.DESK,
        service.TEST_CALL,
        service.LOCATION_SENDER,
    ),
    handlers=((service.COMMANDS, lambda env: _service(env).handle),),
    routed_handlers=((service.ROUTED_COMMANDS, lambda env: _service(env).handle),),
    narratives=(NARRATIVE,),
    schemas=(EarlierContacts, EarlierSummary, FrequentCallers, api.LocationServerUse),
    routes=(
        api.CallerController,
        api.CallFileController,
        api.RejectedCallController,
        api.TestCallController,
        api.NumberTrustController,
        api.LocationServerController,
        outgoing_recording,
        EarlierContactController,
        earlier_of_case,
        frequent_callers,
    ),
    dependencies=lambda running: {
        "caller_files": UploadCheck(running.pool, running.clock),
        "frequent_callers_": FrequentCallerQueries(running.pool, running.clock),
        "refused_calls": RejectedCallQuery(running.pool, running.clock),
        "test_calls": TestCallQuery(running.pool, running.clock),
    },
    permissions=(
        Permission.CALL_ENTER,
        Permission.CALL_RECORD,
        Permission.CALL_ANSWER,
        Permission.CALL_TALK,
        Permission.CALL_LISTEN,
        Permission.CALL_REPLAY,
        Permission.CALL_CLOSE,
        Permission.CALL_VIN_READ,
        Permission.ECALL_REPORT,
        Permission.LOCATION_DELIVER,
        Permission.DESK_STAND,
        Permission.QUEUE_WATCH,
    ),
    settings=("country", "location_server", "location_server_phone"),
)
