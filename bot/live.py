"""Live events of a mailbox (a thread, or lanes that were joined), to whoever watches it in this
process. What must last is a row in the database; an event only spares its watcher the asking."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from bot.messages import Event

_MOST_WAITING = 1000  # events; a watcher that slow has lost the thread and asks the database


class Live:
    """Watchers by mailbox. Publishing never waits for one."""

    def __init__(self) -> None:
        self._watchers: dict[int, set[asyncio.Queue[Event]]] = defaultdict(set)

    @contextmanager
    def watch(self, mailbox_id: int) -> Iterator[asyncio.Queue[Event]]:
        """A queue of what happens in a mailbox from now on."""
        queue: asyncio.Queue[Event] = asyncio.Queue(_MOST_WAITING)
        self._watchers[mailbox_id].add(queue)
        try:
            yield queue
        finally:
            self._watchers[mailbox_id].discard(queue)
            if not self._watchers[mailbox_id]:
                del self._watchers[mailbox_id]

    def answered(self, mailbox_id: int) -> None:
        """Another process ended a turn there: its watchers look for themselves."""
        self.publish(mailbox_id, Event("done", {}))

    def publish(self, mailbox_id: int, event: Event) -> None:
        """Shows an event to its watchers; one whose queue is full misses it."""
        for queue in self._watchers.get(mailbox_id, ()):
            if not queue.full():
                queue.put_nowait(event)
