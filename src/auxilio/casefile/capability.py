"""Case files and what is read out of past cases, for the composition root."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from auxilio.archive.ports import CaseFiles
from auxilio.archive.report_mail.core.model import CHANNEL
from auxilio.archive.store import ArchiveReads
from auxilio.casefile import api
from auxilio.casefile.past_interviews import ProtocolFiguresRead
from auxilio.casefile.report_mail_delivery import ReportMailDelivery
from auxilio.casefile.review_sampling import ReviewSamplingSystem, SamplingSettings, review_sampling
from auxilio.casefile.sealing import ClosedCaseSealer
from auxilio.casefile.unit_tracks import UnitTrackRecorder
from auxilio.dispatch.store import DispatchStore
from auxilio.dispatch.tracking.store import TrackStore
from auxilio.interop.mail.sending import MailSender
from auxilio.platform.blobs.ports import Blobs
from auxilio.platform.capability import Capability, Job
from auxilio.platform.database.outbox import Deliver
from auxilio.workflows.runner import StateReader


class CaseFileSettings(SamplingSettings, Protocol):
    """Settings that jobs of case files read."""

    @property
    def seal_after_s(self) -> float:
        """From closing a case to sealing its file."""
        ...


class CaseFileWorker(ReviewSamplingSystem, Protocol):
    """What jobs of case files need."""

    @property
    def blobs(self) -> Blobs:
        """Where documents of cases are kept."""
        ...

    @property
    def case_files(self) -> CaseFiles:
        """Writes and seals case files."""
        ...

    @property
    def states(self) -> StateReader:
        """The states of every aggregate."""
        ...

    @property
    def mail(self) -> MailSender:
        """The mail server of the settings."""
        ...

    @property
    def settings(self) -> CaseFileSettings:
        """Settings of the installation."""
        ...


def _seal_closed(worker: CaseFileWorker) -> Callable[[], Awaitable[object]]:
    reads, after_s = ArchiveReads(worker.pool), worker.settings.seal_after_s
    return ClosedCaseSealer(reads, worker.case_files, worker.clock, after_s).run


def _sample_reviews(worker: CaseFileWorker) -> Callable[[], Awaitable[object]]:
    return review_sampling(worker, worker.settings).run


def _record_tracks(worker: CaseFileWorker) -> Callable[[], Awaitable[object]]:
    units, tracks = DispatchStore(worker.pool), TrackStore(worker.pool)
    return UnitTrackRecorder(worker.clock, worker.commands, units, tracks, worker.blobs).run


def _channels(worker: CaseFileWorker) -> Mapping[str, Deliver]:
    return {CHANNEL: ReportMailDelivery(worker.states, worker.blobs, worker.commands, worker.mail).deliver}


CAPABILITY: Capability[object, object, CaseFileWorker] = Capability(
    name="casefile",
    routes=(api.reviewed_call, api.protocol_figures),
    jobs=(
        Job("case_files", _seal_closed),
        Job("reviews", _sample_reviews),
        Job("record_unit_tracks", _record_tracks),
    ),
    channels=_channels,
    schemas=(ProtocolFiguresRead,),
    settings=(
        "centre_name",
        "organ",
        "seal_after_s",
    ),
)
