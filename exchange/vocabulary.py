"""The closed vocabularies of case files, as they stand in corpus/CASE_FORMAT.md."""

from collections.abc import Mapping
from typing import Literal, get_args

UNKNOWN = "unknown"
"""Where a document has no value, and where a text's language is not known."""

Level = Literal["national", "regional", "local", "state-owned", "international"]
Status = Literal["pilot", "active", "ended", "unknown"]
Evidence = Literal["none", "outputs", "before-after", "comparison", "independent-evaluation"]
Role = Literal["before", "after", "target", "cost"]
# COFOG 1999 divisions.
Sector = Literal[
    "general-public-services",
    "defence",
    "public-order-safety",
    "economic-affairs",
    "environmental-protection",
    "housing-community",
    "health",
    "recreation-culture",
    "education",
    "social-protection",
]
InnovationType = Literal[
    "digital-service",
    "service-delivery",
    "process",
    "regulation",
    "participation",
    "transparency",
    "partnership",
    "finance",
    "infrastructure",
    "capacity-building",
    "data-analytics",
]
NeedKind = Literal[
    "legal-mandate",
    "political-sponsor",
    "budget",
    "specialised-staff",
    "training",
    "volunteers",
    "partner-organisation",
    "independent-oversight",
    "data-registry",
    "data-exchange",
    "digital-identity",
    "electronic-payment",
    "internet-coverage",
    "mobile-coverage",
    "equipment",
    "physical-space",
]
SectionName = Literal["problem", "solution", "implementation", "results", "lessons", "replication"]
CaseLanguage = Literal["en", "id", "es", "fr", "pt"]

LEVELS: tuple[str, ...] = get_args(Level)
STATUSES: tuple[str, ...] = get_args(Status)
EVIDENCE: tuple[str, ...] = get_args(Evidence)
ROLES: tuple[str, ...] = get_args(Role)
SECTORS: tuple[str, ...] = get_args(Sector)
INNOVATION_TYPES: tuple[str, ...] = get_args(InnovationType)
NEEDS: tuple[str, ...] = get_args(NeedKind)
SDGS: tuple[int, ...] = tuple(range(1, 18))

SECTION_NAMES: tuple[SectionName, ...] = get_args(SectionName)
"""Canonical section names, in the order in which they stand in a body."""

CASE_LANGUAGES: tuple[CaseLanguage, ...] = get_args(CaseLanguage)
"""Languages a case may be written in: those whose section headings are fixed."""

HEADINGS: Mapping[str, Mapping[SectionName, str]] = {
    language: dict(zip(SECTION_NAMES, headings, strict=True))
    for language, headings in {
        "en": ("Problem", "Solution", "Implementation", "Results", "Lessons", "Replication"),
        "id": ("Masalah", "Solusi", "Pelaksanaan", "Hasil", "Pelajaran", "Replikasi"),
        "es": (
            "Problema",
            "Solución",
            "Implementación",
            "Resultados",
            "Lecciones",
            "Replicación",
        ),
        "fr": ("Problème", "Solution", "Mise en œuvre", "Résultats", "Leçons", "Réplication"),
        "pt": ("Problema", "Solução", "Implementação", "Resultados", "Lições", "Replicação"),
    }.items()
}
"""Language -> canonical section name -> the heading in that language."""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written out rather than taken from babel, whose import and data would cost every start 0.15 s;
# tests compare the three lists with babel's.
COUNTRIES: frozenset[str] = _codes(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
    """
)
"""ISO 3166-1 alpha-2 codes, and XK (Kosovo)."""

LANGUAGES: frozenset[str] = _codes(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg
    li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or
    os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """
)
"""ISO 639-1 codes: the languages a translation may be in."""

CURRENCIES: frozenset[str] = _codes(
    """
    ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARL ARM ARP ARS ATS AUD AWG AZM AZN BAD BAM
    BAN BBD BDT BEC BEF BEL BGL BGM BGN BGO BHD BIF BMD BND BOB BOL BOP BOV BRB BRC BRE BRL BRN BRR
    BRZ BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHE CHF CHW CLE CLF CLP CNH CNX CNY COP COU CRC CSD
    CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR FIM FJD
    FKP FRF GBP GEK GEL GHC GHS GIP GMD GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL HRD HRK HTG HUF IDR
    IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRH KRO KRW KWD KYD KZT
    LAK LBP LKR LRD LSL LTL LTT LUC LUF LUL LVL LVR LYD MAD MAF MCF MDC MDL MGA MGF MKD MKN MLF MMK
    MNT MOP MRO MRU MTL MTP MUR MVP MVR MWK MXN MXP MXV MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR
    NZD OMR PAB PEI PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROL RON RSD RUB RUR RWF SAR SBD SCR
    SDD SDG SDP SEK SGD SHP SIT SKK SLE SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM
    TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS UGX USD USN USS UYI UYP UYU UYW UZS VEB VED VEF
    VES VND VNN VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XEU XFO XFU XOF XPD XPF XPT XRE XSU
    XTS XUA XXX YDD YER YUD YUM YUN YUR ZAL ZAR ZMK ZMW ZRN ZRZ ZWD ZWG ZWL ZWR
    """
)
"""ISO 4217 codes of currencies, those of the past included: figures may be old."""
