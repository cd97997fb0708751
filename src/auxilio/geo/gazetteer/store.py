"""The gazetteer's file: one SQLite database, written once by a build and only read afterwards."""

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

_SCHEMA = """
create table doc(
  id integer primary key, kind text not null, name text not null, municipality text not null,
  locality text not null, lat real not null, lon real not null, weight real not null, geom blob,
  facility text not null, source text not null, postcode text not null, phone text not null,
  ref text not null, street text not null, number text not null, hours text not null, spot text not null, units text not null) strict;
create table name(
  id integer primary key, kind text not null, words text not null, sound text not null, plain text not null,
  text text not null) strict;
create table named(name integer not null, doc integer not null, primary key(name, doc)) strict, without rowid;
create table house(
  id integer primary key, street integer not null, text text not null, figure integer, lat real not null,
  lon real not null, postcode text not null, source text not null) strict;
create table crossing(
  a integer not null, b integer not null, lat real not null, lon real not null,
  primary key(a, b, lat, lon)) strict, without rowid;
create table road(key text primary key, ref text not null, axis blob not null, km real not null) strict;
create table post(key text not null, km real not null, lat real not null, lon real not null, source text not null) strict;
create table area(
  id text primary key, kind text not null, level integer not null, name text not null, code text not null,
  geom blob not null) strict;
create virtual table doc_box using rtree(id, west, east, south, north);
create virtual table house_box using rtree(id, west, east, south, north);
"""
_INDEXES = """
create index named_doc on named(doc);
create index name_sound on name(sound);
create index house_street on house(street, figure);
create index post_key on post(key, km);
create index doc_facility on doc(facility) where facility <> '';
"""


class DocRow(NamedTuple):
    """A street, a place, a facility or another thing with a name."""

    id: int
    kind: str
    name: str
    municipality: str
    locality: str
    lat: float
    lon: float
    weight: float
    geom: bytes | None
    facility: str
    source: str
    postcode: str = ""
    phone: str = ""
    ref: str = ""
    street: str = ""
    number: str = ""
    hours: str = ""
    spot: str = ""
    units: str = ""
    """Callsigns, with blanks between. The last three stand in no region of before they were kept, and its rows are read
    without them."""


class NameRow(NamedTuple):
    """One distinct name; several things may bear it."""

    id: int
    kind: str
    words: str
    sound: str
    plain: str
    text: str = ""
    """As the data writes it. Empty in a region of before it was kept."""


class HouseRow(NamedTuple):
    """A house number on a street."""

    id: int
    street: int
    text: str
    figure: int | None
    lat: float
    lon: float
    postcode: str
    source: str


class RoadRow(NamedTuple):
    """A road with a reference, as one line from its kilometre 0."""

    key: str
    ref: str
    axis: bytes
    km: float


class PostRow(NamedTuple):
    """A kilometre post."""

    key: str
    km: float
    lat: float
    lon: float
    source: str = ""
    """Empty in a region of before it was kept."""


class AreaRow(NamedTuple):
    """The outline of an authority."""

    id: str
    kind: str
    level: int
    name: str
    code: str
    geom: bytes


Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


