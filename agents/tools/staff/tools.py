"""The staff agent's tools beside the commands, in the order its models are offered them."""

from agents.tools.answers import GET_AVAILABILITY, GET_QUOTE
from agents.tools.menu import GET_MENU
from agents.tools.pages import SEARCH_KNOWLEDGE
from agents.tools.staff.bookings import CALENDAR, GET_BOOKING, GET_CAPACITY, LIST_BOOKINGS
from agents.tools.staff.briefing import BRIEFING
from agents.tools.staff.conversations import LIST_CONVERSATIONS, READ_CONVERSATION
from agents.tools.staff.customers import CUSTOMER_CARD, FIND_CUSTOMERS
from agents.tools.staff.leads import GET_LEAD, LIST_LEADS
from agents.tools.staff.todos import LIST_COLLEAGUES, LIST_TODOS
from agents.tools.staff.transfer import TRANSFER
from agents.tools.tool import AnyTool

STAFF_TOOLS: tuple[AnyTool, ...] = (
    BRIEFING,
    FIND_CUSTOMERS,
    CUSTOMER_CARD,
    LIST_LEADS,
    GET_LEAD,
    LIST_BOOKINGS,
    GET_BOOKING,
    CALENDAR,
    GET_CAPACITY,
    LIST_CONVERSATIONS,
    READ_CONVERSATION,
    LIST_TODOS,
    LIST_COLLEAGUES,
    GET_MENU,
    GET_AVAILABILITY,
    GET_QUOTE,
    SEARCH_KNOWLEDGE,
    TRANSFER,
)
