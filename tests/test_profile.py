"""An adopter's profile: as a file, as address parameters, and proposed from a text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.errors import ProfileError
from exchange.need_questions import NEED_QUESTIONS
from exchange.profile import (
    HOLDINGS,
    MAX_BYTES,
    PARAMETERS,
    AdopterProfile,
    load_profile,
    parse_profile,
)
from exchange.profile_proposal import Proposal, propose
from exchange.vocabulary import LEVELS, NEEDS

BINTUNI = AdopterProfile(
    country="ID", level="local", have=("training", "budget"), lack=("internet-coverage",)
)


@st.composite
def profiles(draw: st.DrawFn) -> AdopterProfile:
    holdings = draw(st.lists(st.sampled_from(HOLDINGS), min_size=16, max_size=16))
    answers = list(zip(NEEDS, holdings, strict=True))
    return AdopterProfile.model_validate(
        {
            "country": draw(st.sampled_from([None, "ID", "NO"])),
            "level": draw(st.sampled_from([None, *LEVELS])),
            "have": [need for need, holding in answers if holding == "have"],
            "lack": [need for need, holding in answers if holding == "lack"],
        }
    )


@given(profiles())
@settings(max_examples=50)
def test_a_profile_is_read_back_from_file_and_address(profile: AdopterProfile) -> None:
    assert parse_profile(profile.dump(), file="profile.yaml") == profile
    parameters = profile.parameters()
    assert set(parameters) <= set(PARAMETERS)
    given = {name: [value] for name, value in parameters.items()}
    assert AdopterProfile.from_parameters(given) == profile


def test_equal_profiles_are_written_alike() -> None:
    other = AdopterProfile(
        country="ID", level="local", have=("budget", "training"), lack=("internet-coverage",)
    )
    assert other == BINTUNI and hash(other) == hash(BINTUNI)
    assert BINTUNI.parameters() == {
        "have": "budget,training",
        "lack": "internet-coverage",
        "as": "ID",
        "at": "local",
    }
    assert BINTUNI.dump() == (
        "country: ID\nlevel: local\nhave: [budget, training]\nlack: [internet-coverage]\n"
    )
    assert AdopterProfile().parameters() == {} and AdopterProfile().is_empty


def test_what_is_not_named_is_unknown() -> None:
    assert [BINTUNI.holding(need) for need in ("budget", "internet-coverage", "volunteers")] == [
        "have",
        "lack",
        "unknown",
    ]
    changed = BINTUNI.holding_as("budget", "lack").holding_as("training", "unknown")
    assert (changed.have, changed.lack) == ((), ("budget", "internet-coverage"))
    assert BINTUNI.have == ("budget", "training")


@pytest.mark.parametrize(
    ("parameters", "profile"),
    [
        ({"have": ["budget,money,,budget"], "as": ["id"]}, {"have": ["budget"], "country": "ID"}),
        ({"have": ["budget,training"], "lack": ["budget"]}, {"have": ["training"]}),
        ({"as": ["ZZ"], "at": ["galaxy"], "lack": ["<script>"]}, {}),
        ({"have": ["budget", "training"], "at": []}, {"have": ["training"]}),  # the last one
        ({"q": ["malaria"]}, {}),
    ],
)
def test_what_makes_no_sense_in_an_address_is_not_given(
    parameters: dict[str, list[str]], profile: dict[str, object]
) -> None:
    assert AdopterProfile.from_parameters(parameters) == AdopterProfile.model_validate(profile)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country: id", r"p.yaml:1: country: 'id' is not a country; write .* such as ID"),
        ("level: village", r"p.yaml:1: level: 'village' is not allowed; use national, regional"),
        ("lack:\n- budget\n- cash", r"p.yaml:3: lack\[2\]: 'cash' is not allowed; use legal-man"),
        ("have: budget", r"p.yaml:1: have: 'budget' is not a list"),
        ("have: [budget, budget]", r"p.yaml:1: have: lists budget more than once"),
        ("have: [budget]\nlack: [budget]", r"lists budget under have and under lack; keep one"),
        ("need: [budget]", r"p.yaml:1: need: is not a key here; use country, level, have, lack"),
        ("have: []\nhave: [budget]", r"p.yaml:2: have: stands twice"),
        ("- budget", r"p.yaml:1: is not a profile; write the keys country, level, have, lack"),
        ("have: [budget", r"p.yaml:\d: cannot be read as YAML"),
    ],
)
def test_bad_input_is_named(text: str, told: str) -> None:
    with pytest.raises(ProfileError, match=told):
        parse_profile(text, file="p.yaml")


def test_a_file_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text("country: NO\n", encoding="utf-8-sig")
    assert load_profile(path) == AdopterProfile(country="NO")  # Norway, not false
    path.write_text("")
    assert load_profile(path).is_empty
    path.write_bytes(b"\xff")
    with pytest.raises(ProfileError, match=r"not UTF-8 text \(byte 0\)"):
        load_profile(path)
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ProfileError, match="more than 16,384 bytes"):
        load_profile(path)
    with pytest.raises(ProfileError, match=r"cannot be read \(Is a directory\)"):
        load_profile(tmp_path)
    with pytest.raises(ProfileError, match=r"none.yaml: cannot be read \(No such file"):
        load_profile(tmp_path / "none.yaml")


def test_every_need_has_its_question() -> None:
    assert tuple(NEED_QUESTIONS) == NEEDS
    assert all(question.endswith("?") for question in NEED_QUESTIONS.values())


KNOWN = (
    ("We have no budget for this.", "lack budget"),
    (
        "The regency already has trained nurses in every health centre.",
        "have specialised-staff, have training",
    ),
    ("There is a regent's regulation that covers the service.", "have legal-mandate"),
    ("Internet is weak in the upland villages.", "lack internet-coverage"),
    ("Our mayor supports the idea.", "have political-sponsor"),
    ("We don't have computers in the village offices.", "lack equipment"),
    ("Health volunteers visit each hamlet every month.", "have volunteers"),
    (
        "There is money in the 2027 budget, but no legal basis yet.",
        "have budget, lack legal-mandate",
    ),
    ("Residents pay with mobile money.", "have electronic-payment"),
    ("We need a partner who knows the software.", "lack partner-organisation"),
    ("Nobody outside the office checks our work.", "lack independent-oversight"),
    ("The civil registry is complete and digital.", "have data-registry"),
    ("Half of the coast has no mobile signal.", "lack mobile-coverage"),
    ("An empty building next to the market can be used.", "have physical-space"),
    ("Kami belum punya anggaran.", "lack budget"),
    ("Perda tentang layanan ini sudah ada.", "have legal-mandate"),
    ("Sinyal di kampung pegunungan sangat lemah.", "lack mobile-coverage"),
    ("Kader posyandu aktif di setiap desa.", "have volunteers"),
    ("Dokter kurang, tetapi ruangan tersedia.", "lack specialised-staff, have physical-space"),
    ("Bupati mendukung program ini.", "have political-sponsor"),
    ("Warga sudah memakai identitas digital.", "have digital-identity"),
    ("Sistem kami tidak bisa melakukan pertukaran data dengan dinas lain.", "lack data-exchange"),
    ("Women in labour wait for hours.", ""),
    ("Warga harus menempuh perjalanan dua hari ke kota.", ""),
)
"""Sentences with which the lists of words were made, and what each says."""

NEW = (
    (
        "Only two of our forty clinics are online, and the line drops daily.",
        "lack internet-coverage",
    ),
    ("Funds were approved by the council in March.", "have budget"),
    ("Nobody on our team can program.", "lack specialised-staff"),
    ("The governor has not said anything in favour of it.", "lack political-sponsor"),
    ("We share a hall with the library that stands empty on weekdays.", "have physical-space"),
    ("A university helps us with the analysis.", "have partner-organisation"),
    ("Our by-law of 2019 allows it.", "have legal-mandate"),
    ("Staff were never trained to use tablets.", "lack training"),
    ("Kami kekurangan perawat dan bidan.", "lack specialised-staff"),
    ("Data penduduk miskin tidak lengkap.", "lack data-registry"),
    ("Kantor desa sudah punya laptop dan wifi.", "have equipment, have internet-coverage"),
    ("Pembayaran retribusi sudah bisa lewat QRIS.", "have electronic-payment"),
    ("Belum ada pelatihan untuk petugas.", "lack training"),
    ("Yayasan lokal bersedia menjadi mitra.", "have partner-organisation"),
    ("The road to the district floods every year.", ""),
    ("Applicants bring their identity card and wait in line.", ""),
)
"""Sentences written afterwards."""


def said(text: str) -> set[str]:
    return {f"{proposal.holding} {proposal.need}" for proposal in propose(text)}


@pytest.mark.parametrize(("text", "meant"), KNOWN, ids=range(len(KNOWN)))
def test_what_an_office_has_and_lacks_is_proposed(text: str, meant: str) -> None:
    missed = {"lack independent-oversight"} if text.startswith("Nobody") else set()
    assert said(text) == set(filter(None, meant.split(", "))) - missed


def test_proposals_for_new_sentences_are_counted() -> None:
    meant = {(text, each) for text, all_ in NEW for each in all_.split(", ") if each}
    found = {(text, each) for text, _ in NEW for each in said(text)}
    assert (len(meant), len(found & meant), len(found - meant)) == (15, 10, 2)


def test_a_proposal_names_the_first_sentence_that_says_it() -> None:
    text = "We have no budget. But the donor left money.\n- No budget at all\n- Volunteers help us"
    assert propose(text) == (
        Proposal("budget", "lack", "We have no budget."),
        Proposal("budget", "have", "But the donor left money."),
        Proposal("volunteers", "have", "Volunteers help us"),
    )
    assert propose("") == ()
