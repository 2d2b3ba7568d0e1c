"""An answer as the frames of a stream: what the API sends, in its order and in its pieces.

Order and fields: the API reference's chat.completion.chunk, and what the SDK's types say of it.
First the role, then deltas, then the finish_reason, then (if asked) usage without choices,
then [DONE]. A single tool call without text comes with the role in one chunk.
"""

import re
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from tests.fakes.openai.request import ChatRequest
from tests.fakes.openai.script import (
    BreakMidArguments,
    BreakMidStream,
    Call,
    Empty,
    Garbage,
    Hang,
    InStreamError,
    NoDone,
    NoUsage,
    Part,
    Say,
    Usage,
    arguments_text,
)

_PIECES = re.compile(r"\s*\w{1,8}|\s*[^\w\s]|\s+")
_ARGUMENT_PIECE = 6
_CHARACTERS_A_TOKEN = 4


class Frame(NamedTuple):
    """Bytes of the stream; `token` tells that a model would have taken time for them."""

    data: bytes
    token: bool = False


class Cut(NamedTuple):
    """The connection closes here."""


Step = Frame | Hang | Cut


def pieces(text: str) -> list[str]:
    """A text in about the pieces a model's tokens would have."""
    return _PIECES.findall(text)


def usage(parts: Sequence[Part], request: ChatRequest, sent: int) -> dict[str, Any]:
    """The usage object: scripted, or counted from the pieces sent."""
    scripted = next((part for part in parts if isinstance(part, Usage)), None)
    prompt = len(msgspec.json.encode(request.body)) // _CHARACTERS_A_TOKEN
    told = scripted or request.usage or Usage(prompt=prompt, completion=sent)
    return {
        "prompt_tokens": told.prompt,
        "completion_tokens": told.completion,
        "total_tokens": told.prompt + told.completion,
        "prompt_tokens_details": {
            "cached_tokens": told.cached,
            "cache_write_tokens": told.written,
            "audio_tokens": 0,
        },
        "completion_tokens_details": {
            "reasoning_tokens": told.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def finish_reason(parts: Sequence[Part]) -> str:
    """As scripted by Empty, else tool_calls or stop."""
    for part in parts:
        if isinstance(part, Empty):
            return part.finish_reason
    return "tool_calls" if any(isinstance(part, Call) for part in parts) else "stop"


class Stream:
    """Turns the parts of one answer into steps."""

    def __init__(self, request: ChatRequest, parts: Sequence[Part]) -> None:
        self._request = request
        self._parts = parts
        self._calls = 0
        self._sent = 0
        self._opened = False
        head = {
            "id": request.id,
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": request.model,
            "service_tier": "default",
            "system_fingerprint": None,
        }
        usage_field = b',"usage":null' if request.wants_usage else b""
        self._head = b"data: " + msgspec.json.encode(head)[:-1]
        self._before = self._head + b',"choices":[{"index":0,"delta":'
        self._after = b"}]" + usage_field + b"}\n\n"
        self._going_on = b',"logprobs":null,"finish_reason":null' + self._after

    def steps(self) -> Iterator[Step]:
        """Every step of the answer, up to its end or to where a fault ends it."""
        yield from self._opening()
        for part in self._parts:
            yield from self._part(part)
            if isinstance(part, BreakMidStream | BreakMidArguments):
                yield Cut()
                return
            if isinstance(part, InStreamError):
                return
        yield from self._ending()

    def _opening(self) -> Iterator[Step]:
        spoken = [part for part in self._parts if isinstance(part, Say | Call | BreakMidArguments)]
        if len(spoken) == 1 and isinstance(spoken[0], Call) and not spoken[0].whole:
            return
        content = "" if not spoken or isinstance(spoken[0], Say) else None
        yield self._chunk({"role": "assistant", "content": content, "refusal": None})

    def _part(self, part: Part) -> Iterator[Step]:
        match part:
            case Say(text=text):
                for piece in pieces(text):
                    yield self._text(piece)
            case Call():
                yield from self._call(part)
            case BreakMidArguments(name=name, arguments=arguments):
                fragments = list(self._call(Call(name, arguments)))
                yield from fragments[: len(fragments) // 2 + 1]
            case Garbage(line=line):
                yield Frame(line.encode() + b"\n\n")
            case InStreamError(message=message):
                error = {"message": message, "type": "server_error", "param": None, "code": None}
                yield Frame(b"data: " + msgspec.json.encode({"error": error}) + b"\n\n")
            case Hang():
                yield part

    def _call(self, call: Call) -> Iterator[Step]:
        number, self._calls = self._calls, self._calls + 1
        text = arguments_text(call.arguments)
        named = {"name": call.name, "arguments": text if call.whole else ""}
        identity = call.id or new_id("call_")
        first = {"index": number, "id": identity, "type": "function", "function": named}
        yield self._token(self._with_role({"tool_calls": [first]}))
        if call.whole:
            return
        for start in range(0, len(text), _ARGUMENT_PIECE):
            piece = {"arguments": text[start : start + _ARGUMENT_PIECE]}
            yield self._token({"tool_calls": [{"index": number, "function": piece}]})

    def _with_role(self, delta: dict[str, Any]) -> dict[str, Any]:
        if self._opened:
            return delta
        return {"role": "assistant", "content": None, **delta, "refusal": None}

    def _ending(self) -> Iterator[Step]:
        yield self._chunk({}, finish_reason(self._parts))
        silent = any(isinstance(part, NoUsage) for part in self._parts)
        if self._request.wants_usage and not silent:
            counted = msgspec.json.encode(usage(self._parts, self._request, self._sent))
            yield Frame(self._head + b',"choices":[],"usage":' + counted + b"}\n\n")
        if not any(isinstance(part, NoDone) for part in self._parts):
            yield Frame(b"data: [DONE]\n\n")

    def _text(self, piece: str) -> Frame:
        """One token of text, made without a dictionary: benchmarks ask for very many."""
        self._sent += 1
        encoded = msgspec.json.encode(piece)
        return Frame(self._before + b'{"content":' + encoded + b"}" + self._going_on, token=True)

    def _token(self, delta: dict[str, Any]) -> Frame:
        self._sent += 1
        return self._chunk(delta)._replace(token=True)

    def _chunk(self, delta: dict[str, Any], finish: str | None = None) -> Frame:
        self._opened = True
        told = msgspec.json.encode(delta)
        if finish is None:
            return Frame(self._before + told + self._going_on)
        ended = b',"logprobs":null,"finish_reason":' + msgspec.json.encode(finish)
        return Frame(self._before + told + ended + self._after)


def new_id(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(18)
