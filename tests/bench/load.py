"""Load on a server, from a process of its own: jobs come in as lines of JSON, figures go out.

Raw HTTP/1.1 on kept connections, the requests' bytes made beforehand: an HTTP client would be
the bottleneck of what it measures.
"""

import asyncio
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import cycle
from statistics import quantiles
from typing import Literal, cast
from urllib.parse import urlsplit

import msgspec
import uvloop
from msgspec import Struct

from tests.bench.requests import begin_turn, echoes, events, next_turn, texts

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_TURNS_A_THREAD = 4


class Job(Struct):
    """count requests to url, at rate a second (0: as fast as the connections bear).

    json: one and the same to an echo. texts: signed webhooks, each with an id of its own,
    numbered on from first; events: the same of Slack's. turns: a visitor's messages, in threads
    that are begun beforehand."""

    url: str
    kind: Literal["json", "texts", "events", "turns"]
    count: int
    rate: float = 0.0
    first: int = 0
    connections: int = 32


class Outcome(Struct):
    """How long it took in all, and how long a request took. asked: requests in all, those that
    only prepared for the job among them."""

    asked: int
    seconds: float
    p50_ms: float
    p99_ms: float


class Refused(Exception):
    """An answer other than 200."""


class Connection(asyncio.Protocol):
    """One kept connection; one request at a time."""

    def __init__(self) -> None:
        self._data = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, end, body = self._data.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if end else None
        if self._answer is None or length is None or len(body) < int(length[1]):
            return
        self._data = b""
        if head[9:12] == b"200":
            self._answer.set_result(body)
        else:
            self._answer.set_exception(Refused((head[:30] + b" " + body[:200]).decode()))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Refused("the server closed the connection"))

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer. Raises Refused."""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self._transport.close()


class Timed:
    """Asks, and keeps how long each answer took."""

    def __init__(self) -> None:
        self.took: list[float] = []

    async def ask(self, connection: Connection, request: bytes) -> None:
        begun = time.perf_counter()
        await connection.ask(request)
        self.took.append(time.perf_counter() - begun)


Ask = Callable[[Connection, bytes], Awaitable[object]]


async def run(job: Job) -> Outcome:
    """Does a job."""
    url = urlsplit(job.url)
    loop = asyncio.get_running_loop()
    address = (url.hostname or "", url.port or 0)
    made = [(await loop.create_connection(Connection, *address))[1] for _ in range(job.connections)]
    begun_before, requests = await _requests(job, made)
    timed = Timed()
    begun = time.perf_counter()
    if job.rate:
        await _at_rate(made, requests, timed.ask, job.rate)
    else:
        await _at_full_speed(made, requests, timed.ask)
    seconds = time.perf_counter() - begun
    for connection in made:
        connection.close()
    percentiles = quantiles(timed.took, n=100)
    asked = begun_before + len(requests)
    return Outcome(asked, seconds, percentiles[49] * 1000, percentiles[98] * 1000)


async def _requests(job: Job, connections: Sequence[Connection]) -> tuple[int, list[bytes]]:
    """A job's requests, and how many more had to be made to prepare them."""
    match job.kind:
        case "json":
            return 0, echoes(job.count)
        case "texts":
            return 0, texts(job.first, job.count)
        case "events":
            return 0, events(job.first, job.count)
        case "turns":
            begun = await _begun(-(-job.count // _TURNS_A_THREAD), connections)
    threads = len(begun)
    turns = [next_turn(begun[number % threads], number // threads) for number in range(job.count)]
    return threads, turns


async def _begun(threads: int, connections: Sequence[Connection]) -> list[bytes]:
    """The answers to the first messages of new threads."""
    begun: list[bytes] = []

    async def begin(connection: Connection, request: bytes) -> None:
        begun.append(await connection.ask(request))

    await _at_full_speed(connections, [begin_turn()] * threads, begin)
    return begun


async def _at_full_speed(
    connections: Sequence[Connection], requests: Sequence[bytes], ask: Ask
) -> None:
    """Each connection asks again as soon as it is answered."""
    left: Iterator[bytes] = iter(requests)

    async def work(connection: Connection) -> None:
        for request in left:
            await ask(connection, request)

    await asyncio.gather(*map(work, connections))


async def _at_rate(
    connections: Sequence[Connection], requests: Sequence[bytes], ask: Ask, rate: float
) -> None:
    """By a timetable, whatever the answers take; a connection that is still busy is waited for."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    async with asyncio.TaskGroup() as group:
        last: dict[Connection, asyncio.Task[object]] = {}
        for number, (connection, request) in enumerate(
            zip(cycle(connections), requests, strict=False)
        ):
            await asyncio.sleep(begun + number / rate - loop.time())
            if connection in last:
                await last[connection]
            last[connection] = group.create_task(_asked(ask, connection, request))


async def _asked(ask: Ask, connection: Connection, request: bytes) -> None:
    await ask(connection, request)


async def _main() -> None:
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        outcome = await run(msgspec.json.decode(line, type=Job))
        sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(_main())
