"""The staff agent's tools beside the commands, in the order its models are offered them."""

from agents.tools.answers import GET_AVAILABILITY, GET_QUOTE, SEARCH_KNOWLEDGE
from agents.tools.menu import GET_MENU
from agents.tools.staff.transfer import TRANSFER
from agents.tools.tool import AnyTool

STAFF_TOOLS: tuple[AnyTool, ...] = (
    GET_MENU,
    GET_AVAILABILITY,
    GET_QUOTE,
    SEARCH_KNOWLEDGE,
    TRANSFER,
)
