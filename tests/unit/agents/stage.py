"""A turn in memory, a model that is told what to answer, and tools that do as they are told."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import structs

from agents.models.openai import OpenAIServer
from agents.ports import Answer, Effect, ModelError, ModelRequest, Situation, ToolSpec, Turn
from bot.business.profile import Profile
from bot.business.profile_files import load_profile
from bot.business.scope import Scope
from bot.errors import BudgetExhausted
from bot.messages import Event, Message, Picture, PlannedCall, Superseded, ToolCall, Usage

BUSINESS = Path(__file__).parents[3] / "business"
NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
PHONE = "+15550100002"

_shipped: list[Profile] = []


def profile() -> Profile:
    if not _shipped:
        _shipped.append(load_profile(BUSINESS))
    return _shipped[0]


def scope(**changes: object) -> Scope:
    whole = Scope(
        conversation_id=7,
        thread_id="t-7",
        lane_id=3,
        turn_id=11,
        channel="sms",
        agent="customer",
        customer_id=5,
        phone=PHONE,
        name=None,
        received_at=NOW,
        profile=profile(),
        profile_version=1,
    )
    return structs.replace(whole, **changes)


def situation(of: Scope | None = None, **changes: object) -> Situation:
    empty = Situation(
        scope=of or scope(),
        details={},
        missing=("event_date",),
        read_back="none",
        lead="none",
        person_asked=False,
    )
    return structs.replace(empty, **changes)


def user(text: str, turn_id: int | None = 11) -> Message:
    return Message("user", text, "customer", "sms", NOW, turn_id=turn_id)


def bot(text: str, turn_id: int | None = 10) -> Message:
    return Message("assistant", text, "agent:customer", "sms", NOW, turn_id=turn_id)


def step(*calls: ToolCall, turn_id: int = 11) -> Message:
    return structs.replace(bot("", turn_id), tool_calls=calls)


def result(call_id: str, text: str = "{}") -> Message:
    return Message("tool", text, "tool", "sms", NOW, turn_id=11, tool_call_id=call_id)


def call(name: str = "get_menu", id_: str = "c1", arguments: str = "{}") -> ToolCall:
    return ToolCall(id_, name, arguments)


def spec(name: str) -> ToolSpec:
    return ToolSpec(name, f"Does {name}.", {"type": "object", "properties": {}})


def request(*messages: Message, tools: Sequence[str] = (), **changes: object) -> ModelRequest:
    whole = ModelRequest(
        agent="customer",
        system="You answer customers.",
        tools=tuple(spec(name) for name in tools),
        messages=messages or (user("Hello"),),
        situation=situation(),
    )
    return structs.replace(whole, **changes)


class MemoryTurn:
    """A turn that keeps its words in a list. late: what the customer writes meanwhile, taken in
    at the next look; act refuses while there is some."""

    def __init__(self, *messages: Message) -> None:
        self.scope = scope()
        self.messages = list(messages)
        self.late: list[str] = []
        self.events: list[Event] = []
        self.acted: list[ToolCall] = []
        self.looks = 0
        self.album: tuple[Picture, ...] = ()
        self.looked_at_pictures = 0

    async def look_again(self) -> bool:
        self.looks += 1
        new, self.late = self.late, []
        self.messages += [user(text) for text in new]
        return bool(new)

    async def record(self, step: Message) -> None:
        self.messages.append(step)

    async def act(self, call: ToolCall, work: Effect) -> str:
        if self.late:
            raise Superseded
        self.acted.append(call)
        self.messages.append(result(call.id, '{"done":true}'))
        return '{"done":true}'

    async def read(self, work: Effect) -> str:
        return '{"read":true}'

    recall = read

    async def pictures(self) -> tuple[Picture, ...]:
        self.looked_at_pictures += 1
        return self.album

    def emit(self, event: Event) -> None:
        self.events.append(event)

    def results(self) -> list[str]:
        return [line.content for line in self.messages if line.role == "tool"]

    def watched(self) -> str:
        """The text as a watcher has it in the end."""
        text = ""
        for event in self.events:
            if event.type == "token":
                text += event.data["content"]
            elif event.type == "replace":
                text = event.data["content"]
        return text


Part = Answer | ModelError | Callable[[ModelRequest, Callable[[str], None]], Awaitable[Answer]]


class ScriptedModel:
    """A model that answers what it is told to, in order; the last answer again and again."""

    sees = False

    def __init__(self, *parts: Part, name: str = "scripted") -> None:
        self.name = name
        self.requests: list[ModelRequest] = []
        self.given_up = False
        self._parts = list(parts)

    async def answer(self, request: ModelRequest, say: Callable[[str], None]) -> Answer:
        self.requests.append(request)
        part = self._parts.pop(0) if len(self._parts) > 1 else self._parts[0]
        if isinstance(part, ModelError):
            raise part
        if not isinstance(part, Answer):
            return await part(request, say)
        if part.text:
            say(part.text)
        return part


def says(text: str, usage: Usage | None = None) -> Answer:
    return Answer(text, (), usage)


def calls(*wanted: ToolCall, text: str = "") -> Answer:
    return Answer(text, wanted)


Doing = Callable[[Turn, ToolCall], Awaitable[str]]


async def act(turn: Turn, call: ToolCall) -> str:
    return await turn.act(call, lambda tx, scope: "")


async def read(turn: Turn, call: ToolCall) -> str:
    return await turn.read(lambda tx, scope: "")


class Tools:
    """A toolbox of tools by name, each a function of turn and call."""

    def __init__(self, **tools: Doing) -> None:
        self._tools = tools
        self.called: list[ToolCall] = []

    def specs(self, agent: str) -> tuple[ToolSpec, ...]:
        return tuple(spec(name) for name in self._tools)

    async def call(self, turn: Turn, call: ToolCall) -> str:
        self.called.append(call)
        return await self._tools[call.name](turn, call)


class Meter:
    """A meter that takes down what it is told. full: from which reservation on it refuses."""

    def __init__(self, full: int = 99) -> None:
        self.reserved: list[tuple[str, int, int]] = []
        self.settled: dict[int, Usage | None] = {}
        self.failed: dict[int, str] = {}
        self._full = full

    async def reserve(self, call: PlannedCall) -> int:
        if len(self.reserved) >= self._full:
            raise BudgetExhausted
        self.reserved.append((call.model, call.tokens_in, call.tokens_out))
        return len(self.reserved) - 1

    async def settle(
        self, reservation: int, usage: Usage | None, failed: str | None = None
    ) -> None:
        assert reservation not in self.settled
        self.settled[reservation] = usage
        if failed is not None:
            self.failed[reservation] = failed


class Ticks:
    """A clock that moves on by a second at each look."""

    def __init__(self) -> None:
        self._now = NOW

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


async def connections(server: OpenAIServer) -> int:
    """How many connections the client holds, idle or not; no public name tells."""
    client: Any = await server.client()
    connector = client._client._transport.client.connector
    return len(connector._acquired) + sum(map(len, connector._conns.values()))
