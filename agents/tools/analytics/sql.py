"""describe_views and query: what data there is, and read-only questions to it."""

from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Connection

from agents.ports import Turn
from agents.tools.analytics.asking import Archive
from agents.tools.analytics.results import is_admin, new_name, shown
from agents.tools.tool import Desk, SlowTool, Tool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage.analytics.engine import MOST_ROWS
from storage.analytics.views import VIEWS

_NOTES = (
    "One SELECT over these views, in PostgreSQL's SQL; WITH, joins, windows and FILTER are fine. "
    "Dates are DATE, times have no zone. Group weeks by date_trunc('week', created_date), months "
    "by to_char(created_date, 'YYYY-MM'); join v_days for days without anything. "
    "extract(epoch from a - b) are the seconds between two times. / is a true division, LIKE "
    "ignores case, money is in dollars, yes-or-no columns are 'yes' or 'no'. current_date is "
    "today in the business's zone."
)


class DescribeViews(Arguments):
    views: Annotated[list[str] | None, Field(description="only these; left out: all of them")] = (
        None
    )


class Query(Arguments):
    sql: Annotated[str, Field(max_length=8_000, description="one SELECT over the views")]
    personal: Annotated[
        bool,
        Field(description="true: with names, phones and places; admins only, when they ask for it"),
    ] = False


def describe_views_tool(archive: Archive) -> Tool[DescribeViews]:
    """describe_views over an archive."""

    def describe(
        tx: Connection, scope: Scope, desk: Desk, arguments: DescribeViews
    ) -> dict[str, Any]:
        wanted = arguments.views or list(VIEWS)
        if unknown := [name for name in wanted if name not in VIEWS]:
            raise CommandRefused(f"there is no view {unknown[0]}. There are: {', '.join(VIEWS)}")
        personal = is_admin(scope)
        described = {
            name: {
                "about": VIEWS[name].about,
                "columns": {
                    column.name: column.about + (" (personal)" if column.personal else "")
                    for column in VIEWS[name].visible(personal=personal)
                },
            }
            for name in wanted
        }
        today = scope.profile.local(archive.now()).date().isoformat()
        return {"sql": _NOTES, "today": today, "views": described}

    return Tool(
        name="describe_views",
        description="What data there is: the views, their columns and what they mean.",
        arguments=DescribeViews,
        run=describe,
    )


def query_tool(archive: Archive) -> SlowTool[Query]:
    """query over an archive."""

    async def query(turn: Turn, desk: Desk, arguments: Query) -> dict[str, Any]:
        answer = await archive.ask(turn.scope, arguments.sql, personal=arguments.personal)
        told = shown(new_name(desk), answer.columns, answer.rows)
        if answer.cut:
            told["cut"] = f"only the first {MOST_ROWS} rows: group, filter, or export them"
        return told | ({"personal": True} if arguments.personal else {})

    return SlowTool(
        name="query",
        description=(
            "Run one read-only SELECT over the views of describe_views. The result gets a name "
            "(r1, r2...) that run_python, make_chart and export_file take."
        ),
        arguments=Query,
        run=query,
    )
