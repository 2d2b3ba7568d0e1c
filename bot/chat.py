"""Chat over the web: a visitor says something in a thread, waits for the answer, or follows it."""

import hmac
from asyncio import get_running_loop
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from msgspec import Struct, to_builtins
from sqlalchemy import Connection

from bot.allowances import Allowances
from bot.chat_messages import Caller, Saying
from bot.desk.staffroom import BY
from bot.errors import NoSuchThread, Refused, StillWorking
from bot.feeds import IDLE_SECONDS, Feed
from bot.inbox import Inbox
from bot.lines import event_id_of
from bot.live import Live, Watcher
from bot.messages import Event, Inbound, LaneAddress, Media
from bot.ports import Clock
from bot.uploads import upload_url
from storage import conversations, history, inbox, threads, uploads
from storage.database import Database
from storage.history import Standing
from storage.types import new_public_id

LONGEST_WAIT = 90.0  # seconds; a turn that takes longer ends all the same, and can be asked for
_POLL = 1.0  # where another process runs the turn
_GUESSED = 16  # characters; a client's id that is shorter may be somebody else's too


class Answered(Struct, frozen=True):
    """What became of a visitor's message. response None: nothing was said, because a person has
    the conversation (handoff), or for good."""

    response: str | None
    message_id: str | None
    metadata: dict[str, Any]
    handoff: bool


class Admitted(Struct, frozen=True):
    """A message that may come in. new: its thread began with it. known: it came in before."""

    thread_id: str
    visitor: str
    mailbox_id: int
    event_id: str
    attachments: tuple[Media, ...]
    new: bool
    known: bool


