"""A point said as figures: decimal degrees, degrees-minutes-seconds, UTM, MGRS, plus code, `geo:` URI. Pure."""

import re
from functools import lru_cache

import mgrs
import pyproj
from openlocationcode import openlocationcode as plus_codes

from auxilio.kernel.position import Point

_PLUS = re.compile(r"\b([23456789CFGHJMPQRVWX]{2,8}\+[23456789CFGHJMPQRVWX]{2,7})(?![0-9A-Z])")
_MGRS = re.compile(r"(?:MGRS[: ]*)?(\d{1,2}[C-HJ-NP-X])\s*([A-HJ-NP-Z]{2})\s*(\d{2,5})\s*(\d{2,5})?")
_UTM = re.compile(
    r"(?:UTM)?\s*(?:HUSO|ZONA|FUS)?\s*\b(\d{2})\s*([C-HJ-NP-X])?\b[ ,:;]*(?:ETRS89)?[ ,:;]*(?:X|E)?\s*[=:]?\s*"
    r"(\d{6}(?:[.,]\d+)?)[ ,;]+(?:Y|N)?\s*[=:]?\s*(\d{7}(?:[.,]\d+)?)"
)
_SEXAGESIMAL = re.compile(
    r"(\d{1,3}(?:[.,]\d+)?)\s*(?:[°ºo]|grados?|graus?|\s)\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:'|min(?:utos?|uts?)?|\s)\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|seg(?:undos?)?|segons?)?\s*)?"
    r"\s*(norte|nord|sur|sud|este|est|oeste|oest|[NSEWO])\b",
    re.IGNORECASE,
)
_DOTS = re.compile(r"(?:geo:)?\s*([+-]?\d{1,3}\.\d{2,})\s*[,; ]\s*([+-]?\d{1,3}\.\d{2,})(?:[?;].*)?")
_COMMAS = re.compile(r"([+-]?\d{1,3},\d{2,})\s*[;/ ]\s*([+-]?\d{1,3},\d{2,})")
_QUOTES = str.maketrans({"’": "'", "′": "'", "″": '"', "”": '"', "“": '"', "−": "-"})
_ETRS89_ZONES = range(28, 39)
"""In Europe UTM means ETRS89 (EPSG:25828–25838), official in Spain by Real Decreto 1071/2007; elsewhere WGS84."""


def parse(text: str, near: Point | None = None) -> Point | None:
    """The point that `text` says, or None when it is no coordinate.

    `near` completes a short plus code (`GG4C+GP`), which names a point only near another.
    """
    said = text.strip().translate(_QUOTES).replace("''", '"')
    for form in (_plus_code, _mgrs, _utm, _degrees, _decimal):
        try:
            point = form(said, near)
        except ValueError:
            # Looked like this form and says no point of the earth: another form may still read it.
            continue
        if point is not None:
            return point
    return None


def _plus_code(said: str, near: Point | None) -> Point | None:
    found = _PLUS.search(said.upper())
    if not found:
        return None
    code = found.group(1)
    if not plus_codes.isFull(code):
        if near is None or not plus_codes.isShort(code):
            return None
        code = plus_codes.recoverNearest(code, near.lat, near.lon)
    area = plus_codes.decode(code)
    return Point(lat=area.latitudeCenter, lon=area.longitudeCenter)


def _mgrs(said: str, near: Point | None) -> Point | None:
    found = _MGRS.fullmatch(said.upper())
    if not found:
        return None
    figures = found.group(3) + (found.group(4) or "")
    if len(figures) % 2:
        return None
    try:
        lat, lon = mgrs.MGRS().toLatLon(found.group(1) + found.group(2) + figures)
    except mgrs.core.MGRSError as wrong:
        raise ValueError("no such square") from wrong
    return Point(lat=lat, lon=lon)


@lru_cache(maxsize=64)
def _from_utm(zone: int, south: bool) -> pyproj.Transformer:
    code = 25800 + zone if zone in _ETRS89_ZONES and not south else (32700 if south else 32600) + zone
    return pyproj.Transformer.from_crs(code, 4326, always_xy=True)


def _utm(said: str, near: Point | None) -> Point | None:
    found = _UTM.search(said.upper())
    if not found:
        return None
    zone = int(found.group(1))
    if not 1 <= zone <= 60:
        raise ValueError("no such zone")
    south = (found.group(2) or "N") < "N"
    lon, lat = _from_utm(zone, south).transform(_figure(found.group(3)), _figure(found.group(4)))
    return Point(lat=lat, lon=lon)


def _degrees(said: str, near: Point | None) -> Point | None:
    parts = _SEXAGESIMAL.findall(said)
    if len(parts) != 2:
        return None
    value: dict[str, float] = {}
    for degrees, minutes, seconds, side in parts:
        size = _figure(degrees) + _figure(minutes or "0") / 60 + _figure(seconds or "0") / 3600
        # O is west in Spanish (oeste); E and «este» east, N and «norte» north, S and «sur» south.
        letter = side[0].lower()
        value["lat" if letter in "ns" else "lon"] = -size if letter in "swo" else size
    return Point(**value) if len(value) == 2 else None


def _decimal(said: str, near: Point | None) -> Point | None:
    found = _DOTS.fullmatch(said) or _COMMAS.fullmatch(said)
    if not found:
        return None
    lat, lon = _figure(found.group(1)), _figure(found.group(2))
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError("not on the earth")
    return Point(lat=lat, lon=lon)


def _figure(text: str) -> float:
    return float(text.replace(",", "."))
