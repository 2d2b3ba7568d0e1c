"""Tool calls as servers really send them: in fragments, whole, without index, without id, and
written out as text."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct

from bot.messages import ToolCall


class FunctionPart(Struct):
    """A fragment of a call. arguments are JSON text by the API, an object by some servers."""

    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class CallPart(Struct):
    """A fragment of one of an answer's calls; index says of which."""

    index: int | None = None
    id: str | None = None
    function: FunctionPart | None = None


class _Call:
    def __init__(self, id_: str) -> None:
        self.id = id_
        self.name = ""
        self.arguments: list[str] = []


class CallAssembler:
    """Puts the fragments of an answer's calls together."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._by_index: dict[int, _Call] = {}

    def add(self, part: CallPart) -> None:
        call = self._call_of(part)
        call.id = call.id or part.id or ""
        if part.function is None:
            return
        call.name = call.name or part.function.name or ""
        if part.function.arguments:
            call.arguments.append(_as_text(part.function.arguments))

    def calls(self) -> tuple[ToolCall, ...]:
        """The calls in the order in which they began; one may lack its id, none its name."""
        return tuple(
            ToolCall(call.id, call.name, "".join(call.arguments) or "{}")
            for call in self._calls
            if call.name
        )

    def _call_of(self, part: CallPart) -> _Call:
        known = self._by_index.get(part.index) if part.index is not None else self._named(part.id)
        # Some servers number every call 0: another id is another call.
        if known is not None and (not part.id or part.id == (known.id or part.id)):
            return known
        if self._calls and not _begins(part):
            return self._calls[-1]
        return self._begin(part)

    def _named(self, id_: str | None) -> _Call | None:
        return next((call for call in self._calls if id_ and call.id == id_), None)

    def _begin(self, part: CallPart) -> _Call:
        call = _Call(part.id or "")
        self._calls.append(call)
        if part.index is not None:
            self._by_index[part.index] = call
        return call


def _begins(part: CallPart) -> bool:
    return bool(part.id or (part.function and part.function.name))


def _as_text(arguments: str | dict[str, Any]) -> str:
    return arguments if isinstance(arguments, str) else msgspec.json.encode(arguments).decode()


_TAGGED = re.compile(r"<tool_call>(.*?)(?:</tool_call>|\Z)", re.DOTALL)
_WRAPPING = re.compile(r"```(?:json|tool_calls?)?|\[TOOL_CALLS\]|<\|python_tag\|>")
_BETWEEN = re.compile(r"[\s,;]*")


def calls_in_text(text: str, offered: frozenset[str]) -> tuple[str, tuple[ToolCall, ...]]:
    """Calls that a server left in the text, as it does for a model whose template it does not
    know; with them the text around. Only a text of nothing but calls to offered tools counts."""
    tagged = _TAGGED.findall(text)
    written = "\n".join(tagged) if tagged else _WRAPPING.sub(" ", text)
    if not (calls := _calls(written, offered)):
        return text, ()
    return (_TAGGED.sub("", text).strip() if tagged else ""), calls


def _calls(written: str, offered: frozenset[str]) -> tuple[ToolCall, ...]:
    try:
        wishes = [wish for value in _values(written) for wish in _wishes(value)]
    except ValueError:
        return ()
    calls = tuple(_call(wish) for wish in wishes if isinstance(wish, dict))
    if len(calls) != len(wishes) or any(call.name not in offered for call in calls):
        return ()
    return calls


def _values(text: str) -> Iterator[object]:
    """The JSON values a text consists of. Raises ValueError where it holds anything else."""
    decoder, place = json.JSONDecoder(), _skip(text, 0)
    while place < len(text):
        value, end = decoder.raw_decode(text, place)
        yield value
        place = _skip(text, end)


def _skip(text: str, place: int) -> int:
    between = _BETWEEN.match(text, place)
    return between.end() if between else place


def _wishes(value: object) -> list[object]:
    if isinstance(value, dict) and isinstance(value.get("tool_calls"), list):
        return list(value["tool_calls"])
    return value if isinstance(value, list) else [value]


def _call(wish: dict[str, Any]) -> ToolCall:
    inner = wish.get("function")
    called: dict[str, Any] = inner if isinstance(inner, dict) else wish
    name = called.get("name") or inner
    arguments = called.get("arguments", called.get("parameters")) or {}
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return ToolCall(str(wish.get("id") or ""), str(name), text)
