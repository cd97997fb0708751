"""Rows of an official file, whatever it was written in, and what its headers mean. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shapely import Geometry

from auxilio.geo.build.official.findings import FileRefused
from auxilio.geo.gazetteer.name_keys import unaccented

KNOWN: dict[str, tuple[str, ...]] = {
    "street": ("VIA_NOMBRE_ACENTOS", "NOM_VIA", "NOMBRE_VIA", "VIA_NOMBRE", "NOM_CALLE", "CALLE", "CARRER", "STREET",
               "ADDR_STREET", "VIA", "DIRECCION"),
    "street_type": ("VIA_CLASE", "TIPO_VIA", "CLASE_VIA", "TVIA", "TIP_VIA", "STREET_TYPE"),
    "particle": ("VIA_PAR", "PARTICULA_VIA", "PARTICULA", "NEXO"),
    "number": ("NUMERO", "NUM", "NUMERO_POLICIA", "PORTAL", "ADDR_HOUSENUMBER", "HOUSENUMBER", "NUMBER"),
    "suffix": ("EXTENSION", "CALIFICADOR", "LETRA", "SUFFIX"),
    "postcode": ("COD_POSTAL", "CODIGO_POSTAL", "CODPOSTAL", "CP", "POSTCODE", "ADDR_POSTCODE"),
    "x": ("UTMX_ETRS", "UTMX_ETRS89", "X_ETRS89", "ETRS89_X", "COORD_X", "COORDENADA_X", "UTM_X", "X_UTM", "XUTM", "X"),
    "y": ("UTMY_ETRS", "UTMY_ETRS89", "Y_ETRS89", "ETRS89_Y", "COORD_Y", "COORDENADA_Y", "UTM_Y", "Y_UTM", "YUTM", "Y"),
    "lat": ("LATITUD", "LATITUDE", "LAT"),
    "lon": ("LONGITUD", "LONGITUDE", "LON", "LNG", "LONG"),
    "road": ("CARRETERA", "NOMBRE_CARRETERA", "CARRETERA_NOMBRE", "ROAD", "VIA", "REF"),
    "km": ("PK", "P_K", "KM", "PUNTO_KILOMETRICO", "PUNT_QUILOMETRIC", "KILOMETRO", "NUMERO"),
    "metres": ("METROS", "MTS", "M"),
    "name": ("NAMEUNIT", "NOMBRE", "DENOMINACION", "NOM", "NAME", "ROTULO"),
    "code": ("NATCODE", "CODIGO_INE", "COD_INE", "CODIGOINE", "CODMUNI", "INE", "CODIGO", "CODE", "CODI", "REF"),
    "kind": ("TIPO", "KIND", "CLASE", "TIPUS"),
    "phone": ("TELEFONO", "TELEFON", "TLF", "PHONE"),
    "hours": ("HORARIO", "HORARI", "OPENING_HOURS"),
    "spot": ("UBICACION", "UBICACIO", "SPOT"),
    "units": ("UNIDADES", "UNITATS", "INDICATIVOS", "UNITS"),
}  # fmt: skip
"""Meaning -> headers of real files (callejeros of cities, CartoCiudad, IGN, CNIG), best first."""
_OFTEN_EMPTY = frozenset({"NULL", "NONE", "NAN", "-", "N/A"})


@dataclass(slots=True)
class Record:
    """One row or feature, as it stands in the file."""

    line: int
    fields: dict[str, str]
    shape: Geometry | None = None
    """In the file's own projection; None in a table."""


@dataclass(slots=True)
class RecordTable:
    """A file that could be read."""

    headers: tuple[str, ...]
    records: list[Record]
    crs: str = ""
    encoding: str = ""
    uneven: list[int] = field(default_factory=list)
    """Lines with another number of cells than the header: what is in which column cannot be known."""
    shapes: bool = False


class Columns:
    """Finds a meaning in a row."""

    def __init__(self, headers: Iterable[str], said: Mapping[str, str]) -> None:
        """Raises `FileRefused("no_such_column")` when the list names a header that the file does not have."""
        by_key = {header_key(header): header for header in reversed(tuple(headers))}
        self._of: dict[str, str] = {}
        for meaning, header in said.items():
            if header_key(header) not in by_key:
                raise FileRefused(
                    "no_such_column", 1, column=header, columns=", ".join(by_key.values())[:300]
                )
            self._of[meaning] = by_key[header_key(header)]
        for meaning, usual in KNOWN.items():
            found = next((by_key[name] for name in usual if name in by_key), None)
            if found is not None:
                self._of.setdefault(meaning, found)

    def __contains__(self, meaning: str) -> bool:
        return meaning in self._of

    def need(self, *meanings: str) -> None:
        """Raises `FileRefused("columns_missing")`."""
        missing = [meaning for meaning in meanings if meaning not in self]
        if missing:
            raise FileRefused("columns_missing", 1, columns=", ".join(missing))

    def get(self, record: Record, meaning: str) -> str:
        """The cell, without blanks around and within; empty where the file has none."""
        header = self._of.get(meaning)
        text = " ".join(record.fields.get(header, "").split()) if header else ""
        return "" if text.upper() in _OFTEN_EMPTY else text


def header_key(header: str) -> str:
    """`Código INE` and `CODIGO_INE` are one header."""
    return re.sub(r"[^0-9A-Z]+", "_", unaccented(header).upper()).strip("_")


def select_records(table: RecordTable, only: Mapping[str, str]) -> list[Record]:
    """The rows that the list is about. Raises `FileRefused("no_such_column")`."""
    columns = {header_key(header): header for header in table.headers}
    for header in only:
        if header_key(header) not in columns:
            raise FileRefused("no_such_column", 1, column=header, columns=", ".join(columns.values())[:300])
    wanted = {columns[header_key(header)]: value.casefold() for header, value in only.items()}
    return [
        record
        for record in table.records
        if all(record.fields.get(header, "").strip().casefold() == value for header, value in wanted.items())
    ]
