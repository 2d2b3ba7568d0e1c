"""Spans of what agents do, by OpenTelemetry's conventions for generative AI.

They hold ids, names of models and tools, and figures; never what anybody said. Where no tracer is
at work nothing here is used.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol
from urllib.parse import urlsplit

import orjson

from agents.ports import Answer, Model, ModelRequest, RemoteModel, Run, ToolSpec, Turn
from bot.messages import Reply, ToolCall, Usage

Value = str | int | float | bool | list[str]
Attributes = Mapping[str, Value]
Kind = Literal["internal", "client", "server"]

EMBEDDED: Attributes = {"gen_ai.provider.name": "embedded"}
_OPENAI, _PORTS = "https://api.openai.com", {"http": 80, "https": 443}
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
    """A Model of this process whose answers are told of."""

    kind: Kind = "internal"

    def __init__(self, model: Model, tracer: Tracer, about: Attributes = EMBEDDED) -> None:
        self._model, self._tracer, self._about = model, tracer, about

    @property
    def name(self) -> str:
        """As whoever serves it knows it."""
        return self._model.name

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        """As the model answers."""
        about: dict[str, Value] = {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": self.name,
            "gen_ai.agent.name": request.agent,
            "gen_ai.conversation.id": request.situation.scope.thread_id,
            **self._about,
        }
        with self._tracer.span(f"chat {self.name}", self.kind, about) as span:
            heard = _FirstWord(say)
            answer = await self._model.answer(request, heard.say)
            span.tell(_of_answer(answer) | heard.told())
            return answer


class TracedRemote(TracedModel):
    """A RemoteModel whose calls are told of."""

    kind: Kind = "client"

    def __init__(self, model: RemoteModel, tracer: Tracer, about: Attributes) -> None:
        super().__init__(model, tracer, about)
        self._remote = model

    @property
    def sees(self) -> bool:
        """Whether pictures may be shown to it."""
        return self._remote.sees


def about_server(base_url: str | None, max_tokens: int) -> Attributes:
    """What all calls to a server have in common."""
    url = urlsplit(base_url or _OPENAI)
    told: dict[str, Value] = {
        "gen_ai.provider.name": "openai",  # whose API it speaks, whoever it is
        "gen_ai.request.stream": True,
        "gen_ai.request.max_tokens": max_tokens,
        "server.port": url.port or _PORTS.get(url.scheme, 443),
    }
    return told | ({"server.address": url.hostname} if url.hostname else {})


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
