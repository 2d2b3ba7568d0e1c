"""What can go wrong between a vendor that takes one request a message and the bot."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

import msgspec
from aiohttp import web

from tests.fakes.waiting import Gates

T = TypeVar("T")


class Fault(msgspec.Struct, frozen=True, tag=True):
    """One scripted misfortune. As JSON: its fields, and its class's name under `type`."""


class Pass(Fault, frozen=True):
    """No misfortune: this request goes through, the next of the script may not."""


class Unavailable(Fault, frozen=True):
    """A gateway's answer that is no JSON; nothing is accepted."""

    status: int = 503


class Drop(Fault, frozen=True):
    """Accepted and recorded, then the connection is closed: the answer is never sent."""


class Lose(Fault, frozen=True):
    """The connection is closed and nothing was accepted: to the caller, the same as Drop."""


class Hang(Fault, frozen=True):
    """No answer until the gate is released; the message is accepted before or after that."""

    accepted: bool = True
    gate: str = "vendor"


class Delay(Fault, frozen=True):
    """Accepted and answered, `seconds` late."""

    seconds: float


Common = Pass | Unavailable | Drop | Lose | Hang | Delay


class Script(Generic[T]):
    """Faults in the order in which requests will meet them; past its end nothing goes wrong."""

    def __init__(self) -> None:
        self._coming: deque[T] = deque()

    def add(self, *faults: T, times: int = 1) -> None:
        self._coming.extend(faults * times)

    def next(self) -> T | None:
        return self._coming.popleft() if self._coming else None

    def __len__(self) -> int:
        return len(self._coming)


def cut(request: web.Request) -> web.Response:
    """Close the connection so that the caller gets no answer, or no more of it."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def meet(
    fault: Common | None,
    request: web.Request,
    gates: Gates,
    accept: Callable[[], web.Response],
) -> web.Response:
    """Answer with `accept()`, as the fault allows."""
    match fault:
        case None | Pass():
            return accept()
        case Unavailable(status=status):
            return web.Response(
                status=status, text="<html><h1>Unavailable</h1></html>", content_type="text/html"
            )
        case Drop():
            accept()
            return cut(request)
        case Lose():
            return cut(request)
        case Delay(seconds=seconds):
            await asyncio.sleep(seconds)
            return accept()
        case Hang(accepted=accepted, gate=gate):
            return await _hang(accepted, gate, gates, accept)


async def _hang(
    accepted: bool, gate: str, gates: Gates, accept: Callable[[], web.Response]
) -> web.Response:
    if accepted:
        answer = accept()
        await gates.hold(gate)
        return answer
    await gates.hold(gate)
    return accept()
