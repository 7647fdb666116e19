"""The keyword index: which documents have the words of a query, and how much they say."""

from exchange.keyword_index.index import KeywordIndex, KeywordRanking, write_keyword_index
from exchange.keyword_index.syntax import may_be_expert

__all__ = ["KeywordIndex", "KeywordRanking", "may_be_expert", "write_keyword_index"]
