"""What can be asked about qualifications of people, and what has happened."""

from datetime import date
from typing import ClassVar

from auxilio.identity.core.object_rules import ObjectRule
from auxilio.identity.core.permissions import Permission
from auxilio.kernel.event import Command, Event
from auxilio.kernel.ids import PersonId
from auxilio.rosters.core.qualification_model import QualificationCode


class RecordQualification(Command, frozen=True, kw_only=True, tag="rosters.record_qualification"):
    """Somebody holds a qualification between two days; one that they hold already is renewed or corrected."""

    permission: ClassVar[str] = Permission.ROSTER_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    person: PersonId
    code: QualificationCode
    since: date
    until: date | None = None


class WithdrawQualification(Command, frozen=True, kw_only=True, tag="rosters.withdraw_qualification"):
    """It was recorded by mistake, or was taken from them."""

    permission: ClassVar[str] = Permission.ROSTER_ADMIN
    object_rule: ClassVar[str] = ObjectRule.SHARED
    person: PersonId
    code: QualificationCode


type QualificationCommand = RecordQualification | WithdrawQualification


class QualificationRecorded(Event, frozen=True, kw_only=True, tag="rosters.qualification.recorded"):
    """Somebody holds it between these days."""

    person: PersonId
    code: QualificationCode
    since: date
    until: date | None


class QualificationWithdrawn(Event, frozen=True, kw_only=True, tag="rosters.qualification.withdrawn"):
    """They hold it no more."""

    person: PersonId
    code: QualificationCode


type QualificationEvent = QualificationRecorded | QualificationWithdrawn
