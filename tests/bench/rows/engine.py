"""The engine alone: from stored to handled, in one process, with an agent that answers at once."""

import asyncio
import time
from collections import Counter, defaultdict
from statistics import quantiles

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert

from bot.messages import Reply
from bot.turn import LiveTurn
from storage.connect import open_database
from tests.bench.bench import Bench
from tests.bench.figures import BenchError, Line, Row, patience
from tests.bench.profiling import profiled
from tests.house import House, heard, open_house, reply

EVENTS, CONVERSATIONS, CLIENTS = 1_000, 200, 64
_CALM = 60
_PATIENCE_S = 60.0  # a tenth of it is enough where nothing is at fault
KINDS = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
NOTES = (
    f"{EVENTS:,} texts of {CONVERSATIONS:,} conversations, {CLIENTS} stored at a time; handled is"
    " an agent that answers at once; the order within each conversation is checked",
    "bare rows: written 64 at a time by the same database layer; stored: by the inbox, and no"
    " worker runs; handled: with everything at work",
    "CPU us: an event, from its coming in until its reply was sent",
    "p50 and p99: from stored (it can be acknowledged) until its agent starts, one at a time",
    "wanted: what a prototype of this queue did, whose handler did nothing",
)
WANTED = {"sqlite": "17,900; 0.02 / 0.05 ms", "postgres": "9,800; 3.0 / 8.7 ms"}


class Handler:
    """An agent that answers at once, and keeps what it was asked and when."""

    def __init__(self) -> None:
        self.all_heard = asyncio.Event()
        self.expect(0)

    def expect(self, events: int) -> None:
        """Forgets what was, and waits for so many."""
        self.begun: dict[int, float] = {}
        self.heard: dict[str, list[int]] = defaultdict(list)
        self.turns: Counter[int] = Counter()
        self.all_heard.clear()
        self._left = events

    async def hear_all(self) -> None:
        """Raises BenchError where some of the events never reach the agent."""
        async with patience(_PATIENCE_S, "some texts never reached their agent"):
            await self.all_heard.wait()

    async def __call__(self, turn: LiveTurn) -> Reply:
        now = time.perf_counter()
        # A turn that a late text joined is run again, and hears the earlier ones again.
        known = self.turns[turn.scope.turn_id]
        new = [int(word) for word in heard(turn)][known:]
        self.turns[turn.scope.turn_id] += len(new)
        self.begun |= dict.fromkeys(new, now)
        self.heard[str(turn.scope.phone)] += new
        self._left -= len(new)
        if self._left <= 0:
            self.all_heard.set()
        return reply("ok")


async def measure(bench: Bench) -> Row:
    """The limit is SQLite's; a prototype's figures stand beside ours."""
    row = Row("engine", "stored, then handled", "events/s", [], NOTES)
    entrants = [
        (Line(f"{what}, {name}", WANTED[kind] if work is _handled else ""), kind, work)
        for what, work in (("bare rows", _bare), ("stored", _stored), ("handled", _handled))
        for kind, name in KINDS.items()
    ]
    row.lines += [line for line, _, _ in entrants]
    for _ in bench.numbers():
        for line, kind, work in entrants:
            if work is _bare or bench.wants(line.name):
                url = await bench.database(kind)
                with profiled(bench.profile(f"engine-{work.__name__.strip('_')}-{kind}")):
                    line.add(await work(url))
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
        await handler.hear_all()
        seconds = time.perf_counter() - begun
        await _quiet(house)
        figures = _speed(begun, spent)
        _check_order(handler)
    percentiles = quantiles(waited, n=100)
    return figures | {
        "events/s": EVENTS / seconds,
        "turns/s": len(handler.turns) / seconds,
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
        await handler.hear_all()
        waited.append(handler.begun[number] - stored)
        await _quiet(house)
    return waited


async def _feed(house: House) -> None:
    numbers = iter(range(EVENTS))

    async def client() -> None:
        for number in numbers:
            await house.text(f"+1415555{number % CONVERSATIONS:04}", f"{number}")

    async with patience(_PATIENCE_S, "not every text was stored"):
        await asyncio.gather(*(client() for _ in range(CLIENTS)))


async def _quiet(house: House) -> None:
    async with patience(_PATIENCE_S, "not every reply was sent"):
        await house.quiet()


def _check_order(handler: Handler) -> None:
    heard = [number for numbers in handler.heard.values() for number in numbers]
    in_order = all(numbers == sorted(numbers) for numbers in handler.heard.values())
    if len(heard) != EVENTS or not in_order:
        raise BenchError("events were lost, doubled or out of order")
