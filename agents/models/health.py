"""Which of a server's models are well, as all turns of a process learn it."""

import time
from collections.abc import Awaitable, Callable

from agents.models.breaker import Breaker
from agents.models.errors import Busy, Need, Unwell
from agents.ports import ModelError

_PATIENCE_S = 2.0  # a wish to be left alone for less holds for the turn that hears it
_LONGEST_WISH_S = 300.0
_RESTS_S: dict[Need, float] = {"model": 1800.0, "key": 60.0, "quota": 300.0, "address": 60.0}
_TOLD_AGAIN_S = 3600.0

Tell = Callable[[str, Need], Awaitable[None]]
"""Tells staff what only they can mend: (model, what it needs). It never fails, and tells the same
once a day."""


async def tell_nobody(model: str, need: Need) -> None:
    """A Tell for where there are no staff."""


class Health:
    """A breaker for each model, by its name, and one for what they all go by: their server, its
    key, its account."""

    def __init__(
        self, tell: Tell = tell_nobody, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._tell, self._seconds = tell, seconds
        self._server = Breaker(seconds)
        self._models: dict[str, Breaker] = {}
        self._told: dict[tuple[str, Need], float] = {}

    def lets_through(self, model: str) -> bool:
        """Whether a call may be made now; it is the caller's then."""
        if self._server.rests or not self._of(model).lets_through():
            return False
        return self._server.lets_through()

    def rests(self, model: str) -> bool:
        """Whether a model is passed over now: it, or its server."""
        return self._server.rests or self._of(model).rests

    def succeeded(self, model: str) -> None:
        """An answer came."""
        self._server.succeeded()
        self._of(model).succeeded()

    async def failed(self, model: str, error: ModelError, conversation_id: int) -> None:
        """None came, or none that is any good; whose fault it was is in the error."""
        if not isinstance(error, Unwell):
            self._server.succeeded()
            self._of(model).answered_badly(conversation_id)
            return
        breaker = self._server if error.whole else self._of(model)
        breaker.failed()
        if isinstance(error, Busy) and error.after > _PATIENCE_S:
            breaker.rest(min(error.after, _LONGEST_WISH_S))
        if error.need is not None:
            breaker.rest(_RESTS_S[error.need])
            await self._told_of(model, error.need)
        elif error.whole and breaker.is_worn_out:
            await self._told_of(model, "server")

    async def _told_of(self, model: str, need: Need) -> None:
        what, now = (model if need == "model" else "", need), self._seconds()
        if now - self._told.get(what, -_TOLD_AGAIN_S) >= _TOLD_AGAIN_S:
            self._told[what] = now
            await self._tell(model, need)

    def _of(self, model: str) -> Breaker:
        if model not in self._models:
            self._models[model] = Breaker(self._seconds)
        return self._models[model]
