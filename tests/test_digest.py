"""The digest: what each week tells, that none is told again before all were, and the command."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.case import Case, Figure, Relative
from exchange.corpus import Corpus
from exchange.corpus.retired import Retired
from exchange.digest import (
    Digest,
    Ledger,
    Story,
    Told,
    Week,
    load_ledger,
    record,
    require_recordable,
    to_html,
    to_markdown,
)
from exchange.digest.ledger import require_known
from exchange.digest.observances import OBSERVANCES
from exchange.errors import CorpusError, QueryError
from exchange.settings import Settings
from exchange.translation import INTERFACE_LANGUAGES
from tests.conftest import BRAZIL, CORPUS, SMALL_CORPUS, case_of
from tests.test_cli import run

GOLDEN = Path(__file__).with_name("golden") / "digest-2026-W48.md"
W48 = Week(2026, 48)
SILK, EDAT, NOTIFY = "id-silk-timber-legality", "id-edat-malaria-teluk-bintuni", "gb-govuk-notify"


def following(week: Week) -> Week:
    return Week.of(week.monday + timedelta(days=7))


def digest_of(cases: tuple[Case, ...], *told: Told) -> Digest:
    return Digest({case.id: case for case in cases}, {}, Ledger(told))


def told(week: str, *cases: str, cycle: int = 1) -> Told:
    return Told(week=Week.parse(week), cycle=cycle, cases=cases)


def weeks_of(digest: Digest, first: Week, count: int, number: int = 3) -> Iterator[Told]:
    """Yield what the weeks from the first on tell, each recorded before the next."""
    week = first
    for _ in range(number):
        entry = digest.choose(week, count)
        digest = digest.after(Ledger((*digest.ledger.entries, entry)))
        yield entry
        week = following(week)


def story(case: Case, week: Week = W48, *before: Told, language: str = "en") -> Story:
    digest = digest_of((case,), *before)
    return digest.issue(told(str(week), case.id), language).stories[0]


@pytest.fixture
def edat(corpus: Corpus) -> Case:
    return case_of(corpus, EDAT)


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("2026-W48", date(2026, 11, 23)),
        ("2026-W53", date(2026, 12, 28)),
        ("2027-W01", date(2027, 1, 4)),
    ],
)
def test_a_week_is_known_by_its_monday(text: str, monday: date) -> None:
    assert (Week.parse(text).monday, str(Week.of(monday))) == (monday, text)


@pytest.mark.parametrize(
    "text", ["2027-W53", "2026-W00", "2026-48", "2026-w48", "0000-W01", "9999-W52x"]
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=re.escape(text)):
        Week.parse(text)


@st.composite
def _histories(draw: st.DrawFn) -> tuple[int, int, list[tuple[int, int]]]:
    """Draw cases at first, cases a week, and how many join and leave before each week."""
    size, count = draw(st.integers(1, 14)), draw(st.integers(1, 4))
    changes = st.tuples(st.integers(0, 2), st.integers(0, 1))
    return size, count, draw(st.lists(changes, min_size=1, max_size=16))


@settings(max_examples=50, deadline=None)
@given(history=_histories())
def test_a_cycle_tells_every_case_exactly_once(
    corpus: Corpus, history: tuple[int, int, list[tuple[int, int]]]
) -> None:
    """Also where cases join and leave the corpus in the middle of a cycle."""
    size, count, changes = history
    waiting = list(corpus.cases[size:])
    known = {case.id: case for case in corpus.cases[:size]}
    ledger, week = Ledger(), W48
    for joining, leaving in changes:
        known |= {case.id: case for case in (waiting.pop() for _ in range(joining))}
        for id in sorted(known)[:leaving] if len(known) > 1 else ():
            del known[id]
        digest = Digest(known, {}, ledger)
        entry = digest.choose(week, count)
        assert set(entry.cases) <= set(known) and len(entry.cases) <= count
        assert Digest(dict(reversed(known.items())), {}, ledger).choose(week, count) == entry
        left = set(known) - set(ledger.ids(ledger.cycle))
        if left:  # nothing again before all were told, and no more than are left
            assert entry.cycle == ledger.cycle and set(entry.cases) <= left
            assert len(entry.cases) == min(count, len(left))
        else:
            assert entry.cycle == ledger.cycle + 1
        ledger, week = Ledger((*ledger.entries, entry)), following(week)
        assert Digest(known, {}, ledger).choose(entry.week, 1) == entry
    for cycle in range(1, ledger.cycle + 1):
        assert max(Counter(ledger.ids(cycle)).values()) == 1


def test_a_cycle_is_spread_over_countries_sectors_and_levels(corpus: Corpus) -> None:
    cases = {case.id: case for case in corpus.cases}
    weeks = list(weeks_of(digest_of(corpus.cases), W48, 3, -(-len(cases) // 3)))
    assert sorted(id for each in weeks for id in each.cases) == sorted(cases)
    first = weeks[: len(weeks) // 2]
    for each in weeks[:-3]:  # the last ones take what is left
        assert len({cases[id].country for id in each.cases}) == 3, each
        assert len({cases[id].sectors[0] for id in each.cases}) == 3, each
    for field in ("country", "level"):
        everywhere = Counter(str(getattr(case, field)) for case in cases.values())
        told_first = Counter(str(getattr(cases[id], field)) for each in first for id in each.cases)
        uneven = {
            value: (told_first[value], total)
            for value, total in everywhere.items()
            if abs(told_first[value] - total / 2) > 2 + total / 10
        }
        assert uneven == {}


def test_a_new_cycle_begins_with_what_was_told_long_ago(corpus: Corpus) -> None:
    weeks = list(weeks_of(digest_of(corpus.cases[:9]), W48, 3, 4))
    assert [each.cycle for each in weeks] == [1, 1, 1, 2]
    assert set(weeks[3].cases) & set(weeks[2].cases) == set()


def test_a_case_for_the_day_is_told_in_its_week(corpus: Corpus) -> None:
    """World Malaria Day is 25 April: one of the malaria cases, and the rest as ever."""
    [entry] = weeks_of(digest_of(corpus.cases), Week.of(date(2027, 4, 25)), 3, 1)
    about = [id for id in entry.cases if "malaria" in case_of(corpus, id).title_in("en").lower()]
    assert len(about) == 1
    told_case = case_of(corpus, about[0])
    reason = story(told_case, entry.week).reason
    assert reason.text == "25 April 2027: World Malaria Day"
    assert reason.basis == "https://www.who.int/campaigns/world-malaria-day"


def test_every_day_is_a_date_with_a_page_and_has_a_known_name() -> None:
    assert list(OBSERVANCES) == sorted(OBSERVANCES, key=lambda each: (each.month, each.day))
    assert len({each.name for each in OBSERVANCES}) == len(OBSERVANCES) > 30
    for each in OBSERVANCES:
        assert date(2027, each.month, each.day)
        assert re.fullmatch(
            r"https://www\.(un|who|fao)\.org?(int)?/\S+|https://www\.who\.int/\S+", each.address
        )
        assert each.sdgs <= set(range(1, 18)) and each.sdgs


def test_reasons_in_their_order(edat: Case) -> None:
    """Each rule holds once what the rules before it rest on is taken away."""
    week = Week(2027, 9)
    newest = edat.sources[0].model_copy(update={"date": date(2027, 1, 5)})
    copy = Relative(name="Copy", country="PG", year=2026, case=None, source=1)
    bare = edat.model_copy(
        update={
            "year_started": 2026,
            "sources": tuple(each.model_copy(update={"date": None}) for each in edat.sources),
            "lineage": edat.lineage.model_copy(update={"adopted_by": ()}),
        }
    )
    sourced = bare.model_copy(update={"sources": (newest, *bare.sources[1:])})
    copied = sourced.model_copy(
        update={"lineage": edat.lineage.model_copy(update={"adopted_by": (copy,)})}
    )
    old = copied.model_copy(update={"year_started": 2017})
    before = told("2027-W01", EDAT)
    recent = told("2027-W08", EDAT)
    assert [
        (reason.kind, reason.text)
        for reason in (
            story(old, Week(2027, 16)).reason,
            story(old, week).reason,
            story(old.model_copy(update={"status": "ended"}), week).reason,
            story(sourced, week).reason,
            story(bare, week).reason,
            story(bare, week, before).reason,
            story(bare, week, recent).reason,
        )
    ] == [
        ("observance", "25 April 2027: World Malaria Day"),
        ("anniversary", "It began in 2017, 10 years ago."),
        ("copied", "A newer copy elsewhere (2026): Copy."),
        ("new-source", "A source about it is from 5 January 2027."),
        ("new-country", "In this digest for the first time: Indonesia."),
        ("country-waited", "Not in this digest for 8 weeks: Indonesia."),
        ("in-turn", "In this digest last in the week of 22 February 2027."),
    ]
    assert story(bare, Week(2027, 16), recent).reason.kind == "observance"
    future = newest.model_copy(update={"date": date(2027, 4, 1)})
    early = bare.model_copy(update={"sources": (future, *bare.sources[1:])})
    assert story(early, week).reason.kind == "new-country"


def test_a_sector_that_waited_and_a_case_in_turn(corpus: Corpus, edat: Case) -> None:
    silk = case_of(corpus, SILK)
    quiet = edat.model_copy(
        update={
            "year_started": None,
            "sources": tuple(each.model_copy(update={"date": None}) for each in edat.sources),
            "lineage": edat.lineage.model_copy(update={"adopted_by": ()}),
        }
    )
    other = quiet.model_copy(update={"id": "id-other"})
    digest = digest_of((quiet, silk, other), told("2027-W01", "id-other"), told("2027-W08", SILK))
    reasons = digest.issue(told("2027-W09", EDAT), "en").stories[0].reason
    assert (reasons.kind, reasons.text) == (
        "sector-waited",
        "Not in this digest for 8 weeks: Health.",
    )
    digest = digest_of((quiet, silk, other), told("2027-W08", "id-other"))
    reasons = digest.issue(told("2027-W09", EDAT), "en").stories[0].reason
    assert (reasons.kind, reasons.text) == (
        "in-turn",
        "New in this digest, from the sector “Health”.",
    )


def with_figures(case: Case, *figures: dict[str, object]) -> Case:
    plain = {"measure": "visits", "unit": "visits", "scope": "Nation", "role": "after", "source": 1}
    made = tuple(Figure.model_validate({**plain, **each}) for each in figures)
    return case.model_copy(update={"figures": made})


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        ([{"value": 12, "year": 2018}], "Visits: 12 (Nation, 2018)"),
        ([{"value": 12, "year": None}], None),
        ([{"value": 12, "year": 2018, "role": "target"}], None),
        (
            [{"value": 12, "year": 2018, "scope": "Nation, 2018 (about)"}],
            "Visits: 12 (Nation, 2018, about)",
        ),
        ([{"value": 5, "year": 2018, "unit": "days"}], "Visits: 5 days (Nation, 2018)"),
        (
            [{"value": 9, "year": 2010, "role": "before"}, {"value": 12, "year": 2018}],
            "Visits: 9 (Nation, 2010) → 12 (Nation, 2018)",
        ),
        # Not a change, so not a result that looks like one.
        ([{"value": 9, "year": None, "role": "before"}, {"value": 12, "year": 2018}], None),
        ([{"value": 12, "year": 2018}, {"value": 13, "year": 2018, "source": 2}], None),
    ],
    ids=["result", "no year", "target", "year in scope", "unit", "change", "no change", "disputed"],
)
def test_a_figure_is_told_with_its_year_or_not_at_all(
    edat: Case, figures: list[dict[str, object]], text: str | None
) -> None:
    fact = story(with_figures(edat, *figures)).fact
    assert (fact and fact.text) == text
    if fact:
        assert [source.address for source in fact.sources] == [edat.sources[0].url]


def test_the_figure_of_the_summary_is_preferred(edat: Case) -> None:
    case = with_figures(
        edat, *({"measure": f"m{n}", "value": n, "year": 2018, "unit": "x"} for n in (11, 1234, 13))
    ).model_copy(
        update={
            "language": "en",
            "translations": {},
            "summary": "It served 1,234 people; 113 and 11.5 more.",
        }
    )
    fact = story(case).fact
    assert fact and fact.text == "M1234: 1,234 x (Nation, 2018)"


@pytest.mark.parametrize(
    ("summary", "chosen"),
    [
        ("It grew to 18 billion a month.", "M18000000000: 18,000,000,000 x (Nation, 2018)"),
        ("It reached 2.5 million people.", "M2500000: 2,500,000 x (Nation, 2018)"),
        ("It reached 12.5 million people.", "M11: 11 x (Nation, 2018)"),
        ("It reached 18 million people.", "M11: 11 x (Nation, 2018)"),
    ],
)
def test_a_large_figure_is_found_in_the_summary_as_people_write_it(
    edat: Case, summary: str, chosen: str
) -> None:
    values = (11, 18_000_000_000, 2_500_000)
    case = with_figures(
        edat, *({"measure": f"m{n}", "value": n, "year": 2018, "unit": "x"} for n in values)
    ).model_copy(update={"language": "en", "translations": {}, "summary": summary})
    fact = story(case).fact
    assert fact and fact.text == chosen


def test_what_has_ended_or_was_superseded_is_told_so(corpus: Corpus, edat: Case) -> None:
    source = edat.sources[0].model_copy(update={"date": date(2021, 11, 23)})
    ended = edat.model_copy(update={"status": "ended", "sources": (source,)})
    assert story(ended).standing == "This innovation has ended."
    assert story(ended, following(W48)).standing == (
        "This innovation has ended. The newest dated source is from 23 November 2021."
    )
    superseded = story(case_of(corpus, BRAZIL))
    assert superseded.standing.startswith("Superseded in 2021 by ")
    assert superseded.reason.kind == "new-country"  # no anniversary of what is no more


def test_a_retired_case_is_told_no_more_and_a_told_one_says_why(corpus: Corpus) -> None:
    gone = Retired(id=SILK, reason="Joined with another.", replaced_by=None)
    entry = told("2026-W48", SILK, NOTIFY)
    known = {case.id: case for case in corpus.cases if case.id != SILK}
    digest = Digest(known, {SILK: gone}, Ledger((entry,)))
    issue = digest.issue(digest.choose(W48, 3), "en")
    assert [each.id for each in issue.stories] == [NOTIFY]
    text = f"The case {SILK} has left the collection: Joined with another."
    assert [each.text for each in issue.withdrawn] == [text]
    assert "has left the collection" in to_markdown(issue) and "has left" in to_html(issue)


def test_texts_are_in_the_language_of_the_reader_where_there_is_one(edat: Case) -> None:
    assert story(edat, language="id").title == edat.title
    assert story(edat, language="en").title == edat.translations["en"].title
    assert (story(edat, language="fr").language, story(edat, language="fr").title) == (
        "en",
        edat.translations["en"].title,
    )


def test_links_lead_to_the_site_or_to_a_source(edat: Case) -> None:
    digest, entry = digest_of((edat,)), told("2026-W48", EDAT)
    [at_home] = digest.issue(entry, "id", site="https://x.example").stories
    assert at_home.read_on.address == f"https://x.example/case?id={EDAT}&lang=id"
    [abroad] = digest.issue(entry, "id").stories
    safe = [source.url for source in edat.sources if source.url.startswith("https://")]
    assert abroad.read_on.address == safe[0]


def test_text_stays_text(edat: Case) -> None:
    attack = "<script>alert(1)</script> *em* [x](javascript:alert(1))\u202e"
    case = edat.model_copy(
        update={"language": "en", "translations": {}, "title": attack, "summary": attack}
    )
    issue = digest_of((case,)).issue(told("2026-W48", EDAT), "en")
    page, text = to_html(issue), to_markdown(issue)
    assert "<script" not in page and page.count("&lt;script&gt;") == 2
    assert "\u202e" not in page + text and "<script" not in text.replace("\\<", "")
    assert "\\[x\\](javascript" in text


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_a_page_is_whole_and_the_same_each_time(corpus: Corpus, language: str) -> None:
    entry = told("2026-W48", SILK, BRAZIL, NOTIFY)
    pages = {to_html(digest_of(corpus.cases).issue(entry, language)) for _ in range(2)}
    [page] = pages
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}" dir="')
    assert page.count("<article>") == page.count("</article>") == 3
    assert "<script" not in page and "src=" not in page and "@import" not in page


def test_the_digest_of_a_week_is_the_golden_one(corpus: Corpus) -> None:
    entry = told("2026-W48", EDAT, BRAZIL, "kh-village-malaria-workers")
    before = told("2026-W40", SILK)
    made = to_markdown(digest_of(corpus.cases, before, entry).issue(entry, "en"))
    assert made == GOLDEN.read_text(encoding="utf-8")


LINE = f"- {{week: 2026-W48, cycle: 1, cases: [{SILK}]}}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LINE.replace("W48", "W99"), r"told.yaml:1: \[1\].week: '2026-W99' is not a week"),
        (LINE.replace("cycle: 1", "cycle: 0"), r"\[1\].cycle: '0' is too small"),
        (LINE.replace("cycle: 1", "cycle: one"), r"\[1\].cycle: 'one' is not a whole number"),
        (LINE.replace("cycle: 1", "cycle: 2"), r"\[1\].cycle: '2' does not follow; write 1"),
        (LINE.replace(SILK, "Silk"), r"\[1\].cases\[1\]: 'Silk' is not the id"),
        (LINE.replace(SILK, f"{SILK}, {SILK}"), r"\[1\].cases: lists id-silk-timber-legality more"),
        (LINE.replace("cycle: 1, ", ""), r"\[1\].cycle: is missing"),
        (LINE.replace("cycle: 1", "cycle: 1, note: x"), r"\[1\].note: .*is not a key here"),
        (LINE + LINE, r"told.yaml:2: \[2\].week: '2026-W48' does not come after 2026-W48"),
        (
            LINE + LINE.replace("W48", "W49"),
            r"told.yaml:2: \[2\].cases\[1\]: .*was told in 2026-W48",
        ),
        (LINE + LINE.replace("W48", "W49").replace("cycle: 1", "cycle: 3"), r"write 1 or 2"),
        ("week: 2026-W48\n", "told.yaml"),
        ("- {week: [}\n", "cannot be read as YAML"),
    ],
)
def test_a_ledger_that_was_mended_wrongly_is_refused(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "told.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        load_ledger(path)
    with pytest.raises(CorpusError, match=message):
        record(path, told("2027-W01", NOTIFY))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("kept", ["", "[]\n", "# ours\n[]\n", f"# ours\n{LINE}", LINE.rstrip("\n")])
def test_a_line_is_added_and_the_others_stay(tmp_path: Path, kept: str) -> None:
    path = tmp_path / "told.yaml"
    path.write_text(kept, encoding="utf-8")
    ledger = record(path, told("2026-W49", NOTIFY))
    assert load_ledger(path) == ledger and ledger.entries[-1] == told("2026-W49", NOTIFY)
    written = path.read_text(encoding="utf-8")
    assert written.startswith(kept.replace("[]", "").rstrip("\n"))
    assert written.endswith(f"\n- {{week: 2026-W49, cycle: 1, cases: [{NOTIFY}]}}\n")
    assert [each.name for each in tmp_path.iterdir()] == ["told.yaml"]


def test_a_ledger_that_cannot_be_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "told.yaml"
    path.write_text(LINE, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CorpusError, match=r"told.yaml: cannot be written \(No space left"):
        record(path, told("2026-W49", NOTIFY))
    assert [each.name for each in tmp_path.iterdir()] == ["told.yaml"]
    assert path.read_text(encoding="utf-8") == LINE


def test_a_ledger_names_cases_only(tmp_path: Path) -> None:
    ledger = Ledger((told("2026-W47", NOTIFY), told("2026-W48", SILK, "xx-never-was")))
    require_known(ledger, [SILK, NOTIFY, "xx-never-was"], tmp_path)
    with pytest.raises(CorpusError, match=r"\[2\].cases\[2\]: 'xx-never-was' is neither"):
        require_known(ledger, [SILK, NOTIFY], tmp_path)


def test_a_week_that_was_passed_over_is_refused(corpus: Corpus) -> None:
    digest = digest_of(corpus.cases, told("2026-W48", SILK))
    with pytest.raises(QueryError, match="2026-W48 is told already"):
        digest.choose(Week(2026, 47), 3)


def test_a_week_far_ahead_is_not_recorded() -> None:
    today = date(2026, 11, 24)
    require_recordable(Week(2026, 49), today)
    with pytest.raises(QueryError, match="2026-W49, the last that can be told today"):
        require_recordable(Week(2026, 50), today)


def test_the_command_tells_a_week_once(small_index: Settings, tmp_path: Path) -> None:
    ledger = tmp_path / "told.yaml"
    command = ("digest", "--ledger", str(ledger), "--week", "2026-W40")
    ahead = run(small_index, *command, "--dry-run")
    assert not ledger.exists()
    first = run(small_index, *command)
    entry = ledger.read_bytes()
    assert ahead == first == run(small_index, *command, "--cases", "5")
    assert ledger.read_bytes() == entry and entry.count(b"\n- {") == 1
    out, feed = tmp_path / "site" / "digest", tmp_path / "digest.atom"
    files = ("-o", str(out), "--feed", str(feed), "--language", "id")
    printed = run(small_index, *command, *files).splitlines()
    names = [f"digest-2026-W40.id.{kind}" for kind in ("md", "html", "atom")]
    assert printed == [*(str(out / name) for name in names), str(feed)]
    before = {path: path.read_bytes() for path in map(Path, printed)}
    run(small_index, *command, *files)
    assert before == {path: path.read_bytes() for path in map(Path, printed)}


def test_the_json_of_the_command(small_index: Settings, tmp_path: Path) -> None:
    command = ("digest", "--ledger", str(tmp_path / "told.yaml"), "--week", "2026-W40", "--json")
    printed = json.loads(run(small_index, *command))
    assert set(printed) == {
        *("week", "monday", "cycle", "language", "title", "stories", "withdrawn"),
        *("is_new", "ledger", "files"),
    }
    assert (printed["week"], printed["monday"], printed["is_new"]) == (
        "2026-W40",
        "2026-09-28",
        True,
    )
    assert len(printed["stories"]) == 3 and printed["files"] == []
    assert set(printed["stories"][0]) == {
        *("id", "title", "language", "place", "summary", "standing", "fact", "reason", "read_on"),
    }
    assert json.loads(run(small_index, *command))["is_new"] is False


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--week", "2026-48"), 1, "write year and number"),
        (("--week", "2062-W01"), 1, "lies ahead"),
        (("--language", "xx"), 2, "en, id, ar"),
        (("--site", "host"), 2, "whole http"),
        (("--dry-run", "--feed", "x.atom"), 2, "writes nothing"),
        (("--week", "2026-W40", "--output", str(CORPUS / "README.md")), 1, "cannot be made"),
    ],
)
def test_mistakes_of_the_command(
    small_index: Settings, tmp_path: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    ledger = tmp_path / "told.yaml"
    printed = run(small_index, "digest", "--ledger", str(ledger), *arguments, check=status)
    assert message in " ".join(re.sub(r"[│\n]", " ", printed).split())
    assert not ledger.exists()


def test_the_small_corpus_is_told_in_four_weeks(small_index: Settings, tmp_path: Path) -> None:
    ledger = tmp_path / "told.yaml"
    for number in range(40, 45):
        run(small_index, "digest", "--ledger", str(ledger), "--week", f"2026-W{number}", "--json")
    entries = load_ledger(ledger).entries
    assert [entry.cycle for entry in entries] == [1, 1, 1, 1, 2]
    ids = sorted(id for entry in entries[:4] for id in entry.cases)
    assert ids == sorted(name.replace("/", "-") for name in SMALL_CORPUS)
