"""run_python: small programs over results, in a sandbox without files, network or time."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from agents.ports import Turn
from agents.tools.analytics.asking import Archive
from agents.tools.analytics.results import MOST_SHOWN, as_dicts, new_name, shown
from agents.tools.tool import Desk, SlowTool
from bot.business.command import Arguments
from bot.errors import CommandRefused
from storage.database import dumps

if TYPE_CHECKING:
    from pydantic_monty import MontyError

_SECONDS = 5.0
_MEMORY = 128 * 1024 * 1024
_MOST_PRINTED = 4_000  # characters
_MOST_VALUE = 6_000
_MOST_RESULTS = 8
_NAMES = re.compile(r"\br\d{1,4}\b")


class RunPython(Arguments):
    code: Annotated[
        str,
        Field(
            max_length=8_000,
            description=(
                "the program. r1, r2... are results as lists of dicts, rows the newest of them. "
                "What it prints and its last expression come back; a list of dicts gets a name of "
                "its own. json, math, re, datetime, collections, decimal and random are there"
            ),
        ),
    ]


def run_python_tool(archive: Archive) -> SlowTool[RunPython]:
    """run_python over an archive."""

    async def run_python(turn: Turn, desk: Desk, arguments: RunPython) -> dict[str, Any]:
        inputs, personal = await _inputs(archive, turn, desk, arguments.code)
        told = await _ran(arguments.code, inputs)
        value = told.get("value")
        if isinstance(value, list) and _is_table(value):
            told = {"printed": told["printed"], **_named(desk, value)}
        return told | ({"personal": True} if personal else {})

    return SlowTool(
        name="run_python",
        description=(
            "Compute over query results with a small Python program. It has no files, no network, "
            "no other packages, and 5 seconds."
        ),
        arguments=RunPython,
        run=run_python,
    )


async def _inputs(
    archive: Archive, turn: Turn, desk: Desk, code: str
) -> tuple[dict[str, Any], bool]:
    """What the program sees, and whether some of it is personal."""
    names = list(dict.fromkeys(_NAMES.findall(code)))
    if len(names) > _MOST_RESULTS:
        raise CommandRefused(f"use at most {_MOST_RESULTS} results in one program")
    inputs: dict[str, Any] = {}
    personal = False
    for name in names:
        table = await archive.table(turn.scope, desk, name, None)
        inputs[name] = as_dicts(table.columns, table.rows)
        personal |= table.personal
    if re.search(r"\brows\b", code):
        table = await archive.table(turn.scope, desk, None, None)
        inputs["rows"] = as_dicts(table.columns, table.rows)
        personal |= table.personal
    return inputs, personal


async def _ran(code: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    # A process of its own each time: nothing of a program outlives it.
    from pydantic_monty import AsyncMonty, CollectString, MontyError, ResourceLimits

    printed = CollectString(max_bytes=4 * _MOST_PRINTED)
    limits = ResourceLimits(
        max_feed_duration_secs=_SECONDS, max_memory=_MEMORY, max_total_sleep_secs=0
    )
    try:
        async with (
            AsyncMonty(max_processes=1, checkout_timeout=10, request_timeout=2 * _SECONDS) as pool,
            pool.checkout(limits=limits) as session,
        ):
            value = await session.feed_run(code, inputs=dict(inputs), print_callback=printed)
    except MontyError as error:
        told = {"error": "python", "message": _said(error)}
        return told | {"printed": printed.output[:_MOST_PRINTED]}
    return {"printed": printed.output[:_MOST_PRINTED], **_value(value)}


def _said(error: "MontyError") -> str:
    """What went wrong, in the program's own terms, and where."""
    from pydantic_monty import MontyRuntimeError, MontySyntaxError

    if not isinstance(error, MontyRuntimeError | MontySyntaxError):
        return "the sandbox gave up: write a smaller program"
    frames = error.traceback()
    line = f", line {frames[-1].line}" if frames else ""
    return f"{error.display('type-msg')[:300]}{line}"


def _value(value: Any) -> dict[str, Any]:
    plain = _plain(value, depth=0)
    text = dumps(plain)
    if len(text) > _MOST_VALUE and not (isinstance(plain, list) and _is_table(plain)):
        return {"value": text[:_MOST_VALUE], "value_cut": True}
    return {"value": plain}


def _plain(value: Any, depth: int) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)[:400]
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if depth > 6:
        return "..."
    if isinstance(value, Mapping):
        return {str(key)[:200]: _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each, depth + 1) for each in value]
    return str(value)[:400]


def _is_table(value: Sequence[Any]) -> bool:
    if not value or not all(isinstance(row, dict) and row for row in value):
        return False
    columns = list(value[0])
    plain = (str, int, float, type(None))
    return all(
        list(row) == columns and all(isinstance(v, plain) for v in row.values()) for row in value
    )


def _named(desk: Desk, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A computed table; it is kept only here, so it must be small."""
    told = shown(new_name(desk), list(rows[0]), [list(row.values()) for row in rows])
    if "shown" in told:
        raise CommandRefused(f"the program returns too much: at most {MOST_SHOWN} short rows")
    return told
