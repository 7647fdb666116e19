"""What of a case's needs an office meets: never met without a have, never a guess."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.case import Case, Need
from exchange.corpus import Corpus
from exchange.fit import FitLine, fit, fit_order, shared_gaps
from exchange.profile import AdopterProfile
from exchange.settings import Settings
from exchange.vocabulary import EVIDENCE, NEEDS
from tests.conftest import case_of
from tests.test_cli import run
from tests.test_profile import profiles

MALARIA = "id-edat-malaria-teluk-bintuni"
OFFICE = AdopterProfile(have=("budget", "training"), lack=("equipment", "legal-mandate"))


@pytest.fixture
def case(corpus: Corpus) -> Case:
    return case_of(corpus, MALARIA)


def taking(
    case: Case, id: str, *needs: str, evidence: str = "none", source: int | None = 1
) -> Case:
    """Return a copy of a case under another id that takes these needs."""
    taken = tuple(
        Need.model_validate({"need": need, "note": f"{need} of {id}", "source": source})
        for need in needs
    )
    return case.model_copy(update={"id": id, "needs": taken, "evidence": evidence})


def test_each_need_is_met_to_do_or_unknown_as_the_case_notes_it(case: Case) -> None:
    card = fit(case, OFFICE)
    assert [(line.need, line.state, line.source) for line in card.lines] == [
        ("legal-mandate", "to-do", 10),
        ("specialised-staff", "unknown", 2),
        ("training", "met", 6),
        ("equipment", "to-do", 2),
        ("data-registry", "unknown", 12),
        ("budget", "met", 11),
        ("partner-organisation", "unknown", 2),
    ]
    assert card.lines[3].note == "Simple blood tests and colour-coded dose packs"
    assert card.needs("to-do") == ("legal-mandate", "equipment")


@given(
    profile=profiles(),
    needs=st.lists(st.tuples(st.sampled_from(NEEDS), st.none() | st.integers(1, 9)), max_size=8),
)
@settings(max_examples=50)
def test_nothing_is_met_without_a_have(
    profile: AdopterProfile, needs: list[tuple[str, int | None]]
) -> None:
    taken = tuple(Need.model_validate({"need": n, "note": "x", "source": s}) for n, s in needs)
    card = fit(Case.model_construct(id="xx-x", needs=taken), profile)
    assert {line.need for line in card.lines if line.state == "met"} <= set(profile.have)
    assert {line.need for line in card.lines if line.state == "to-do"} <= set(profile.lack)
    assert [(line.need, line.source) for line in card.lines] == needs
    states = [set(card.needs(state)) for state in ("met", "to-do", "unknown")]
    assert sum(map(len, states)) == len(set().union(*states)) == len({n for n, _ in needs})


def test_a_case_without_needs_is_unknown_not_a_perfect_fit(case: Case) -> None:
    card = fit(taking(case, "xx-none"), AdopterProfile(have=("budget",)))
    assert (card.lines, card.states_needs) == ((), False)
    assert fit_order(card) == (0, len(NEEDS))


def test_the_list_begins_with_what_is_known_to_fit(case: Case) -> None:
    cases = [
        taking(case, "xx-two-gaps", "equipment", "legal-mandate"),
        taking(case, "xx-gap", "equipment", "equipment", "budget"),  # two notes are one gap
        taking(case, "xx-none"),
        taking(case, "xx-unknown", "volunteers", "budget"),
        taking(case, "xx-fits", "budget"),
        taking(case, "xx-fits-too", "training", "budget"),
    ]
    in_order = ["xx-fits", "xx-fits-too", "xx-unknown", "xx-none", "xx-gap", "xx-two-gaps"]
    cards = sorted((fit(case, OFFICE) for case in cases), key=fit_order)
    assert [card.id for card in cards] == in_order
    assert [len(card.needs("to-do")) for card in cards] == [0, 0, 0, 0, 1, 2]


def test_a_shared_gap_names_who_shows_how_to_close_it(case: Case) -> None:
    listed = [
        taking(case, "xx-a", "equipment", "legal-mandate", evidence="outputs"),
        taking(case, "xx-b", "equipment", "legal-mandate", evidence="comparison"),
        taking(case, "xx-c", "equipment", "volunteers", source=None),
        taking(case, "xx-d", "budget"),
    ]
    other = taking(case, "xx-far", "legal-mandate", evidence="independent-evaluation")
    gaps = shared_gaps(listed, OFFICE, examples_from=[other, *listed])
    assert [(gap.need, gap.ids) for gap in gaps] == [
        ("equipment", ("xx-a", "xx-b", "xx-c")),
        ("legal-mandate", ("xx-a", "xx-b")),
    ]
    assert [[example.case.id for example in gap.examples] for gap in gaps] == [
        ["xx-b", "xx-a"],  # what is inferred shows nobody how
        ["xx-far", "xx-b", "xx-a"],
    ]
    assert gaps[0].examples[0].note == "equipment of xx-b"
    assert shared_gaps(listed[:1], OFFICE) == ()  # not shared


def test_examples_of_the_corpus_have_sources_and_the_best_evidence_first(corpus: Corpus) -> None:
    [gap] = shared_gaps(corpus.cases, AdopterProfile(lack=("internet-coverage",)))
    strengths = [EVIDENCE.index(example.case.evidence) for example in gap.examples]
    assert len(gap.ids) > 3 and strengths and strengths == sorted(strengths, reverse=True)
    for example in gap.examples:
        assert example.case.sources[example.source - 1].url


def test_the_command_prints_one_card(small_index: Settings, tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(OFFICE.dump())
    found = json.loads(run(small_index, "fit", MALARIA, "--profile", str(path), "--json"))
    assert (found["id"], found["profile"]) == (MALARIA, OFFICE.model_dump(mode="json"))
    assert found["needs"][0] == {
        "need": "legal-mandate",
        "note": "Regent's regulation on malaria elimination",
        "source": 10,
        "state": "to-do",
    }
    assert (found["met"], found["to_do"]) == (
        ["budget", "training"],
        ["legal-mandate", "equipment"],
    )
    text = run(small_index, "fit", MALARIA, "--profile", str(path))
    headings = [line for line in text.splitlines() if line in ("To do", "Unknown", "Met")]
    assert headings == ["To do", "Unknown", "Met"]
    assert "  budget: Operating funds to reach the villages [11]" in text
    assert set(json.loads(run(small_index, "fit", MALARIA, "--json"))["unknown"]) == {
        line.need for line in fitted_lines(small_index)
    }
    path.write_text("have: [money]")
    told = run(small_index, "fit", MALARIA, "--profile", str(path), check=1)
    assert "have[1]: 'money' is not allowed; use legal-mandate" in told


def fitted_lines(index: Settings) -> tuple[FitLine, ...]:
    return fit(case_of(Corpus.load(index.corpus), MALARIA), AdopterProfile()).lines
