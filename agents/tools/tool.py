"""What a tool is: a model of its arguments, and one function, over the database or over time."""

from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from msgspec import Struct
from pydantic import ValidationError
from sqlalchemy import Connection

from agents.knowledge.library import Knowledge
from agents.ports import Notify, ToolSpec, Turn
from bot.business.command import Arguments
from bot.business.scope import Scope
from bot.messages import Message, ToolCall

A = TypeVar("A", bound=Arguments)


class Desk(Struct, frozen=True):
    """What the tools have at hand. messages: the conversation as it stands, oldest first. after:
    takes what is to be called once a tool's effect is durable. call: the one that is carried
    out."""

    messages: Sequence[Message]
    knowledge: Knowledge
    notify: Notify
    after: list[Callable[[], None]]
    call: ToolCall = ToolCall("", "", "")


class Tool(Struct, Generic[A], frozen=True):
    """acts: it changes something. run's answer is what the model gets to read, as JSON."""

    name: str
    description: str
    arguments: type[A]
    run: Callable[[Connection, Scope, Desk, A], dict[str, Any]]
    acts: bool = False

    def spec(self) -> ToolSpec:
        return ToolSpec(self.name, self.description, schema(self.arguments))


class SlowTool(Struct, Generic[A], frozen=True):
    """A tool whose work takes time or holds things of its own, and must not keep a transaction
    open. What it changes, it changes through the turn. run, acts as in Tool."""

    name: str
    description: str
    arguments: type[A]
    run: Callable[[Turn, Desk, A], Awaitable[dict[str, Any]]]
    acts: bool = False

    def spec(self) -> ToolSpec:
        return ToolSpec(self.name, self.description, schema(self.arguments))


AnyTool = Tool[Any] | SlowTool[Any]


@cache
def schema(arguments: type[Arguments]) -> dict[str, Any]:
    """A small JSON schema, nothing referred to: every tool is sent with every model call. Made
    once, for reading alone."""
    made = arguments.model_json_schema()
    parameters: dict[str, Any] = {
        "type": "object",
        "properties": {name: _small(field) for name, field in made["properties"].items()},
        "additionalProperties": False,
    }
    if required := made.get("required"):
        parameters["required"] = required
    return parameters


def _small(field: dict[str, Any]) -> dict[str, Any]:
    """What a model needs of a property. An optional one it simply leaves out; bounds are told
    when they are passed."""
    kept: dict[str, Any] = {}
    for choice in (field, *field.get("anyOf", ())):
        if choice != {"type": "null"}:
            kept |= {key: choice[key] for key in ("type", "description") if key in choice}
            if "additionalProperties" in choice:
                kept["additionalProperties"] = _small(choice["additionalProperties"])
    return kept


def faults(error: ValidationError) -> dict[str, str]:
    """{argument: what to do about it}."""
    return {
        ".".join(map(str, fault["loc"])) or "arguments": _mending(fault["type"], fault["msg"])
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    }


def _mending(kind: str, message: str) -> str:
    plain = {
        "missing": "is required: ask the customer for it",
        "extra_forbidden": "is not an argument of this tool: leave it out",
        "json_invalid": "write the arguments as one JSON object",
    }
    return plain.get(kind, message)
