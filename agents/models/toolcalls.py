"""Tool calls as servers really send them: in fragments, whole, without index, without id, all
numbered alike, or under another id in each fragment."""

from typing import Any

import msgspec
from msgspec import Struct

from agents.models.written_calls import plain_name
from bot.messages import ToolCall


class FunctionPart(Struct):
    """A fragment of a call. arguments are JSON text by the API, an object by some servers."""

    name: str | None = None
    arguments: str | dict[str, Any] | None = None


class CallPart(Struct):
    """A fragment of one of an answer's calls; index says of which."""

    index: int | None = None
    id: str | int | None = None
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
        call.id = call.id or str(part.id or "")
        if part.function is None:
            return
        call.name = call.name or part.function.name or ""
        if part.function.arguments:
            call.arguments.append(_as_text(part.function.arguments))

    def calls(self) -> tuple[ToolCall, ...]:
        """The calls in the order in which they began; one may lack its id, none its name."""
        return tuple(
            ToolCall(call.id, plain_name(call.name), "".join(call.arguments).strip() or "{}")
            for call in self._calls
            if call.name
        )

    def _call_of(self, part: CallPart) -> _Call:
        known = self._by_index.get(part.index) if part.index is not None else self._named(part.id)
        if known is not None and _goes_on(known, part):
            return known
        if self._calls and not _begins(part):
            return self._calls[-1]
        return self._begin(part)

    def _named(self, id_: str | int | None) -> _Call | None:
        return next((call for call in self._calls if id_ and call.id == str(id_)), None)

    def _begin(self, part: CallPart) -> _Call:
        call = _Call(str(part.id or ""))
        self._calls.append(call)
        if part.index is not None:
            self._by_index[part.index] = call
        return call


def _begins(part: CallPart) -> bool:
    return bool(part.id or (part.function and part.function.name))


def _goes_on(known: _Call, part: CallPart) -> bool:
    """Whether a fragment under a call's number belongs to it. Some servers number every call 0,
    some name the call in each fragment, and some give each fragment an id of its own."""
    name = part.function.name if part.function else None
    if not name or not known.name:
        return True
    if name != known.name:
        return False
    if part.id and known.id:
        return str(part.id) == known.id
    return not _is_whole(known)


def _is_whole(call: _Call) -> bool:
    try:
        return isinstance(msgspec.json.decode("".join(call.arguments)), dict)
    except msgspec.DecodeError:
        return False


def _as_text(arguments: str | dict[str, Any]) -> str:
    return arguments if isinstance(arguments, str) else msgspec.json.encode(arguments).decode()
