"""The engine alone: from stored to handled, in one process, with an agent that answers at once."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from statistics import quantiles

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert

from bot.messages import Reply
from bot.turn import LiveTurn
from storage.database import open_database
from tests.bench.bench import Bench
from tests.bench.figures import BenchError, Line, Row
from tests.bench.profiling import profiled
from tests.house import House, heard, open_house, reply

EVENTS, CONVERSATIONS, CLIENTS = 5_000, 1_000, 64
_CALM = 200
KINDS = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
NOTES = (
    f"{EVENTS:,} texts of {CONVERSATIONS:,} conversations, {CLIENTS} stored at a time; handled is"
    " an agent that answers at once; the order within each conversation is checked",
    "CPU us: an event, from its coming in until its reply was sent",
    "p50 and p99: from stored (it can be acknowledged) until its agent starts, one at a time",
    "wanted: what a prototype of this queue did, whose handler did nothing",
)
LINES = (
    ("stored in groups of 64 and nothing else, SQLite", ""),
    ("stored in groups of 64 and nothing else, PostgreSQL", ""),
    ("stored by the inbox, SQLite", ""),
    ("stored by the inbox, PostgreSQL", ""),
    ("handled, SQLite", "17,900; 0.02 / 0.05 ms"),
    ("handled, PostgreSQL", "9,800; 3.0 / 8.7 ms"),
)


class Handler:
    """An agent that answers at once, and keeps what it was asked and when."""

    def __init__(self) -> None:
        self.begun: dict[str, float] = {}
        self.heard: dict[str, list[int]] = defaultdict(list)
        self.turns = 0
        self.all_heard = asyncio.Event()
        self._left = 0

    def expect(self, events: int) -> None:
        self._left = events
        self.heard.clear()
        self.all_heard.clear()
        self.turns = 0

    async def __call__(self, turn: LiveTurn) -> Reply:
        now = time.perf_counter()
        words = heard(turn)
        self.turns += 1
        for word in words:
            self.begun[word] = now
            self.heard[str(turn.scope.phone)].append(int(word))
        self._left -= len(words)
        if self._left == 0:
            self.all_heard.set()
        return reply("ok")


async def measure(bench: Bench) -> Row:
    row = Row("engine", "stored, then handled", "events/s", [Line(*line) for line in LINES], NOTES)
    for _ in range(bench.rounds):
        for kind, name in KINDS.items():
            bare = await _bare(await bench.database(kind))
            row.line(f"stored in groups of 64 and nothing else, {name}").add(bare)
        for kind, name in KINDS.items():
            stored = await _stored(await bench.database(kind))
            row.line(f"stored by the inbox, {name}").add(stored)
        for kind, name in KINDS.items():
            with profiled(bench.profile(f"engine-{kind}")):
                handled = await _handled(await bench.database(kind))
            row.line(f"handled, {name}").add(handled)
    return row


async def _bare(url: str) -> dict[str, float]:
    events = Table(
        "bare", MetaData(), Column("id", Integer, primary_key=True), Column("text", String)
    )
    added = insert(events)

    def put(tx: Connection, rows: list[dict[str, str]]) -> None:
        tx.execute(added, rows)

    database = await open_database(url)
    await database.write(events.create)
    rows = [{"text": f"{number}"} for number in range(CLIENTS)]
    begun, spent = time.perf_counter(), time.process_time()
    for _ in range(EVENTS // CLIENTS):
        await database.write(put, rows)
    figures = _speed(begun, spent)
    await database.close()
    return figures


async def _stored(url: str) -> dict[str, float]:
    database = await open_database(url)
    house = House(database, Handler())
    begun, spent = time.perf_counter(), time.process_time()
    await _feed(house)
    figures = _speed(begun, spent)
    await database.close()
    return figures


async def _handled(url: str) -> dict[str, float]:
    handler = Handler()
    async with open_house(url, handler) as house:
        waited = await _waited(house, handler)
        handler.expect(EVENTS)
        begun, spent = time.perf_counter(), time.process_time()
        await _feed(house)
        await handler.all_heard.wait()
        seconds = time.perf_counter() - begun
        await house.quiet()
        figures = _speed(begun, spent)
        _check_order(handler)
    percentiles = quantiles(waited, n=100)
    return figures | {
        "events/s": EVENTS / seconds,
        "turns/s": handler.turns / seconds,
        "p50 ms": percentiles[49] * 1000,
        "p99 ms": percentiles[98] * 1000,
    }


def _speed(begun: float, spent: float) -> dict[str, float]:
    return {
        "events/s": EVENTS / (time.perf_counter() - begun),
        "CPU us": (time.process_time() - spent) / EVENTS * 1e6,
    }


async def _waited(house: House, handler: Handler) -> list[float]:
    """Seconds from stored to handled, of events that come alone."""
    waited = []
    for number in range(_CALM):
        handler.expect(1)
        await house.text(f"+1415556{number:04}", f"{number}")
        stored = time.perf_counter()
        await handler.all_heard.wait()
        waited.append(handler.begun[f"{number}"] - stored)
        await house.quiet()
    return waited


async def _feed(house: House) -> None:
    numbers = iter(range(EVENTS))

    async def client() -> None:
        for number in numbers:
            await house.text(f"+1415555{number % CONVERSATIONS:04}", f"{number}")

    await asyncio.gather(*(client() for _ in range(CLIENTS)))


def _check_order(handler: Handler) -> None:
    heard = [number for numbers in handler.heard.values() for number in numbers]
    in_order = all(numbers == sorted(numbers) for numbers in handler.heard.values())
    if len(heard) != EVENTS or not in_order:
        raise BenchError("events were lost, doubled or out of order")
