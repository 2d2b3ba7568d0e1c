"""Events in the words of Server-Sent Events (the WHATWG HTML standard, section 9.2)."""

from collections.abc import Iterable

import orjson

from bot.chat_messages import Shown

RETRY_MS = 2000  # what a browser waits before it connects again
_RESTART_MS = 1000

OPENING = f"retry: {RETRY_MS}\n\n".encode()
KEEP_ALIVE = b": still here\n\n"
GOODBYE_EVENT = {
    "type": "error",
    "error": "the server restarts; connect again",
    "retry_after": _RESTART_MS // 1000,
}
GOODBYE = f"retry: {_RESTART_MS}\ndata: ".encode() + orjson.dumps(GOODBYE_EVENT) + b"\n\n"


def frames(shown: Iterable[Shown]) -> bytes:
    """All of it, for one write."""
    return b"".join([_frame(each) for each in shown])


def _frame(shown: Shown) -> bytes:
    data = orjson.dumps(shown.event)
    if shown.id is None:
        return b"data: %b\n\n" % data
    return b"id: %b\ndata: %b\n\n" % (shown.id.encode(), data)
