"""Results that have a name in a conversation: what was asked before, to count, draw or export.

They are kept where they were told, in the conversation itself: small ones as they are, larger ones
as the query that found them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from msgspec import Struct

from agents.tools.tool import Desk
from bot.business.scope import Scope
from bot.errors import CommandRefused
from bot.messages import Message, ToolCall
from storage.database import dumps

MOST_SHOWN = 60  # rows
_MOST_TEXT = 8_000  # characters of a result's rows
_NAMED = re.compile(r"r\d{1,4}")


class Found(Struct, frozen=True):
    """A result of before. rows: all of them; None: they have to be asked for again, by sql.
    personal: it may hold what only admins see."""

    name: str
    columns: list[str]
    rows: list[list[Any]] | None
    sql: str | None
    personal: bool


def new_name(desk: Desk) -> str:
    """A name that no result of this conversation has."""
    numbers = [int(told["result"][1:]) for _, told in _told(desk.messages)]
    return f"r{max(numbers, default=0) + 1}"


def find_result(desk: Desk, scope: Scope, name: str | None) -> Found:
    """The result of this name; None: the newest. Raises CommandRefused."""
    for call, told in _told(desk.messages):
        if name is None or told["result"] == name:
            found = _found(call, told)
            if found.personal and not is_admin(scope):
                raise CommandRefused(f"{found.name} holds personal data: only admins may use it")
            return found
    missing = f"there is no result {name} in this conversation" if name else "nothing was asked yet"
    raise CommandRefused(f"{missing}: call query first")


def is_admin(scope: Scope) -> bool:
    """Whether an admin asks."""
    return scope.staff is not None and scope.staff.role == "admin"


def shown(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """A result as a model gets to read it: as many rows as it can take."""
    kept: list[Sequence[Any]] = []
    length = 0
    for row in rows[:MOST_SHOWN]:
        length += len(dumps(list(row)))
        if length > _MOST_TEXT:
            break
        kept.append(row)
    told = {"result": name, "columns": list(columns), "rows": kept, "row_count": len(rows)}
    return told | ({"shown": len(kept)} if len(kept) < len(rows) else {})


def as_dicts(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _told(messages: Sequence[Message]) -> Iterator[tuple[ToolCall | None, Mapping[str, Any]]]:
    """What was told with a name, and the call it answered, the newest first."""
    calls = {call.id: call for message in messages for call in message.tool_calls}
    for message in reversed(messages):
        if message.role != "tool" or '"result"' not in message.content:
            continue
        try:
            told = orjson.loads(message.content)
        except orjson.JSONDecodeError:
            continue
        if isinstance(told, dict) and _NAMED.fullmatch(str(told.get("result"))):
            yield calls.get(message.tool_call_id or ""), told


def _found(call: ToolCall | None, told: Mapping[str, Any]) -> Found:
    asked: dict[str, Any] = {}
    if call is not None and call.name == "query":
        asked = orjson.loads(call.arguments or "{}")
    whole = "shown" not in told and "cut" not in told
    return Found(
        name=told["result"],
        columns=told.get("columns", []),
        rows=told.get("rows") if whole else None,
        sql=asked.get("sql"),
        personal=bool(told.get("personal")),
    )
