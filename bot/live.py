"""Live events of a mailbox (a thread, or lanes that were joined), to whoever watches it in this
process. What must last is a row in the database; an event only spares its watcher the asking."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from bot.messages import Event

LOOK = Event("look", {})
"""Something changed that no event of this process tells: the database knows."""
CLOSING = Event("closing", {})
"""This process stops: watchers go to another one, or come again."""

_MOST_WAITING = 1000  # events of one watcher
_MOST_CHARACTERS = 256 * 1024  # of tokens that wait for one watcher, and of a turn's text so far
_MOST_TURNS = 10_000  # whose text so far is kept
_STALE_SECONDS = 60.0  # a turn that shows nothing for so long went on in another process


class Watcher:
    """What one watcher has not taken yet. Tokens that wait together become one event. A watcher
    that is too slow loses what waited: lost is set, and the database has to be asked."""

    def __init__(self, turn: list[Event]) -> None:
        self.lost = False
        self._events: list[Event] = []
        self._pieces: list[str] = []
        self._characters = 0
        self._waiter: asyncio.Future[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None
        for event in turn:
            self.put(event)

    def put(self, event: Event) -> None:
        """Adds an event; never waits."""
        if self.lost:
            return
        if event.type == "token":
            self._pieces.append(event.data["content"])
            self._characters += len(event.data["content"])
        else:
            self._join_pieces()
            self._events.append(event)
        if self._characters > _MOST_CHARACTERS or len(self._events) > _MOST_WAITING:
            self.lost = True
            self._clear()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def take(self, within: float) -> list[Event]:
        """Everything that waits, as soon as there is something; empty where about so many seconds
        pass without, or less, or where it was lost."""
        if not (self._events or self._pieces or self.lost):
            await self._wait(within)
        self._join_pieces()
        events = self._events
        self._clear()
        return events

    async def _wait(self, within: float) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        if self._alarm is None:  # one serves many waits: setting it costs as much as a token
            self._alarm = loop.call_later(within, self._ring)
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _ring(self) -> None:
        self._alarm = None
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def stop(self) -> None:
        """Nobody will take anything any more."""
        if self._alarm is not None:
            self._alarm.cancel()

    def _join_pieces(self) -> None:
        if self._pieces:
            self._events.append(Event("token", {"content": "".join(self._pieces)}))
            self._pieces = []

    def _clear(self) -> None:
        self._events, self._pieces, self._characters = [], [], 0


class _Turn:
    """The turn that is under way in a mailbox: for whoever begins to watch in its middle."""

    def __init__(self, start: Event) -> None:
        self._start = start
        self._pieces: list[str] = []
        self._characters = 0
        self._touched = time.monotonic()

    @property
    def has_text(self) -> bool:
        return bool(self._pieces)

    def take(self, event: Event) -> None:
        self._touched = time.monotonic()
        if event.type == "replace":
            self._pieces, self._characters = [], 0
        if event.type in ("token", "replace") and self._characters < _MOST_CHARACTERS:
            self._pieces.append(event.data["content"])
            self._characters += len(event.data["content"])

    def so_far(self) -> list[Event]:
        if time.monotonic() - self._touched > _STALE_SECONDS:
            return []
        text = "".join(self._pieces)
        return [self._start, Event("token", {"content": text})] if text else [self._start]


class Elsewhere(Protocol):
    """The way to other processes' watchers."""

    def watch(self, mailbox_id: int) -> None:
        """Somebody watches a mailbox here, from now on."""

    def leave(self, mailbox_id: int) -> None:
        """Nobody does any more."""

    def offer(self, mailbox_id: int, event: Event) -> None:
        """Something happened here."""


class Live:
    """Watchers by mailbox, and the turns under way. Publishing never waits for anybody."""

    def __init__(self) -> None:
        self._elsewhere: Elsewhere | None = None
        self._watchers: dict[int, set[Watcher]] = {}
        self._turns: OrderedDict[int, _Turn] = OrderedDict()
        self._closing = False

    def connect(self, elsewhere: Elsewhere) -> None:
        """From now on other processes' watchers are served too."""
        self._elsewhere = elsewhere

    def close(self) -> None:
        """Tells all watchers, and those who still come, that this process stops."""
        self._closing = True
        for mailbox_id in self._watchers:
            self._show(mailbox_id, CLOSING)

    @contextmanager
    def watch(self, mailbox_id: int) -> Iterator[Watcher]:
        """What happens in a mailbox from now on; first the turn under way, from its start."""
        watcher = Watcher(self.so_far(mailbox_id))
        if self._closing:
            watcher.put(CLOSING)
        watchers = self._watchers.setdefault(mailbox_id, set())
        if not watchers and self._elsewhere is not None:
            self._elsewhere.watch(mailbox_id)
        watchers.add(watcher)
        try:
            yield watcher
        finally:
            watcher.stop()
            watchers.discard(watcher)
            if not watchers and self._watchers.get(mailbox_id) is watchers:
                del self._watchers[mailbox_id]
                if self._elsewhere is not None:
                    self._elsewhere.leave(mailbox_id)

    def answered(self, mailbox_id: int) -> None:
        """Another process did something there: its watchers look for themselves."""
        self._show(mailbox_id, LOOK)

    def publish(self, mailbox_id: int, event: Event) -> None:
        """Shows an event to its watchers; one that is too slow loses what waited."""
        if self._elsewhere is not None:
            self._elsewhere.offer(mailbox_id, event)
        self._publish(mailbox_id, event)

    def hear(self, mailbox_id: int, event: Event) -> None:
        """Shows an event of another process to those who watch here."""
        if mailbox_id in self._watchers:
            self._publish(mailbox_id, event)

    def watched(self) -> list[int]:
        """The mailboxes that are watched here."""
        return list(self._watchers)

    def so_far(self, mailbox_id: int) -> list[Event]:
        """The turn under way in a mailbox, from its start; nothing where there is none."""
        turn = self._turns.get(mailbox_id)
        return turn.so_far() if turn else []

    def look_everywhere(self) -> None:
        """Something was missed, nobody knows where: all watchers look for themselves."""
        for mailbox_id in self._watchers:
            self._show(mailbox_id, LOOK)

    def _publish(self, mailbox_id: int, event: Event) -> None:
        if event.type == "start":
            self._begin(mailbox_id, event)
        elif event.type == "done":
            self._turns.pop(mailbox_id, None)
        elif (turn := self._turns.get(mailbox_id)) is not None:
            turn.take(event)
        self._show(mailbox_id, event)

    def _begin(self, mailbox_id: int, start: Event) -> None:
        """A turn that failed begins again: what it said until then is taken back."""
        failed = self._turns.pop(mailbox_id, None)
        if failed is not None and failed.has_text:
            self._show(mailbox_id, Event("replace", {"content": ""}))
        self._turns[mailbox_id] = _Turn(start)
        if len(self._turns) > _MOST_TURNS:
            self._turns.popitem(last=False)

    def _show(self, mailbox_id: int, event: Event) -> None:
        for watcher in self._watchers.get(mailbox_id, ()):
            watcher.put(event)
