"""Where a server may cut a prompt that it keeps.

OpenAI's models from GPT-5.6 on find a kept prompt only at a breakpoint that was set in it, no more
at any 128th token. By themselves they set one at the newest message: with us that is the situation,
which is never the same again, and nothing would ever be found. So the breakpoints are set here.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

ApiMessage = dict[str, Any]

OPTIONS = {"mode": "explicit"}
_AWARE = re.compile(r"(?:.*/)?gpt-(?:5\.(?:[6-9]|\d\d)|[6-9]|\d\d)")
_MARKED_ROLES = ("system", "user", "tool")  # what a model wrote cannot bear one


def knows_breakpoints(model: str) -> bool:
    """Whether a model of this name is one that takes breakpoints, and needs them."""
    return _AWARE.match(model) is not None


def with_breakpoints(messages: list[ApiMessage]) -> list[ApiMessage]:
    """A breakpoint after each message but the last. The newest four are written; all of them are
    where a prompt that was written before may be found again."""
    return [*_marked(messages[:-1]), *messages[-1:]]


def _marked(messages: Iterable[ApiMessage]) -> Iterator[ApiMessage]:
    for message in messages:
        if message["role"] in _MARKED_ROLES:
            content = message["content"]
            parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
            last = {**parts[-1], "prompt_cache_breakpoint": OPTIONS}
            message = {**message, "content": [*parts[:-1], last]}
        yield message
