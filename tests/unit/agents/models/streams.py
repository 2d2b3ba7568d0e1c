"""Streams as a server sends them, and what is read from them."""

from typing import Any

import msgspec

from agents.models.stream import AnswerReader
from agents.ports import Answer

OFFERED = frozenset({"get_menu", "get_quote"})
DONE = b"data: [DONE]\n\n"


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    body = {"id": "chatcmpl-1", "choices": [choice], "usage": None, **more}
    return b"data: " + msgspec.json.encode(body) + b"\n\n"


def says(*texts: str, finish: str = "stop") -> bytes:
    return b"".join(chunk({"content": text}) for text in texts) + chunk({}, finish)


def read(stream: bytes, size: int = 0, offered: frozenset[str] = OFFERED) -> tuple[str, Answer]:
    """What was shown on the way, and the answer."""
    reader = AnswerReader(offered)
    size = size or len(stream) or 1
    shown = [reader.feed(stream[at : at + size]) for at in range(0, len(stream), size)]
    return "".join(shown), reader.end()
