"""How much one address may ask of this process, whatever it asks: kept in memory, since it is
there to protect the process, and forgotten with it."""

import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

from aiohttp import web

from bot.errors import TooFast
from channels.web.addresses import Addresses
from channels.web.origins import Handler, guards

_MOST_KNOWN = 10_000  # addresses
_COME_AGAIN = 10.0  # seconds, where too much is under way


class AtOnce:
    """How much is under way at the same time. most: of one address; most_of_all: of all."""

    def __init__(self, most: int, most_of_all: float = inf) -> None:
        self._most, self._most_of_all = most, most_of_all
        self._of: Counter[str] = Counter()
        self._of_all = 0

    @contextmanager
    def one_of(self, address: str) -> Iterator[None]:
        """One more of an address. Raises TooFast."""
        if self._of[address] >= self._most or self._of_all >= self._most_of_all:
            raise TooFast(_COME_AGAIN)
        self._of[address] += 1
        self._of_all += 1
        try:
            yield
        finally:
            self._of[address] -= 1
            self._of_all -= 1
            if not self._of[address]:
                del self._of[address]


class Pace:
    """per_minute, burst: requests of one address. open_at_once: its streams and sockets."""

    def __init__(
        self, addresses: Addresses, per_minute: float, burst: int, open_at_once: int
    ) -> None:
        self._addresses = addresses
        self._one, self._burst = 60.0 / per_minute, burst
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._open = AtOnce(open_at_once)

    @web.middleware
    async def check(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A middleware. Raises TooFast."""
        if not guards(request):
            return await handler(request)
        address = self._addresses.of(request)
        self._take(address)
        if not _stays_open(request):
            return await handler(request)
        with self._open.one_of(address):
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


def _stays_open(request: web.Request) -> bool:
    return request.path.startswith("/ws/") or request.path.endswith("/stream")
