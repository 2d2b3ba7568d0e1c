"""The analytics agent's tools, in the order its models are offered them."""

from collections.abc import Callable
from datetime import datetime

from agents.tools.analytics.asking import Archive
from agents.tools.analytics.charts import make_chart_tool
from agents.tools.analytics.exports import export_file_tool
from agents.tools.analytics.filing import Cabinet, ShowFile
from agents.tools.analytics.python import run_python_tool
from agents.tools.analytics.reports import LIST_REPORTS
from agents.tools.analytics.sql import describe_views_tool, query_tool
from agents.tools.staff.transfer import TRANSFER
from agents.tools.tool import AnyTool
from storage.analytics.engine import Analytics


def analytics_tools(
    analytics: Analytics, now: Callable[[], datetime], show: ShowFile
) -> tuple[AnyTool, ...]:
    """All of them but the commands. show: shows files where a turn's reply goes."""
    archive = Archive(analytics, now)
    cabinet = Cabinet(archive, show)
    return (
        describe_views_tool(archive),
        query_tool(archive),
        run_python_tool(archive),
        make_chart_tool(cabinet),
        export_file_tool(cabinet),
        LIST_REPORTS,
        TRANSFER,
    )
