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
_LONG = 100_000  # tokens in; above it, a model may cost more a token
_VERY_LONG = 1_000_000

log = structlog.get_logger(__name__)


class Rate(Struct, frozen=True):
    """Dollars a million tokens; cached: of those tokens in that the server had at hand, None:
    as the others."""

    tokens_in: Decimal
    tokens_out: Decimal
    cached: Decimal | None = None


UNKNOWN = Rate(Decimal(10), Decimal(30))
"""For a model that nobody knows the price of: on the dear side, never nothing."""


class Prices:
    """configured: rates the owner gives, which come first. base_url: whose prices hold."""

    def __init__(
        self, configured: Mapping[str, Rate] | None = None, base_url: str | None = None
    ) -> None:
        self._configured = dict(configured or {})
        self._base_url = base_url
        self._known: dict[tuple[str, int], tuple[float, Rate]] = {}

    def load(self, model: str) -> None:
        """Makes the first price quick; to be called in any thread."""
        self(model, 1, 0, 1)

    def __call__(self, model: str, tokens_in: int, cached: int, tokens_out: int) -> int:
        """Micro-dollars (10^-6), rounded up; cached are among tokens_in.

        Tokens in that were not cached count as written to the cache, which costs a quarter more
        with newer models: before a call nobody knows, and after it most of them were."""
        rate = self._configured.get(model) or self._rate(model, tokens_in)
        cached_rate = rate.tokens_in if rate.cached is None else rate.cached
        cost = (tokens_in - cached) * rate.tokens_in + cached * cached_rate
        return int((cost + tokens_out * rate.tokens_out).to_integral_value(ROUND_CEILING))

    def _rate(self, model: str, tokens_in: int) -> Rate:
        length = _LONG if tokens_in <= _LONG else _VERY_LONG
        until, rate = self._known.get((model, length), (0.0, UNKNOWN))
        if until <= time.monotonic():
            rate = self._ask(model, length)
            self._known[model, length] = time.monotonic() + _HOUR_S, rate
        return rate

    def _ask(self, model: str, length: int) -> Rate:
        """The rates of a request of that length."""
        wholly_in = self._dollars(model, input_tokens=length, cache_write_tokens=length)
        cached = self._dollars(model, input_tokens=length, cache_read_tokens=length)
        both = self._dollars(
            model, input_tokens=length, cache_write_tokens=length, output_tokens=length
        )
        if wholly_in is None or cached is None or both is None:
            log.warning("no price known, a high one is assumed", model=model)
            return UNKNOWN
        scale = Decimal(1_000_000) / length
        return Rate(wholly_in * scale, (both - wholly_in) * scale, cached * scale)

    def _dollars(self, model: str, **tokens: int) -> Decimal | None:
        """Asks the server's own prices first, then OpenAI's, then anybody's."""
        from genai_prices import Usage
        from genai_prices.data_snapshot import get_snapshot

        for provider, url in ((None, self._base_url), ("openai", None), (None, None)):
            try:
                found = get_snapshot().calc(Usage(**tokens), model, provider, url, None)
            except LookupError:
                continue
            return found.total_price
        return None
