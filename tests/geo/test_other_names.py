"""Aim: the street with the name on its plate comes first, and what answers by another of its names says by which."""

from pathlib import Path

import pytest
import shapely

from auxilio.geo.build.gazetteer import GazetteerDraft
from auxilio.geo.gazetteer.finder import RegionGazetteer
from auxilio.geo.gazetteer.index import build_index
from auxilio.geo.gazetteer.store import DocRow, GazetteerWriter

STREETS = (
    ("Calle Trujillo", ("Calle Cáceres",), 0.9),
    ("Calle Cáceres", (), 0.3),
    ("Avinguda de Salou", (), 0.9),
    ("Avinguda Salou", (), 0.3),
    ("Calle Mayor", ("Avenida del Generalísimo", "Carrer Major"), 0.5),
)
"""Plate, other names, and how large a street it is: a large one comes first of two that are as like."""


@pytest.fixture
def town(tmp_path: Path) -> RegionGazetteer:
    book = GazetteerDraft()
    for nth, (plate, others, weight) in enumerate(STREETS):
        lat, lon = 41.5 + nth * 0.01, 1.5
        line = shapely.LineString([(lon, lat), (lon + 0.001, lat)])
        row = DocRow(
            book.next_id(), "street", plate, "Riudalba", "", lat, lon, weight, line.wkb, "", f"way/{nth}"
        )
        book.add(row, line.bounds, (plate, *others))
    writer = GazetteerWriter(tmp_path / "gazetteer.sqlite")
    writer.docs(book.docs)
    writer.names(book.names.values(), book.pairs)
    writer.close()
    build_index(tmp_path / "names", book.names.values())
    return RegionGazetteer(tmp_path)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("calle caceres", [("Calle Cáceres", ""), ("Calle Trujillo", "Calle Cáceres")]),
        ("c/ cázeres 3", [("Calle Cáceres", ""), ("Calle Trujillo", "Calle Cáceres")]),
        ("calle trujillo", [("Calle Trujillo", "")]),
        ("avinguda salou", [("Avinguda Salou", ""), ("Avinguda de Salou", "")]),
        ("abinguda de salou", [("Avinguda de Salou", ""), ("Avinguda Salou", "")]),
        ("avda generalisimo", [("Calle Mayor", "Avenida del Generalísimo")]),
        ("carrer major", [("Calle Mayor", "Carrer Major")]),
    ],
)
def test_the_plate_comes_first_and_another_name_is_told(
    town: RegionGazetteer, said: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.name, one.other_name) for one in town.search(said)][: len(found)] == found
