"""What a reply of a staff's agent rests on: what was done, proposed, looked up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from msgspec import Struct

from bot.messages import Message, ToolCall

_OF_CARDS = "engine:proposal"  # the author of the line on what became of a proposal
_MADE = ("file", "transferred")  # what results have that say by themselves that something was done
_QUOTED = frozenset(
    "text message dietary reason lost_reason cancelled_reason blocked_reason summary body content"
    " what why passage dishes".split()
)

Result = Mapping[str, Any]


class Deed(Struct, frozen=True):
    """Something that was done. tool: empty where a yes to a card did it. said: what its tool says
    was done. proof: of that, in lower case, what is not only given back of the call. names: that
    and the call, in lower case: whom and what it was about. now: in this turn."""

    tool: str
    said: str
    proof: str
    names: str
    now: bool = False


class Entry(Struct, frozen=True):
    """A thing that was looked up, in lower case. own: its JSON, without what is nested in it.
    around: that, and the values of what it is nested in."""

    own: str
    around: str


class Records(Struct, frozen=True):
    """done, before: in this turn, and earlier in the conversation. proposed: what the cards that
    were put up now would do. waits: whether any card is known to wait. seen: what was looked up.
    results: all that tools returned. written: by staff, and on what became of cards. quotable: what
    people wrote, as results have it, in lower case: whoever repeats it claims nothing."""

    done: tuple[Deed, ...]
    before: tuple[Deed, ...]
    proposed: tuple[str, ...]
    waits: bool
    seen: tuple[Entry, ...]
    results: tuple[Result, ...]
    written: str
    quotable: tuple[str, ...]


def records_of(messages: Sequence[Message], turn_id: int) -> Records:
    """The records as a turn stands."""
    calls = {call.id: call for line in messages for call in line.tool_calls}
    tools = [line for line in messages if line.role == "tool" and line.tool_call_id in calls]
    told = [(calls[line.tool_call_id or ""], _read(line), line.turn_id) for line in tools]
    new = [(call, result) for call, result, turn in told if turn == turn_id]
    old = [(call, result) for call, result, turn in told if turn != turn_id]
    results = tuple(_proof(call, result) for call, result, _ in told)
    ended = [line.content for line in messages if line.author == _OF_CARDS]
    theirs = [line.content for line in messages if line.role == "user"]
    by_cards = (Deed("", t, t.lower(), t.lower()) for t in ended if ": approved" in t)
    return Records(
        done=tuple(_deeds(new, now=True)),
        before=(*_deeds(old, now=False), *by_cards),
        proposed=tuple(str(result["proposed"]) for _, result in new if "proposed" in result),
        waits=any("proposed" in each or each.get("proposals_open") for each in results),
        seen=tuple(entry for each in results for entry in _entries(each) if "proposed" not in each),
        results=results,
        written="\n".join([*theirs, *ended]),
        quotable=tuple(_quotable(results)),
    )


def _read(line: Message) -> Result:
    found = _json_of(line.content)
    return found if isinstance(found, dict) else {}


def _json_of(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


def _proof(call: ToolCall, result: Result) -> Result:
    """What a result proves. A call that could not be read proves nothing; nor does what a tool only
    gives back of it: whoever asks for a lie would have it proved."""
    if result.get("error", "refused") != "refused":
        return {}
    if "error" not in result and "done" not in result:
        return result
    given = [text for text in _texts(_json_of(call.arguments)) if len(text) > 1]
    return {name: _without(value, given) for name, value in result.items()}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(each)


def _without(value: Any, given: list[str]) -> Any:
    if isinstance(value, str):
        for text in given:
            value = value.replace(text, "")
    return value


def _deeds(told: Iterable[tuple[ToolCall, Result]], *, now: bool) -> Iterator[Deed]:
    for call, result in told:
        if "done" in result or any(made in result for made in _MADE):
            said = str(result.get("done") or f"{call.name}: {result.get('name', '')}")
            proof = str(_proof(call, result).get("done") or "").lower()
            names = f"{said} {_json(result)} {call.arguments}".lower()
            yield Deed(call.name, said, proof, names, now)


def _quotable(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str) and name in _QUOTED:
        yield " ".join(value.split()).lower()
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _quotable(each, key)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _quotable(each, name)


def _entries(value: Any, around: str = "") -> Iterator[Entry]:
    """Refusals tell how things stand, too."""
    if isinstance(value, Mapping):
        own = _json({name: _shallow(each) for name, each in value.items()})
        yield Entry(own, f"{around} {own}")
        around = f"{around} {_json([each for each in value.values() if _is_plain(each)])}"
        for each in value.values():
            yield from _entries(each, around)
    elif isinstance(value, list):
        for each in value:
            yield from _entries(each, around)


def _shallow(value: Any) -> Any:
    """A value as its entry shows it: of what has entries of its own, only that it is there."""
    if isinstance(value, list):
        return [each for each in value if _is_plain(each)]
    return value if _is_plain(value) else {}


def _is_plain(value: Any) -> bool:
    return not isinstance(value, Mapping | list)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode().lower()
