"""One plain question for each need: what an office is asked that wants to copy a case."""

from collections.abc import Mapping

from exchange.translation import N_
from exchange.vocabulary import NeedKind

NEED_QUESTIONS: Mapping[NeedKind, str] = {
    "legal-mandate": N_("Is there a law, decree or local rule that lets you do this?"),
    "political-sponsor": N_("Is there a leader who wants this and will stand up for it?"),
    "budget": N_("Is there money to begin it and to keep it running?"),
    "specialised-staff": N_("Are there people whose work it can be, with the right skills?"),
    "training": N_("Can somebody train the people who will do it?"),
    "volunteers": N_("Are there residents who would help without pay?"),
    "partner-organisation": N_("Is there a company, foundation or other office to do it with?"),
    "independent-oversight": N_("Is there somebody from outside who checks that it is done right?"),
    "data-registry": N_("Is there a list or register of the people or things that it is about?"),
    "data-exchange": N_("Can your systems get data from those of other offices?"),
    "digital-identity": N_("Can people prove online who they are?"),
    "electronic-payment": N_("Can people pay you without cash?"),
    "internet-coverage": N_("Is there a steady internet connection where it will be used?"),
    "mobile-coverage": N_("Is there a mobile phone signal where it will be used?"),
    "equipment": N_("Are there the devices, vehicles or tools that it takes?"),
    "physical-space": N_("Is there a room, building or site for it?"),
}
"""Need -> question in English; the catalogues translate it."""