class Chat:
    """Takes visitors' messages in, and shows what is answered. secret: makes the ids of threads
    that a repeated first message must find again. streaming(): whether replies are shown while they
    are written. idle: seconds after which a feed shows that it lives."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        inbox: Inbox,
        live: Live,
        allowances: Allowances,
        secret: str,
        *,
        streaming: Callable[[], bool] = lambda: True,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._database, self._clock, self._inbox, self._live = database, clock, inbox, live
        self._allowances, self._secret, self._streaming = allowances, secret.encode(), streaming
        self.idle = idle

    async def take(self, saying: Saying, caller: Caller) -> Admitted:
        """Takes a message in, durably; a repeat is known by its client_message_id.

        Raises NoSuchThread, TooFast before anything is stored, Refused for attachments that
        are not the visitor's."""
        admitted = await self._database.write(self._admit, saying, caller)
        if not admitted.known:
            await self._inbox.accept(self._inbound(saying, caller, admitted))
        return admitted

    async def say(self, saying: Saying, caller: Caller) -> tuple[Admitted, Answered]:
        """Takes a message and waits for its answer; a repeat waits for the same one.

        Raises what take does, and StillWorking when the wait is too long."""
        admitted = await self.take(saying, caller)
        with self._live.watch(admitted.mailbox_id) as watcher:
            return admitted, await self._answer(admitted.event_id, watcher)

    async def stream(self, saying: Saying, caller: Caller) -> tuple[Admitted, Feed]:
        """Takes a message; its answer as it is written, with which the feed ends.

        Raises what take does."""
        admitted = await self.take(saying, caller)
        whose = admitted.thread_id, admitted.visitor
        return admitted, self._feed(admitted.mailbox_id, *whose, None, admitted.event_id)

    async def follow(self, saying: Saying, caller: Caller, after: str | None) -> Feed:
        """What happens in the thread of a saying, from after a line on. Raises NoSuchThread."""
        thread_id, visitor = self._whose(saying, caller)
        standing = await self.standing(thread_id, visitor)
        return self._feed(standing.mailbox_id, thread_id, visitor, after, None)

    async def write_to(self, thread_id: str, visitor: str) -> None:
        """Tells whoever watches that the visitor writes. Raises NoSuchThread."""
        standing = await self.standing(thread_id, visitor)
        self._live.publish(standing.mailbox_id, Event("typing", {"who": "customer"}))

    async def begin(self, caller: Caller, agent: str) -> tuple[str, str]:
        """A new thread with an agent, in which nothing was said yet: its id, and its visitor's.
        Raises TooFast."""
        return await self._database.write(self._begin, caller, agent)

    async def standing(self, thread_id: str, visitor: str | None) -> Standing:
        """How a visitor's thread stands. Raises NoSuchThread."""
        found = None
        if visitor is not None:
            found = await self._database.read(history.standing, thread_id, visitor)
        if found is None:
            raise NoSuchThread("there is no such thread")
        return found

    def _feed(
        self,
        mailbox_id: int,
        thread_id: str,
        visitor: str,
        after: str | None,
        awaited: str | None,
    ) -> Feed:
        return Feed(
            self._database,
            self._live,
            mailbox_id,
            thread_id,
            visitor,
            after=after,
            awaited=awaited,
            streaming=self._streaming(),
            idle=self.idle,
        )

    def _begin(self, tx: Connection, caller: Caller, agent: str) -> tuple[str, str]:
        self._allowances.take(tx, caller, agent)
        thread_id, visitor = new_public_id(), caller.visitor or new_public_id()
        threads.begin(tx, thread_id, visitor, self._clock.now())
        return thread_id, visitor

    def _admit(self, tx: Connection, saying: Saying, caller: Caller) -> Admitted:
        thread_id, visitor = self._whose(saying, caller)
        mailbox_id = threads.mailbox_of(tx, thread_id, visitor)
        if mailbox_id is None and saying.thread_id is not None:
            raise NoSuchThread("there is no such thread")
        event_id = f"{thread_id}#{new_public_id()}"
        if saying.client_message_id:
            event_id = event_id_of(thread_id, saying.client_message_id)
        known = mailbox_id is not None and inbox.find(tx, "web", event_id) is not None
        if not known:
            self._allowances.take(tx, caller, saying.agent)
        if mailbox_id is None:
            threads.begin(tx, thread_id, visitor, self._clock.now())
            mailbox_id = threads.mailbox_of(tx, thread_id, visitor)
        assert mailbox_id is not None
        media = () if known else _media(tx, saying, visitor)  # which it may have outlived
        return Admitted(
            thread_id, visitor, mailbox_id, event_id, media, saying.thread_id is None, known
        )

    def _whose(self, saying: Saying, caller: Caller) -> tuple[str, str]:
        """The thread's id, and its visitor's. The first message of a thread names none: a repeat
        of it must find the thread that it began, so the ids are made from the client's id."""
        if saying.thread_id is not None:
            if caller.visitor is None:
                raise NoSuchThread("there is no such thread")
            return saying.thread_id, caller.visitor
        id_ = saying.client_message_id
        if id_ is None or (caller.visitor is None and len(id_) < _GUESSED):
            return new_public_id(), caller.visitor or new_public_id()
        unknown = f"{caller.address} {saying.text}"
        made = self._made("visitor", unknown, id_)
        # A repeat may bear the token already that the first one was answered with.
        whose = unknown if caller.visitor in (None, made) else caller.visitor
        return self._made("thread", whose, id_), caller.visitor or made

    def _made(self, *of: str) -> str:
        """An id as random as a public id, and always the same for the same."""
        digest = hmac.digest(self._secret, "\0".join(of).encode(), "sha256")
        return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

    def _inbound(self, saying: Saying, caller: Caller, admitted: Admitted) -> Inbound:
        own = saying.client_message_id
        meta: dict[str, Any] = {"client_message_id": own} if own else {}
        if caller.staff is not None:
            meta |= {BY: to_builtins(caller.staff), "agent": saying.agent}
        return Inbound(
            LaneAddress("web", admitted.thread_id),
            admitted.event_id,
            saying.text,
            self._clock.now(),
            media=admitted.attachments,
            meta=meta,
        )

    async def _answer(self, event_id: str, watcher: Watcher) -> Answered:
        loop = get_running_loop()
        until = loop.time() + LONGEST_WAIT
        while loop.time() < until:
            found = await self._database.read(_answer_of, event_id)
            if found is not None:
                return found
            await _until_done(watcher)
        raise StillWorking("the answer is not there yet; ask again with the same message id")


async def _until_done(watcher: Watcher) -> None:
    """Waits for the end of some turn, or until it is time to look."""
    while events := await watcher.take(_POLL):
        if any(event.type in ("done", "look") for event in events):
            return


def _media(tx: Connection, saying: Saying, visitor: str) -> tuple[Media, ...]:
    if not saying.attachments:
        return ()
    kinds = uploads.kinds_of(tx, saying.attachments, visitor)
    if len(kinds) < len(set(saying.attachments)):
        raise Refused(404, "there is no such picture: upload it first, and name its id")
    return tuple(Media(upload_url(id_), kinds[id_]) for id_ in saying.attachments)


def _answer_of(tx: Connection, event_id: str) -> Answered | None:
    found = inbox.find(tx, "web", event_id)
    if found is None or found[1] not in ("done", "dead") or found[2] is None:
        return None
    reply = conversations.reply_of(tx, found[2])
    if reply is None:
        return Answered(None, None, {}, handoff=True)
    return Answered(reply.content, reply.public_id, reply.metadata or {}, handoff=False)
