"""An issue of the digest: the cases of one week, chosen once and then always the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from exchange.case import Case
from exchange.corpus.retired import Retired, load_retired
from exchange.digest.choice import choose
from exchange.digest.ledger import Ledger, Told, require_known
from exchange.digest.reason import Background
from exchange.digest.story import Story, Withdrawn, tell_case, tell_withdrawn
from exchange.digest.week import Week
from exchange.engine import SearchEngine
from exchange.errors import CorpusError, QueryError
from exchange.labels import date_text
from exchange.translation import gettext

_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Issue:
    """What is told in one week, in one interface language.

    :param withdrawn: cases that it told and that have left the corpus since.
    """

    week: Week
    cycle: int
    language: str
    title: str
    stories: tuple[Story, ...]
    withdrawn: tuple[Withdrawn, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The cases that can be told, and what was told of them.

    :param known: id -> case of the index, retired ones left out.
    """

    known: Mapping[str, Case]
    retired: Mapping[str, Retired]
    ledger: Ledger

    @classmethod
    def open(cls, engine: SearchEngine, corpus: Path, ledger: Ledger, path: Path) -> "Digest":
        """Return the digest of an index.

        :param corpus: folder with `retired.yaml`.
        :param path: where the ledger was read, for messages.
        :raises CorpusError: the ledger names what never was a case, or `retired.yaml` is wrong.
        """
        documents = (engine.document(number) for number in range(len(engine)))
        known = {each.case.id: each.case for each in documents if each.case is not None}
        retired, problems = load_retired(corpus)
        if problems:
            raise CorpusError(f"{problems[0]}. Mend it; `exchange check` shows every problem.")
        require_known(ledger, [*known, *retired], path)
        kept = {id: case for id, case in known.items() if id not in retired}
        return cls(kept, retired, ledger)

    def after(self, ledger: Ledger) -> "Digest":
        """Return the digest with another ledger."""
        return replace(self, ledger=ledger)

    def choose(self, week: Week, count: int) -> Told:
        """Return what a week told, or would tell: the ledger decides where it has the week.

        :raises QueryError: the week was passed over, so that it cannot be told any more.
        :raises CorpusError: there is no case to tell.
        """
        told = self.ledger.of(week)
        if told is not None:
            return told
        if self.ledger.entries and week < self.ledger.entries[-1].week:
            raise QueryError(
                f"week={week}: told nothing, and {self.ledger.entries[-1].week} is told already; a "
                "week that was passed over stays so. Leave --week out, or name a later week."
            )
        if not self.known:
            raise CorpusError("The index holds no case to tell. Run `exchange index`.")
        return choose(tuple(self.known.values()), self.ledger, week, count)

    def issue(self, told: Told, language: str, *, site: str = "") -> Issue:
        """Return what a week tells, in words.

        :param site: address of the pages, where links to cases shall lead.
        """
        background = Background(told.week, self.ledger.before(told.week), self.known)
        day = date_text(told.week.monday, language)
        return Issue(
            week=told.week,
            cycle=told.cycle,
            language=language,
            title=gettext("Public-service innovations: week of {day}", language, day=day),
            stories=tuple(
                tell_case(self.known[id], background, language, site)
                for id in told.cases
                if id in self.known
            ),
            withdrawn=tuple(
                tell_withdrawn(self.retired[id], language)
                for id in told.cases
                if id not in self.known
            ),
        )

    def issues(self, language: str, limit: int, *, site: str = "") -> tuple[Issue, ...]:
        """Return the issues told so far, newest first."""
        newest = self.ledger.entries[::-1][:limit]
        return tuple(self.issue(told, language, site=site) for told in newest)


def require_recordable(week: Week, today: date) -> None:
    """Refuse to record a week that lies far ahead: no week before it could be told any more.

    :raises QueryError: it begins later than a week from now.
    """
    newest = Week.of(today + _AHEAD)
    if week > newest:
        raise QueryError(
            f"week={week}: lies ahead of {newest}, the last that can be told today; weeks before "
            "it would be lost. Use --dry-run to look ahead."
        )
