"""The bot as an operator runs it: a process of its own, reached by signed webhooks, killed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.fakes.twilio import ACCOUNT_SID, AUTH_TOKEN, FakeTwilio, inbound

PUBLIC = "https://bot.example"
US, OWNER = "+14155550100", "+14155550199"
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


class Rehearsal:
    """A bot, the vendors it talks to, and customers who text it."""

    def __init__(self, twilio: FakeTwilio, environment: dict[str, str], folder: Path) -> None:
        self.twilio, self._environment, self._folder = twilio, environment, folder
        self.processes: list[BotProcess] = []

    async def start(self, command: str = "serve") -> BotProcess:
        port = free_port() if command == "serve" else 0
        environment = self._environment | {"PORT": str(port)}
        log = self._folder / f"{command}-{len(self.processes)}.log"
        process = BotProcess(command, environment, log)
        self.processes.append(process)
        await process.start()
        if command == "serve":
            self.twilio.ways[PUBLIC] = f"http://127.0.0.1:{port}"
        return process

    async def text(self, phone: str, words: str, **more: str) -> None:
        """A customer's text, as Twilio posts it."""
        params = inbound(words, from_=phone, to=US, **more)
        answer = await self.twilio.deliver(f"{PUBLIC}/webhooks/twilio/sms", params)
        assert answer.status == 200, answer

    def said_to(self, phone: str) -> list[str]:
        """What went out to a phone."""
        return [message.body for message in self.twilio.messages if message.to == phone]

    async def said(self, phone: str, count: int, within: float = 60.0) -> list[str]:
        """What went out to a phone, once there is so much of it."""
        await self.twilio.messages.until(lambda: len(self.said_to(phone)) >= count, within)
        return self.said_to(phone)


def environment(database_url: str, twilio: FakeTwilio, **more: str) -> dict[str, str]:
    """The settings of a bot that texts through a stand-in, and nothing else of this machine's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return (
        kept
        | {
            "DATABASE_URL": database_url,
            "PUBLIC_URL": PUBLIC,
            "OWNER_PHONE": OWNER,
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_PHONE_NUMBER": US,
            "TWILIO_API_URL": twilio.url,
            "SMS_DEBOUNCE_SECONDS": "0.05",
            "LOG_FORMAT": "json",
        }
        | more
    )


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
