"""International days of the United Nations, and which cases go with them."""

import re
from dataclasses import dataclass
from datetime import date

from exchange.case import Case
from exchange.digest.week import Week
from exchange.translation import N_


@dataclass(frozen=True, slots=True)
class Observance:
    """A day that the United Nations or one of its agencies observes each year.

    :param name: in English.
    :param address: the page that says so.
    :param sdgs: the goals it belongs to; a case needs one of them.
    :param words: beginnings of English words, as a pattern: a case needs one of them in its
        English title or summary, since its goals alone say too little of what it is about.
    """

    month: int
    day: int
    name: str
    address: str
    sdgs: frozenset[int]
    words: str

    def goes_with(self, case: Case) -> bool:
        """Whether a case is about what the day is about."""
        if self.sdgs.isdisjoint(case.sdgs):
            return False
        text = f"{case.title_in('en')} {case.summary_in('en')}"
        return re.search(rf"\b(?:{self.words})", text, re.IGNORECASE) is not None


def observance_for(case: Case, week: Week) -> tuple[Observance, date] | None:
    """Return the first day of a week that goes with a case, with its date."""
    for day in week.days:
        for observance in OBSERVANCES:
            is_today = (observance.month, observance.day) == (day.month, day.day)
            if is_today and observance.goes_with(case):
                return observance, day
    return None


def _un(
    day: tuple[int, int], name: str, page: str, sdgs: tuple[int, ...], words: str
) -> Observance:
    address = page if "/" in page else f"https://www.un.org/en/observances/{page}"
    return Observance(*day, name, address, frozenset(sdgs), words)


