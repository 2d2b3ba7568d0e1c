"""The customer agent's tools, in the order its models are offered them."""

from agents.tools.answers import GET_AVAILABILITY, GET_QUOTE
from agents.tools.inquiry import CREATE_BOOKING_INQUIRY
from agents.tools.menu import GET_MENU
from agents.tools.note import NOTE_DETAILS
from agents.tools.pages import SEARCH_KNOWLEDGE
from agents.tools.person import MY_BOOKINGS, REQUEST_HUMAN
from agents.tools.remember import REMEMBER
from agents.tools.tool import AnyTool

CUSTOMER_TOOLS: tuple[AnyTool, ...] = (
    NOTE_DETAILS,
    CREATE_BOOKING_INQUIRY,
    GET_MENU,
    GET_AVAILABILITY,
    GET_QUOTE,
    SEARCH_KNOWLEDGE,
    MY_BOOKINGS,
    REQUEST_HUMAN,
    REMEMBER,
)
