"""The bot as an operator runs it: a process of its own, reached by signed webhooks, killed."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.twilio import FakeTwilio
from tests.scenario.stage import PUBLIC, Stage, environment

_ROOT = Path(__file__).parents[2]
_START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BotProcess:
    """One `python -m bot COMMAND`."""

    def __init__(self, command: str, environment: dict[str, str], log: Path) -> None:
        self.command, self._environment, self._log = command, environment, log
        self.port = int(environment["PORT"])
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it, and for `serve` waits until it is ready."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                self.command,
                cwd=_ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        if self.command == "serve":
            await self._ready()

    async def _ready(self) -> None:
        url = f"http://127.0.0.1:{self.port}/readyz"
        async with asyncio.timeout(_START_SECONDS), aiohttp.ClientSession() as session:
            while self._process is not None and self._process.returncode is None:
                try:
                    async with session.get(url) as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
        raise AssertionError(f"the bot did not start:\n{self._log.read_text()[-3000:]}")

    async def kill(self) -> None:
        """kill -9: nothing is ended, handed back or flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """As a platform stops it; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: int) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await self._process.wait()


class Rehearsal(Stage):
    """The processes of a bot, which share a database."""

    def __init__(self, twilio: FakeTwilio, settings: dict[str, str], folder: Path) -> None:
        super().__init__(twilio)
        self._settings, self._folder = settings, folder
        self.processes: list[BotProcess] = []

    async def start(self, command: str = "serve") -> BotProcess:
        port = free_port() if command == "serve" else 0
        environment = self._settings | {"PORT": str(port)}
        log = self._folder / f"{command}-{len(self.processes)}.log"
        process = BotProcess(command, environment, log)
        self.processes.append(process)
        await process.start()
        if command == "serve":
            self.twilio.ways[PUBLIC] = f"http://127.0.0.1:{port}"
        return process


@asynccontextmanager
async def rehearsal(database_url: str, folder: Path, **settings: Any) -> AsyncIterator[Rehearsal]:
    """Vendors that survive the bot, and no process left behind."""
    async with FakeTwilio() as twilio:
        stage = Rehearsal(twilio, environment(database_url, twilio, **settings), folder)
        try:
            yield stage
        finally:
            twilio.gates.release()
            for process in stage.processes:
                await process.kill()
