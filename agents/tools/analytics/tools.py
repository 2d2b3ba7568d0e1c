"""The analytics agent's tools, in the order its models are offered them."""

from agents.tools.staff.transfer import TRANSFER
from agents.tools.tool import AnyTool

ANALYTICS_TOOLS: tuple[AnyTool, ...] = (TRANSFER,)
