"""How a stream goes out: at a model's pace, in slices that end anywhere, held, or cut off."""

import asyncio
from collections.abc import Iterable, Iterator

import msgspec
from aiohttp import web

from tests.fakes.faults import cut
from tests.fakes.openai.frames import Cut, Frame, Step
from tests.fakes.openai.script import Hang
from tests.fakes.waiting import Gates

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache",
    "openai-version": "2020-10-01",
}


class Pace(msgspec.Struct, frozen=True):
    """The speed of the model: seconds to its first token, then tokens a second (0: no limit).

    `slice_bytes` cuts the stream into writes of so many bytes, wherever lines and characters
    end; `burst` joins everything that need not wait into one write.
    """

    first_token: float = 0.0
    per_second: float = 0.0
    slice_bytes: int = 0
    burst: bool = False


class Writer:
    """Sends the steps of one answer."""

    def __init__(self, request: web.Request, request_id: str, gates: Gates, pace: Pace) -> None:
        self._request = request
        self._gates = gates
        self._pace = pace
        self._response = web.StreamResponse(headers=HEADERS | {"x-request-id": request_id})
        self._due = 0.0

    async def send(self, steps: Iterable[Step]) -> web.StreamResponse:
        """Write all steps; at a Cut the connection closes and the rest is not sent."""
        self._due = asyncio.get_running_loop().time() + self._pace.first_token
        await self._response.prepare(self._request)
        if self._pace.burst:
            steps = _joined(steps)
        for step in steps:
            match step:
                case Frame():
                    await self._frame(step)
                case Hang(gate=gate):
                    await self._gates.hold(gate)
                case Cut():
                    cut(self._request)
                    return self._response
        await self._response.write_eof()
        return self._response

    async def _frame(self, frame: Frame) -> None:
        if frame.token:
            await self._wait()
        if not self._pace.slice_bytes:
            await self._response.write(frame.data)
            return
        for start in range(0, len(frame.data), self._pace.slice_bytes):
            await self._response.write(frame.data[start : start + self._pace.slice_bytes])
            await asyncio.sleep(0)

    async def _wait(self) -> None:
        """Sleep until the token is due by the stream's own schedule, so that lags do not add up."""
        delay = self._due - asyncio.get_running_loop().time()
        if delay > 0:
            await asyncio.sleep(delay)
        if self._pace.per_second:
            self._due += 1 / self._pace.per_second


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Runs of frames as one frame each; its first token is the only one waited for."""
    run: list[bytes] = []
    for step in steps:
        if isinstance(step, Frame):
            run.append(step.data)
            continue
        yield Frame(b"".join(run), token=True)
        yield step
        run.clear()
    yield Frame(b"".join(run), token=True)
