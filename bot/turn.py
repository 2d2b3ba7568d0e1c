"""A turn as its agent sees it: one piece of work, of one worker, on one conversation."""

from collections.abc import Callable
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
from bot.messages import Event, Line, Message, Picture, Scope, ToolCall, message_event
from bot.opening import MOST_EVENTS, Rules, Talk, speaks_for
from bot.ports import Clock
from bot.silence import Silence, silence_of
from bot.transcript import history, take_in
from storage import conversations, inbox, lanes
from storage.database import Database
from storage.inbox import Stored

MOST_RESTARTS = 2

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
        """Takes in what the customer wrote meanwhile; whether there was something."""
        if not self.patient:
            return False
        # Asked by a read first: there is seldom anything, and a write costs a commit.
        if await self._database.read(lanes.gen_of, self.talk.claim.mailbox_id) == self.talk.seen:
            return False
        joined = await self._database.write(_join, self.talk, self._rules)
        if joined is None:
            return False
        joined.apply(self.talk)
        self.show(joined.heard)
        self.restarts += bool(joined.late)
        return bool(joined.late)

    async def record(self, step: Message) -> None:
        """Writes a step down. Raises Fenced."""
        stored = await self._database.write(_record, self.talk, step, self._clock.now())
        self.talk.messages.append(stored)

    async def act(self, call: ToolCall, work: Effect) -> str:
        """Does a tool's work and records its result, together and once. Raises Superseded."""
        stored = await self._database.write(
            _act, self.talk, call, work, self._clock.now(), patient=self.patient
        )
        self.talk.messages.append(stored)
        return stored.content

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
    introduced: bool = False

    def apply(self, talk: Talk) -> None:
        """Makes it part of the turn, once it is durable."""
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


def _join(tx: Connection, talk: Talk, rules: Rules) -> Joined | None:
    gen = lanes.hold(tx, talk.claim)
    if gen == talk.seen:
        return None
    known = {event.id for event in talk.events}
    found = inbox.unfinished(tx, talk.claim.mailbox_id, MOST_EVENTS)
    late = [event for event in found if event.id not in known and _belongs(tx, talk, event)]
    more = len(found) > len(known) + len(late) or len(found) == MOST_EVENTS
    # A person may have taken the conversation meanwhile.
    conversation = conversations.by_id(tx, talk.conversation.id)
    chatbot = talk.staffed or rules.answers(talk.last.channel)
    silence = silence_of(tx, conversation, talk.events + late, chatbot=chatbot)
    if not late:
        return Joined(gen, [], [], silence, [], more)
    heard = take_in(tx, conversation.id, late, talk.scope.turn_id)
    lane = conversations.of_lane(tx, late[-1].lane_id, talk.claim.mailbox_id)
    introduced = lane.introduced_at is not None
    messages = as_seen_by(talk.scope.staff, history(tx, conversation.id))
    return Joined(gen, late, messages, silence, heard, more, introduced)


def _belongs(tx: Connection, talk: Talk, event: Stored) -> bool:
    """Whether an event may join the turn: a message that no other turn has begun with, of the
    same person (a phone that is joined may have changed hands)."""
    if event.kind != "message" or event.status != "pending":
        return False
    if talk.staffed:
        return speaks_for(event) == speaks_for(talk.last)
    known = any(event.lane_id == each.lane_id for each in talk.events)
    return known or speaker_of(tx, event).customer_id == talk.scope.customer_id


def _record(tx: Connection, talk: Talk, step: Message, now: datetime) -> Message:
    lanes.hold(tx, talk.claim)
    return _append(tx, talk, step, now)


def _act(
    tx: Connection, talk: Talk, call: ToolCall, work: Effect, now: datetime, *, patient: bool
) -> Message:
    hold_unchanged(tx, talk, patient=patient)
    result = work(tx, talk.scope)
    step = Message(
        role="tool",
        content=result,
        author="tool",
        channel=talk.scope.channel,
        created_at=now,
        tool_call_id=call.id,
    )
    return _append(tx, talk, step, now)


def _append(tx: Connection, talk: Talk, step: Message, now: datetime) -> Message:
    row: dict[str, Any] = {
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
    ids = conversations.append(tx, talk.conversation.id, [row], now)
    return replace(step, id=ids[0], turn_id=talk.scope.turn_id, created_at=now)
