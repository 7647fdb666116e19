"""Which parts of the ranking are switched on: all of them, but for measuring what each is worth."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """Each part that was added to a plain hybrid of BM25 and cosine.

    :param neutral_meaning: the language is taken out of vectors (`exchange.centring`).
    :param neutral_words: the language is taken out of keyword scores (`exchange.centring`).
    :param coverage: words weigh by what they cover of the query (`exchange.fusion`), not 0.5.
    :param feedback: the best documents refine the query (`exchange.feedback`).
    :param compounds: two words also find the one that they make up (`exchange.expansion`).
    :param glossary: words also find what the glossary says they are called elsewhere.
    """

    neutral_meaning: bool = True
    neutral_words: bool = True
    coverage: bool = True
    feedback: bool = True
    compounds: bool = True
    glossary: bool = True


ALL_PARTS = Parts()
NO_PARTS = Parts(False, False, False, False, False, False)
