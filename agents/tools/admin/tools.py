"""The admin agent's tools beside the staff agent's and the commands."""

from agents.tools.tool import AnyTool

ADMIN_TOOLS: tuple[AnyTool, ...] = ()
