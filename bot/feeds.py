"""A thread as one visitor's connection follows it: what was missed, the turn under way, and what
happens from then on. Live events say when to look; what lasts is read from the database."""

import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator

from bot.chat_messages import Shown
from bot.lines import event_id_of, shown_done, shown_line
from bot.live import Live, Watcher
from bot.messages import Event
from bot.news import News, news_of
from storage.database import Database
from storage.history import Said

LONGEST_WAIT = 90.0  # seconds; a turn that takes longer ends all the same, and can be asked for
IDLE_SECONDS = 15.0  # then a quiet stream shows that it lives
POLL_SECONDS = 2.0  # where a turn's end is waited for, which another process may have run
_LATE = "the answer is not there yet; ask again with the same client_message_id"
_PAGE = 100
_TOKENS = ("token", "replace", "tool")
_HINTS = ("message", "done", "look")


class Feed:
    """One connection's. after: the public id of the last line that it has; None: it wants only
    what comes. awaited: the event id of a message with the end of whose turn the feed ends.
    streaming: whether replies are shown while they are written."""

    def __init__(
        self,
        database: Database,
        live: Live,
        mailbox_id: int,
        thread_id: str,
        visitor: str,
        *,
        after: str | None = None,
        awaited: str | None = None,
        streaming: bool = True,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._database, self._live = database, live
        self._thread_id, self._visitor = thread_id, visitor
        self._awaited, self._streaming, self._idle = awaited, streaming, idle
        self._mailbox_id, self._after = mailbox_id, after
        self._line: int | None = None
        self._told: deque[str] = deque(maxlen=_PAGE)  # replies whose end was shown
        self._shown_at = time.monotonic()
        self._waits_until = self._shown_at + LONGEST_WAIT
        self._alone = database.dialect == "sqlite"
        self._in_turn = self._behind = self.over = self.closing = False

    async def shown(self) -> AsyncGenerator[list[Shown], None]:
        """What there is to show, whenever there is something; nothing at all where it has been
        quiet for long. closing is set at its end where the process stops."""
        resuming = self._awaited is None
        while self._goes_on():
            mailbox_id = self._mailbox_id
            with self._live.watch(mailbox_id) as watcher:
                async for batch in self._catch_up(resuming=resuming):
                    yield batch
                resuming = False
                while self._goes_on() and self._keeps_up(watcher, mailbox_id):
                    batch = await self._next(watcher)
                    if batch or self._was_quiet():
                        yield self._yielding(batch)

    def _yielding(self, batch: list[Shown]) -> list[Shown]:
        self._shown_at = time.monotonic()
        return batch

    def _was_quiet(self) -> bool:
        return time.monotonic() - self._shown_at >= self._idle

    def _goes_on(self) -> bool:
        return not (self.over or self.closing)

    def _keeps_up(self, watcher: Watcher, mailbox_id: int) -> bool:
        return self._mailbox_id == mailbox_id and not (self._behind or watcher.lost)

    async def _catch_up(self, *, resuming: bool) -> AsyncIterator[list[Shown]]:
        """What was said after the last line that the connection has. resuming: it knows of no
        turn whose end it waits for."""
        while not self.over:
            news = await self._look()
            if news is None:
                return
            show = shown_line if resuming else self._line_or_end
            told = [show(said) for said in self._new(news.lines)]
            if batch := told + self._ending(news, told):
                yield self._yielding(batch)
            if not news.more:
                return

    async def _next(self, watcher: Watcher) -> list[Shown]:
        within = self._idle if self._awaited is None else min(POLL_SECONDS, self._idle)
        taken = await watcher.take(within)
        if self._in_turn and len(taken) == 1 and taken[0].type == "token":  # nearly always
            return [Shown({"type": "token", "content": taken[0].data["content"]})]
        events = [event for event in taken if not self._is_own(event)]
        if watcher.lost:
            return []
        hinted = any(event.type in _HINTS for event in events)
        # Where several processes share the database, a lost notice costs one round of this.
        if not hinted and (events or (self._awaited is None and self._alone)):
            return list(self._plain(events))
        news = await self._look()
        if news is None:
            return []
        shown = list(self._in_order(events, news))
        return shown + self._ending(news, shown)

    def _is_own(self, event: Event) -> bool:
        """Whether it shows what the connection itself said just now."""
        if event.type != "message" or self._awaited is None:
            return False
        own = event.data["message"].get("client_message_id")
        return own is not None and self._awaited == event_id_of(self._thread_id, own)

    async def _look(self) -> News | None:
        place = self._after if self._line is None else self._line
        whose = self._thread_id, self._visitor
        news = await self._database.read(news_of, *whose, place, self._awaited, _PAGE)
        if news is None:
            self.over = True
            return None
        self._mailbox_id, self._behind = news.standing.mailbox_id, news.more
        self._line = news.line
        return news

    def _new(self, lines: Iterable[Said]) -> Iterator[Said]:
        """Those that the connection has not been shown; what it said itself it knows."""
        for said in lines:
            own = self._awaited is not None and said.event_id == self._awaited
            if not own and said.public_id not in self._told:
                yield said

    def _plain(self, events: Iterable[Event]) -> Iterator[Shown]:
        for event in events:
            match event.type:
                case "start":
                    self._in_turn = self._streaming
                    yield Shown({"type": "start", "thread_id": self._thread_id})
                case "closing":
                    self.closing = True
                case "typing" if event.data.get("who") != "staff":
                    pass
                # What comes after a turn's end came late, from another process.
                case kind if self._in_turn or kind not in _TOKENS:
                    yield Shown({"type": kind, **event.data})

    def _in_order(self, events: list[Event], news: News) -> Iterator[Shown]:
        """The events, with what the database tells in its places among them."""
        waiting = deque(self._new(news.lines))
        ends = {event.data["message_id"] for event in events if event.type == "done"}
        for event in events:
            match event.type:
                case "message":
                    yield from self._until(waiting, event.data["message"]["id"], ends)
                case "done":
                    yield from self._done(waiting, event)
                case "look":
                    yield from self._rest(waiting, ends)
                case _:
                    yield from self._plain([event])
        yield from self._rest(waiting, ends)

    def _until(self, waiting: deque[Said], id_: str, ends: set[str | None]) -> Iterator[Shown]:
        if any(said.public_id == id_ for said in waiting):
            while waiting[0].public_id != id_:
                yield from self._each(waiting.popleft(), ends)
            yield from self._each(waiting.popleft(), ends)

    def _rest(self, waiting: deque[Said], ends: set[str | None]) -> Iterator[Shown]:
        while waiting:
            yield from self._each(waiting.popleft(), ends)

    def _each(self, said: Said, ends: set[str | None]) -> Iterator[Shown]:
        if said.public_id not in ends:
            yield self._line_or_end(said)

    def _line_or_end(self, said: Said) -> Shown:
        """A reply whose turn's end was not told is that end: it ran elsewhere, or unseen."""
        if said.turn_id is None or said.role != "assistant":
            return shown_line(said)
        self._told.append(said.public_id)
        self._in_turn = False
        return shown_done(said.public_id, said.content, said.metadata or {}, handoff=False)

    def _done(self, waiting: deque[Said], event: Event) -> Iterator[Shown]:
        data = event.data
        id_: str | None = data["message_id"]
        yield from self._until(waiting, id_ or "", {id_})
        if id_ is None or id_ not in self._told:
            self._told.append(id_ or "")
            self._in_turn = False
            yield shown_done(id_, data["content"], data["metadata"], handoff=data["handoff"])

    def _ending(self, news: News, shown: list[Shown]) -> list[Shown]:
        """The end of the feed, where the awaited turn is over; its done, where nobody told it."""
        if news.ended is None:
            return self._given_up()
        self.over = True
        reply = news.ended.reply
        id_ = reply.public_id if reply else None
        if id_ in self._told or any(_is_end(each, id_) for each in shown):
            return []
        if reply is None:
            return [shown_done(None, None, {}, handoff=news.standing.claimed)]
        return [shown_done(id_, reply.content, reply.metadata or {}, handoff=False)]

    def _given_up(self) -> list[Shown]:
        if self._awaited is None or time.monotonic() < self._waits_until:
            return []
        self.over = True
        return [Shown({"type": "error", "error": _LATE, "retry_after": 1})]


def _is_end(shown: Shown, message_id: str | None) -> bool:
    return shown.event["type"] == "done" and shown.id == message_id
