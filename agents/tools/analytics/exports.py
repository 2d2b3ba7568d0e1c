"""export_file: a query's rows as CSV or XLSX, more of them than a conversation could hold."""

import asyncio
from typing import Annotated, Any, Literal

from pydantic import Field

from agents.ports import Turn
from agents.tools.analytics.asking import Archive
from agents.tools.analytics.filing import Cabinet, MadeFile, file_name
from agents.tools.analytics.sheets import MOST_BYTES, SHEETS
from agents.tools.tool import Desk, SlowTool
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.errors import CommandRefused
from storage.analytics.errors import QueryRefused

_MOST_ROWS = 50_000
_SECONDS = 20.0


class ExportFile(Arguments):
    sql: Annotated[str, Field(max_length=8_000, description="one SELECT over the views")]
    format: Annotated[Literal["csv", "xlsx"], Field(description="csv or xlsx")]
    name: Annotated[str, Field(min_length=1, max_length=80, description="what to call it")]
    personal: Annotated[
        bool, Field(description="true: with names, phones and places; admins only")
    ] = False


def export_file_tool(cabinet: Cabinet) -> SlowTool[ExportFile]:
    """export_file over a cabinet."""

    async def export_file(turn: Turn, desk: Desk, arguments: ExportFile) -> dict[str, Any]:
        content, rows, cut = await _written(cabinet.archive, turn.scope, arguments)
        sheet = SHEETS[arguments.format]
        made = MadeFile(
            name=file_name(arguments.name, arguments.format),
            title=arguments.name,
            content_type=sheet.content_type,
            content=content,
            personal=arguments.personal,
        )
        told: dict[str, Any] = {"rows": rows}
        if cut:
            told["cut"] = f"only the first {rows} rows: a file holds no more. Say so"
        return await cabinet.keep(turn, desk, made, told)

    return SlowTool(
        name="export_file",
        description=(
            "Write a query's rows into a CSV or XLSX file, which is shown with your answer; "
            "up to 50,000 rows."
        ),
        arguments=ExportFile,
        run=export_file,
    )


async def _written(
    archive: Archive, scope: Scope, arguments: ExportFile
) -> tuple[bytes, int, bool]:
    """The file, how many rows it has, and whether there were more."""
    asked = archive.asked(scope, arguments.sql, personal=arguments.personal)
    try:
        stream = archive.analytics.stream(asked, most=_MOST_ROWS + 1, seconds=_SECONDS)
        async with stream as answer:
            sheet = SHEETS[arguments.format](answer.columns)
            rows, cut = 0, False
            async for batch in answer.batches():
                fitting = batch[: _MOST_ROWS - rows]
                cut = len(fitting) < len(batch)
                rows += await asyncio.to_thread(sheet.write, fitting)
                if cut or sheet.size > MOST_BYTES:
                    cut = True
                    break
            return await asyncio.to_thread(sheet.finish), rows, cut
    except QueryRefused as refused:
        raise CommandRefused(str(refused)) from None
