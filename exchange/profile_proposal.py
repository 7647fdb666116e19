"""Propose from a pasted text what an office has and lacks; a person confirms it.

Short lists of words in English and Indonesian, clause by clause: each proposal shows the sentence
that it rests on, so that a reader sees at once why. Of the 25 statements with which the lists
were made they find 24 and nothing else, of 15 new ones 10, with 2 false (tests/test_profile.py).
The encoder, asked which of the sixteen questions is nearest, found 18 and 8 needs, without telling
having from lacking, and was as near to sentences that say nothing of the kind: so words decide.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from exchange.sentences import sentence_text, split_sentences
from exchange.text import MAX_NEED_CHARACTERS, prepare_text
from exchange.vocabulary import NEEDS, NeedKind

_WORDS: Mapping[NeedKind, str] = {
    "legal-mandate": r"laws?|decrees?|regulations?|by-?laws?|legal basis|undang-undang|peraturan|"
    r"perda|perbup|perwali|dasar hukum|surat keputusan",
    "political-sponsor": r"(?:mayor|regent|governor|minister|bupati|wali ?kota|gubernur|menteri)"
    r"\b.*\b(?:supports?|backs?|wants?|committed|behind|mendukung|dukungan|berkomitmen)|"
    r"political (?:support|will|backing)|dukungan (?:politik|bupati|wali ?kota|gubernur)",
    "budget": r"budgets?|(?<!mobile )money|funds?|funding|anggaran|dana|uang|apbd|biaya",
    "specialised-staff": r"staff|specialists?|experts?|engineers?|programmers?|doctors?|nurses?|"
    r"technicians?|pegawai|tenaga ahli|ahli|dokter|perawat|programmer|teknisi|tenaga kesehatan",
    "training": r"training|trainers?|trained|pelatihan|pelatih|dilatih|terlatih|bimtek",
    "volunteers": r"volunteers?|cadres?|relawan|sukarelawan|kader",
    "partner-organisation": r"partners?|partnerships?|foundations?|ngos?|mitra|kemitraan|yayasan|"
    r"lsm|universitas|university",
    "independent-oversight": r"ombudsman|auditors?|oversight|pengawas|pengawasan|inspektorat",
    "data-registry": r"regist(?:er|ers|ry|ries)|databases?|basis data|data induk|daftar warga|"
    r"data kependudukan",
    "data-exchange": r"data (?:exchange|sharing)|interoperab\w+|pertukaran data|berbagi data|"
    r"integrasi data|satu data",
    "digital-identity": r"digital (?:identity|id|ids|identities)|e-?id|ikd|identitas digital|"
    r"tanda tangan elektronik",
    "electronic-payment": r"(?:electronic|online|digital|mobile|cashless) payments?|mobile money|"
    r"qris|pembayaran (?:elektronik|digital|daring|online)",
    "internet-coverage": r"internet|broadband|wi-?fi|fib(?:re|er)",
    "mobile-coverage": r"(?:mobile|phone|cell) (?:signal|coverage|networks?)|signal|sinyal|"
    r"jaringan seluler",
    "equipment": r"computers?|laptops?|tablets?|equipment|devices?|vehicles?|ambulances?|"
    r"komputer|laptop|peralatan|perangkat|kendaraan|ambulans",
    "physical-space": r"rooms?|buildings?|office space|premises|gedung|ruang|ruangan|bangunan",
}
_LACKING = re.compile(
    r"\b(?:no|nobody|not|none|never|without|nor|neither|lacks?|lacking|missing|needs?|few|little|"
    r"short of|shortage|insufficient|cannot|\w+n['’]t|weak|poor|unreliable|hardly|barely|"
    r"tidak|tak|tiada|belum|tanpa|bukan|kurang|kekurangan|minim|butuh|membutuhkan|perlu|"
    r"memerlukan|lemah|sedikit|terbatas|jelek|susah|sulit)\b"
)
_NEED_WORDS = {need: re.compile(rf"\b(?:{words})\b") for need, words in _WORDS.items()}
# A denial does not reach beyond these. "And" is not one of them: "no budget and no trainers".
_CLAUSE_END = re.compile(
    r"[;:.!?]|,(?!\d)|\b(?:but|however|though|although|while|whereas|tetapi|tapi|namun|"
    r"sedangkan|meskipun|walaupun)\b"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a sentence seems to say of one need.

    :param sentence: as it stands in the text, on one line.
    """

    need: NeedKind
    holding: Literal["have", "lack"]
    sentence: str


def propose(text: str) -> tuple[Proposal, ...]:
    """Return what a text seems to say the office has and lacks, in the vocabulary's order.

    Where sentences say both of one need, both are proposed, each with the first sentence that
    says it. What is beyond 10,000 characters is not read; nothing is kept.
    """
    text = prepare_text(text[:MAX_NEED_CHARACTERS])
    found: dict[tuple[NeedKind, Literal["have", "lack"]], str] = {}
    for span in split_sentences(text):
        sentence = sentence_text(text, span)
        for clause in _CLAUSE_END.split(sentence.lower()):
            for need in _needs_in(clause):
                lacks = _LACKING.search(clause) is not None
                found.setdefault((need, "lack" if lacks else "have"), sentence)
    proposals = [Proposal(need, holding, sentence) for (need, holding), sentence in found.items()]
    return tuple(sorted(proposals, key=lambda each: NEEDS.index(each.need)))


def _needs_in(clause: str) -> Iterable[NeedKind]:
    return [need for need, words in _NEED_WORDS.items() if words.search(clause)]
