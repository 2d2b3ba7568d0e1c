"""Chat over HTTP: a visitor says something and waits for the answer."""

import asyncio
import secrets
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from bot.errors import NoSuchThread, StillWorking, TooFast
from bot.inbox import Inbox
from bot.live import Live
from bot.messages import Event, Inbound, LaneAddress
from bot.ports import Clock
from storage import conversations, inbox, limits, threads
from storage.database import Database
from storage.types import new_public_id

LONGEST_WAIT = 90.0  # seconds; a turn that takes longer ends all the same, and can be asked for
_POLL = 1.0  # where another process runs the turn


class Answered(Struct, frozen=True):
    """What became of a visitor's message. response None: nothing was said, because a person has
    the conversation (handoff), or for good."""

    response: str | None
    message_id: str | None
    metadata: dict[str, Any]
    handoff: bool


class Thread(Struct, frozen=True):
    """A visitor's thread. new: it began just now."""

    id: str
    visitor: str
    mailbox_id: int
    new: bool


class Chat:
    """Takes visitors' messages in, and waits for what is answered."""

    def __init__(
        self, database: Database, clock: Clock, inbox: Inbox, live: Live, limit: tuple[int, int]
    ) -> None:
        self._database, self._clock, self._inbox, self._live = database, clock, inbox, live
        self._limit = limit

    async def thread(self, thread_id: str | None, visitor: str | None) -> Thread:
        """The visitor's thread, or a new one where none is named. Raises NoSuchThread."""
        if thread_id is None:
            visitor = visitor or new_public_id()
            thread_id = new_public_id()
            now = self._clock.now()
            mailbox = await self._database.write(threads.begin, thread_id, visitor, now)
            return Thread(thread_id, visitor, mailbox, new=True)
        if visitor is not None:
            found = await self._database.read(threads.mailbox_of, thread_id, visitor)
            if found is not None:
                return Thread(thread_id, visitor, found, new=False)
        raise NoSuchThread("there is no such thread")

    async def say(self, thread: Thread, text: str, client_message_id: str | None) -> Answered:
        """Takes a message and waits for its answer; a repeat waits for the same one.

        Raises TooFast before anything is stored, StillWorking when the wait is too long."""
        event_id = f"{thread.id}:{client_message_id or secrets.token_hex(16)}"
        with self._live.watch(thread.mailbox_id) as events:
            known = await self._database.write(self._admit, event_id, thread)
            if not known:
                await self._inbox.accept(self._inbound(thread, event_id, text))
            return await self._answer(event_id, events)

    def _admit(self, tx: Connection, event_id: str, thread: Thread) -> bool:
        """Whether the message is known; a new one takes from the visitor's allowance."""
        if inbox.find(tx, "web", event_id) is not None:
            return True
        wait = limits.take(tx, f"web:{thread.visitor}", self._clock.now(), *self._limit)
        if wait:
            raise TooFast(wait)
        return False

    def _inbound(self, thread: Thread, event_id: str, text: str) -> Inbound:
        now: datetime = self._clock.now()
        return Inbound(LaneAddress("web", thread.id), event_id, text, now)

    async def _answer(self, event_id: str, events: asyncio.Queue[Event]) -> Answered:
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST_WAIT
        while loop.time() < until:
            found = await self._database.read(_answer_of, event_id)
            if found is not None:
                return found
            await _until_done(events)
        raise StillWorking("the answer is not there yet; ask again with the same message id")


async def _until_done(events: asyncio.Queue[Event]) -> None:
    """Waits for the end of some turn, or until it is time to look."""
    try:
        async with asyncio.timeout(_POLL):
            while (await events.get()).type != "done":
                pass
    except TimeoutError:
        return


def _answer_of(tx: Connection, event_id: str) -> Answered | None:
    found = inbox.find(tx, "web", event_id)
    if found is None or found[1] not in ("done", "dead") or found[2] is None:
        return None
    reply = conversations.reply_of(tx, found[2])
    if reply is None:
        return Answered(None, None, {}, handoff=True)
    return Answered(reply.content, reply.public_id, reply.metadata or {}, handoff=False)
