"""Which names resemble what was said: trigrams of sound and of spelling, in tantivy (decision 0022)."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from auxilio.geo.gazetteer.name_keys import NameKeys
from auxilio.geo.gazetteer.store import NameRow

_TRIGRAMS = "trigrams"
_CANDIDATES = 80
"""Names compared letter by letter afterwards. With 80 no right answer of 2,000 was left out."""
_SPELLING_WEIGHT = 0.6


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True)
    builder.add_text_field("sound", stored=False, tokenizer_name=_TRIGRAMS, index_option="freq")
    builder.add_text_field("plain", stored=False, tokenizer_name=_TRIGRAMS, index_option="freq")
    return builder.build()


def _with_trigrams(index: tantivy.Index) -> tantivy.Index:
    trigrams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, False)).build()
    index.register_tokenizer(_TRIGRAMS, trigrams)
    return index


def build_index(folder: Path, names: Iterable[NameRow]) -> None:
    """Write the index of these names into a new folder."""
    folder.mkdir(parents=True)
    index = _with_trigrams(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for name in names:
        # Blanks around, so that how a name begins and ends counts too.
        writer.add_document(tantivy.Document(id=name.id, sound=f" {name.sound} ", plain=f" {name.plain} "))
    writer.commit()
    writer.wait_merging_threads()


class NameIndex:
    """The index of a region, open for reading."""

    def __init__(self, folder: Path) -> None:
        self._index = _with_trigrams(tantivy.Index.open(str(folder)))
        self._index.reload()
        self._searcher = self._index.searcher()
        self._schema = _schema()

    def candidates(self, said: NameKeys) -> list[int]:
        """Ids of the names most like what was said, best first."""
        clauses = [self._term("sound", gram) for gram in _grams(f" {said.sound} ")]
        clauses += [
            tantivy.Query.boost_query(self._term("plain", gram), _SPELLING_WEIGHT)
            for gram in _grams(f" {said.plain} ")
        ]
        if not clauses:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        hits = self._searcher.search(query, _CANDIDATES).hits
        return [int(self._searcher.doc(address)["id"][0]) for _, address in hits]

    def _term(self, field: str, gram: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, gram)


def _grams(text: str) -> list[str]:
    return list(dict.fromkeys(text[i : i + 3] for i in range(len(text) - 2)))
