"""The family of a case: told by either end, in the corpus and outside, in the reader's order."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from exchange.case import Case, Lineage, Relative, Successor
from exchange.corpus import Corpus
from exchange.engine import SearchEngine
from exchange.errors import SnapshotError, UnknownDocumentError
from exchange.family import family, tree
from exchange.indexing import index_documents
from exchange.kinship import join_relations, roles
from exchange.lineage import LineageIndex, relations
from exchange.passages import document_from_case
from exchange.publishing import writer_lock
from exchange.settings import Settings
from tests.conftest import BRAZIL, HASH_MODEL, case_of
from tests.test_cli import run

OpenEngine = Callable[[Sequence[Case]], SearchEngine]


@dataclass(frozen=True)
class Reader:
    country: str | None = None
    level: str | None = None


@pytest.fixture
def open_engine(tmp_path: Path) -> OpenEngine:
    """Return a function that indexes cases and opens them."""

    def opened(cases: Sequence[Case]) -> SearchEngine:
        settings = Settings(corpus=tmp_path, index=tmp_path / "index", model=HASH_MODEL)
        documents = [document_from_case(case) for case in sorted(cases, key=lambda c: c.id)]
        with writer_lock(settings.index, settings.lock_timeout):
            index_documents(documents, settings, "hash", cache=tmp_path)
        return SearchEngine.open(settings)

    return opened


def relative(name: str, *, case: str | None = None, source: int = 1, **others: object) -> Relative:
    given = {"name": name, "country": None, "year": None, "case": case, "source": source}
    return Relative.model_validate({**given, **others})


@pytest.fixture
def make(corpus: Corpus) -> Callable[..., Case]:
    """Return a function that makes a case with an id, a title and a lineage."""
    example = case_of(corpus, BRAZIL)

    def made(
        id: str,
        *,
        adapted_from: Sequence[Relative] = (),
        adopted_by: Sequence[Relative] = (),
        superseded_by: Successor | None = None,
        **others: object,
    ) -> Case:
        lineage = Lineage(
            adapted_from=tuple(adapted_from),
            adopted_by=tuple(adopted_by),
            superseded_by=superseded_by,
        )
        given = {"id": id, "title": id.upper(), "language": "en", "translations": {}}
        return example.model_copy(update={**given, "lineage": lineage, **others})

    return made


def test_a_copy_that_only_the_copy_tells_of_is_a_copy(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    engine = open_engine([make("xx-a"), make("xx-b", adapted_from=[relative("A", case="xx-a")])])
    found = family(engine, "xx-a")
    assert [(kin.member.name, kin.role, kin.steps) for kin in found.kin] == [("XX-B", "copy", 1)]
    [edge] = found.edges
    assert (edge.earlier, edge.later, edge.kind) == ("xx-a", "xx-b", "copied")
    url = engine.case("xx-b").sources[0].url
    assert [(told.case, told.source, told.url) for told in edge.tellings] == [("xx-b", 1, url)]
    assert [
        (kin.member.name, kin.role) for kin in family(engine, "xx-b").kin if kin.role == "model"
    ] == [("XX-A", "model")]


def test_a_relation_told_by_both_ends_is_one_edge_with_two_sources(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    engine = open_engine(
        [
            make("xx-a", adopted_by=[relative("B", case="xx-b", year=2018, source=2)]),
            make("xx-b", adapted_from=[relative("A", case="xx-a", year=2019)]),
        ]
    )
    [edge] = family(engine, "xx-a").edges
    assert edge.years == (2018, 2019)
    assert [(told.case, told.source) for told in edge.tellings] == [("xx-a", 2), ("xx-b", 1)]


def test_two_copies_of_one_model_outside_are_of_one_family(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    model = relative("KONEPS", country="KR")
    engine = open_engine(
        [
            make("xx-a", adapted_from=[model]),
            make("xx-b", adapted_from=[relative("Koneps", country="KR")]),
            make("xx-c", adapted_from=[relative("KONEPS", country="VN")]),
        ]
    )
    found = family(engine, "xx-a")
    assert [(kin.member.name, kin.role, kin.steps) for kin in found.kin] == [
        ("XX-B", "relative", 2),
        ("KONEPS", "model", 1),
    ]
    assert [(branch.depth, branch.member.key) for branch in tree(found)] == [
        (0, "model:KR:koneps"),
        (1, "xx-a"),
        (1, "xx-b"),
    ]


def test_two_cases_copied_in_one_country_are_not_of_one_family(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    germany = relative("Germany", country="DE")
    engine = open_engine([make("xx-a", adopted_by=[germany]), make("xx-b", adopted_by=[germany])])
    assert [kin.member.name for kin in family(engine, "xx-a").kin] == ["Germany"]


def test_a_successor_and_what_it_superseded_have_their_roles(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    def next_one(id: str) -> Successor:
        return Successor(name="Next", year=2020, case=id, source=1)

    engine = open_engine(
        [
            make("xx-a", superseded_by=next_one("xx-b")),
            make("xx-b", superseded_by=next_one("xx-c")),
            make("xx-c"),
        ]
    )
    shown = [(kin.member.key, kin.role, kin.steps) for kin in family(engine, "xx-b").kin]
    assert shown == [("xx-a", "predecessor", 1), ("xx-c", "successor", 1)]
    assert [(kin.role, kin.steps) for kin in family(engine, "xx-a").kin] == [
        ("successor", 1),
        ("successor", 2),
    ]


def test_kin_most_like_the_reader_come_first(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    engine = open_engine(
        [
            make(
                "xx-a",
                adopted_by=[
                    relative("Here, by name alone", country="ID"),
                    relative("Elsewhere, by name alone", country="PE"),
                    relative("C", case="xx-c"),
                    relative("D", case="xx-d"),
                    relative("E", case="xx-e"),
                ],
            ),
            make("xx-c", country="FR", level="national"),
            make("xx-d", country="FR", level="local"),
            make("xx-e", country="ID", level="local"),
        ]
    )

    def names(reader: Reader | None) -> list[str]:
        return [kin.member.name for kin in family(engine, "xx-a", reader).kin if kin.role == "copy"]

    outside = ["Elsewhere, by name alone", "Here, by name alone"]
    assert names(None) == ["XX-C", "XX-D", "XX-E", *outside]
    assert names(Reader()) == names(None)
    assert names(Reader("ID", "local")) == ["XX-E", outside[1], "XX-D", "XX-C", outside[0]]
    assert names(Reader(level="national")) == ["XX-C", "XX-D", "XX-E", *outside]
    first = family(engine, "xx-a", Reader("ID", "local")).kin[0]
    assert (first.is_same_country, first.is_same_level) == (True, True)


def test_a_ring_of_copies_ends(open_engine: OpenEngine, make: Callable[..., Case]) -> None:
    engine = open_engine(
        [
            make("xx-a", adapted_from=[relative("B", case="xx-b")]),
            make("xx-b", adapted_from=[relative("A", case="xx-a")]),
        ]
    )
    found = family(engine, "xx-a")
    assert [(kin.member.key, kin.role) for kin in found.kin] == [("xx-b", "copy")]
    assert [(b.depth, b.member.key, b.is_repeated) for b in tree(found)] == [
        (0, "xx-a", False),
        (1, "xx-b", False),
        (2, "xx-a", True),
    ]


def test_a_case_without_relations_is_alone(
    open_engine: OpenEngine, make: Callable[..., Case]
) -> None:
    found = family(open_engine([make("xx-a")]), "xx-a")
    assert ([member.key for member in found.nodes], found.edges, found.kin) == (["xx-a"], (), ())


def test_an_unknown_id_is_refused(open_engine: OpenEngine, make: Callable[..., Case]) -> None:
    engine = open_engine([make("xx-a")])
    with pytest.raises(UnknownDocumentError, match="xx-b"):
        family(engine, "xx-b")


def test_a_damaged_lineage_file_is_refused(
    open_engine: OpenEngine, make: Callable[..., Case], tmp_path: Path
) -> None:
    open_engine([make("xx-a")])
    [path] = (tmp_path / "index").glob("*/lineage.json")
    path.write_text("[ ]", encoding="utf-8")
    settings = Settings(corpus=tmp_path, index=tmp_path / "index", model=HASH_MODEL)
    with pytest.raises(SnapshotError, match=r"lineage\.json: does not match its checksum"):
        SearchEngine.open(settings)


LINKS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=10)


@given(LINKS)
@hypothesis_settings(max_examples=50, deadline=None)
def test_every_relation_that_a_case_tells_is_an_edge_however_they_are_joined(
    corpus: Corpus, links: list[tuple[int, int, bool]]
) -> None:
    example = case_of(corpus, BRAZIL)
    models: dict[int, list[Relative]] = {number: [] for number in range(6)}
    copies: dict[int, list[Relative]] = {number: [] for number in range(6)}
    for model, copy, by_model in links:
        if by_model:
            copies[model].append(relative("x", case=f"xx-{copy}"))
        else:
            models[copy].append(relative("x", case=f"xx-{model}"))
    cases = [
        example.model_copy(
            update={
                "id": f"xx-{number}",
                "lineage": Lineage(
                    adapted_from=tuple(models[number]),
                    adopted_by=tuple(copies[number]),
                    superseded_by=None,
                ),
            }
        )
        for number in range(6)
    ]
    told = relations(cases)
    edges = join_relations(told)
    assert {(edge.earlier, edge.later) for edge in edges} == {
        (f"xx-{model}", f"xx-{copy}") for model, copy, _ in links
    }
    assert sum(len(edge.tellings) for edge in edges) == len(told) == len(links)
    index = LineageIndex(told)
    for number in range(6):
        id = f"xx-{number}"
        touching = {
            relation for relation in told if id in (relation.earlier.key, relation.later.key)
        }
        assert set(index.of(id)) == touching
        assert id not in roles(id, edges)


def test_the_command_prints_a_tree_and_json(hash_index: Settings) -> None:
    printed = run(hash_index, "family", "es-decidim-barcelona")
    assert "copied it: es-decidim-barcelona [2]" in " ".join(printed.split())
    reader = ("--country", "UY", "--level", "local")
    found = json.loads(run(hash_index, "family", "es-decidim-barcelona", "--json", *reader))
    assert set(found) == {"id", "nodes", "edges", "kin"}
    assert found["nodes"][0]["case"] == "es-decidim-barcelona"
    assert [(kin["role"], kin["is_same_country"]) for kin in found["kin"][:3]] == [
        ("relative", True),
        ("relative", True),
        ("model", False),
    ]
    assert set(found["edges"][0]) == {"kind", "earlier", "later", "years", "tellings"}
    assert "--country xx: write" in run(
        hash_index, "family", "es-decide-madrid", "--country", "xx", check=2
    )
