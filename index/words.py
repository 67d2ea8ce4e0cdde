"""Passages by the words in them: Tantivy's BM25 over terms that are already cut.

SQLite's FTS5 finds no Chinese word, and scores every match (425 ms at 200,000 passages where Tantivy needs 2).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import log
from operator import itemgetter
from pathlib import Path

import tantivy

from corpus.segment import Segmenter
from corpus.types import PassageId, Scored, TermGroup, best_first

MOST_WAYS = 10
"""Ways of saying one thing that are looked for; those that occur nowhere are not counted."""

_WRITER_BYTES = 50_000_000
_Way = tuple[int, list[str]]
_LONGEST_TERM = 64  # characters; longer runs (a URL, a hash) are found by their start


class TantivyWords:
    """BM25 over :meth:`Segmenter.terms`, kept in ``folder``; a :class:`corpus.seams.LexicalIndex`.

    What another process commits is seen after :meth:`reload`.
    """

    def __init__(self, folder: Path, segmenter: Segmenter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        schema = (
            tantivy.SchemaBuilder()
            .add_integer_field("id", stored=True, indexed=True, fast=True)
            .add_text_field("terms", tokenizer_name="cut", index_option="freq")
            .build()
        )
        with _as_os_error():
            self._index = tantivy.Index(schema, path=str(folder))
        self._index.register_tokenizer("cut", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index.config_reader(reload_policy="manual")
        self._segmenter = segmenter
        self.reload()

    def reload(self) -> None:
        """See what has been committed since."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, ids: Sequence[PassageId], texts: Sequence[str]) -> None:
        """Add texts; an id that is already there is replaced."""
        self.update((), zip(ids, texts, strict=True))

    def remove(self, ids: Collection[PassageId]) -> None:
        """Forget ids; unknown ones are ignored."""
        self.update(ids, ())

    def update(self, removed: Collection[PassageId], added: Iterable[tuple[PassageId, str]]) -> None:
        """Remove, then add, in one commit: a kill leaves the state before or after. OSError where the disk is full."""
        with _as_os_error():
            writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for passage_id in removed:
            writer.delete_documents_by_term("id", passage_id)
        for passage_id, text in added:
            document = tantivy.Document(id=passage_id, terms=" ".join(self._terms(text)))
            with _as_os_error():
                writer.delete_documents_by_term("id", passage_id)
                writer.add_document(document)
        with _as_os_error():
            writer.commit()
            writer.wait_merging_threads()
            self.reload()

    def search(
        self, groups: Collection[TermGroup], limit: int, among: Collection[PassageId] | None = None
    ) -> list[Scored]:
        """The best ``limit`` ids by BM25 divided by the sum of the groups' idf; ties break by id.

        The sum counts groups that occur nowhere too: the fewer of its words the corpus knows, the less a
        question's words weigh. That bounds the noise of an English question over Chinese text.
        """
        searcher = self._searcher
        if limit < 1 or not groups or not searcher.num_docs or (among is not None and not len(among)):
            return []
        weighed = [self._weighed(group) for group in dict.fromkeys(groups)]
        known = [query for query, _ in weighed if query]
        if not known:
            return []
        mass = sum(idf for _, idf in weighed)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in known])
        if among is not None:
            only = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._index.schema, "id", list(among)), 0.0
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, only), (tantivy.Occur.Must, query)])
        hits = searcher.search(query, limit, count=False).hits
        ids = searcher.fast_field_values("id", [address for _, address in hits])
        return best_first(
            [Scored(PassageId(int(i or 0)), score / mass) for (score, _), i in zip(hits, ids, strict=True)]
        )

    def _weighed(self, group: TermGroup) -> tuple[tantivy.Query | None, float]:
        """The query for a group, None where nothing of it occurs, and the group's idf.

        All ways of saying it share the idf of a term that occurs as often as they do together (Pirkola 1998):
        else the rarest translation, most often a wrong one, would count the most.
        """
        total = self._searcher.num_docs
        known: list[_Way] = []
        for way in dict.fromkeys((group.said, *group.others)):
            if terms := self._rarest_first(way):
                known.append(terms)
            if len(known) == MOST_WAYS:
                break
        if not known:
            return None, _idf(total, 0)
        together = _idf(total, sum(frequency for frequency, _ in known))
        idfs = [_idf(total, frequency) for frequency, _ in known]
        queries = [self._way_query(terms, together / idf) for (_, terms), idf in zip(known, idfs, strict=True)]
        query = queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries)
        return query, max(idfs)

    def _rarest_first(self, way: tuple[str, ...]) -> _Way | None:
        """The terms of a way, the rarest first, and how often that one occurs; None where one occurs nowhere."""
        found = []
        for term in way:
            kept = term[:_LONGEST_TERM]
            frequency = self._searcher.doc_freq("terms", kept)
            if not frequency:
                return None
            found.append((frequency, kept))
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        return found[0][0], [term for _, term in found]

    def _way_query(self, terms: Sequence[str], boost: float) -> tantivy.Query:
        """Scores as the first of the terms does, where all of them are."""
        schema = self._index.schema
        rarest, *rest = terms
        query = tantivy.Query.term_query(schema, "terms", rarest, "freq")
        if boost != 1:
            query = tantivy.Query.boost_query(query, boost)
        if not rest:
            return query
        needed = [tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "terms", t), 0.0) for t in rest]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, q) for q in (query, *needed)])

    def _terms(self, text: str) -> list[str]:
        return [term[:_LONGEST_TERM] for term in self._segmenter.terms(text)]


def _idf(total: int, frequency: int) -> float:
    """BM25's inverse document frequency, as Tantivy (and Lucene) has it."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Tantivy says ValueError whatever happens to its files."""
    try:
        yield
    except ValueError as error:
        raise OSError(str(error)) from error
