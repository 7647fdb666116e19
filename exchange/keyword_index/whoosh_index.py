"""Whoosh, behind the keyword index: which documents an expert query matches, and spelling.

Expert syntax: "quoted phrase", AND, OR, NOT, (groups), field:word, word*, word~ or word~2. Marked
parts limit the list; bare words beside them only order it, as in a plain query. Where AND or OR
is written, every word counts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, index, qparser, query
from whoosh.analysis import Token

from exchange.analysis import fold, guess_language, query_words, stop_words, tokenize
from exchange.ranking import Mask

_POSITION, _SAME_POSITION = " ", "\x1f"
_MAX_DISTANCE = 2
_QUOTED = re.compile(r'"[^"]*"')
_OPERATOR = re.compile(r"\S\s+(?:AND|OR)\s+\S")
_LEAVES = (query.Term, query.Phrase, query.Prefix, query.FuzzyTerm)
_PLUGINS = (
    qparser.WhitespacePlugin,
    qparser.PhrasePlugin,
    qparser.FieldsPlugin,
    qparser.PrefixPlugin,
    qparser.FuzzyTermPlugin,
    qparser.GroupPlugin,
    qparser.OperatorsPlugin,
)


class EncodedTerms:
    """Whoosh analyser: it reads positions and terms from an already analysed text."""

    def __call__(self, value: str, positions: bool = False, **_: Any) -> Iterator[Token]:
        token = Token(positions)
        for position, group in enumerate(filter(None, value.split(_POSITION))):
            for term in group.split(_SAME_POSITION):
                token.text, token.pos, token.boost, token.stopped = term, position, 1.0, False
                yield token


def encode_terms(positions: Iterable[tuple[str, ...]]) -> str:
    """Return analysed positions as the text that :class:`EncodedTerms` reads."""
    return _POSITION.join(_SAME_POSITION.join(terms) for terms in positions)


def write_whoosh(
    directory: Path, documents: Iterable[Mapping[str, str]], field_names: Sequence[str]
) -> None:
    """Write a Whoosh index of `documents`, field -> encoded terms, in document-number order."""
    directory.mkdir(parents=True, exist_ok=True)
    text = {name: fields.TEXT(analyzer=EncodedTerms(), phrase=True) for name in field_names}
    writer = index.create_in(str(directory), fields.Schema(**text)).writer(limitmb=256)
    for document in documents:
        writer.add_document(**{name: value for name, value in document.items() if value})
    writer.commit(optimize=True)


class WhooshIndex:
    """An opened Whoosh index.

    :param default_fields: where a word without `field:` is looked for.
    """

    def __init__(
        self, directory: Path, default_fields: Sequence[str], languages: Sequence[str]
    ) -> None:
        self._index = index.open_dir(str(directory), readonly=True)
        self._default_fields = default_fields
        self._languages = languages

    def match(self, text: str) -> Mask | None:
        """Return bool[N], the documents that an expert query matches; None for a plain query.

        A text that only looks like expert syntax, or that Whoosh cannot read or run, is plain.
        """
        try:
            parsed, has_operator = _parse(text)
            if not _is_expert(parsed, has_operator, self._index.schema.names()):
                return None
            if not has_operator:
                parsed = query.And([node for node in _top_level(parsed) if not _is_bare(node)])
            limiting = self._analysed(parsed).normalize()
            with self._index.searcher() as searcher:
                mask = np.zeros(searcher.doc_count_all(), np.bool_)
                mask[list(searcher.docs_for_query(limiting))] = True
                return mask
        except Exception:  # Whoosh raises what it likes on odd input: the query is a plain one.
            return None

    def suggest(self, word: str, limit: int = 3) -> list[str]:
        """Return words of the index that are spelt like `word`, the nearest first."""
        surface = fold(word)
        distance = 1 if len(surface) < 5 else _MAX_DISTANCE
        found: list[str] = []
        with self._index.searcher() as searcher:
            for name in self._default_fields:
                similar = searcher.suggest(
                    name, f"={surface}", limit=limit, maxdist=distance, prefix=2
                )
                found.extend(term.removeprefix("=") for term in similar)
        return list(dict.fromkeys(found))[:limit]

    def _analysed(self, node: query.Query) -> query.Query:
        """Return `node` with its words replaced by the terms of the index."""
        if isinstance(node, query.Not):
            return query.Not(self._analysed(node.query))
        if isinstance(node, query.CompoundQuery):
            return type(node)([self._analysed(child) for child in node.subqueries])
        names = [node.fieldname] if getattr(node, "fieldname", "") else self._default_fields
        return query.Or([self._leaf(node, name) for name in names])

    def _leaf(self, node: query.Query, name: str) -> query.Query:
        if isinstance(node, query.Phrase):
            return query.Phrase(name, _phrase_terms(" ".join(node.words)))
        if isinstance(node, query.Prefix):
            return query.Prefix(name, f"={fold(node.text)}")
        if isinstance(node, query.FuzzyTerm):
            distance = min(node.maxdist, _MAX_DISTANCE)
            return query.FuzzyTerm(name, f"={fold(node.text)}", maxdist=distance, prefixlength=2)
        if isinstance(node, query.Term):
            words = query_words(node.text, self._languages)
            return query.And(
                [query.Or([query.Term(name, form) for form in word.forms]) for word in words]
            )
        return query.NullQuery


def is_expert_query(text: str, field_names: Sequence[str]) -> bool:
    """Whether a text is in expert syntax, for an index that cannot run it."""
    try:
        return _is_expert(*_parse(text), field_names)
    except Exception:  # as in WhooshIndex.match
        return False


def _parse(text: str) -> tuple[query.Query, bool]:
    """Return a query's tree, and whether AND or OR is written in it."""
    plugins = [plugin() for plugin in _PLUGINS]
    parser = qparser.QueryParser("", schema=None, plugins=plugins, group=qparser.AndGroup)
    return parser.parse(text), _OPERATOR.search(_QUOTED.sub("", text)) is not None


def _phrase_terms(text: str) -> list[str]:
    stops = stop_words(guess_language(text))
    surfaces = [fold(token.word) for token in tokenize(text)]
    return [f"={surface}" for surface in surfaces if surface not in stops]


def _is_expert(parsed: query.Query, has_operator: bool, field_names: Iterable[str]) -> bool:
    """Whether a parsed query has anything but bare words, and names only fields that exist."""
    leaves = [leaf for leaf in parsed.leaves() if isinstance(leaf, _LEAVES)]
    known = all(leaf.fieldname in ("", *field_names) for leaf in leaves)
    has_words = all(any(tokenize(_leaf_text(leaf))) for leaf in leaves)
    marked = has_operator or any(not _is_bare(node) for node in _top_level(parsed))
    return bool(leaves) and known and has_words and marked


def _is_bare(node: query.Query) -> bool:
    return isinstance(node, query.Term) and not node.fieldname


def _top_level(parsed: query.Query) -> list[query.Query]:
    return list(parsed.subqueries) if isinstance(parsed, query.And) else [parsed]


def _leaf_text(leaf: query.Query) -> str:
    return " ".join(leaf.words) if isinstance(leaf, query.Phrase) else str(leaf.text)
