"""Spans of what agents do, by OpenTelemetry's conventions for generative AI.

They hold ids, names of models and tools, and figures; never what anybody said. Where no tracer is
at work nothing here is used.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol

import orjson

from agents.ports import Answer, ModelRequest, RemoteModel, Reply, Run, ToolSpec, Turn, Usage
from bot.messages import ToolCall

Value = str | int | float | bool | list[str]
Attributes = Mapping[str, Value]
Kind = Literal["internal", "client", "server"]

_LONGEST_CODE = 40


class Span(Protocol):
    """Something that is under way."""

    def tell(self, attributes: Attributes) -> None:
        """Adds to what is known of it."""

    def fail(self, kind: str) -> None:
        """It did not end well; an exception says so by itself."""


class Tracer(Protocol):
    """Where spans go. It never waits, and never fails."""

    def span(
        self, name: str, kind: Kind, attributes: Attributes, turn_id: int | None = None
    ) -> AbstractContextManager[Span]:
        """A span within the one that is under way. turn_id: it is the turn's, whose trace began
        with what came in."""


class Tools(Protocol):
    """What the loop calls tools by."""

    def specs(self, agent: str) -> tuple[ToolSpec, ...]: ...

    async def call(self, turn: Turn, call: ToolCall) -> str: ...


def traced_run(run: Run, tracer: Tracer) -> Run:
    """An agent whose turns are told of."""

    async def traced(turn: Turn) -> Reply:
        scope = turn.scope
        about: dict[str, Value] = {
            "gen_ai.operation.name": "invoke_agent",
            "gen_ai.agent.name": scope.agent,
            "gen_ai.conversation.id": scope.thread_id,
            "bot.turn.id": scope.turn_id,
            "bot.channel": scope.channel,
        }
        name = f"invoke_agent {scope.agent}"
        with tracer.span(name, "internal", about, scope.turn_id) as span:
            reply = await run(turn)
            span.tell(_of_reply(reply))
            return reply

    return traced


def _of_reply(reply: Reply) -> dict[str, Value]:
    about, usage = reply.metadata, reply.metadata.get("usage") or {}
    told: dict[str, Value] = {
        "gen_ai.agent.version": reply.prompt_version,
        "gen_ai.response.model": str(about.get("model", "")),
        "gen_ai.usage.input_tokens": usage.get("tokens_in", 0),
        "gen_ai.usage.output_tokens": usage.get("tokens_out", 0),
        "gen_ai.usage.cache_read.input_tokens": usage.get("tokens_cached", 0),
        "bot.tool_calls": len(about.get("tools", ())),
        "bot.held_back": len(about.get("held_back", ())),
    }
    return told | ({"bot.transfer": reply.transfer} if reply.transfer else {})


class TracedModel:
    """A RemoteModel whose calls are told of."""

    def __init__(self, model: RemoteModel, tracer: Tracer, provider: str = "openai") -> None:
        self._model, self._tracer, self._provider = model, tracer, provider

    @property
    def name(self) -> str:
        """As its server knows it."""
        return self._model.name

    @property
    def sees(self) -> bool:
        """Whether pictures may be shown to it."""
        return self._model.sees

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """As the model answers."""
        about: dict[str, Value] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": self._provider,
            "gen_ai.request.model": self.name,
            "gen_ai.request.stream": True,
            "gen_ai.agent.name": request.agent,
            "gen_ai.conversation.id": request.situation.scope.thread_id,
        }
        with self._tracer.span(f"chat {self.name}", "client", about) as span:
            heard = _FirstWord(say)
            answer = await self._model.answer(request, heard.say)
            span.tell(_of_answer(answer) | heard.told())
            return answer


class _FirstWord:
    """Passes pieces on, and remembers how long the first one took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say, self._began = say, time.monotonic()
        self._first: float | None = None

    def say(self, piece: str) -> None:
        if self._first is None:
            self._first = time.monotonic() - self._began
        self._say(piece)

    def told(self) -> dict[str, Value]:
        if self._first is None:
            return {}
        return {"gen_ai.response.time_to_first_chunk": self._first}


def _of_answer(answer: Answer) -> dict[str, Value]:
    reason = "tool_calls" if answer.tool_calls else "stop"
    told: dict[str, Value] = {"gen_ai.response.finish_reasons": [reason]}
    return told | (_of_usage(answer.usage) if answer.usage else {})


def _of_usage(usage: Usage) -> dict[str, Value]:
    return {
        "gen_ai.usage.input_tokens": usage.tokens_in,
        "gen_ai.usage.output_tokens": usage.tokens_out,
        "gen_ai.usage.cache_read.input_tokens": usage.tokens_cached,
    }


class TracedTools:
    """A toolbox whose calls are told of."""

    def __init__(self, tools: Tools, tracer: Tracer) -> None:
        self._tools, self._tracer = tools, tracer

    def specs(self, agent: str) -> tuple[ToolSpec, ...]:
        """As the toolbox has them."""
        return self._tools.specs(agent)

    async def call(self, turn: Turn, call: ToolCall) -> str:
        """As the toolbox carries it out."""
        about: dict[str, Value] = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": call.name,
            "gen_ai.tool.call.id": call.id,
            "gen_ai.tool.type": "function",
            "gen_ai.conversation.id": turn.scope.thread_id,
        }
        with self._tracer.span(f"execute_tool {call.name}", "internal", about) as span:
            result = await self._tools.call(turn, call)
            if result.startswith('{"error"'):
                span.fail(_code(result))
            return result


def _code(result: str) -> str:
    """The code of what was refused: a word of ours, whatever else the result tells."""
    code = str(orjson.loads(result)["error"])
    return code if code.isidentifier() and len(code) <= _LONGEST_CODE else "refused"
