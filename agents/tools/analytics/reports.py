"""list_reports: what is posted to staff again and again."""

from typing import Any

from sqlalchemy import Connection

from agents.tools.tool import Desk, Tool
from bot.business.command import Arguments
from bot.business.dates import clock_text, date_text
from bot.business.scope import Scope
from storage import reports
from storage.reports import Standing


class ListReports(Arguments):
    pass


def list_reports(
    tx: Connection, scope: Scope, desk: Desk, arguments: ListReports
) -> dict[str, Any]:
    return {"reports": [_told(scope, each) for each in reports.standing(tx)]}


def _told(scope: Scope, report: Standing) -> dict[str, Any]:
    definition = report.definition
    due = scope.profile.local(report.due_at)
    today = scope.profile.local(scope.received_at).date()
    return {
        "name": definition["name"],
        "when": definition["when"],
        "next": f"{date_text(due.date(), today)}, {clock_text(due.time())}",
        "sql": definition.get("sql"),
        "chart": definition.get("chart"),
        "by": definition.get("by"),
    }


LIST_REPORTS = Tool(
    name="list_reports",
    description="The reports that are posted to staff again and again, and when.",
    arguments=ListReports,
    run=list_reports,
)
