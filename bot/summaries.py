"""The running summaries of long conversations: made between turns, on a lane of their own, so that
no customer waits for one."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.business.scope import Scope
from bot.messages import Message, Summary
from bot.opened import Rules, Talk
from bot.ports import Clock
from bot.transcript import message_of
from storage import conversations, details, lanes, lookups, memory, timers
from storage.database import Database

SUM_UP = "sum_up"  # the timer
_CHANNEL = "memory"
_LANES = 8
_WORTH = 2.5  # characters that no summary tells of, for each token that may be shown: 5 in 8
_MANY = 100  # messages are worth it, however short
_MOST = 400  # messages at once

Summarise = Callable[
    [Scope, Sequence[Message], Summary | None, Mapping[str, Any]], Awaitable[Summary | None]
]
"""(whose conversation, its messages that the summary before does not reach, that summary, what is
noted) -> the next summary; None: there is too little to sum up."""


class Older(Struct, frozen=True):
    """What a conversation has beyond its summary."""

    scope: Scope
    messages: list[Message]
    before: Summary | None
    noted: dict[str, Any]


class Summaries:
    """Sees that long conversations are summed up."""

    def __init__(
        self, database: Database, clock: Clock, rules: Callable[[], Rules], summarise: Summarise
    ) -> None:
        self._database, self._clock, self._rules = database, clock, rules
        self._summarise = summarise

    async def make(self, payload: Mapping[str, Any]) -> Callable[[Connection], None]:
        """What the timer comes to. Whatever was said, merged or erased meanwhile, a summary is
        only kept where it still tells of what is there."""
        now = self._clock.now()
        older = await self._database.read(_older, payload, self._rules(), now)
        if older is None:
            return _nothing
        made = await self._summarise(older.scope, older.messages, older.before, older.noted)
        if made is None:
            return _nothing
        reached = older.before.reach if older.before else 0
        talk = older.scope.conversation_id
        return partial(_keep, conversation_id=talk, summary=made, before=reached)


def expect_summary(tx: Connection, talk: Talk, history_tokens: int, now: datetime) -> None:
    """Sets the timer, once there is enough that no summary tells of: before the window on the
    conversation is full. history_tokens: what that holds."""
    conversation = talk.conversation
    reached = conversation.summary["reach"] if conversation.summary else 0
    worth = _WORTH * history_tokens
    beyond = [line for line in talk.messages if line.id > reached]
    # Short ones count too: no more than transcript.LEAST_HISTORY are sure to be seen again.
    size = sum(max(len(line.content), worth / _MANY) for line in beyond)
    if talk.staffed or size < worth:
        return
    lane_id = lanes.ensure(tx, _CHANNEL, f"summaries-{conversation.id % _LANES}", "", now)
    payload = {"conversation_id": conversation.id}
    timers.schedule(tx, f"{SUM_UP}:{conversation.id}", SUM_UP, lane_id, now, payload)


def _older(tx: Connection, payload: Mapping[str, Any], rules: Rules, now: datetime) -> Older | None:
    found = conversations.by_id(tx, payload["conversation_id"])
    if found.status == "closed":
        return None
    before = Summary(**found.summary) if found.summary else None
    lines = memory.lines_after(tx, found.id, before.reach if before else 0, _MOST)
    messages = [message_of(line) for line in lines if not line.author.startswith("note:")]
    scope = Scope(
        conversation_id=found.id,
        thread_id=found.thread_id,
        lane_id=payload["lane_id"],
        turn_id=0,
        channel=_CHANNEL,
        agent=found.agent_type,
        customer_id=found.customer_id,
        phone=None,
        name=None if found.customer_id is None else lookups.name_of(tx, found.customer_id),
        received_at=now,
        profile=rules.profile,
        profile_version=rules.profile_version,
    )
    return Older(scope, messages, before, details.values(found.details))


def _keep(tx: Connection, *, conversation_id: int, summary: Summary, before: int) -> None:
    memory.sum_up(tx, conversation_id, summary.reach, summary.text, before)


def _nothing(tx: Connection) -> None:
    """There is nothing to keep."""
