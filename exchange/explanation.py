"""Why a document is a hit: the parts of its score, the words and the passage that answer, and what
the words of a query might have been."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exchange.analysis import QueryWord
from exchange.document import Document
from exchange.document_store import DocumentStore
from exchange.highlight import find_marks, has_all, matched_words
from exchange.keyword_index import KeywordIndex
from exchange.ranking import DECIMALS
from exchange.results import Expansion, Hit, Likeness, ShownPassage, Suggestion
from exchange.retrieval import RankedList

MAX_CORRECTIONS = 2
MIN_CORRECTED_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the lists of one snapshot."""

    documents: DocumentStore
    keyword_index: KeywordIndex

    def hit(
        self, number: int, place: int, ranked: RankedList | None, *, explain: bool = True
    ) -> Hit:
        """Return a document as a hit.

        :param ranked: the list that it is on; None where nothing was asked.
        :param explain: whether it says why it is there.
        """
        score = 0.0 if ranked is None else round(float(ranked.scores[number]), DECIMALS)
        if ranked is None or not explain:
            head = self.documents.head(number)
            return Hit(place, head.id, head.title, score, None, None, None, (), head.case)
        document = self.documents.read(number)
        words = _words_in(document, ranked)
        likeness = ranked.likeness_part(number)
        return Hit(
            rank=place,
            id=document.id,
            title=document.title,
            score=score,
            keyword=ranked.keyword_score(number),
            semantic=ranked.semantic_score(number, likeness),
            passage=self._passage(document, number, ranked, words),
            matched=matched_words(document, words),
            case=document.case,
            likeness=self._likeness(ranked, likeness),
            language_part=ranked.language_part(number),
            words=words,
        )

    def suggestions(self, text: str, ranked: RankedList) -> tuple[Suggestion, ...]:
        """Return the query with its misspelt words corrected, where most of it is known.

        A word for which an alternative was found is known, although no document has it.
        """
        known = {place for found in ranked.alternatives for place in found.replaced}
        words = [word for place, word in enumerate(ranked.words) if place not in known]
        unknown = [w for w in self.keyword_index.unknown_words(words) if _can_be_misspelt(w.text)]
        if not unknown or len(unknown) > MAX_CORRECTIONS:
            return ()
        corrected = text
        for word in unknown:
            for spelling in self.keyword_index.suggest(word)[:1]:
                # Half of "bolak-balik", or "hôpital" after "l'", is no word of its own to mend.
                alone = rf"(?<![\w'’-]){re.escape(word.text)}(?![\w'’-])"
                corrected = re.sub(alone, spelling, corrected)
        return (Suggestion(corrected),) if corrected != text else ()

    def _likeness(self, ranked: RankedList, part: float) -> Likeness | None:
        if ranked.feedback is None:
            return None
        return Likeness(tuple(self.documents.ids[d] for d in ranked.feedback.documents), part)

    def _passage(
        self, document: Document, number: int, ranked: RankedList, words: Sequence[QueryWord]
    ) -> ShownPassage | None:
        """Return the passage nearest in meaning, or without meaning the one with most words."""
        if not document.passages:
            return None
        if ranked.passage_scores is not None:
            best = ranked.vector_index.best_passage(ranked.passage_scores, number)
        else:
            counts = [len(find_marks(p.text, p.language, words)) for p in document.passages]
            best = int(np.argmax(counts))
        return shown_passage(document, best, words)


def shown_passage(document: Document, number: int, words: Sequence[QueryWord]) -> ShownPassage:
    """Return a passage of a document, counted from 0, with the words in it marked."""
    passage = document.passages[number]
    marks = find_marks(passage.text, passage.language, words)
    return ShownPassage(passage.section, passage.language, passage.text, marks)


def expansions(ranked: RankedList) -> tuple[Expansion, ...]:
    """Return what was searched beside the typed words, where some document has it."""
    return tuple(
        Expansion(" ".join(ranked.words[n].text for n in found.replaced), found.text, found.reason)
        for found in ranked.alternatives
    )


def _words_in(document: Document, ranked: RankedList) -> tuple[QueryWord, ...]:
    """Return the typed words, and those of alternatives that count: the document has all."""
    counting = [found for found in ranked.alternatives if has_all(document, found.words)]
    return ranked.words + tuple(word for found in counting for word in found.words)


def _can_be_misspelt(word: str) -> bool:
    return len(word) >= MIN_CORRECTED_LETTERS and word.isalpha()
