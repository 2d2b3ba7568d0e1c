"""A turn as its agent sees it: one piece of work, of one worker, on one conversation.

Its steps are its journal. What an effect comes to is written in the effect's own transaction; a
step without one that took next to no time is written with whatever is written next, since a turn
that died does it again sooner than a commit of its own takes.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.album import Album
from bot.closing import hold_unchanged
from bot.desk.reception import as_seen_by
from bot.identity import speaker_of
from bot.live import Live
from bot.messages import Event, Line, Message, Picture, Scope, Superseded, ToolCall, message_event
from bot.opening import MOST_EVENTS, Rules, Talk, speaks_for
from bot.ports import Clock
from bot.silence import Silence, silence_of
from bot.transcript import history, take_in
from storage import conversations, inbox, lanes
from storage.database import Database
from storage.inbox import Stored

MOST_RESTARTS = 2
_QUICK_S = 0.05

Effect = Callable[[Connection, Scope], str]


class LiveTurn:
    """Implements what agents know as Turn. Everything it writes checks the mailbox's fence in the
    same transaction, so a worker that overslept its lease changes nothing."""

    def __init__(
        self, database: Database, clock: Clock, live: Live, rules: Rules, talk: Talk
    ) -> None:
        self._database, self._clock, self._live, self._rules = database, clock, live, rules
        self.talk = talk
        self.restarts = 0
        self._unwritten: list[Message] = []
        self._overtaken = False  # there is something new for sure
        self._in_touch = _time()
        self._album = Album(database)

    @property
    def scope(self) -> Scope:
        return self.talk.scope

    @property
    def messages(self) -> list[Message]:
        return self.talk.messages

    @property
    def patient(self) -> bool:
        """Whether a late text may still join this turn."""
        return self.restarts < MOST_RESTARTS

    async def look_again(self) -> bool:
        """Takes in what the customer wrote meanwhile; whether there was something. Right after the
        last time it asks nobody: each effect and the end of the turn find it out."""
        if not self.patient or (self._is_quick() and not self._overtaken):
            return False
        self._overtaken = False
        # Asked by a read first: there is seldom anything, and a write costs a commit.
        gen = await self._database.read(lanes.gen_of, self.talk.claim.mailbox_id)
        self._in_touch = _time()
        if gen == self.talk.seen:
            return False
        now = self._clock.now()
        joined = await self._database.write(_join, self.talk, self._rules, self._unwritten, now)
        if joined is None:
            return False
        joined.apply(self.talk)
        self._unwritten = []
        self.show(joined.heard)
        self.restarts += bool(joined.late)
        return bool(joined.late)

    async def record(self, step: Message) -> None:
        """Writes a step down, at once where it took its time. Raises Fenced."""
        step = replace(step, turn_id=self.talk.scope.turn_id)
        self._unwritten.append(step)
        self.talk.messages.append(step)
        if not self._is_quick():
            unwritten, now = self._unwritten, self._clock.now()
            self._written(await self._database.write(_record, self.talk, unwritten, now))

    async def act(self, call: ToolCall, work: Effect) -> str:
        """Does a tool's work and records its result, together and once. Raises Superseded."""
        unwritten, now = self._unwritten, self._clock.now()
        try:
            *steps, stored = await self._database.write(
                _act, self.talk, unwritten, call, work, now, patient=self.patient
            )
        except Superseded:
            self._overtaken = True
            raise
        self._written(steps)
        self.talk.messages.append(stored)
        return stored.content

    def overtaken(self) -> None:
        """The end of the turn found that there is something new."""
        self._overtaken = True

    def write_down(self, tx: Connection) -> None:
        """Writes what is not written yet, in the transaction that ends the turn."""
        _write_down(tx, self.talk, self._unwritten, self._clock.now())

    def _is_quick(self) -> bool:
        return _time() - self._in_touch < _QUICK_S

    def _written(self, steps: Sequence[Message]) -> None:
        self.talk.with_ids(steps)
        self._unwritten = []
        self._in_touch = _time()

    async def read(self, work: Effect) -> str:
        """Reads for a tool."""
        return await self._database.read(work, self.scope)

    async def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the messages that this turn answers."""
        return await self._album.of(self.talk)

    def pass_to(self, agent: str) -> None:
        """From now on another agent answers."""
        self.talk.scope = replace(self.talk.scope, agent=agent)

    def show(self, heard: list[Line]) -> None:
        """Shows what customers said to whoever watches."""
        for line in heard:
            self.emit(message_event(line))

    def emit(self, event: Event) -> None:
        """Shows something to whoever watches."""
        self._live.publish(self.talk.claim.mailbox_id, event)


class Joined(Struct, frozen=True):
    """What came in while a turn was under way."""

    seen: int
    late: list[Stored]
    messages: list[Message]
    silence: Silence | None
    heard: list[Line]
    more: bool
    steps: Sequence[Message]
    introduced: bool = False

    def apply(self, talk: Talk) -> None:
        """Makes it part of the turn, once it is durable."""
        talk.with_ids(self.steps)
        talk.seen = self.seen
        talk.silence, talk.more = self.silence, self.more
        if not self.late:
            return
        talk.events = talk.events + self.late
        talk.last = self.late[-1]
        talk.introduced = self.introduced
        talk.scope = replace(
            talk.scope,
            lane_id=talk.last.lane_id,
            channel=talk.last.channel,
            received_at=talk.last.received_at,
        )
        talk.messages[:] = self.messages


def _join(
    tx: Connection, talk: Talk, rules: Rules, unwritten: Sequence[Message], now: datetime
) -> Joined | None:
    gen = lanes.hold(tx, talk.claim)
    if gen == talk.seen:
        return None
    steps = _write_down(tx, talk, unwritten, now)
    known = {event.id for event in talk.events}
    found = inbox.unfinished(tx, talk.claim.mailbox_id, MOST_EVENTS)
    late = [event for event in found if event.id not in known and _belongs(tx, talk, event)]
    more = len(found) > len(known) + len(late) or len(found) == MOST_EVENTS
    # A person may have taken the conversation meanwhile.
    conversation = conversations.by_id(tx, talk.conversation.id)
    chatbot = talk.staffed or rules.answers(talk.last.channel)
    silence = silence_of(tx, conversation, talk.events + late, chatbot=chatbot)
    if not late:
        return Joined(gen, [], [], silence, [], more, steps)
    heard = take_in(tx, conversation.id, late, talk.scope.turn_id, now)
    lane = conversations.of_lane(tx, late[-1].lane_id, talk.claim.mailbox_id)
    introduced = lane.introduced_at is not None
    messages = as_seen_by(talk.scope.staff, history(tx, conversation.id))
    return Joined(gen, late, messages, silence, heard, more, steps, introduced)


def _belongs(tx: Connection, talk: Talk, event: Stored) -> bool:
    """Whether an event may join the turn: a message that no other turn has begun with, of the
    same person (a phone that is joined may have changed hands)."""
    if event.kind != "message" or event.status != "pending":
        return False
    if talk.staffed:
        return speaks_for(event) == speaks_for(talk.last)
    known = any(event.lane_id == each.lane_id for each in talk.events)
    return known or speaker_of(tx, event).customer_id == talk.scope.customer_id


def _record(
    tx: Connection, talk: Talk, unwritten: Sequence[Message], now: datetime
) -> list[Message]:
    lanes.hold(tx, talk.claim)
    return _write_down(tx, talk, unwritten, now)


def _act(
    tx: Connection,
    talk: Talk,
    unwritten: Sequence[Message],
    call: ToolCall,
    work: Effect,
    now: datetime,
    *,
    patient: bool,
) -> list[Message]:
    hold_unchanged(tx, talk, patient=patient)
    # First: the work may read the conversation.
    steps = _write_down(tx, talk, unwritten, now)
    result = work(tx, talk.scope)
    step = Message(
        role="tool",
        content=result,
        author="tool",
        channel=talk.scope.channel,
        created_at=now,
        tool_call_id=call.id,
    )
    return [*steps, *_write_down(tx, talk, [step], now)]


def _write_down(
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


def _time() -> float:
    """The event loop's: how long something took is no business time."""
    return asyncio.get_running_loop().time()
