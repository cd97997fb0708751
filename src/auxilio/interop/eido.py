"""Parts of an Emergency Incident Data Object (NENA-STA-021.1b), ready for whoever sends one."""

from auxilio.interop.apco import EIDO_RENAMED, code_of
from auxilio.kernel.refusal import Refused
from auxilio.triage.core.model import IncidentType


def incident_type(type: IncidentType, language: str) -> dict[str, str]:
    """The three elements of `IncidentInformationType` that say what is happening.

    `incidentTypeCommonRegistryText` is required there and may hold a value of the registry only, so a type without a code
    is refused rather than guessed. Raises `Refused("type_without_apco_code")`.
    """
    code = code_of(type)
    if code is None:
        raise Refused("type_without_apco_code", type=type.code)
    return {
        "incidentTypeCommonRegistryText": EIDO_RENAMED.get(code.code, code.code),
        "incidentTypeInternalCode": type.code,
        "incidentTypeInternalText": type.name.get(language) or type.name["es"],
    }
