"""The processes a row is measured in: servers, and the load on them."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import aiohttp
import msgspec

from bot.settings import Settings
from tests.bench.figures import BenchError, patience
from tests.bench.load import Job, Outcome
from tests.bench.requests import PROGRESS_ROUTE

ROOT = Path(__file__).resolve().parents[2]
_numbers = count(1)
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE_S = 60.0
_LAST_WORDS_S = 15.0


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """This process's, with the settings that are given and no others."""
    kept = {n: value for n, value in os.environ.items() if n.lower() not in Settings.model_fields}
    path = os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": path, **given}


class Server:
    """A server in a process of its own."""

    def __init__(self, url: str, process: Process) -> None:
        self.url, self.pid = url, process.pid

    def cpu_s(self) -> float:
        """Seconds of CPU that it has used."""
        return cpu_s(self.pid)

    async def idle(self) -> None:
        """Waits until a bot has answered all that came in, and sent its answers."""
        waiting = patience(_PATIENCE_S, "a bot did not end what it was asked")
        async with waiting, aiohttp.ClientSession() as session:
            while await self._left(session):  # noqa: ASYNC110 - no event crosses from there
                await asyncio.sleep(0.05)

    async def _left(self, session: aiohttp.ClientSession) -> int:
        async with session.get(self.url + PROGRESS_ROUTE) as answer:
            progress: dict[str, int] = await answer.json(content_type=None)
        return progress["left"]


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@asynccontextmanager
async def serving(
    kind: str, scratch: Path, settings: Mapping[str, str], profile: Path | None = None
) -> AsyncIterator[Server]:
    """`tests.bench.serve KIND` in a process, ended with the block. Raises BenchError with the
    last line of its log where it does not start."""
    options = [kind] if profile is None else [kind, "--profile", str(profile)]
    log = scratch / f"{kind}-{next(_numbers)}.log"
    async with _process("serve", options, scratch, settings, log) as process:
        yield Server(await _line(process, log), process)


class Load:
    """A process that puts load on servers."""

    def __init__(self, process: Process, log: Path) -> None:
        self._process, self._log = process, log

    async def run(self, job: Job) -> Outcome:
        """Raises BenchError where a request was refused."""
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(job) + b"\n")
        return msgspec.json.decode(await _line(self._process, self._log), type=Outcome)


@asynccontextmanager
async def loading(scratch: Path) -> AsyncIterator[Load]:
    log = scratch / "load.log"
    async with _process("load", [], scratch, {}, log) as process:
        yield Load(process, log)


@asynccontextmanager
async def _process(
    module: str, options: list[str], scratch: Path, settings: Mapping[str, str], log: Path
) -> AsyncIterator[Process]:
    """It ends when its standard input does, however we end."""
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", f"tests.bench.{module}", *options),
            cwd=scratch,  # no .env lies there
            env=environment(settings),
            stdin=PIPE,
            stdout=PIPE,
            stderr=file,
        )
    try:
        yield process
    finally:
        await _ended(process)


async def _ended(process: Process) -> None:
    try:
        async with asyncio.timeout(_LAST_WORDS_S):
            if process.returncode is None:
                await process.communicate(b"")
    except TimeoutError:
        process.kill()
        await process.wait()


async def _line(process: Process, log: Path) -> str:
    assert process.stdout is not None
    async with patience(_PATIENCE_S, f"{log.stem} did not answer"):
        line = (await process.stdout.readline()).decode().strip()
    if not line:
        await process.wait()
        raise BenchError(_last_words(log))
    return line


def _last_words(log: Path) -> str:
    told = log.read_text(errors="replace").strip().splitlines()
    return told[-1] if told else "a process ended without a word"
