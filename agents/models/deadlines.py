"""How long a model may take."""

import asyncio

from msgspec import Struct


class Deadlines(Struct, frozen=True):
    """Seconds: to the first piece of an answer, between two pieces, for the whole of it."""

    first: float = 10.0
    gap: float = 10.0
    whole: float = 30.0


_SLACK = 0.05  # of the gap; moving the limit costs more than reading the piece that moves it


class Watch:
    """The deadlines of one answer, as one limit that moves on with each piece of it."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._now = asyncio.get_running_loop().time
        self._gap, self._slack = deadlines.gap, deadlines.gap * _SLACK
        self._end = self._now() + deadlines.whole
        self._next_move = 0.0
        self.limit = asyncio.timeout_at(min(self._end, self._now() + deadlines.first))

    @property
    def is_over(self) -> bool:
        """Whether the whole time is up, however lively the answer was."""
        return self._now() >= self._end

    def moved(self) -> None:
        if (now := self._now()) >= self._next_move:
            self._next_move = now + self._slack
            self.limit.reschedule(min(self._end, self._next_move + self._gap))