class GazetteerWriter:
    """Fills a new file. Close it to have it on disk."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript("pragma journal_mode = off; pragma synchronous = off;" + _SCHEMA)

    def docs(self, rows: Iterable[tuple[DocRow, Bounds]]) -> None:
        """Things with names, and their boxes."""
        for row, (west, south, east, north) in rows:
            self._db.execute(f"insert into doc values({','.join('?' * len(DocRow._fields))})", row)
            self._db.execute("insert into doc_box values(?,?,?,?,?)", (row.id, west, east, south, north))

    def names(self, rows: Iterable[NameRow], pairs: Iterable[tuple[int, int]]) -> None:
        """Distinct names, and which thing bears which."""
        self._db.executemany("insert into name values(?,?,?,?,?,?)", rows)
        self._db.executemany("insert or ignore into named values(?,?)", pairs)

    def houses(self, rows: Iterable[HouseRow]) -> None:
        """House numbers."""
        for row in rows:
            self._db.execute("insert into house values(?,?,?,?,?,?,?,?)", row)
            self._db.execute(
                "insert into house_box values(?,?,?,?,?)", (row.id, row.lon, row.lon, row.lat, row.lat)
            )

    def crossings(self, rows: Iterable[tuple[int, int, float, float]]) -> None:
        """Junctions of two streets, the smaller id first."""
        self._db.executemany("insert or ignore into crossing values(?,?,?,?)", rows)

    def roads(self, roads: Iterable[RoadRow], posts: Iterable[PostRow]) -> None:
        """Roads with a reference, and their posts."""
        self._db.executemany("insert into road values(?,?,?,?)", roads)
        self._db.executemany("insert into post values(?,?,?,?,?)", posts)

    def areas(self, rows: Iterable[AreaRow]) -> None:
        """Outlines of authorities."""
        self._db.executemany("insert into area values(?,?,?,?,?,?)", rows)

    def close(self) -> None:
        """Index, pack and close."""
        self._db.executescript(_INDEXES + "analyze;")
        self._db.commit()
        self._db.close()


class GazetteerStore:
    """Reads the file. Each thread has its own connection, so that searches run side by side."""

    def __init__(self, path: Path) -> None:
        """Raises `ValueError` when the file is no gazetteer: better now than at the first call of the night."""
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        try:
            self._db.execute("select count(*) from area, road").fetchone()
        except sqlite3.Error as wrong:
            raise ValueError(f"{path.name}: {wrong}") from wrong

    @property
    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = sqlite3.connect(self._uri, uri=True)
        return db

    def names(self, ids: Sequence[int]) -> list[NameRow]:
        """These names."""
        return [NameRow(*row) for row in self._db.execute(_in("select * from name where id in", ids), ids)]

    def all_names(self) -> Iterable[NameRow]:
        """Every distinct name."""
        return (NameRow(*row) for row in self._db.execute("select * from name"))

    def bearers(self, names: Sequence[int]) -> list[tuple[int, DocRow]]:
        """Everything that bears one of these names, with the name it bears."""
        sql = _in("select n.name, d.* from named n join doc d on d.id = n.doc where n.name in", names)
        return [(row[0], DocRow(*row[1:])) for row in self._db.execute(sql, names)]

    def namesakes(self, doc: int) -> list[DocRow]:
        """Other streets whose name sounds the same."""
        sql = """select distinct d.* from named mine join name a on a.id = mine.name
                 join name b on b.sound = a.sound and b.kind = a.kind join named theirs on theirs.name = b.id
                 join doc d on d.id = theirs.doc where mine.doc = ? and d.id <> ? and d.kind = 'street'"""
        return [DocRow(*row) for row in self._db.execute(sql, (doc, doc))]

    def doc(self, id: int) -> DocRow:
        """One thing."""
        return DocRow(*self._db.execute("select * from doc where id = ?", (id,)).fetchone())

    def settlements(self) -> list[DocRow]:
        """Cities, towns, villages and hamlets."""
        rows = self._db.execute("select * from doc where kind = 'place' and weight >= 0.6")
        return [DocRow(*row) for row in rows]

    def houses(self, street: int) -> list[HouseRow]:
        """All numbers of a street, in order."""
        rows = self._db.execute("select * from house where street = ? order by figure", (street,))
        return [HouseRow(*row) for row in rows]

    def all_houses(self) -> Iterable[HouseRow]:
        """Every house number."""
        return (HouseRow(*row) for row in self._db.execute("select * from house"))

    def crossings(self, a: int, b: int) -> list[tuple[float, float]]:
        """Latitude and longitude of each junction of two streets."""
        rows = self._db.execute("select lat, lon from crossing where a = ? and b = ?", (min(a, b), max(a, b)))
        return [(row[0], row[1]) for row in rows]

    def road(self, key: str) -> RoadRow | None:
        """A road by its key (`reading.road_key`)."""
        row = self._db.execute("select * from road where key = ?", (key,)).fetchone()
        return RoadRow(*row) if row else None

    def roads(self) -> list[RoadRow]:
        """All roads with a reference."""
        return [RoadRow(*row) for row in self._db.execute("select * from road")]

    def posts(self, key: str) -> list[PostRow]:
        """The posts of a road, by kilometre."""
        rows = self._db.execute("select * from post where key = ? order by km", (key,))
        return [PostRow(*row) for row in rows]

    def areas(self) -> list[AreaRow]:
        """All outlines."""
        return [AreaRow(*row) for row in self._db.execute("select * from area")]

    def docs_in(self, box: Bounds, kind: str) -> list[DocRow]:
        """Things of a kind whose box touches `box`."""
        sql = """select d.* from doc_box b join doc d on d.id = b.id
                 where b.west <= ? and b.east >= ? and b.south <= ? and b.north >= ? and d.kind = ?"""
        west, south, east, north = box
        return [DocRow(*row) for row in self._db.execute(sql, (east, west, north, south, kind))]

    def houses_in(self, box: Bounds) -> list[HouseRow]:
        """House numbers inside `box`."""
        sql = """select h.* from house_box b join house h on h.id = b.id
                 where b.west <= ? and b.east >= ? and b.south <= ? and b.north >= ?"""
        west, south, east, north = box
        return [HouseRow(*row) for row in self._db.execute(sql, (east, west, north, south))]

    def counts(self) -> tuple[int, int]:
        """How many house numbers, and how many streets."""
        sql = "select (select count(*) from house), (select count(*) from doc where kind = 'street')"
        numbers, streets = self._db.execute(sql).fetchone()
        return numbers, streets

    def house_points(self) -> Iterable[tuple[float, float]]:
        """Latitude and longitude of each house number."""
        return iter(self._db.execute("select lat, lon from house"))

    def street_shapes(self) -> Iterable[bytes]:
        """The line of each street, as well-known binary."""
        sql = "select geom from doc where kind = 'street' and geom is not null"
        return (row[0] for row in self._db.execute(sql))

    def facilities(self, kinds: Sequence[str]) -> list[DocRow]:
        """All facilities of these kinds, all kinds when empty."""
        if not kinds:
            return [DocRow(*row) for row in self._db.execute("select * from doc where facility <> ''")]
        return [
            DocRow(*row) for row in self._db.execute(_in("select * from doc where facility in", kinds), kinds)
        ]


def _in(sql: str, values: Sequence[object]) -> str:
    return f"{sql} ({','.join('?' * len(values))})"
