"""The admin agent's tools beside the staff agent's and the commands, in the order its models are
offered them."""

from agents.tools.admin.house import House
from agents.tools.admin.letters import letter_tools
from agents.tools.admin.pages import page_tools
from agents.tools.admin.people import people_tools
from agents.tools.admin.privacy import privacy_tools
from agents.tools.admin.settings import setting_tools
from agents.tools.admin.spend import spend_tools
from agents.tools.admin.watch import watch_tools
from agents.tools.tool import AnyTool


def admin_tools(house: House) -> tuple[AnyTool, ...]:
    """The tools, over a house."""
    return (
        *setting_tools(house),
        *letter_tools(house),
        *watch_tools(house),
        *spend_tools(house),
        *people_tools(house),
        *page_tools(house),
        *privacy_tools(house),
    )
