"""Answers relayed while a model writes them."""

import asyncio
import os
import secrets
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from statistics import quantiles
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from tests.bench.bench import Bench
from tests.bench.figures import BenchError, Line, Row, patience
from tests.bench.processes import Server, serving
from tests.bench.requests import settings
from tests.fakes.openai.frames import pieces
from tests.fakes.openai.script import Hang, Say
from tests.fakes.openai.writing import Pace
from tests.fakes.process import Remote, running

STREAMS, OPEN, HELD = 50, 2_000, 200
_FIRST_S, _A_SECOND = 0.5, 30.0
_SPREAD_S = 1.5  # visitors do not write in the same millisecond
_ANSWER = "We serve chicken, steak, shrimp and vegetable hibachi for groups of 10 to 500. " * 8
_LONG = _ANSWER * 3
_AT_ONCE = 64
_PATIENCE_S = 60.0
_PAGE = os.sysconf("SC_PAGE_SIZE")
_STREAM = "/api/v1/ai/chat/stream"
NOTES = (
    f"{STREAMS} new visitors, within {_SPREAD_S} s; a stand-in for the model, in a process of its"
    f" own, streams {_A_SECOND:.0f} tokens a second after {_FIRST_S} s, or all at once",
    "first ms: from the request to the first token, over the model's own; CPU us: of the server,"
    " a relayed token, all of its turn included",
    f"KiB idle: of each of {OPEN:,} streams on which nothing happens; KiB in flight: of each of"
    f" {HELD} whose answer has begun",
    "the limit: aiohttp's server and client; it knows no visitors and stores nothing",
)


class Heard(Struct, frozen=True):
    """One stream's: seconds to its first token."""

    first: float


async def measure(bench: Bench) -> Row:
    limit = Line("bare relay, nothing stored")
    alone = Line(f"ours, {STREAMS} streams", "3 / 8 ms, <= 1.5, <= 20 / 45 KiB")
    among = Line(f"ours, among {OPEN:,} open")
    row = Row("streams", "answers relayed as they are written", "CPU us", [], NOTES)
    row.lines += [limit, alone, among]
    async with AsyncExitStack() as stack:
        model = await stack.enter_async_context(running("openai"))
        given = settings(await bench.database("sqlite"))
        given |= {"OPENAI_BASE_URL": f"{model.url}/v1", "OPENAI_API_KEY": "sk-bench"}
        bare = await stack.enter_async_context(serving("relay", bench.scratch, given))
        profile = bench.profile("streams")
        ours = await stack.enter_async_context(serving("app", bench.scratch, given, profile))
        for server in (bare, ours):
            await _at_full_speed(model, server)  # what is made once is made now
        memory = {
            line.name: await _in_flight(model, server)
            for line, server in ((limit, bare), (alone, ours))
        }
        for _ in bench.numbers():
            for line, server in ((limit, bare), (alone, ours)):
                line.add(await _round(model, server) | memory[line.name])
            async with AsyncExitStack() as opened:
                idle = await _opened(opened, ours)
                among.add(await _round(model, ours) | {"KiB idle": idle})
        async with AsyncExitStack() as opened:
            limit.add({"KiB idle": await _opened(opened, bare, threads=False)})
    return row


async def _round(model: Remote, server: Server) -> dict[str, float]:
    return await _paced(model, server) | await _at_full_speed(model, server)


async def _paced(model: Remote, server: Server) -> dict[str, float]:
    pace = Pace(first_token=_FIRST_S, per_second=_A_SECOND)
    await model.settings(otherwise=[Say(_ANSWER)], pace=pace)
    spent = server.cpu_s()
    heard = await _together(server, _SPREAD_S)
    tokens = STREAMS * len(pieces(_ANSWER))
    percentiles = quantiles([(each.first - _FIRST_S) * 1000 for each in heard], n=100)
    return {
        "first ms p50": percentiles[49],
        "p99": percentiles[98],
        "CPU us": (server.cpu_s() - spent) / tokens * 1e6,
    }


