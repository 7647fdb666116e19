"""Which queries may be in expert syntax: the others need not wait until Whoosh is imported."""

import re

_SIGNS = re.compile(r"[\"*~:()]|AND|OR|NOT|REQUIRE")


def may_be_expert(query: str) -> bool:
    """Return False only for a query that is surely plain, of bare words without any sign."""
    return _SIGNS.search(query) is not None
