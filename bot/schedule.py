"""The clock process: APScheduler ticks, due timers become inbox events, what is over is deleted,
and nothing more."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from bot.ports import Clock
from bot.wake import Bells
from storage import housekeeping, leases, timers
from storage.database import Database

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK_SECONDS = 1
LEASE_SECONDS = 15.0  # a dead clock is replaced within this and a tick
_MOST = 100
_TIDY_EVERY = timedelta(minutes=10)

log = structlog.get_logger(__name__)


class Schedule:
    """Ticks. Several may stand by; the one that holds the database's lease acts."""

    def __init__(self, database: Database, clock: Clock, bells: Bells, me: str) -> None:
        self._database, self._clock, self._bells, self._me = database, clock, bells, me
        self._beginning: asyncio.Task[None] | None = None
        self._scheduler: AsyncIOScheduler | None = None
        self._renew_at = 0.0
        self._tidy_at: datetime | None = None

    def start(self) -> None:
        """Begins to tick. A tick that takes long is not overtaken by the next."""
        self._beginning = asyncio.create_task(self._begin(), name="clock")

    async def _begin(self) -> None:
        # It takes long to load, and meanwhile requests are answered.
        apscheduler = await asyncio.to_thread(import_module, "apscheduler.schedulers.asyncio")
        self._scheduler = apscheduler.AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, max_instances=1, coalesce=True
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Stops ticking and lets another clock act at once."""
        if self._beginning is not None:
            self._beginning.cancel()
            await asyncio.gather(self._beginning, return_exceptions=True)
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
        await self._database.write(leases.drop, "clock", self._me)

    async def tick(self) -> None:
        """Fires what is due, if it is this clock that acts."""
        try:
            if await self._acts():
                await self._fire()
                await self._tidy()
        except Exception as error:
            log.error("clock tick failed", error=type(error).__name__)

    async def _acts(self) -> bool:
        now = time.monotonic()
        if now < self._renew_at:
            return True
        held = await self._database.write(leases.take, "clock", self._me, LEASE_SECONDS)
        # Renewed at half its time: a tick that writes nothing costs the disk nothing.
        self._renew_at = now + LEASE_SECONDS / 2 if held else 0.0
        return held

    async def _fire(self) -> None:
        while fired := await self._database.write(timers.fire, self._clock.now(), _MOST):
            self._bells.inbox.ring()
            if fired < _MOST:
                return

    async def _tidy(self) -> None:
        """A part a tick, until nothing is left; then it rests."""
        now = self._clock.now()
        if self._tidy_at is not None and now < self._tidy_at:
            return
        more = await self._database.write(housekeeping.tidy, now)
        self._tidy_at = None if more else now + _TIDY_EVERY