async def _at_full_speed(model: Remote, server: Server) -> dict[str, float]:
    await model.settings(otherwise=[Say(_LONG)], pace=Pace(burst=True))
    spent, begun = server.cpu_s(), time.perf_counter()
    await _together(server, 0)
    tokens = STREAMS * len(pieces(_LONG))
    return {
        "tokens/s": tokens / (time.perf_counter() - begun),
        "CPU us, full speed": (server.cpu_s() - spent) / tokens * 1e6,
    }


async def _in_flight(model: Remote, server: Server) -> dict[str, float]:
    """What a stream takes whose answer has begun and goes on."""
    await model.settings(otherwise=[Say("One "), Hang(), Say("moment.")], pace=Pace())
    before = _resident(server)
    streams = [asyncio.create_task(_answered(server)) for _ in range(HELD)]
    async with patience(_PATIENCE_S, "not every answer began"):
        await model.held(HELD, _PATIENCE_S)
    kib = (_resident(server) - before) / HELD / 1024
    await model.release()
    await asyncio.gather(*streams)
    return {"KiB in flight": kib}


async def _together(server: Server, spread: float) -> Sequence[Heard]:
    async def one(number: int) -> Heard:
        await asyncio.sleep(number * spread / STREAMS)
        return await _answered(server)

    async with patience(_PATIENCE_S, "not every answer came"):
        return await asyncio.gather(*(one(number) for number in range(STREAMS)))


async def _answered(server: Server) -> Heard:
    """A new visitor's question, and the whole answer."""
    reader, writer = await _connect(server)
    body = msgspec.json.encode({"message": "What do you serve?"})
    head = f"POST {_STREAM} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n\r\n"
    begun, first, rest = time.perf_counter(), 0.0, b""
    writer.write(head.encode() + body)
    while b'"type":"done"' not in rest:
        data = await reader.read(65536)
        if not data or b'"type":"error"' in data:
            raise BenchError(f"a stream broke off: {data[-200:]!r}")
        rest = rest[-20:] + data
        if not first and b'"type":"token"' in rest:
            first = time.perf_counter() - begun
    writer.close()
    return Heard(first)


async def _opened(stack: AsyncExitStack, server: Server, *, threads: bool = True) -> float:
    """Opens streams on which nothing happens, to the end of the stack; KiB that each takes."""
    begun = await _gathered(_thread, server) if threads else ["GET / HTTP/1.1\r\n"] * OPEN
    before, requests = _resident(server), iter(begun)

    async def listen(_: Server) -> str:
        reader, writer = await _connect(server)
        stack.callback(writer.close)
        writer.write(f"{next(requests)}Host: bench\r\n\r\n".encode())
        await reader.readuntil(b"retry: ")
        return ""

    await _gathered(listen, server)
    return (_resident(server) - before) / OPEN / 1024


async def _gathered(do: Callable[[Server], Awaitable[str]], server: Server) -> list[str]:
    room = asyncio.Semaphore(_AT_ONCE)

    async def one() -> str:
        async with room:
            return await do(server)

    async with patience(_PATIENCE_S, "not every stream was opened"):
        return await asyncio.gather(*(one() for _ in range(OPEN)))


async def _thread(server: Server) -> str:
    """A new thread by a WebSocket, left at once; the request that listens to it."""
    reader, writer = await _connect(server)
    key = b64encode(secrets.token_bytes(16)).decode()
    writer.write(
        (
            "GET /ws/chat/new HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        ).encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    begin = await reader.readuntil(b"{")
    ready = msgspec.json.decode(begin[-1:] + await reader.readuntil(b"}"))
    writer.close()
    path = f"{_STREAM}?thread_id={ready['thread_id']}"
    return f"GET {path} HTTP/1.1\r\nAuthorization: Bearer {ready['visitor_token']}\r\n"


async def _connect(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    url = urlsplit(server.url)
    return await asyncio.open_connection(url.hostname, url.port)


def _resident(server: Server) -> int:
    """Bytes of memory that a server's process holds."""
    with open(f"/proc/{server.pid}/statm") as file:  # noqa: PTH123 - no file of anybody's
        return int(file.read().split()[1]) * _PAGE
