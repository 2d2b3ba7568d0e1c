"""What happens in the playground, as one stream that can be taken up again where it broke."""

import asyncio
from collections import deque
from secrets import token_hex
from typing import Any

from msgspec import Struct

_KEPT = 500


class Happening(Struct, frozen=True):
    """One event. data: what JSON can hold."""

    id: str
    type: str
    data: Any


class Feed:
    """The last events of this process. Publishing waits for nobody."""

    def __init__(self) -> None:
        self.forget()
        self._news = asyncio.Event()
        self.ended = False

    def forget(self) -> None:
        """Begins anew: no event from before can be taken up after."""
        self._epoch = token_hex(4)  # nor can an earlier process's
        self._last = 0
        self._kept: deque[Happening] = deque(maxlen=_KEPT)

    @property
    def mark(self) -> str:
        """The id of what happened last."""
        return f"{self._epoch}-{self._last}"

    def publish(self, type: str, data: Any) -> None:
        """Adds an event."""
        self._last += 1
        self._kept.append(Happening(self.mark, type, data))
        self.wake()

    def after(self, id: str) -> list[Happening] | None:
        """What happened after an event; None: that is not known here any more."""
        epoch, _, number = id.partition("-")
        if epoch != self._epoch or not number.isdecimal():
            return None
        missed = self._last - int(number)
        if missed < 0 or missed > len(self._kept):
            return None
        return list(self._kept)[len(self._kept) - missed :]

    async def news(self, within: float) -> bool:
        """Waits for the next event, so many seconds at the most; whether there is one."""
        try:
            async with asyncio.timeout(within):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def wake(self) -> None:
        """Wakes whoever waits."""
        self._news.set()
        self._news = asyncio.Event()

    def end(self) -> None:
        """Lets every watcher go: the process stops."""
        self.ended = True
        self.wake()
