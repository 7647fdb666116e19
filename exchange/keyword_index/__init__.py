"""The keyword index: which documents have the words of a query, and how much they say."""

from exchange.keyword_index.bm25 import (
    TERM_FILES,
    BM25Index,
    Postings,
    PostingSource,
    TermDictionary,
)
from exchange.keyword_index.index import KeywordIndex, KeywordRanking, write_keyword_index

__all__ = [
    "TERM_FILES",
    "BM25Index",
    "KeywordIndex",
    "KeywordRanking",
    "PostingSource",
    "Postings",
    "TermDictionary",
    "write_keyword_index",
]
