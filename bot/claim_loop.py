"""Work that is claimed from the database: taken up in rounds, kept by a heartbeat while it is under
way, and brought to an end when the process stops."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

import structlog

from bot.wake import Bell

HEARTBEAT_SECONDS = 3.0

T = TypeVar("T")

log = structlog.get_logger(__name__)


class ClaimLoop(Generic[T]):
    """what: the work, in a word for the log. claim: takes up what is due, by begin; whether there
    may be more at this moment. keep: renews the leases of all that is under way; None: a lease
    lasts as long as its work may."""

    def __init__(
        self,
        what: str,
        bell: Bell,
        claim: Callable[[], Awaitable[bool]],
        keep: Callable[[list[T]], Awaitable[object]] | None = None,
    ) -> None:
        self._what, self._bell, self._claim, self._keep = what, bell, claim, keep
        self._under_way: dict[asyncio.Task[None], T] = {}
        self._stopping = False
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    def __len__(self) -> int:
        """How much is under way."""
        return len(self._under_way)

    def begin(self, claimed: T, work: Coroutine[Any, Any, None], name: str) -> None:
        """Carries out what was claimed, beside all else."""
        task = asyncio.create_task(work, name=name)
        self._under_way[task] = claimed
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self._bell.ring_here()
        if not task.cancelled() and (error := task.exception()):
            log.error("claimed work broke off", of=self._what, error=type(error).__name__)

    async def run(self) -> None:
        """Works until told to stop. A database that is away is waited for."""
        heart = asyncio.create_task(self._beat(), name=f"heartbeat of {self._what}")
        self._at_rest.clear()
        try:
            while not self._stopping:
                await self._round()
        finally:
            heart.cancel()
            self._at_rest.set()

    async def _round(self) -> None:
        try:
            more = await self._claim()
        except Exception as error:
            log.error("cannot claim work", of=self._what, error=type(error).__name__)
            await asyncio.sleep(1)
            return
        if not more:
            await self._bell.wait()

    async def _beat(self) -> None:
        while self._keep is not None:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            if not self._under_way:
                continue
            try:
                await self._keep(list(self._under_way.values()))
            except Exception as error:
                log.error("heartbeat failed", of=self._what, error=type(error).__name__)

    async def stop(self, within: float) -> None:
        """Claims nothing more; what is under way, and what is being claimed, may end within so
        many seconds, and is cancelled then."""
        self._stopping = True
        self._bell.ring_here()
        await self._at_rest.wait()
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=within)
        late = list(self._under_way)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
