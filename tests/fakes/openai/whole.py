"""An answer in one piece: what the API sends to a request that does not stream."""

import time
from collections.abc import Sequence
from typing import Any

from tests.fakes.openai.frames import finish_reason, new_id, pieces, usage
from tests.fakes.openai.request import ChatRequest
from tests.fakes.openai.script import Call, NoUsage, Part, Say, arguments_text


def completion(request: ChatRequest, parts: Sequence[Part]) -> dict[str, Any]:
    """The chat.completion object of a turn."""
    calls = [_call(part) for part in parts if isinstance(part, Call)]
    text = "".join(part.text for part in parts if isinstance(part, Say))
    message: dict[str, Any] = {"role": "assistant", "content": text or None, "refusal": None}
    message |= {"tool_calls": calls} if calls else {}
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": finish_reason(parts),
    }
    answer = {
        "id": request.id,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.model,
        "service_tier": "default",
        "system_fingerprint": None,
        "choices": [choice],
    }
    if any(isinstance(part, NoUsage) for part in parts):
        return answer
    return answer | {"usage": usage(parts, request, len(pieces(text)) + len(calls))}


def _call(part: Call) -> dict[str, Any]:
    function = {"name": part.name, "arguments": arguments_text(part.arguments)}
    return {"id": part.id or new_id("call_"), "type": "function", "function": function}
