"""The keyword index: which documents have the words of a query, and how much they say."""

from exchange.keyword_index.bm25 import Postings, PostingSource, TermDictionary
from exchange.keyword_index.index import KeywordIndex, KeywordRanking, write_keyword_index

__all__ = [
    "KeywordIndex",
    "KeywordRanking",
    "PostingSource",
    "Postings",
    "TermDictionary",
    "write_keyword_index",
]
