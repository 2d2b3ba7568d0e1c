"""A stand-in as a process of its own: its command line, and the test's hold on it."""

import argparse
import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from tests.fakes.server import FakeServer
from tests.fakes.waiting import PATIENCE_S

ROOT = Path(__file__).resolve().parents[2]


def command_line(description: str) -> argparse.ArgumentParser:
    """The options every stand-in has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="file that keeps what was recorded, JSON lines")
    parser.add_argument(
        "--leash", action="store_true", help="end when standard input closes (its owner died)"
    )
    return parser


def serve(fake: FakeServer, options: argparse.Namespace) -> None:
    """Print the URL as the first line, then serve until SIGTERM, SIGINT or the leash's end."""
    asyncio.run(_serve(fake, leash=options.leash))


async def _serve(fake: FakeServer, *, leash: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with fake:
        print(fake.url, flush=True)
        if leash:
            await _leash(loop, stop)
        await stop.wait()


async def _leash(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    reader = _StopAtEnd(stop)
    await loop.connect_read_pipe(lambda: reader, sys.stdin)


class _StopAtEnd(asyncio.Protocol):
    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop.set()


class Remote:
    """A stand-in in another process, through its control side."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def recorded(
        self, log: str, at_least: int = 0, within: float = PATIENCE_S
    ) -> list[dict[str, Any]]:
        """What was recorded; AssertionError when `at_least` has not come `within` seconds."""
        found: list[dict[str, Any]] = await self._call(
            "GET", f"{log}?at_least={at_least}&within={within}"
        )
        return found

    async def script(self, *steps: object) -> None:
        """What the next requests meet, in the same objects as inside a process."""
        await self._call("POST", "script", steps)

    async def settings(self, **values: object) -> None:
        await self._call("POST", "settings", values)

    async def held(self, at_least: int = 1, within: float = PATIENCE_S) -> None:
        """Wait until that many answers are held; AssertionError when they are not."""
        await self._call("GET", f"held?at_least={at_least}&within={within}")

    async def release(self) -> None:
        await self._call("POST", "release")

    async def do(self, action: str, **values: object) -> Any:
        """Any other control action of the stand-in, by its name."""
        return await self._call("POST", action, values)

    async def _call(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else msgspec.json.encode(body)
        async with self._session.request(method, f"{self.url}/_fake/{path}", data=data) as response:
            answer = await response.read()
            assert response.status == 200, answer.decode()
        return msgspec.json.decode(answer)


@asynccontextmanager
async def running(vendor: str, *options: str) -> AsyncIterator[Remote]:
    """`tests.fakes.{vendor}` as a process, ended with the block, or with the test's process."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.fakes.{vendor}", "--leash", *options),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with aiohttp.ClientSession() as session:
            yield Remote(await _first_line(process), session)
    finally:
        await _end(process)


async def _first_line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S * 2):
        url = (await process.stdout.readline()).decode().strip()
    assert url, "the stand-in did not start; its error is on standard error"
    return url


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()
