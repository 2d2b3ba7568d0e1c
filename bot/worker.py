"""The worker: claims mailboxes as it has room, keeps its leases, and hands back what it cannot
end in time."""

import asyncio
import os
import random
import secrets

import structlog

from bot.claim_loop import ClaimLoop
from bot.closing import fail_turn, hand_back
from bot.engine import Engine
from bot.wake import Bell
from storage import lanes
from storage.database import Database
from storage.lanes import Claim, Fenced

LEASE_SECONDS = 10.0
TURN_SECONDS = 120.0  # a model may take 30 a call; whoever takes longer is stuck
_LONGEST_BACKOFF = 60.0

log = structlog.get_logger(__name__)


def process_name() -> str:
    """A name for this process that no other has, on this machine or another."""
    return f"{os.uname().nodename[:32]}:{os.getpid()}:{secrets.token_hex(4)}"


class Worker:
    """Runs up to `room` turns at a time."""

    def __init__(self, database: Database, engine: Engine, bell: Bell, me: str, room: int) -> None:
        self._database, self._engine, self._bell = database, engine, bell
        self._me, self._room = me, room
        self._loop = ClaimLoop("turns", bell, self._claim, self._keep)

    async def run(self) -> None:
        """Works until told to stop. A database that is away is waited for."""
        await self._loop.run()

    async def stop(self, within: float) -> None:
        """Claims nothing more, lets the turns in hand end, and hands back those that do not."""
        await self._loop.stop(within)

    async def _claim(self) -> bool:
        """Takes up what is due; whether there may be more at this moment."""
        free = self._room - len(self._loop)
        if free <= 0:
            return False
        claimed = await self._database.write(lanes.claim, self._me, free, LEASE_SECONDS)
        for claim in claimed.claims:
            self._loop.begin(claim, self._work(claim), f"turn of {claim.mailbox_id}")
        if claimed.next_in is not None:
            self._bell.ring_in(max(claimed.next_in, 0.001))
        return len(claimed.claims) == free

    async def _work(self, claim: Claim) -> None:
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await self._engine.run(claim)
        except Fenced:
            log.warning("overslept a lease", mailbox=claim.mailbox_id)
        except asyncio.CancelledError:
            await self._database.write(hand_back, claim)
            raise
        except Exception as error:
            await self._fail(claim, error)

    async def _fail(self, claim: Claim, error: Exception) -> None:
        attempt = claim.attempts + 1
        # Never the error's own text: it may hold what a customer wrote.
        log.error("turn failed", mailbox=claim.mailbox_id, attempt=attempt, exc_info=error)
        delay = random.uniform(0.5, 1) * min(2.0**attempt / 2, _LONGEST_BACKOFF)
        try:
            await self._database.write(fail_turn, claim, delay)
        except Exception as lost:
            log.error("mailbox not given back", error=type(lost).__name__)  # its lease runs out

    async def _keep(self, claims: list[Claim]) -> None:
        held = [claim.mailbox_id for claim in claims]
        await self._database.write(lanes.keep, self._me, held, LEASE_SECONDS)
