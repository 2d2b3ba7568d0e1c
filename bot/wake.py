"""Waking whoever waits for work: here at once, on other machines by the database's notice.
A slow poll stands behind it, so a lost notice costs half a second and nothing else."""

import asyncio
from collections.abc import Callable

from storage.database import Database

POLL_SECONDS = 0.5
_SETTINGS_POLL_SECONDS = 3.0
_ANSWERED = "answered:"


class Bell:
    """Rings for one kind of work, in every process on the database. poll: seconds after which
    it is time to look all the same."""

    def __init__(
        self, topic: str, notify: Callable[[str], None], poll: float = POLL_SECONDS
    ) -> None:
        self.topic, self._poll = topic, poll
        self._notify = notify
        self._rung = asyncio.Event()
        self._again_at: float | None = None

    def ring(self) -> None:
        """There is work now."""
        self._rung.set()
        self._notify(self.topic)

    def ring_here(self) -> None:
        """There is work now, as another process says."""
        self._rung.set()

    def ring_in(self, seconds: float) -> None:
        """There will be work for this process; one set for earlier stays."""
        at = asyncio.get_running_loop().time() + seconds
        if self._again_at is None or at < self._again_at:
            self._again_at = at
            self._rung.set()

    async def wait(self) -> None:
        """Returns when it rings, when a set time has come, or when it is time to poll."""
        if self._rung.is_set():
            self._rung.clear()
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + self._poll
        if self._again_at is not None and self._again_at < until:
            until, self._again_at = self._again_at, None
        try:
            async with asyncio.timeout_at(until):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()


class Bells:
    """The bells of a process, hung on one line of the database. on_answered: called with a
    mailbox's id when another process has answered there. on_notice: called with every
    notice, once it is set."""

    def __init__(
        self,
        database: Database,
        on_answered: Callable[[int], None],
    ) -> None:
        self.inbox = Bell("inbox", database.notify)
        self.outbox = Bell("outbox", database.notify)
        self.media = Bell("media", database.notify)
        self.settings = Bell("settings", database.notify, _SETTINGS_POLL_SECONDS)
        self._notify, self._on_answered = database.notify, on_answered
        self.on_notice: Callable[[str], None] | None = None
        database.listen(self._heard)

    def answered(self, mailbox_id: int) -> None:
        """Tells the process that holds a waiting visitor's connection."""
        self._notify(f"{_ANSWERED}{mailbox_id}")

    def _heard(self, topic: str) -> None:
        if self.on_notice is not None:
            self.on_notice(topic)
        if topic.startswith(_ANSWERED):
            self._on_answered(int(topic.removeprefix(_ANSWERED)))
        for bell in (self.inbox, self.outbox, self.media, self.settings):
            if topic in (bell.topic, "*"):
                bell.ring_here()
