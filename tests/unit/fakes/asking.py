"""How these tests ask OpenAI's stand-in through the SDK, and what they read from its answers."""

from typing import Any

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion, ChatCompletionChunk

USER = {"role": "user", "content": "Hello"}
CALLS: dict[str, Any] = {
    "role": "assistant",
    "content": None,
    "tool_calls": [
        {"id": name, "type": "function", "function": {"name": "get_menu", "arguments": "{}"}}
        for name in ("a", "b")
    ],
}


def result(identity: str, content: Any = "{}") -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": identity, "content": content}


def tool(parameters: dict[str, Any], *, name: str = "get_menu", strict: bool = False) -> Any:
    function = {"name": name, "parameters": parameters, "strict": strict}
    return {"type": "function", "function": function}


CLOSED = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}


async def ask(sdk: AsyncOpenAI, **change: Any) -> ChatCompletion:
    body: dict[str, Any] = {"model": "gpt-6-luna", "messages": [USER]}
    answer: ChatCompletion = await sdk.chat.completions.create(**(body | change))
    return answer


def asked(**change: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": "gpt-6-luna",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    return body | change


async def until_the_end(sdk: AsyncOpenAI, came: list[ChatCompletionChunk], **change: Any) -> None:
    async for chunk in await sdk.chat.completions.create(**asked(**change)):
        came.append(chunk)


async def chunks(sdk: AsyncOpenAI, **change: Any) -> list[ChatCompletionChunk]:
    found: list[ChatCompletionChunk] = []
    await until_the_end(sdk, found, **change)
    return found


async def lines(sdk: AsyncOpenAI, **change: Any) -> list[bytes]:
    """The data of the raw stream, read as the bot reads it: bytes, split on newlines."""
    opening = sdk.chat.completions.with_streaming_response.create(**asked(**change))
    async with opening as response:
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        raw = b"".join([part async for part in response.iter_bytes()])
    found = [line for line in raw.split(b"\n") if line]
    assert all(line.startswith(b"data: ") for line in found)
    return [line.removeprefix(b"data: ") for line in found]


def text(found: list[ChatCompletionChunk]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in found if chunk.choices)


def calls(found: list[ChatCompletionChunk]) -> dict[int, list[tuple[str | None, str | None, str]]]:
    """By index: (id, name, arguments) of each fragment."""
    made: dict[int, list[tuple[str | None, str | None, str]]] = {}
    for chunk in found:
        for call in (chunk.choices[0].delta.tool_calls or []) if chunk.choices else []:
            assert call.function is not None
            fragment = (call.id, call.function.name, call.function.arguments or "")
            made.setdefault(call.index, []).append(fragment)
    return made
