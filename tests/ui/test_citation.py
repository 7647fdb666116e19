"""How a case is cited."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.case import Case
from exchange.corpus import Corpus
from exchange.ui.citation import bibtex, plain
from tests.conftest import BRAZIL, case_of

ADDRESS = "https://exchange.example/case?id=br-participacao-popular-rs"
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def case(corpus: Corpus) -> Case:
    return case_of(corpus, BRAZIL)


def test_bibtex_has_title_organisation_address_and_day(corpus: Corpus) -> None:
    case = case_of(corpus, BRAZIL).model_copy(update={"title": "Voz", "organisation": "Governo"})
    assert bibtex(case, ADDRESS, DAY) == (
        "@misc{br-participacao-popular-rs,\n"
        "  title = {{Voz}},\n"
        "  author = {{Public Innovation Exchange}},\n"
        "  howpublished = {Case br-participacao-popular-rs},\n"
        "  note = {Governo, Brazil},\n"
        f"  url = {{{ADDRESS}}},\n"
        "  urldate = {2026-11-24}\n"
        "}"
    )


def test_what_tex_would_read_as_a_command_is_text(corpus: Corpus) -> None:
    case = case_of(corpus, BRAZIL).model_copy(update={"title": r"}}, x={\input{a} 5% & #1_$2~^"})
    assert (
        r"title = {{\}\}, x=\{\textbackslash{}input\{a\} 5\% \& \#1\_\$2"
        r"\textasciitilde{}\textasciicircum{}}}"
    ) in bibtex(case, ADDRESS, DAY)


@given(
    st.lists(
        st.sampled_from(
            ["}", "{", "\\", "\\input{x}", "^^5c", "@misc{a,", "%", "#", '"', "=", ",", "é"]
        )
        | st.text(st.characters(exclude_categories=["C", "Z"]))
    )
)
def test_no_title_leaves_its_braces(case: Case, pieces: list[str]) -> None:
    words = "".join(pieces)
    spoilt = case.model_copy(update={"title": words, "organisation": words})
    entry = bibtex(spoilt, ADDRESS, DAY)
    assert len(entry.splitlines()) == 8
    commands = set(re.findall(r"\\([^\W\d_]+|.)", entry))
    assert commands <= {*("textbackslash", "textasciitilde", "textasciicircum"), *"{}%&#_$"}
    depth, depths = 0, []
    for brace in re.findall(r"(?<!\\)[{}]", entry):
        depth += 1 if brace == "{" else -1
        depths.append(depth)
    assert depths[-1] == 0 and min(depths[:-1]) == 1


def test_the_plain_citation_is_in_the_readers_language(corpus: Corpus) -> None:
    case = case_of(corpus, BRAZIL).model_copy(update={"title": "Voz {id}", "organisation": "Gov"})
    assert plain(case, ADDRESS, DAY, "id") == (
        "Bursa Inovasi Publik: “Voz {id}”. Gov, Brasil. Kasus br-participacao-popular-rs. "
        f"{ADDRESS} (diakses 24 November 2026)."
    )
