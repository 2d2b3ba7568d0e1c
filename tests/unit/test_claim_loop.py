"""The loop of whoever claims work ends in order, whatever is under way or just being claimed."""

import asyncio

from bot.claim_loop import ClaimLoop
from bot.wake import Bell


class Work:
    """One piece of work that is claimed once, and ended when the test lets it."""

    def __init__(self) -> None:
        self.asked, self.handed_out = asyncio.Event(), asyncio.Event()
        self.may_end, self.done, self.cut_off = asyncio.Event(), False, False
        bell = Bell("work", lambda topic: None)
        self.loop: ClaimLoop[str] = ClaimLoop("work", bell, self._claim)
        self.running = asyncio.create_task(self.loop.run())

    async def _claim(self) -> bool:
        if self.asked.is_set():
            return False
        self.asked.set()
        await self.handed_out.wait()
        self.loop.begin("it", self._do(), "it")
        return True

    async def _do(self) -> None:
        try:
            await self.may_end.wait()
            self.done = True
        except asyncio.CancelledError:
            self.cut_off = True
            raise


async def test_what_is_being_claimed_when_it_stops_is_ended_too() -> None:
    work = Work()
    await work.asked.wait()
    stopping = asyncio.create_task(work.loop.stop(within=5))
    await asyncio.sleep(0)
    assert not stopping.done()
    work.handed_out.set()
    work.may_end.set()
    await stopping
    assert work.done
    assert len(work.loop) == 0
    await work.running


async def test_what_does_not_end_in_time_is_cut_off() -> None:
    work = Work()
    work.handed_out.set()
    await work.asked.wait()
    await work.loop.stop(within=0.01)
    assert work.cut_off
    assert not work.done
    await work.running
