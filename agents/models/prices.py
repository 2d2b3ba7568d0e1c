"""What a call costs. The prices are those of the package genai-prices, kept up to date there.

Loading them takes 0.4 s and 10 MB, so they are loaded where first asked for, or by load(). A price
asked of them takes 0.3 ms, so what a model costs is asked once an hour (prices may change by date
and by hour), and what its calls cost is reckoned here.
"""

import time
from collections.abc import Mapping
from decimal import ROUND_CEILING, Decimal

import structlog
from msgspec import Struct

_HOUR_S = 3600
_LENGTHS = (32_000, 100_000)  # tokens in; no model's price changes in between, above it may often

log = structlog.get_logger(__name__)


class Rate(Struct, frozen=True):
    """Dollars a million tokens. cached: of those tokens in that the server had at hand; written: of
    those that it keeps for later; None: as the others."""

    tokens_in: Decimal
    tokens_out: Decimal
    cached: Decimal | None = None
    written: Decimal | None = None


UNKNOWN = Rate(Decimal(10), Decimal(30))
"""For a model that nobody knows the price of: on the dear side, never nothing."""


class Prices:
    """configured: rates the owner gives, which come first and alone may be nothing. base_url:
    whose prices hold."""

    def __init__(
        self, configured: Mapping[str, Rate] | None = None, base_url: str | None = None
    ) -> None:
        self._configured = dict(configured or {})
        self._base_url = base_url
        self._known: dict[tuple[str, int], tuple[float, Rate]] = {}

    def load(self, model: str) -> None:
        """Makes the first price quick; to be called in any thread."""
        self(model, 1, 0, 1)

    def knows(self, model: str) -> bool:
        """Whether the owner or some list says what it costs."""
        return model in self._configured or self._rate(model, 1) is not UNKNOWN

    def __call__(
        self, model: str, tokens_in: int, cached: int, tokens_out: int, written: int | None = None
    ) -> int:
        """Micro-dollars (10^-6), rounded up; cached and written are among tokens_in.

        written None: the server does not say. Then all that was not cached counts as written to
        the cache, which costs a quarter more with newer models: before a call nobody knows, and
        after it most of them were."""
        rate = self._configured.get(model) or self._rate(model, tokens_in)
        fresh = tokens_in - cached
        kept = fresh if written is None else min(written, fresh)
        cost = (fresh - kept) * rate.tokens_in + kept * _or(rate.written, rate.tokens_in)
        cost += cached * _or(rate.cached, rate.tokens_in) + tokens_out * rate.tokens_out
        return int(cost.to_integral_value(ROUND_CEILING))

    def _rate(self, model: str, tokens_in: int) -> Rate:
        length = next((most for most in _LENGTHS if tokens_in <= most), None)
        if length is None:
            return self._ask(model, tokens_in)
        until, rate = self._known.get((model, length), (0.0, UNKNOWN))
        if until <= time.monotonic():
            rate = self._ask(model, length)
            self._known[model, length] = time.monotonic() + _HOUR_S, rate
        return rate

    def _ask(self, model: str, length: int) -> Rate:
        """The rates of a request of that length. A list's price of nothing is a trial's, or a
        gap: it is not believed."""
        plain = self._dollars(model, input_tokens=length)
        if not plain:
            log.warning("no price known, a high one is assumed", model=model)
            return UNKNOWN
        written = self._dollars(model, input_tokens=length, cache_write_tokens=length)
        cached = self._dollars(model, input_tokens=length, cache_read_tokens=length)
        both = self._dollars(model, input_tokens=length, output_tokens=length)
        scale = Decimal(1_000_000) / length
        return Rate(
            tokens_in=plain * scale,
            tokens_out=(both or plain) * scale - plain * scale,
            cached=(cached or plain) * scale,
            written=(written or plain) * scale,
        )

    def _dollars(self, model: str, **tokens: int) -> Decimal | None:
        """Asks the server's own prices first, then OpenAI's, then anybody's. None: no list has
        it, or none that can be read."""
        from genai_prices import Usage
        from genai_prices.data_snapshot import get_snapshot

        for provider, url in ((None, self._base_url), ("openai", None), (None, None)):
            try:
                found = get_snapshot().calc(Usage(**tokens), model, provider, url, None)
            except (LookupError, ValueError):
                continue
            return found.total_price
        return None


def _or(rate: Decimal | None, usual: Decimal) -> Decimal:
    return usual if rate is None else rate
