"""A turn's journal: its steps as they are stored, each in a transaction that holds the mailbox."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.business.scope import Scope
from bot.closing import hold_unchanged
from bot.messages import Message, ToolCall
from bot.opened import Talk
from storage import conversations, lanes

Effect = Callable[[Connection, Scope], str]


def keep_steps(
    tx: Connection, talk: Talk, unwritten: Sequence[Message], now: datetime
) -> list[Message]:
    """Writes steps in a transaction of their own; as they are stored. Raises Fenced."""
    lanes.hold(tx, talk.claim)
    return write_down(tx, talk, unwritten, now)


def carry_out(
    tx: Connection,
    talk: Talk,
    unwritten: Sequence[Message],
    call: ToolCall,
    work: Effect,
    now: datetime,
    *,
    patient: bool,
) -> list[Message]:
    """Does an effect, with what is not written yet before it and its result after it; all as
    stored. Raises Fenced, and Superseded where the customer wrote meanwhile."""
    hold_unchanged(tx, talk, patient=patient)
    # First: the work may read the conversation.
    steps = write_down(tx, talk, unwritten, now)
    result = work(tx, talk.scope)
    step = Message(
        role="tool",
        content=result,
        author="tool",
        channel=talk.scope.channel,
        created_at=now,
        tool_call_id=call.id,
    )
    return [*steps, *write_down(tx, talk, [step], now)]


def write_down(
    tx: Connection, talk: Talk, steps: Sequence[Message], now: datetime
) -> list[Message]:
    """Adds steps to the conversation; as they are stored."""
    rows = [_row(talk, step) for step in steps]
    ids = conversations.append(tx, talk.conversation.id, rows, now)
    turn_id = talk.scope.turn_id
    return [
        replace(step, id=id, turn_id=turn_id, created_at=now)
        for step, id in zip(steps, ids, strict=True)
    ]


def _row(talk: Talk, step: Message) -> dict[str, Any]:
    return {
        "role": step.role,
        "author": step.author,
        "visibility": "internal",
        "channel": talk.scope.channel,
        "content": step.content,
        "tool_calls": [
            {"id": call.id, "name": call.name, "arguments": call.arguments}
            for call in step.tool_calls
        ]
        or None,
        "tool_call_id": step.tool_call_id,
        "turn_id": talk.scope.turn_id,
    }
