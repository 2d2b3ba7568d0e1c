"""From nothing to the first healthy answer."""

import asyncio
import re
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

from tests.bench.bench import Bench
from tests.bench.figures import BenchError, Line, Row, patience
from tests.bench.processes import cpu_s, environment
from tests.bench.requests import settings

_POLL_S = 0.002
_PATIENCE_S = 20.0
_ASK = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
_BARE = """
import asyncio, uvloop
from aiohttp import web

async def healthz(request):
    return web.json_response({"status": "ok"})

async def serve():
    site = web.Application()
    site.router.add_get("/healthz", healthz)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    await asyncio.Event().wait()

uvloop.run(serve())
"""
_SERVE = ["-m", "bot", "serve"]
_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}  # the first start keeps what it compiles
NOTES = (
    "new file: every table is made; known file: it is there already",
    "MB: resident at the first healthy answer; python -m bot serve, without a model's key",
)


async def measure(bench: Bench) -> Row:
    lines = [
        Line("bare aiohttp and uvloop"),
        Line("ours, new file", "<= 600 ms, 85 MB"),
        Line("ours, known file", "<= 600 ms, 85 MB"),
    ]
    row = Row("start", "cold start to the first healthy answer", "ms", lines, NOTES)
    await _bare()  # reads what is shared from the disk, and compiles it
    await _ours(bench.scratch / "start.db")
    for number in bench.numbers():
        file = bench.scratch / f"start{number}.db"
        figures = [await _bare(), await _ours(file), await _ours(file)]
        for line, figure in zip(lines, figures, strict=True):
            line.add(figure)
    if (profile := bench.profile("start")) is not None:
        await _imports(bench.scratch / "imports.db", profile)
    return row


async def _bare() -> dict[str, float]:
    port = _free_port()
    return await _started(port, ["-c", _BARE.replace("PORT", str(port))], {})


async def _ours(file: Path) -> dict[str, float]:
    port = _free_port()
    given = settings(f"sqlite:///{file}", PORT=str(port))
    return await _started(port, _SERVE, given)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _started(port: int, command: list[str], given: dict[str, str]) -> dict[str, float]:
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        env=environment(given) | _COMPILED,
        stdout=DEVNULL,
        stderr=DEVNULL,
        stdin=DEVNULL,
    )
    try:
        await _healthy(process, port)
        seconds = time.perf_counter() - begun
        return {
            "ms": seconds * 1000,
            "CPU ms": cpu_s(process.pid) * 1000,
            "MB": _resident_mb(process.pid),
        }
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _healthy(process: Process, port: int) -> None:
    async with patience(_PATIENCE_S, "the server did not answer"):
        while not await _answers(port):
            if process.returncode is not None:
                raise BenchError("the server ended before it answered")
            await asyncio.sleep(_POLL_S)


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_ASK)
        answer = await reader.read()
    except OSError:
        return False
    writer.close()
    return b" 200 " in answer[:20]


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0.0


async def _imports(file: Path, profile: Path) -> None:
    """What of the start is importing what, the costliest modules first."""
    port = _free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "importtime", *_SERVE),
        env=environment(settings(f"sqlite:///{file}", PORT=str(port))),
        stdout=DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    told = asyncio.create_task(process.communicate())
    await _healthy(process, port)
    process.send_signal(signal.SIGTERM)
    _write((await told)[1].decode(), profile)


def _write(told: str, profile: Path) -> None:
    lines = [line for line in told.splitlines() if "|" in line]
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text("\n".join(sorted(lines, key=_own_us, reverse=True)))


def _own_us(line: str) -> int:
    own = line.removeprefix("import time:").partition("|")[0].strip()
    return int(own) if own.isdecimal() else sys.maxsize
