"""Finds what is celebrated, as one fixed word or two: "birthday", "corporate", "baby shower"."""

from functools import cache

from agents.understanding.phrases import PhraseBook
from agents.understanding.speech import speech

_PHRASES = {
    "birthday": """
        birthday/birthdays/bdays/cumple/cumpleaños
        b day
        turning/turns/turned <number>
        sweet sixteen/<number>
        birthday party/dinner/celebration
    """,
    "quinceañera": "quinceanera/quinceañera/quincenera/quinces/quince/xv",
    "wedding": """
        wedding/weddings/nuptials
        wedding reception/dinner
        getting married
    """,
    "rehearsal dinner": "rehearsal dinner/party",
    "engagement": """
        engagement/engaged
        engagement party/dinner
    """,
    "anniversary": """
        anniversary/anniversaries
        wedding/work anniversary
    """,
    "bachelorette party": """
        bachelorette/bach/hen
        bachelorette party/weekend
    """,
    "bachelor party": """
        bachelor/stag
        bachelor party/weekend
    """,
    "bridal shower": """
        bridal/wedding shower
        bridal
    """,
    "baby shower": """
        baby shower
        baby sprinkle
    """,
    "gender reveal": "gender reveal (party)",
    "graduation": """
        graduation/graduating/grad/graduates/graduations/graduate
        graduation/grad party/dinner
    """,
    "corporate": """
        corporate/company/office/employees/coworkers/colleagues/clients/client
        work/team/staff/company/corporate/office party/event/dinner/lunch/celebration/outing
        employee appreciation
        for/my/our work $
        for work
        work thing/function
        team building
        company/corporate/office/work * party/event/lunch/dinner/picnic
    """,
    "retirement": "retirement/retiring/retires",
    "reunion": """
        reunion
        family/class/school reunion
    """,
    "holiday party": """
        christmas/xmas/holiday/halloween/thanksgiving/easter/hanukkah party/parties/dinner
    """,
    "housewarming": """
        housewarming
        house warming
    """,
    "fundraiser": "fundraiser/fundraising/charity/gala",
    "celebration of life": """
        celebration of life
        funeral/memorial/wake service/reception/lunch/dinner
        funeral
    """,
    "religious celebration": """
        baptism/christening/communion/confirmation party/lunch/dinner/celebration
        baptism/christening/bris
        first communion
        bar/bat/b'nai mitzvah
        barmitzvah/batmitzvah
    """,
    "prom": "prom/homecoming",
    "farewell": """
        farewell
        going away party/dinner
        goodbye party
    """,
    "pool party": "pool party",
    "block party": "block party",
    "family gathering": """
        family gathering/dinner/party/get/event
        get together
    """,
    "date night": "date night",
}


@cache
def _book() -> PhraseBook[str]:
    return PhraseBook(_PHRASES, {})


def find_occasion(text: str) -> str | None:
    """The occasion named, the fullest phrase first ("wedding anniversary" is an anniversary)."""
    hits = _book().find(speech(text).words)
    if not hits:
        return None
    return max(hits, key=lambda hit: (hit.end - hit.start, -hit.start)).label
