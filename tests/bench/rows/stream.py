"""What reading a model's stream costs a token."""

import time
from collections.abc import Callable

from agents.models.stream import AnswerReader
from tests.bench.bench import Bench
from tests.bench.figures import Line, Row
from tests.bench.profiling import profiled
from tests.fakes.openai.frames import Frame, Stream, pieces
from tests.fakes.openai.request import ChatRequest
from tests.fakes.openai.script import Say

_TEXT = (
    "We serve chicken, steak, shrimp and vegetable hibachi for groups of 10 to 500 guests. " * 16
)
_ANSWERS = 100
_READ = 64 * 1024
NOTES = (
    "the reader alone, without sockets; paced: a read for each token; full speed: 64 KiB a read",
    "bare: the same bytes split into lines, and nothing understood",
)


async def measure(bench: Bench) -> Row:
    paced = _frames()
    whole = b"".join(paced)
    full = [whole[at : at + _READ] for at in range(0, len(whole), _READ)]
    lines = [
        Line("bare, full speed"),
        Line("bare, paced"),
        Line("ours, full speed", "<= 5 with the relay"),
        Line("ours, paced", ""),
    ]
    row = Row("stream", "CPU of reading a stream", "us a token", lines, NOTES)
    with profiled(bench.profile("stream")):
        for _ in bench.numbers():
            for line, read, reads in zip(
                lines, (_split, _split, _read, _read), (full, paced, full, paced), strict=True
            ):
                line.add({"us a token": _cost(read, reads)})
    return row


def _frames() -> list[bytes]:
    """An answer's reads as the API would cause them, one a token."""
    request = ChatRequest(id="chatcmpl-bench", body={"model": "gpt-6-luna", "stream": True})
    return [step.data for step in Stream(request, [Say(_TEXT)]).steps() if isinstance(step, Frame)]


def _cost(read: Callable[[list[bytes]], None], reads: list[bytes]) -> float:
    """Microseconds of CPU a token."""
    begun = time.process_time()
    for _ in range(_ANSWERS):
        read(reads)
    return (time.process_time() - begun) / (_ANSWERS * len(pieces(_TEXT))) * 1e6


def _split(reads: list[bytes]) -> None:
    rest = b""
    for data in reads:
        lines = (rest + data).split(b"\n")
        rest = lines.pop()


def _read(reads: list[bytes]) -> None:
    reader = AnswerReader()
    for data in reads:
        reader.feed(data)
    reader.end()
