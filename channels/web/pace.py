"""How much one address may ask of this process, whatever it asks: kept in memory, since it is
there to protect the process, and forgotten with it."""

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.errors import TooFast
from channels.web.addresses import Addresses
from channels.web.origins import Handler, guards

_MOST_KNOWN = 10_000  # addresses
_COME_AGAIN = 10.0  # seconds, where too many connections are open


class Pace:
    """per_minute, burst: requests of one address. open_at_once: its streams and sockets."""

    def __init__(
        self, addresses: Addresses, per_minute: float, burst: int, open_at_once: int
    ) -> None:
        self._addresses = addresses
        self._one, self._burst = 60.0 / per_minute, burst
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._open: Counter[str] = Counter()
        self._open_at_once = open_at_once

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A middleware. Raises TooFast."""
        if not guards(request):
            return await handler(request)
        address = self._addresses.of(request)
        self._take(address)
        if not _stays_open(request):
            return await handler(request)
        with self._held_open(address):
            return await handler(request)

    def _take(self, address: str) -> None:
        """As storage.limits counts: full_at is when the allowance is whole again."""
        now = time.monotonic()
        full_at = max(self._full_at.pop(address, now), now) + self._one
        wait = full_at - now - self._burst * self._one
        self._full_at[address] = full_at - self._one if wait > 0 else full_at
        if len(self._full_at) > _MOST_KNOWN:
            self._full_at.popitem(last=False)
        if wait > 0:
            raise TooFast(wait)

    @contextmanager
    def _held_open(self, address: str) -> Iterator[None]:
        if self._open[address] >= self._open_at_once:
            raise TooFast(_COME_AGAIN)
        self._open[address] += 1
        try:
            yield
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]


def _stays_open(request: web.Request) -> bool:
    return request.path.startswith("/ws/") or request.path.endswith("/stream")
