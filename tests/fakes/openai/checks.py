"""The checks the API makes of a request before a model sees anything."""

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.openai.errors import Refused
from tests.fakes.openai.tools import Flaw, tool_flaws

PARAMETERS = frozenset(
    [
        "audio",
        "frequency_penalty",
        "function_call",
        "functions",
        "logit_bias",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "messages",
        "metadata",
        "modalities",
        "model",
        "moderation",
        "n",
        "parallel_tool_calls",
        "prediction",
        "presence_penalty",
        "prompt_cache_key",
        "prompt_cache_options",
        "prompt_cache_retention",
        "reasoning_effort",
        "response_format",
        "safety_identifier",
        "seed",
        "service_tier",
        "stop",
        "store",
        "stream",
        "stream_options",
        "temperature",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "user",
        "verbosity",
        "web_search_options",
    ]
)
EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
ROLES = ("system", "assistant", "user", "function", "tool", "developer")
_LONGEST_IDENTIFIER = 64
_CACHE_MODES = ("implicit", "explicit")
_NEWER = re.compile(r"gpt-[56]\b")
_NOT_FOR_NEWER = (
    *("temperature", "top_p", "presence_penalty", "frequency_penalty"),
    *("logit_bias", "logprobs", "top_logprobs"),
)


def check(body: dict[str, Any]) -> None:
    """Raises Refused for the first thing that is wrong with a request."""
    for flaw in (*_parameter_flaws(body), *tool_flaws(body), *_message_flaws(body)):
        raise Refused(*flaw)


def _parameter_flaws(body: dict[str, Any]) -> Iterator[Flaw]:
    for name in body.keys() - PARAMETERS:
        yield f"Unknown parameter: '{name}'.", name, "unknown_parameter"
    if not isinstance(body.get("model"), str):
        yield "you must provide a model parameter", None, None
    if "stream_options" in body and not body.get("stream"):
        only = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        yield only, "stream_options", None
    yield from _newer_model_flaws(body)
    effort = body.get("reasoning_effort")
    if effort is not None and effort not in EFFORTS:
        yield _unsupported(effort, EFFORTS), "reasoning_effort", "invalid_value"
    identifier = body.get("safety_identifier") or ""
    if len(identifier) > _LONGEST_IDENTIFIER:
        long = f"Expected a string with maximum length {_LONGEST_IDENTIFIER}"
        text = f"Invalid 'safety_identifier': string too long. {long}."
        yield text, "safety_identifier", "string_above_max_length"


def _newer_model_flaws(body: dict[str, Any]) -> Iterator[Flaw]:
    if not _NEWER.match(str(body.get("model"))):
        return
    for name in _NOT_FOR_NEWER:
        if body.get(name) is not None:
            text = f"Unsupported parameter: '{name}' is not supported with this model."
            yield text, name, "unsupported_parameter"
    options = body.get("prompt_cache_options") or {"mode": "implicit"}
    if options.get("mode") not in _CACHE_MODES:
        text = _unsupported(options.get("mode"), _CACHE_MODES)
        yield text, "prompt_cache_options.mode", "invalid_value"
    if body.get("max_tokens") is not None:
        text = "Unsupported parameter: 'max_tokens' is not supported with this model."
        yield f"{text} Use 'max_completion_tokens' instead.", "max_tokens", "unsupported_parameter"


def _message_flaws(body: dict[str, Any]) -> Iterator[Flaw]:
    messages = body.get("messages")
    if not isinstance(messages, list):
        yield "Missing required parameter: 'messages'.", "messages", "missing_required_parameter"
        return
    if not messages:
        yield _too_short("messages"), "messages", "empty_array"
    for place, message in enumerate(messages):
        yield from _content_flaws(f"messages[{place}]", message)
    yield from _order_flaws(messages)


def _content_flaws(where: str, message: dict[str, Any]) -> Iterator[Flaw]:
    role, content = message.get("role"), message.get("content")
    if role not in ROLES:
        yield _unsupported(role, ROLES), f"{where}.role", "invalid_value"
    if message.get("tool_calls") == []:
        yield _too_short(f"{where}.tool_calls"), f"{where}.tool_calls", "empty_array"
    if content is None and not (role == "assistant" and message.get("tool_calls")):
        text = "Invalid value for 'content': expected a string, got null."
        yield text, f"{where}.content", None
    if role == "assistant" and isinstance(content, list) and any(map(_breaks, content)):
        yield f"Unknown parameter: '{where}.content[0].prompt_cache_breakpoint'.", None, None
    for call in message.get("tool_calls") or []:
        if not isinstance(call["function"]["arguments"], str):
            text = (
                f"Invalid type for '{where}.tool_calls[0].function.arguments': expected a string."
            )
            yield text, f"{where}.tool_calls[0].function.arguments", "invalid_type"


def _breaks(part: dict[str, Any]) -> bool:
    return "prompt_cache_breakpoint" in part


def _order_flaws(messages: list[dict[str, Any]]) -> Iterator[Flaw]:
    """A call is answered before anything else is said, and nothing answers what was not called."""
    owed: set[str] = set()
    for place, message in enumerate(messages):
        where = f"messages.[{place}].role"
        if message.get("role") == "tool":
            if message.get("tool_call_id") not in owed:
                yield _NO_CALL, where, None
            owed.discard(message.get("tool_call_id", ""))
            continue
        if owed:
            yield _unanswered(owed), where, None
        owed = {call["id"] for call in message.get("tool_calls") or []}
    if owed:
        yield _unanswered(owed), f"messages.[{len(messages)}].role", None


_NO_CALL = (
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message "
    "with 'tool_calls'."
)


def _unanswered(ids: set[str]) -> str:
    return (
        "An assistant message with 'tool_calls' must be followed by tool messages responding to "
        "each 'tool_call_id'. The following tool_call_ids did not have response messages: "
        + ", ".join(sorted(ids))
    )


def _unsupported(value: object, supported: tuple[str, ...]) -> str:
    return f"Invalid value: '{value}'. Supported values are: {', '.join(map(repr, supported))}."


def _too_short(name: str) -> str:
    return (
        f"Invalid '{name}': empty array. Expected an array with minimum length 1, but got an "
        "empty array instead."
    )
