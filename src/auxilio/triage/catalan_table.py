"""Reads the table of Catalan words that is shipped beside it: `catalan_words.tsv` (decision 0336)."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from auxilio.triage.core.catalan_words import CatalanRow, CatalanWords, Standing

TABLE = Path(__file__).with_name("catalan_words.tsv")


def read_rows(file: Path = TABLE) -> Iterator[CatalanRow]:
    """The lines of the file: form, Spanish, and its standing, which is left out where no other language has the form."""
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield CatalanRow(row["form"], row["spanish"], Standing(row["standing"] or Standing.CATALAN))


@cache
def catalan_words() -> CatalanWords:
    """Once in a process, some hundredths of a second and some megabytes."""
    return CatalanWords(read_rows())
