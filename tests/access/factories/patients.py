"""Patients: one of the case, whom a unit has."""

from auxilio.dispatch.patients.core import messages as m
from auxilio.dispatch.patients.core.model import TriageColour
from auxilio.kernel.ids import PatientId
from auxilio.kernel.shared_types import Mode
from auxilio.platform.ids import new_id
from tests.access.factories.registry import makes
from tests.access.world import World


@makes(m.RecordPatient)
def record(w: World) -> m.RecordPatient:
    return m.RecordPatient(patient=PatientId(new_id()), case=w.case(), mode=Mode.REAL)


@makes(m.UpdatePatient)
def update(w: World) -> m.UpdatePatient:
    return m.UpdatePatient(patient=w.patient(), triage=TriageColour.BLACK)


@makes(m.WarnHospital)
def warn_hospital(w: World) -> m.WarnHospital:
    return m.WarnHospital(patient=w.patient(), hospital="Hospital")


@makes(m.AcknowledgeHospitalWarning)
def hospital_acknowledged(w: World) -> m.AcknowledgeHospitalWarning:
    warned = lambda one: m.HospitalWarned(patient=one, hospital="Hospital", by="Ana")  # noqa: E731
    return m.AcknowledgeHospitalWarning(patient=w.patient(warned), by="Joan")


@makes(m.TransferPatientCare)
def hand_over(w: World) -> m.TransferPatientCare:
    return m.TransferPatientCare(patient=w.patient(), to="urgencias")
