"""Values that examples are made of: by pattern, by format, by the name of a field, by type.

A pattern that a type newly checks needs its line here: `tests/app/test_api_schema.py` names the one that is missing.
"""

from collections.abc import Mapping

from auxilio.kernel.email_address import PATTERN as EMAIL_PATTERN

DIGEST = "0f343b0931126a20f133d67c2b018a3b5e1d9b4b1a4f4e2c8a5a3f5b6c7d8e9f"
BY_PATTERN: Mapping[str, str] = {
    r"^https://[!-~]+$": "https://push.example/send/abc",
    r"^[A-Za-z0-9_-]{87}$": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    r"^[A-Za-z0-9_-]{22}$": "BTBZMqHH6r4Tts7J_aSIgg",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "es",
    r"^[a-z]{2}$": "es",
    r"^[a-z]{2,3}$": "es",
    r"^[A-Z]{2}$": "ES",
    r"^[0-9a-f]{64}$": DIGEST,
    r"^[a-z_]{1,64}$": "outward_too_slow",
    r"^[a-z][a-z0-9_]{0,59}$": "stop_trains",
    r"^[0-9A-HJ-NPR-Z?]{17}$": "WVWZZZ1JZ3W386752",
    r"^[0-9a-f]{16}$": DIGEST[:16],
    r"^(\+[1-9][0-9]{3,14}|[0-9]{3,6})$": "+34600000001",
    r"^\+[1-9][0-9]{3,14}$": "+34600000001",
    r"^\+?[0-9]{3,15}$": "+34600000001",
    EMAIL_PATTERN: "guardia@alba.example",
    r"^[0-9*#A-D]$": "1",
    r"^[A-Za-z0-9_.-]{1,60}$": "SAN-01",
    r"^[A-Za-z0-9_.:-]{1,60}$": "SAN-01",
    r"^[A-Z0-9]{1,6}(-[A-Z0-9]{1,6}){0,2}$": "A-01",
    r"^[0-9]{3}-(0|[1-9][0-9]{0,4})-[1-9][0-9]{0,7}$": "214-1-1001",
    r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$": "2026-12-02T09:30",
    r"^\d{4}-\d{2}-\d{2}$": "2026-12-02",
    r"^([01][0-9]|2[0-3]):[0-5][0-9]$": "09:30",
    r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$": "08:00-20:00",
    r"^[a-z0-9][a-z0-9_-]{0,39}$": "san-1",
    r"^[a-z0-9][a-z0-9-]{0,39}$": "san-1",
    r"^[a-z0-9][a-z0-9-]*$": "san-1",
    r"^[a-z_]{1,40}$": "gas",
    r"^[a-z][a-z0-9_]{0,39}$": "gas",
    r"^[a-z][a-z_]{0,39}$": "gas",
    r"^(open|closed|sealed|merged)$": "open",
    r"^[0-9]{1,9}$": "4821",
    r"^[0-9]{14}$": "35209900176148",
    r"^[^\x00]*$": "text",
    r"^[^\x00-\x1f]*$": "text",
    r"^[^\x00-\x1f\x7f]*$": "text",
    r"^[^\x00-\x1f\x7f]*$(?!\n)": "text",
    r"^(?=.*\S)[^\x00-\x1f\x7f]+$(?!\n)": "text",
    r"^\S([^\r\n]*\S)?$": "text",
    r"^[^\s\x00-\x1f]{1,64}$": "lucia",
    r"^[^\s\x00-\x1f]{1,40}$": "desk-01",
    r"^(protocols|cards)/[a-z0-9][a-z0-9_.-]*\.yaml$": "protocols/san-pcr.yaml",
    r"^https?://[A-Za-z0-9.\-\[\]:]{1,200}$": "https://112.example",
}
BY_FORMAT: Mapping[str, str] = {
    "uuid": "0190a5c2-7d3e-7c41-9b1a-2f4e6d8c0a13",
    "date-time": "2026-12-02T09:30:00Z",
    "date": "2026-12-02",
}
BY_TYPE: Mapping[str, Mapping[str, str]] = {
    "FollowupParty": {"desk": "desk-01"},
    "EcallReport": {
        "number": "+34600000001",
        "msd": "0324101A01C614A2873C52ABA870010010089AF166285C59A4C86408FE29C16C01054010F010",
    },
    "ShortMessage": {
        "id": "gateway-1",
        "sender": "+34600000001",
        "recipient": "112",
        "text": "Hay humo en la escalera",
    },
}
"""Of types that check more than a schema can say, by the title of the schema."""
BY_NAME: Mapping[str, str | int | float] = {
    "lat": 41.6176,
    "lon": 0.62,
    "language": "es",
    "lang": "es",
    "words": "Smoke on the second floor",
    "summary": "Smoke on the second floor",
    "text": "Smoke on the second floor",
    "reason": "Asked for by the caller",
    "name": "North",
    **dict.fromkeys(
        (
            "NewPerson.name",
            "ChangedPerson.name",
            "NewAdministrator.name",
            "CrewMember.name",
            "NamedPerson.name",
            "OnCallContact.name",
            "TakeSeat.name",
        ),
        "Marta Soler",
    ),
    "Agency.service": "health",
    "ApiKeyRequest.name": "Interviews for the hospital record",
    "Attachment.name": "smoke.jpg",
    "NewApiKey.token": "aux_<id>_<secret>",
    "NewDevice.name": "Phone of A-01",
    "NewExtractUpload.name": "spain.osm.pbf",
    "RegisterPartner.name": "Hospital San Telmo",
    "ChangePartner.name": "Hospital San Telmo",
    "LocationReport.number": "+34600000001",
    "LocationReport.document": (
        '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="tel:+34600000001" '
        'xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:gs="http://www.opengis.net/pidflo/1.0"><tuple id="a"><status><gp:geopriv><gp:location-info>'
        '<gs:Circle srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>41.6176 0.62</gml:pos>'
        '<gs:radius uom="urn:ogc:def:uom:EPSG::9001">25</gs:radius></gs:Circle></gp:location-info>'
        "</gp:geopriv></status><timestamp>2026-12-02T09:30:00Z</timestamp></tuple></presence>"
    ),
    "contact": "Systems, +34600000001",
    "why": "The secret was sent by mail",
    "login": "lucia",
    "passphrase": "a long sentence that nobody guesses",
    "password": "a long sentence that nobody guesses",
    "desk": "desk-01",
    "centre": "san-1",
    "agency": "san",
    "radius_m": 25,
    "from": "41.6176,0.62",
    "to": "41.62,0.63",
    "day": "2026-12-02",
}
"""By the name of a field, or by the title of its schema and the name. A value that its schema does not allow is not taken."""
LATER = "2028-06-30T12:00:00Z"
MOMENTS_TO_COME = frozenset({"expires_at", "until", "ends", "effective_from"})
"""Names of moments that lie ahead: a key that ends today is refused, and so is one that lives for longer than two years."""
