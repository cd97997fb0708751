"""Reads a layer of official shapes (GeoJSON, GeoPackage, Shapefile) through GDAL.

Which of the three a file is, its first bytes say. GDAL knows two hundred other forms, some of which fetch from the network
or open further files: none of them is tried.
"""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError

from auxilio.geo.build.official.findings import FileRefused
from auxilio.geo.build.official.records import Record, RecordTable

_DRIVERS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".shp": "ESRI Shapefile"}
SHAPE_FILES = frozenset(_DRIVERS)
_UNREADABLE = (DataSourceError, ValueError, RuntimeError, OSError, NameError, OverflowError)
"""What pyogrio raises of a spoiled file; `NameError` is a slip of its own (a projection that is no text, 0.13)."""
_SHAPEFILE = b"\x00\x00\x27\x0a"
_BESIDE = (".shx", ".dbf")
"""Without the first GDAL could guess, without the second nothing has a name: both are asked for."""


def read_layer(path: Path, layer: str = "", encoding: str = "") -> RecordTable:
    """The features, from 1. Raises `FileRefused`: `file_missing`, `not_a_layer`, `part_missing`, `layers`, `empty`."""
    _is_what_it_says(path)
    wanted = layer or _only_layer(path)
    try:
        with _quietly():
            meta, _, shapes, columns = pyogrio.raw.read(path, layer=wanted or None, encoding=encoding or None)
    except (DataLayerError, FieldError) as wrong:
        raise FileRefused("no_such_layer", layer=wanted, reason=str(wrong)[:200]) from wrong
    except _UNREADABLE as wrong:
        raise FileRefused("not_a_layer", reason=_brief(wrong, path)) from wrong
    headers = tuple(str(name) for name in meta["fields"])
    if shapes is None or len(shapes) == 0:
        raise FileRefused("empty")
    with _quietly():
        geometries = shapely.from_wkb(np.asarray(shapes, dtype=object), on_invalid="ignore")
    records = [
        Record(
            nth + 1,
            {name: _text(column[nth]) for name, column in zip(headers, columns, strict=True)},
            geometries[nth],
        )
        for nth in range(len(geometries))
    ]
    return RecordTable(
        headers, records, crs=str(meta["crs"] or ""), encoding=str(meta.get("encoding") or ""), shapes=True
    )


def files_of(path: Path) -> list[Path]:
    """Everything that a file is: a shapefile is several of one name."""
    if path.suffix.lower() != ".shp":
        return [path]
    return sorted(one for one in path.parent.glob(f"{path.stem}.*") if one.is_file())


def _is_what_it_says(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError as wrong:
        raise FileRefused("file_missing", reason=wrong.strerror or "") from wrong
    driver = _DRIVERS.get(path.suffix.lower(), "")
    real = {
        "GeoJSON": head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"),
        "GPKG": head.startswith(b"SQLite format 3\x00"),
        "ESRI Shapefile": head.startswith(_SHAPEFILE),
    }
    if not real.get(driver, False):
        raise FileRefused("not_a_layer", reason=driver or path.suffix)
    if driver == "ESRI Shapefile":
        beside = {one.suffix.lower() for one in files_of(path)}
        if missing := [suffix for suffix in _BESIDE if suffix not in beside]:
            raise FileRefused("part_missing", part=f"{path.stem}{missing[0]}")
    if driver == "GeoJSON":
        _is_geojson(path)


def _is_geojson(path: Path) -> None:
    """GDAL reads what it can of a file cut short and says nothing; half a list of municipalities is no list."""
    try:
        said: Any = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as wrong:
        line = getattr(wrong, "lineno", 0)
        raise FileRefused("not_a_layer", line, reason=str(wrong)[:200]) from wrong
    kind = said.get("type") if isinstance(said, dict) else None
    if kind not in ("FeatureCollection", "Feature"):
        raise FileRefused("not_a_layer", 1, reason=f"type {str(kind)[:40]}")


def _only_layer(path: Path) -> str:
    """The one layer that has shapes. Raises `FileRefused("layers")` when there are several: the list must choose."""
    try:
        with _quietly():
            found = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except _UNREADABLE as wrong:
        raise FileRefused("not_a_layer", reason=_brief(wrong, path)) from wrong
    shaped = [name for name, kind in found if kind is not None]
    if len(shaped) > 1:
        raise FileRefused("layers", layers=", ".join(shaped)[:300])
    return shaped[0] if shaped else ""


@contextmanager
def _quietly() -> Iterator[None]:
    """Without GDAL's remarks: what is wrong with a row is told of the row, what is wrong with the file is raised."""
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore")
        yield


def _text(value: object) -> str:
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


def _brief(wrong: Exception, path: Path) -> str:
    """GDAL's words without the folder: a report is read by others."""
    return str(wrong).replace(str(path), path.name)[:200]
