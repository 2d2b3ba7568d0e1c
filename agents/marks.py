"""What a reply bears of the turn that it ends: for the history, for staff, for the widget."""

from collections.abc import Sequence
from typing import Any

import orjson

from agents.knowledge.sources import sources_of
from bot.messages import Message


def marks_of(messages: Sequence[Message], turn_id: int, text: str) -> dict[str, Any]:
    """tools: the names of those called. files: those made, by their public ids. sources: the
    passages of the owner's pages that the text is from. Where there are none, only tools."""
    files = _files(messages, turn_id)
    sources = sources_of(messages, turn_id, text)
    return (
        {"tools": [call.name for step in steps_of(messages, turn_id) for call in step.tool_calls]}
        | ({"files": files} if files else {})
        | ({"sources": sources} if sources else {})
    )


def steps_of(messages: Sequence[Message], turn_id: int) -> list[Message]:
    """The steps of a turn, also those of a process that died in it."""
    return [line for line in messages if line.tool_calls and line.turn_id == turn_id]


def _files(messages: Sequence[Message], turn_id: int) -> list[str]:
    results = (line for line in messages if line.role == "tool" and line.turn_id == turn_id)
    made = (orjson.loads(line.content) for line in results if '"file"' in line.content)
    return [told["file"] for told in made if "file" in told]
