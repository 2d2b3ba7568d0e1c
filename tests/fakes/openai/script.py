"""The parts an answer of the model is scripted from.

A turn is one part or several, sent in their order: `Say("One moment."), Call("get_menu")`
is an answer with text and a tool call, `Say("We ser"), BreakMidStream()` one that breaks off.
As JSON a part is its fields with its class's name under `type`.
"""

from collections.abc import Sequence
from typing import Any

import msgspec


class _Part(msgspec.Struct, frozen=True, tag=True):
    pass


class Say(_Part, frozen=True):
    """Text, sent in pieces as a model's tokens would be."""

    text: str


class Call(_Part, frozen=True):
    """A tool call; arguments given as text go out as they are, valid JSON or not.

    `whole` sends id, name and arguments in one piece, as some compatible servers do.
    """

    name: str
    arguments: dict[str, Any] | str = {}
    id: str = ""
    whole: bool = False


class Empty(_Part, frozen=True):
    """Ends with this finish_reason. Alone it is an empty answer, after Say a cut-off one."""

    finish_reason: str = "length"


class Usage(_Part, frozen=True):
    """The usage reported, in tokens, in place of a count of the pieces sent."""

    prompt: int
    completion: int
    cached: int = 0
    reasoning: int = 0
    written: int = 0


class NoUsage(_Part, frozen=True):
    """No usage is reported, though it was asked for."""


class NoDone(_Part, frozen=True):
    """The stream ends without `data: [DONE]`."""


class Status(_Part, frozen=True):
    """An HTTP error instead of an answer; `retry_after` in seconds becomes its header."""

    status: int
    retry_after: float | None = None
    code: str | None = None
    message: str | None = None


class Hang(_Part, frozen=True):
    """Nothing more is sent until the gate is released; first in a turn, not even the headers."""

    gate: str = "model"


class BreakMidStream(_Part, frozen=True):
    """The connection closes in the middle of the stream."""


class BreakMidArguments(_Part, frozen=True):
    """The connection closes in the middle of a tool call's arguments."""

    name: str = "create_booking_inquiry"
    arguments: dict[str, Any] | str = '{"name":"Ana Silva","guest_count":40}'


class Garbage(_Part, frozen=True):
    """A line of the stream that is not what it should be."""

    line: str = 'data: {"id":"chatcmpl-0","choices":[{"del'


class InStreamError(_Part, frozen=True):
    """An error object in the stream, after its status 200 is long out; nothing follows."""

    message: str = "The server had an error while processing your request. Sorry about that!"


Part = (
    Say
    | Call
    | Empty
    | Usage
    | NoUsage
    | NoDone
    | Status
    | Hang
    | BreakMidStream
    | BreakMidArguments
    | Garbage
    | InStreamError
)
Turn = Part | Sequence[Part]


def parts(turn: Turn) -> tuple[Part, ...]:
    """A turn as the tuple of its parts."""
    return tuple(turn) if isinstance(turn, Sequence) else (turn,)


def arguments_text(arguments: dict[str, Any] | str) -> str:
    """Arguments as a model writes them: compact JSON."""
    if isinstance(arguments, str):
        return arguments
    return msgspec.json.encode(arguments).decode()
