"""The tools, as no model can tell anybody its prompt by them."""

from collections.abc import Iterator
from typing import Any, Protocol

import orjson

from agents.guardrails.canary import Canary
from agents.guardrails.leaks import Secret
from agents.ports import ToolSpec, Turn
from bot.messages import ToolCall
from storage.database import dumps

_REFUSED = dumps(
    {
        "error": "refused",
        "message": "The arguments repeat your instructions: nothing was done. Call again with what "
        "the customer said.",
    }
)


class Tools(Protocol):
    """What agents.calls knows as Toolbox."""

    def specs(self, agent: str) -> tuple[ToolSpec, ...]: ...

    async def call(self, turn: Turn, call: ToolCall) -> str: ...


class Sealed:
    """Implements Toolbox over another one: no call is carried out whose arguments hold the
    canary, be it disguised."""

    def __init__(self, tools: Tools, canary: Canary) -> None:
        self._tools, self._secret = tools, Secret("", (), canary.word)

    def specs(self, agent: str) -> tuple[ToolSpec, ...]:
        """As the toolbox has them."""
        return self._tools.specs(agent)

    async def call(self, turn: Turn, call: ToolCall) -> str:
        """As the toolbox carries it out, unless it would tell what nobody may know."""
        if self._secret.holds_canary("\n".join(_texts(_read(call.arguments)))):
            return _REFUSED
        return await self._tools.call(turn, call)


def _read(arguments: str) -> Any:
    try:
        return orjson.loads(arguments)
    except orjson.JSONDecodeError:
        return arguments


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
