"""make_chart: a result as a picture."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field

from agents.ports import Turn
from agents.tools.analytics.asking import Table
from agents.tools.analytics.filing import Cabinet, MadeFile, file_name
from agents.tools.analytics.results import as_dicts
from agents.tools.tool import Desk, SlowTool
from bot.business.charts import CannotDraw, Chart, draw
from bot.business.command import Arguments
from bot.errors import CommandRefused


class MakeChart(Arguments):
    kind: Annotated[
        Literal["line", "bar", "stacked_bar", "pie", "scatter"],
        Field(description="line, bar, stacked_bar, pie or scatter"),
    ]
    x: Annotated[str, Field(max_length=60, description="the column along the bottom, in order")]
    y: Annotated[str, Field(max_length=60, description="the column of numbers")]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    result: Annotated[
        str | None, Field(max_length=6, description="r1, r2...; left out: the newest")
    ] = None
    sql: Annotated[
        str | None, Field(max_length=8_000, description="or a query, in place of a result")
    ] = None
    series: Annotated[
        str | None, Field(max_length=60, description="a column: one line or colour for each value")
    ] = None


def make_chart_tool(cabinet: Cabinet) -> SlowTool[MakeChart]:
    """make_chart over a cabinet."""

    async def make_chart(turn: Turn, desk: Desk, arguments: MakeChart) -> dict[str, Any]:
        table = await cabinet.archive.table(turn.scope, desk, arguments.result, arguments.sql)
        chart = Chart(
            kind=arguments.kind,
            title=arguments.title,
            rows=as_dicts(table.columns, table.rows),
            x=_column(table, arguments.x),
            y=_column(table, arguments.y),
            series=_column(table, arguments.series) if arguments.series else None,
        )
        try:
            picture = await asyncio.to_thread(draw, chart)
        except CannotDraw as fault:
            raise CommandRefused(str(fault)) from None
        made = MadeFile(
            name=file_name(arguments.title, "png"),
            title=arguments.title,
            content_type="image/png",
            content=picture,
            personal=table.personal,
        )
        return await cabinet.keep(turn, desk, made, {"points": len(chart.rows)})

    return SlowTool(
        name="make_chart",
        description="Draw a result as a chart, which is shown with your answer.",
        arguments=MakeChart,
        run=make_chart,
    )


def _column(table: Table, name: str) -> str:
    """A column as the result has it, however its letters were written."""
    return next((each for each in table.columns if each.lower() == name.lower()), name)
