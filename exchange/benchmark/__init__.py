"""The benchmark: synthetic corpora of any size, and what building and searching them takes."""