OBSERVANCES = (
    _un(
        (1, 24),
        N_("International Day of Education"),
        "education-day",
        (4,),
        "school|pupil|student|teach|learn|educat",
    ),
    _un(
        (2, 20),
        N_("World Day of Social Justice"),
        "social-justice-day",
        (1, 8, 10),
        "poor|poverty|wage|jobs?\\b|workers?\\b",
    ),
    _un(
        (3, 8),
        N_("International Women's Day"),
        "womens-day",
        (5,),
        "wom[ae]n|girls?\\b|mother|maternal|midwi|gender|equal pay",
    ),
    _un(
        (3, 21),
        N_("International Day of Forests"),
        "forests-and-trees-day",
        (12, 13, 15),
        "forest|timber|trees?\\b|wood",
    ),
    _un((3, 22), N_("World Water Day"), "water-day", (6, 14, 15), "water\\b|rivers?\\b|irrigation"),
    _un(
        (3, 24),
        N_("World Tuberculosis Day"),
        "https://www.who.int/campaigns/world-tb-day",
        (3,),
        "tuberculosis|TB\\b",
    ),
    _un(
        (3, 30),
        N_("International Day of Zero Waste"),
        "zero-waste-day",
        (11, 12),
        "waste\\b|recycl|rubbish|garbage",
    ),
    _un(
        (4, 7),
        N_("World Health Day"),
        "https://www.who.int/campaigns/world-health-day",
        (3,),
        "health|hospital|clinic|medic|patient|disease",
    ),
    _un(
        (4, 25),
        N_("World Malaria Day"),
        "https://www.who.int/campaigns/world-malaria-day",
        (3,),
        "malaria",
    ),
    _un(
        (4, 28),
        N_("World Day for Safety and Health at Work"),
        "work-safety-day",
        (3, 8),
        "workplace|labour inspect|occupational|accidents at work",
    ),
    _un(
        (5, 15),
        N_("International Day of Families"),
        "international-day-of-families",
        (1, 3, 5, 10),
        "famil(?:y|ies)\\b|parents?\\b",
    ),
    _un(
        (5, 22),
        N_("International Day for Biological Diversity"),
        "biological-diversity-day",
        (14, 15),
        "forest|timber|species|wildlife|dugong|biodivers",
    ),
    _un(
        (6, 5),
        N_("World Environment Day"),
        "environment-day",
        (12, 13, 14, 15),
        "environment|pollut|emission|waste\\b|forest|climate|rivers?\\b",
    ),
    _un((6, 8), N_("World Oceans Day"), "oceans-day", (14,), "\\bsea\\b|ocean|coast|fish|dugong"),
    _un(
        (6, 12),
        N_("World Day Against Child Labour"),
        "world-day-against-child-labour",
        (8, 16),
        "child labou?r",
    ),
    _un(
        (6, 14),
        N_("World Blood Donor Day"),
        "https://www.who.int/campaigns/world-blood-donor-day",
        (3,),
        "donors?\\b|transfusion|blood.?jek|of blood\\b",
    ),
    _un((6, 20), N_("World Refugee Day"), "refugee-day", (10, 16), "refugees?\\b"),
    _un(
        (6, 23),
        N_("United Nations Public Service Day"),
        "public-service-day",
        (16,),
        "civil serva|public serva|public service",
    ),
    _un(
        (7, 11),
        N_("World Population Day"),
        "world-population-day",
        (3, 5),
        "contracepti|family planning|population",
    ),
    _un(
        (7, 28),
        N_("World Hepatitis Day"),
        "https://www.who.int/campaigns/world-hepatitis-day",
        (3,),
        "hepatitis",
    ),
    _un(
        (8, 9),
        N_("International Day of the World's Indigenous Peoples"),
        "indigenous-day",
        (10, 15, 16),
        "indigenous",
    ),
    _un(
        (8, 12),
        N_("International Youth Day"),
        "youth-day",
        (4, 8, 10),
        "young|youth|teenage|adolescen",
    ),
    _un((9, 8), N_("International Literacy Day"), "literacy-day", (4,), "litera|reading|librar"),
    _un(
        (9, 15),
        N_("International Day of Democracy"),
        "democracy-day",
        (16,),
        "vot(?:e|es|ing|ed)\\b|elections?\\b|petitions?\\b|participat|parliament",
    ),
    _un(
        (9, 28),
        N_("International Day for Universal Access to Information"),
        "information-access-day",
        (16,),
        "information request|access to information|open data|transparen|right to information",
    ),
    _un(
        (10, 1),
        N_("International Day of Older Persons"),
        "older-persons-day",
        (1, 3, 10, 11),
        "older people|elderly|older persons|pension",
    ),
    _un((10, 11), N_("International Day of the Girl Child"), "girl-child-day", (4, 5), "girls?\\b"),
    _un(
        (10, 13),
        N_("International Day for Disaster Risk Reduction"),
        "disaster-reduction-day",
        (11, 13),
        "disaster|flood|earthquake|tsunami|volcan|emergenc",
    ),
    _un(
        (10, 15),
        N_("International Day of Rural Women"),
        "rural-women-day",
        (5,),
        "rural|villages?\\b|farm",
    ),
    _un(
        (10, 16),
        N_("World Food Day"),
        "https://www.fao.org/world-food-day/en",
        (2,),
        "food|meals?\\b|nutriti|undernourish|farm|harvest|crops?\\b|rice\\b|soy",
    ),
    _un(
        (10, 17),
        N_("International Day for the Eradication of Poverty"),
        "day-for-eradicating-poverty",
        (1,),
        "poor|poverty|low-income|basic income|social assistance",
    ),
    _un((10, 31), N_("World Cities Day"), "cities-day", (11,), "city|cities|urban|municipal"),
    _un(
        (11, 14),
        N_("World Diabetes Day"),
        "https://www.who.int/campaigns/world-diabetes-day",
        (3,),
        "diabetes|diabetic",
    ),
    _un((11, 19), N_("World Toilet Day"), "toilet-day", (3, 6), "toilets?\\b|sanitation|latrine"),
    _un((11, 20), N_("World Children's Day"), "world-childrens-day", (1, 3, 4, 10, 16), "child"),
    _un(
        (11, 25),
        N_("International Day for the Elimination of Violence against Women"),
        "ending-violence-against-women-day",
        (5, 16),
        "violence",
    ),
    _un((12, 1), N_("World AIDS Day"), "world-aids-day", (3,), "AIDS\\b|HIV\\b"),
    _un(
        (12, 3),
        N_("International Day of Persons with Disabilities"),
        "day-of-persons-with-disabilities",
        (1, 3, 4, 8, 10, 11),
        "disab|deaf|blind\\b|wheelchair",
    ),
    _un(
        (12, 5),
        N_("International Volunteer Day"),
        "volunteer-day",
        tuple(range(1, 18)),
        "volunteer",
    ),
    _un(
        (12, 9),
        N_("International Anti-Corruption Day"),
        "anti-corruption-day",
        (16,),
        "corrupt|brib|integrity|gratif",
    ),
    _un(
        (12, 10),
        N_("Human Rights Day"),
        "human-rights-day",
        (5, 10, 16),
        "human rights|discriminat|legal aid",
    ),
    _un((12, 18), N_("International Migrants Day"), "migrants-day", (8, 10), "migrant"),
)
"""In the order of the year. Days of which neither date nor address was certain are left out."""
