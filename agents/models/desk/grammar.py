"""All that staff can ask for, in the order in which it is tried."""

from collections.abc import Iterator
from functools import cache

from agents.models.desk.admin import ADMIN_LISTS, ADMIN_RULES
from agents.models.desk.answering import CHAT_RULES, SEND_RULES
from agents.models.desk.booking_steps import BOOKING_RULES
from agents.models.desk.bookings import BOOKING_LISTS
from agents.models.desk.briefing import BRIEFING_RULES
from agents.models.desk.chats import CHAT_LISTS
from agents.models.desk.day_steps import DAY_RULES
from agents.models.desk.days import DAY_LISTS
from agents.models.desk.lead_steps import LEAD_RULES
from agents.models.desk.leads import LEAD_LISTS
from agents.models.desk.people import NAME_RULES, PEOPLE_RULES
from agents.models.desk.reports import REPORT_FORMS, REPORT_RULES
from agents.models.desk.rules import Rule, rule
from agents.models.desk.showing import number_alone
from agents.models.desk.trade import PAGE_RULES, TRADE_RULES
from agents.models.desk.work import WORK_LISTS, WORK_RULES

_ENTRY = rule(
    "", number_alone,
    r"(?:SHOW |more |about |on |the |number |and |with )*(?P<which>(?:the )?(?:\d{1,2}|\d+th|last)"
    r"(?: one)?)",
    r"(?:SHOW |more |about |on )+(?P<which>it|that|her|him|them|this|this one|that one)",
)  # fmt: skip
FIRM = (
    *WORK_RULES, *SEND_RULES, *LEAD_RULES, *CHAT_RULES, *ADMIN_RULES, *DAY_RULES, *BOOKING_RULES,
    *BRIEFING_RULES, *ADMIN_LISTS, *REPORT_FORMS, *LEAD_LISTS, *WORK_LISTS, *CHAT_LISTS, *DAY_LISTS,
    *BOOKING_LISTS, _ENTRY, *PEOPLE_RULES, *TRADE_RULES,
)  # fmt: skip
"""What plainly asks for something."""

LOOSE = (*NAME_RULES, *PAGE_RULES)
"""What may be meant where nothing else is: somebody's name, a question for the owner's pages."""


def rules_for(agent: str) -> Iterator[Rule]:
    """The analyst hears figures first, and no loose words."""
    if agent == "analytics":
        yield from REPORT_RULES
        yield from FIRM
    else:
        yield from FIRM
        yield from LOOSE


@cache
def business() -> dict[str, str]:
    """{tool: the agent whose business it is}."""
    owners = dict.fromkeys((each.tool for each in (*FIRM, *LOOSE) if each.tool), "staff")
    owners |= dict.fromkeys((each.tool for each in (*ADMIN_RULES, *ADMIN_LISTS)), "admin")
    owners |= dict.fromkeys((each.tool for each in (*REPORT_RULES, *REPORT_FORMS)), "analytics")
    return owners
