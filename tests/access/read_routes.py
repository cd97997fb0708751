"""The read routes of the application and what is asked of each: which of them tell of a case, and which of none."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from auxilio.kernel.ids import CallId, CaseId, OperationId, TaskId, UnitId
from auxilio.platform.ids import new_id

LON = 0.5
NOTHING = "0" * 64
"""A digest of nothing."""


@dataclass(frozen=True)
class Objects:
    """One case with all that a route may be asked about, and what is marked in it."""

    case: CaseId
    number: int
    call: CallId
    call_number: int
    talk: CallId
    """A call without a case."""
    task: TaskId
    unit: UnitId
    at: str
    """When its unit was at its place: a moment ago."""
    lat: float
    review: UUID
    operation: OperationId
    photo: str
    talk_photo: str
    sound: str
    outgoing: CallId
    """A call that a desk made for the case."""
    outgoing_sound: str
    phone: str
    marks: tuple[str, ...]
    """Its words, telephone and coordinates: what is told of this case and of no other."""


@dataclass(frozen=True)
class Ask:
    """A request; `to`: its path, which stands for the route itself where it is empty."""

    to: str
    body: object = None


type Route = Callable[[Objects], Ask]

OF_A_CASE: dict[str, Route] = {
    "GET /api/case-files/{case}": lambda o: Ask(f"/api/case-files/{o.case}"),
    "GET /api/case-files/{case}/bundle": lambda o: Ask(f"/api/case-files/{o.case}/bundle?working_copy=true"),
    "GET /api/case-files/{case}/report": lambda o: Ask(f"/api/case-files/{o.case}/report?working_copy=true"),
    "GET /api/case-files/{case}/documents/{digest}": lambda o: Ask(
        f"/api/case-files/{o.case}/documents/{o.photo}"
    ),
    "GET /api/cases/{case}/earlier": lambda o: Ask(f"/api/cases/{o.case}/earlier"),
    "GET /api/cases/{case}/premise-notes": lambda o: Ask(f"/api/cases/{o.case}/premise-notes"),
    "GET /api/exchange/cases/{case}/interviews": lambda o: Ask(f"/api/exchange/cases/{o.case}/interviews"),
    "GET /api/calls/{call}/attachments/{digest}": lambda o: Ask(f"/api/calls/{o.call}/attachments/{o.photo}"),
    "POST /api/calls/{call}/recordings/{digest}": lambda o: Ask(
        f"/api/calls/{o.call}/recordings/{o.sound}", {"reason": "reclamación"}
    ),
    "POST /api/outgoing-calls/{call}/recordings/{digest}": lambda o: Ask(
        f"/api/outgoing-calls/{o.outgoing}/recordings/{o.outgoing_sound}", {"reason": "reclamación"}
    ),
    "POST /api/calls/{call}/subscriber": lambda o: Ask(f"/api/calls/{o.call}/subscriber", {}),
    "POST /api/calls/{call}/vin": lambda o: Ask(f"/api/calls/{o.call}/vin", {}),
    "POST /api/calls/{call}/link": lambda o: Ask(f"/api/calls/{o.call}/link", {}),
    "POST /api/calls/{call}/same": lambda o: Ask(f"/api/calls/{o.call}/same", {}),
    "GET /api/calls/{call}/earlier/count": lambda o: Ask(f"/api/calls/{o.call}/earlier/count"),
    "GET /api/calls/{call}/earlier": lambda o: Ask(f"/api/calls/{o.call}/earlier"),
    "GET /api/dispatch/recommend": lambda o: Ask(f"/api/dispatch/recommend?task={o.task}"),
    "GET /api/dispatch/sharing": lambda _: Ask("/api/dispatch/sharing"),
    "GET /api/dispatch/positions": lambda _: Ask("/api/dispatch/positions"),
    "POST /api/unit/position": lambda o: Ask(
        "/api/unit/position", {"unit": str(o.unit), "point": {"lat": o.lat, "lon": LON}, "at": o.at}
    ),
    "GET /api/archive/cases": lambda o: Ask(f"/api/archive/cases?number={o.number}"),
    "POST /api/archive/cases/by-phone": lambda o: Ask("", {"phone": o.phone}),
    "GET /api/radio/log": lambda o: Ask(f"/api/radio/log?case={o.case}"),
    "GET /api/reviews": lambda _: Ask("/api/reviews"),
    "GET /api/reviews/{id}": lambda o: Ask(f"/api/reviews/{o.review}"),
    "GET /api/reviews/{id}/call": lambda o: Ask(f"/api/reviews/{o.review}/call"),
    "GET /api/reviews/calls/{number}": lambda o: Ask(f"/api/reviews/calls/{o.call_number}"),
    "GET /api/preventive/operations/{id}/report": lambda o: Ask(
        f"/api/preventive/operations/{o.operation}/report"
    ),
    "GET /api/preventive/operations/{id}/report.csv": lambda o: Ask(
        f"/api/preventive/operations/{o.operation}/report.csv"
    ),
    "GET /api/case-files/{case}/proof": lambda o: Ask(f"/api/case-files/{o.case}/proof"),
    "GET /api/case-files/{case}/mails": lambda o: Ask(f"/api/case-files/{o.case}/mails"),
    "POST /api/case-files/{case}/seal": lambda o: Ask(f"/api/case-files/{o.case}/seal", {}),
}
"""Those that tell of a case, of its call, task, unit or review, by method and path as they are published; in the order
in which they are asked: a seal comes last, for it changes the case."""
OF_A_TALK: dict[str, Route] = {
    "GET /api/calls/{call}/attachments/{digest}": lambda o: Ask(
        f"/api/calls/{o.talk}/attachments/{o.talk_photo}"
    ),
    "POST /api/calls/{call}/link": lambda o: Ask(f"/api/calls/{o.talk}/link", {}),
}
"""The same about a call that has no case yet; in the table they end with `talk`."""
LISTS = {
    "GET /api/dispatch/sharing",
    "GET /api/dispatch/positions",
    "GET /api/archive/cases",
    "POST /api/archive/cases/by-phone",
    "GET /api/reviews",
    "GET /api/radio/log",
    "POST /api/calls/{call}/same",
    "GET /api/calls/{call}/earlier",
    "GET /api/cases/{case}/earlier",
}
"""They answer about more than was asked for: `200+` says that words, telephone or place of the case are in the answer."""
HEAVY = {"GET /api/case-files/{case}/bundle", "GET /api/case-files/{case}/report"}
"""Each writes a whole file: an allowed answer takes a second."""

OF_NO_CASE: dict[str, Ask] = {
    "GET /api/session": Ask(""),
    "POST /api/location": Ask("", {"number": "+34600111222", "document": "<presence/>"}),
    "POST /api/ecall": Ask("", {"number": "+34600111222", "msd": "00"}),
    "GET /api/session/preferences": Ask(""),
    "GET /api/directory": Ask(""),
    "GET /api/present": Ask(""),
    "GET /api/on-call": Ask("/api/on-call?function=duty_officer"),
    "GET /api/admin/settings": Ask(""),
    "GET /api/readiness": Ask(""),
    "GET /api/setup/centre": Ask(""),
    "GET /api/setup/messaging": Ask(""),
    "GET /api/setup/region": Ask(""),
    "GET /api/setup/telephone": Ask(""),
    "GET /api/setup/tls": Ask(""),
    "GET /api/admin/backups": Ask(""),
    "GET /api/admin/keys": Ask(""),
    "GET /api/admin/partners": Ask(""),
    "GET /api/admin/roles": Ask(""),
    "GET /api/admin/people": Ask(""),
    "GET /api/admin/grants": Ask(""),
    "GET /api/admin/units": Ask(""),
    "GET /api/admin/units/{unit}/devices": Ask(f"/api/admin/units/{new_id()}/devices"),
    "GET /api/admin/plan": Ask(""),
    "GET /api/admin/imports": Ask(""),
    "GET /api/admin/history/{kind}/{key}": Ask("/api/admin/history/agencies/san"),
    "GET /api/admin/export/{kind}": Ask("/api/admin/export/people"),
    "GET /api/admin/import/{kind}/template": Ask("/api/admin/import/units/template"),
    "POST /api/admin/import/{kind}/preview": Ask("/api/admin/import/units/preview", {}),
    "GET /api/admin/contacts": Ask(""),
    "GET /api/admin/radio": Ask(""),
    "GET /api/admin/hospitals": Ask(""),
    "GET /api/admin/on-call": Ask(""),
    "GET /api/admin/qualifications": Ask(""),
    "GET /api/crew-warnings": Ask(""),
    "GET /api/opening-rules": Ask(""),
    "GET /api/calls/frequent": Ask(""),
    "GET /api/premise-notes": Ask(""),
    "GET /api/premise-notes/template": Ask(""),
    "POST /api/premise-notes/preview": Ask("", {}),
    "GET /api/premise-notes/{id}": Ask(f"/api/premise-notes/{new_id()}"),
    "GET /api/rosters/week": Ask(""),
    "GET /api/rosters/own": Ask(""),
    "GET /api/rosters/colleague/{id}": Ask(f"/api/rosters/colleague/{new_id()}"),
    "GET /api/rosters/news": Ask(""),
    "GET /api/admin/content": Ask(""),
    "GET /api/admin/paces": Ask(""),
    "GET /api/calls/refused": Ask(""),
    "GET /api/calls/tests": Ask(""),
    "GET /api/calls/numbers": Ask(""),
    "GET /api/calls/location-server": Ask(""),
    "GET /api/colleagues": Ask("/api/colleagues?text=a"),
    "POST /api/voice/line": Ask("", {}),
    "GET /api/geo/around": Ask("/api/geo/around?lat=41.6&lon=0.6"),
    "GET /api/geo/facilities": Ask(""),
    "GET /api/geo/imagery/{z}/{x}/{y}": Ask("/api/geo/imagery/0/0/0"),
    "GET /api/geo/info": Ask(""),
    "GET /api/geo/on-foot": Ask("/api/geo/on-foot?kinds=hospital&lat=41.6&lon=0.6"),
    "GET /api/geo/reverse": Ask("/api/geo/reverse?lat=41.6&lon=0.6"),
    "GET /api/geo/route": Ask("/api/geo/route?from=41.6,0.6&to=41.7,0.6"),
    "GET /api/geo/municipalities": Ask(""),
    "GET /api/geo/search": Ask("/api/geo/search?q=mayor"),
    "GET /api/geo/style.json": Ask(""),
    "GET /api/geo/tiles/{z}/{x}/{y}": Ask("/api/geo/tiles/0/0/0"),
    "GET /api/dispatch/proposal": Ask("/api/dispatch/proposal?priority=1"),
    "GET /api/dispatch/alarms": Ask(""),
    "GET /api/dispatch/contacts": Ask(""),
    "GET /api/dispatch/plan-check": Ask(""),
    "GET /api/dispatch/doubts": Ask(""),
    "GET /api/dispatch/knocking": Ask(""),
    "GET /api/dispatch/wake-ups": Ask(""),
    "GET /api/unit/push": Ask(""),
    "GET /api/dispatch/coverage": Ask("/api/dispatch/coverage?centre=san-1"),
    "GET /api/archive/types": Ask(""),
    "GET /api/exchange/apco/{code}": Ask("/api/exchange/apco/CARDIAC"),
    "GET /api/exchange/protocols": Ask(""),
    "GET /api/exchange/protocols/{digest}": Ask(f"/api/exchange/protocols/{NOTHING}"),
    "GET /api/exchange/types/{code}": Ask("/api/exchange/types/SAN-01"),
    "GET /api/releases": Ask(""),
    "GET /api/releases/{id}": Ask(f"/api/releases/{new_id()}"),
    "GET /api/releases/sets/{content}": Ask(f"/api/releases/sets/{NOTHING}"),
    "GET /api/releases/sets/{content}/file": Ask(f"/api/releases/sets/{NOTHING}/file?path=x"),
    "POST /api/releases/check": Ask("", {"files": {}}),
    "POST /api/plan/trial": Ask("", {"draft": {}, "facts": {"priority": 1, "at": "2026-01-01T00:00:00Z"}}),
    "POST /api/plan/replay": Ask("", {}),
    "POST /api/plan/area": Ask("", {"draft": {}}),
    "POST /api/content/translations": Ask("", {"draft": {}, "language": "fr"}),
    "POST /api/content/form": Ask("", {"draft": {}, "path": "protocols/san-pcr.yaml"}),
    "POST /api/content/protocol-specification": Ask("", {"draft": {}, "protocol": "san-pcr"}),
    "POST /api/plan/radio": Ask("", {"draft": {}}),
    "POST /api/plan/radio/talk-groups": Ask("", {}),
    "GET /api/plan/radio/talk-groups": Ask(""),
    "GET /api/plan/radio/talk-groups/template": Ask(""),
    "GET /api/reviews/agreement": Ask(""),
    "GET /api/reviews/mine": Ask(""),
    "GET /api/reviews/figures": Ask(""),
    "POST /api/triage/suggest": Ask("", {"text": "humo"}),
    "POST /api/goods/look": Ask("", {"un": "1203"}),
    "POST /api/goods/find": Ask("", {"text": "gasolina"}),
    "GET /api/hospitals/options": Ask(""),
    "GET /api/hospitals/distribution": Ask(""),
    "GET /api/figures/calls": Ask(""),
    "GET /api/hospitals/handovers": Ask(""),
    "GET /api/training": Ask(""),
    "GET /api/training/{training}/scores": Ask(f"/api/training/{new_id()}/scores"),
    "GET /api/training/{training}/scores.csv": Ask(f"/api/training/{new_id()}/scores.csv"),
    "GET /api/radio/plan": Ask(""),
    "POST /api/preventive/area": Ask("", {"text": "{}"}),
    "POST /api/preventive/places": Ask("", {"text": "name;lat;lon"}),
    "GET /api/preventive/operations": Ask(""),
    "GET /api/major/plans": Ask(""),
    "POST /api/sms": Ask("", {"id": "1", "sender": "+34600000001", "recipient": "112", "text": "no es AML"}),
    "POST /api/sms/receipts": Ask("", {"id": "of-a-gateway", "state": "delivered"}),
    "GET /api/content": Ask(""),
    "GET /api/content/coverage": Ask(""),
    "GET /api/content/paper": Ask(""),
    "GET /api/content/phrasebook": Ask(""),
    "GET /api/content/partial/{language}": Ask("/api/content/partial/gl"),
    "GET /api/content/unsigned": Ask(""),
    "GET /api/content/versions/{digest}": Ask(f"/api/content/versions/{NOTHING}"),
    "GET /api/content/versions/{digest}/copy": Ask(f"/api/content/versions/{NOTHING}/copy"),
    "GET /api/recordings/{digest}": Ask(f"/api/recordings/{NOTHING}"),
    "GET /api/recordings/sounds/{digest}": Ask(f"/api/recordings/sounds/{NOTHING}"),
    "GET /api/types": Ask(""),
}
"""Those that tell of no case: who may ask them."""
_DEVICE = "a device's token: tests/dispatch/test_phones.py"
_DIRECTORY = "writes: tests/identity/test_api.py, test_grants.py; tests/dispatch/test_phones.py"
_CONTACTS = "writes: tests/identity/test_contacts.py"
_IMPORT = "writes: tests/directory_import/test_api.py"
_SETUP = "public by the link of the set-up, or writes: tests/setup/test_links.py"
_REGION = "writes: tests/setup/test_region_api.py"
_TELEPHONE = "writes, or rings outside: tests/setup/test_trunk_trial.py"
_MESSAGING = "writes, or sends a test message: tests/setup/test_messaging.py"
_BACKUPS = "writes, or gives a file: tests/backups/test_api.py"
_PARTNERS = "makes a secret: tests/partners/test_api.py"
ELSEWHERE: dict[str, str] = {
    "POST /api/commands": "matrix.tsv",
    "PUT /api/session/password": "one's own: tests/identity/test_api.py",
    "PATCH /api/session/preferences": "one's own: tests/identity/test_preferences.py",
    "POST /api/aml": "public, and signed: tests/input/test_aml.py",
    "POST /api/session": "public: tests/identity/test_api.py",
    "DELETE /api/session": "one's own: tests/identity/test_api.py",
    "PUT /api/unit/push": "one's own: tests/workflows/test_crew_wake_ups.py",
    "DELETE /api/unit/push": "one's own: tests/workflows/test_crew_wake_ups.py",
    "GET /api/desks": "public",
    "GET /api/health": "public",
    "GET /api/schema/openapi.json": "no data: tests/app/test_api_schema.py",
    "GET /api/voice": "public",
    "GET /api/case-files/public-key": "public",
    "POST /api/case-files/{case}/mails": "writes: tests/casefile/test_report_mail.py",
    "POST /api/caller": "public: tests/calls/test_attachments.py",
    "GET /api/caller": "a caller's own call: tests/calls/test_attachments.py",
    "POST /api/caller/attachments": "a caller's own call: tests/calls/test_attachments.py",
    "GET /api/position/traccar": _DEVICE,
    "POST /api/position/traccar": _DEVICE,
    "POST /api/position/owntracks": _DEVICE,
    "POST /api/position/geojson": _DEVICE,
    "POST /api/admin/people": _DIRECTORY,
    "PUT /api/admin/people/{id}": _DIRECTORY,
    "DELETE /api/admin/people/{id}/sessions": _DIRECTORY,
    "POST /api/admin/grants/{id}/confirm": _DIRECTORY,
    "POST /api/admin/grants/{id}/refuse": _DIRECTORY,
    "PUT /api/admin/agencies/{id}": _DIRECTORY,
    "PUT /api/admin/centres/{id}": _DIRECTORY,
    "PUT /api/admin/desks/{id}": _DIRECTORY,
    "PUT /api/admin/contacts/{id}": _CONTACTS,
    "DELETE /api/admin/contacts/{id}": _CONTACTS,
    "POST /api/admin/units/{unit}/devices": _DIRECTORY,
    "POST /api/admin/import/{kind}": _IMPORT,
    "POST /api/admin/imports/{id}/take-back": _IMPORT,
    "DELETE /api/admin/devices/{id}": _DIRECTORY,
    "POST /api/setup/link": _SETUP,
    "POST /api/setup/administrators": _SETUP,
    "PUT /api/setup/centre": _SETUP,
    "POST /api/setup/signers": "writes: tests/setup/test_signers.py",
    "POST /api/setup/region/uploads": _REGION,
    "PUT /api/setup/region/uploads/{id}": _REGION,
    "DELETE /api/setup/region/uploads/{id}": _REGION,
    "DELETE /api/setup/region/files": _REGION,
    "POST /api/setup/region/build": _REGION,
    "POST /api/setup/region/build/cancel": _REGION,
    "POST /api/setup/region/build/now": _REGION,
    "PUT /api/setup/messaging": _MESSAGING,
    "PUT /api/setup/messaging/secrets/{name}": _MESSAGING,
    "PUT /api/setup/messaging/authorities/{name}": _MESSAGING,
    "POST /api/setup/messaging/aml-keys": _MESSAGING,
    "DELETE /api/setup/messaging/aml-keys/{name}": _MESSAGING,
    "POST /api/setup/messaging/trial": _MESSAGING,
    "PUT /api/setup/telephone": _TELEPHONE,
    "PUT /api/setup/tls": "writes: tests/setup/test_page_tls.py",
    "POST /api/setup/telephone/trial": _TELEPHONE,
    "PUT /api/admin/backups": _BACKUPS,
    "POST /api/admin/backups/run": _BACKUPS,
    "POST /api/admin/backups/key": _BACKUPS,
    "POST /api/admin/keys/copy": _BACKUPS,
    "POST /api/admin/partners/{partner}/keys": _PARTNERS,
    "POST /api/admin/partners/keys/{key}/rotate": _PARTNERS,
}
"""Routes that the table leaves out, and where they are tested."""
