"""The corpus: case files are read strictly, checked alone and together, and loaded."""

from exchange.corpus.check import check
from exchange.corpus.corpus import Corpus, hash_files
from exchange.corpus.folder import hash_of_hashes
from exchange.corpus.problem import Problem

__all__ = ["Corpus", "Problem", "check", "hash_files", "hash_of_hashes"]
