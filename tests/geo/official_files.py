"""The files of an office of Riudalba, written as real ones are: cp1252, semicolons, decimal commas, UTM, a shapefile's parts."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import shapely
from click.testing import CliRunner
from shapely import Geometry

from auxilio.app.cli import commands

TO_UTM = pyproj.Transformer.from_crs(4326, 25831, always_xy=True)
MAYOR_12 = (1.9012, 41.9203)
"""Carrer Major 12, by its longitude and latitude."""
HEADER = "COD_VIA;VIA_CLASE;VIA_PAR;VIA_NOMBRE;NUMERO;CALIFICADOR;COD_POSTAL;UTMX_ETRS;UTMY_ETRS"


def utm(lon: float, lat: float) -> tuple[str, str]:
    x, y = TO_UTM.transform(lon, lat)
    return f"{x:.2f}".replace(".", ","), f"{y:.2f}".replace(".", ",")


def house(kind: str, particle: str, name: str, number: str, lon: float, lat: float, suffix: str = "") -> str:
    x, y = utm(lon, lat)
    return f"001;{kind};{particle};{name};{number};{suffix};8999;{x};{y}"


def streets(path: Path, rows: list[str]) -> Path:
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("cp1252"))
    return path


def layer(
    path: Path,
    shapes: list[Geometry],
    fields: dict[str, list[str]],
    driver: str,
    crs: str | None = "EPSG:4258",
) -> Path:
    pyogrio.raw.write(
        path,
        np.asarray(shapely.to_wkb(shapes), dtype=object),
        [np.asarray(values, dtype=object) for values in fields.values()],
        list(fields),
        driver=driver,
        crs=crs,
        geometry_type=shapes[0].geom_type,
        layer="recintos" if driver == "GPKG" else None,
        encoding="UTF-8",
    )
    return path


def source(id: str, kind: str, file: str, **more: object) -> dict[str, object]:
    return {
        "id": id,
        "kind": kind,
        "file": file,
        "name": f"{kind} de Riudalba",
        "data_at": "2026-03-01",
        "licence": "CC BY 4.0",
        "attribution": f"{kind}: Concello de Riudalba",
        **more,
    }


def listing(path: Path, *sources: dict[str, object]) -> Path:
    """JSON is YAML too."""
    path.write_text(json.dumps({"format": "official-sources/1", "sources": sources}, indent=1))
    return path


def run(*arguments: object):
    """The command line."""
    return CliRunner().invoke(commands, [str(one) for one in arguments])
