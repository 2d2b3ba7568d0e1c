"""The rows, by name."""

from collections.abc import Awaitable, Callable

from tests.bench.bench import Bench
from tests.bench.figures import Row
from tests.bench.rows import engine, price, start, stream, streams, turns, webhooks

Measure = Callable[[Bench], Awaitable[Row]]

ROWS: dict[str, Measure] = {
    "webhooks": webhooks.measure,
    "engine": engine.measure,
    "turns": turns.measure,
    "stream": stream.measure,
    "streams": streams.measure,
    "start": start.measure,
    "price": price.measure,
}
