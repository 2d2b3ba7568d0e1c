"""The money of one evaluation: a wall, in micro-dollars."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import BotError

_SHARE = 250_000  # micro-dollars that one scenario may hold at a time


class PurseEmpty(BotError):
    """The money of this evaluation is spent."""


class Purse:
    """Gives each scenario a part, which is the wall of its own day, and takes back what it did not
    spend. What is given out and what is spent never pass the whole."""

    def __init__(self, micros: int) -> None:
        self._left, self._out = micros, 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def part(self, wanted: int = _SHARE) -> AsyncIterator["Part"]:
        """A part; waits for what others give back. Raises PurseEmpty."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._left >= wanted or not self._out)
            if self._left <= 0:
                raise PurseEmpty("the money of this evaluation is spent; raise --max-cost")
            part = Part(min(wanted, self._left))
            self._left -= part.micros
            self._out += 1
        try:
            yield part
        finally:
            async with self._changed:
                self._left += part.micros - part.spent
                self._out -= 1
                self._changed.notify_all()


class Part:
    """What one scenario may spend. spent: all of it, until it is told what truly was."""

    def __init__(self, micros: int) -> None:
        self.micros = self.spent = micros
