"""What path, query and header parameters mean, for those whose route does not say it itself.

By name, or by path and name where a name means something else there. A route may say it too (`QueryParameter(description=...)`).
A parameter without a line here is named by `tests/app/test_api_schema.py`.
"""

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "x-auxilio-command": "Id of this request, a UUID made by the client. A repeat of the id is answered like the first, and done once.",
    "after": "Id of the last case of the page before.",
    "agency": "Key of an agency.",
    "before": "Only what is older than this; for the next page.",
    "call": "Id of a call.",
    "callsign": "Callsign of the unit that asks.",
    "capability": "Only units with this capability.",
    "case": "Id of a case.",
    "centre": "Key of an operational centre.",
    "code": "A code of a type of incident.",
    "colour": "Triage colour of the patient.",
    "content": "Digest of a set of content.",
    "day": "A day; the week that it is in is answered.",
    "days": "So many days back.",
    "digest": "SHA-256 in hexadecimal of what is asked for.",
    "disposition": "How the case ended.",
    "file": "Name of the file, kept with the import.",
    "form": "Format of the file.",
    "notice": "Code of a notice of the content, such as stop trains; of the function `notice` alone.",
    "ending": "The number of the case, or from three figures on its end.",
    "fresh": "Whether to check anew instead of answering with what was found a moment ago.",
    "from": "Where the way begins: `LAT,LON` in degrees, WGS 84.",
    "green": "Victims whose triage colour is green.",
    "id": "Id of the object that the path names.",
    "key": "Key of the row.",
    "kinds": "Kinds of facility, with commas between.",
    "lang": "Language of the directions, a BCP 47 tag.",
    "language": "Language of the words in the answer, a BCP 47 tag.",
    "lat": "Latitude in degrees, WGS 84.",
    "level": "Alarm level.",
    "limit": "At most so many results.",
    "lon": "Longitude in degrees, WGS 84.",
    "mode": "Mode of the case: real, exercise, training or test.",
    "municipality": "Code of the municipality.",
    "name": "Name of the file.",
    "needs": "Capabilities that the hospital must have, with commas between.",
    "number": "Number of the object, as people say it.",
    "offset": "Bytes that were sent before this piece.",
    "partner": "Id of a partner: an organisation whose system has keys.",
    "path": "Path of the file in the set.",
    "priority": "Priority, 0 the most severe.",
    "q": "What was said of the place.",
    "radius_m": "Radius of uncertainty in metres.",
    "red": "Victims whose triage colour is red.",
    "send": "Capabilities to send beside those of the plan, with commas between.",
    "since": "Begin of the time that is asked for.",
    "state": "State of the case.",
    "task": "Id of a task.",
    "text": "Words to look for.",
    "theme": "Light or dark.",
    "to": "Where the way ends: `LAT,LON` in degrees, WGS 84.",
    "training": "Id of a practice session.",
    "type": "Code of a type of incident.",
    "unit": "Id of a unit.",
    "until": "End of the time that is asked for.",
    "v": "Version of the map, so that a browser keeps its pieces.",
    "within": "Minutes within which a unit must be there.",
    "without": "Ids of units that are taken to be away.",
    "words": "Words of the place, the municipality or a line of the story.",
    "working_copy": "Whether it is a working copy: of a case that is not sealed, and marked as such.",
    "x": "Column of the tile.",
    "y": "Row of the tile.",
    "yellow": "Victims whose triage colour is yellow.",
    "z": "Zoom of the tile.",
}


MEANINGS_AT: Mapping[tuple[str, str], str] = {
    ("/api/admin/partners/keys/{key}/rotate", "key"): "Id of an API key, as the list of partners names it.",
}
"""By path and name."""


def meaning_of(path: str, name: str) -> str:
    """What a parameter of this name means at this path; empty when no line says it."""
    return MEANINGS_AT.get((path, name)) or MEANINGS.get(name, "")
