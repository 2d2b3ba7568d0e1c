"""What one result of a tool says, as far as a reply may be proved by it."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson
from msgspec import Struct

from agents.guardrails.figures import amounts, percentages

_REMEMBERED = 512  # results; those of a conversation are looked at again in each of its turns
_TELLS_DAYS = "get_availability"
_OURS = frozenset(("get_menu", "get_quote", "get_availability", "search_knowledge"))
_SAYINGS = frozenset(("say", "when"))
# Slots whose refusals hold no word of the customer's.
_FIGURED = frozenset(("event_date", "event_time", "guest_count", "adults", "children"))
# What a tool only gives back: the model's own argument, or the customer's words.
_ECHOED = frozenset(("need", "question", "location", "place"))


class Told(Struct, frozen=True):
    """Of one result. texts: what the business says in it. amounts: in cents. days: {day: whether
    it was said to be available}. refused: it names a reason against a wish. need: the allergen or
    diet it speaks of. confirmed: a booking is. done: it is no error. totals: of the bills in it,
    with tax, in cents. events: the days of the customer's bookings and wishes in it."""

    tool: str
    texts: tuple[str, ...]
    amounts: frozenset[int]
    percentages: frozenset[Decimal]
    days: Mapping[date, bool]
    refused: bool
    need: str | None
    confirmed: bool
    done: bool
    totals: frozenset[int]
    events: frozenset[date]


@lru_cache(maxsize=_REMEMBERED)
def told_by(tool: str, content: str) -> Told:
    """What a tool's result, as JSON, says. What is no object says nothing."""
    found = _object(content)
    result = found or {}
    texts = tuple(_own_texts(tool, result))
    return Told(
        tool=tool,
        texts=texts,
        amounts=frozenset().union(*map(amounts, texts)),
        percentages=frozenset().union(*map(percentages, texts)),
        days=dict(_days(tool, result)),
        refused=bool(result.keys() & {"code", "refused", "doubts", "error"}),
        need=str(result["need"]) if tool == "get_menu" and "need" in result else None,
        confirmed=tool == "my_bookings" and _is_confirmed(result),
        done=found is not None and "error" not in result,
        totals=frozenset(_totals(tool, result)),
        events=frozenset(_events(result)) if tool == "my_bookings" else frozenset(),
    )


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else None


def _own_texts(tool: str, result: Mapping[str, Any]) -> Iterator[str]:
    """What the business says by a tool. What tools note or list of a customer's words proves
    nothing: whoever has a lie noted would have it proved."""
    if "error" in result and tool in _OURS:
        return
    if tool in _OURS:
        is_ours = result.get("known", True)
        told = {key for key in result if key not in _ECHOED and (is_ours or key != "say")}
    else:
        told = {key for key in result if key in _SAYINGS}
        for slot in _FIGURED & _refusals(result).keys():
            yield from _texts(result["refused"][slot])
    for key in told:
        yield from _texts(result[key])


def _refusals(result: Mapping[str, Any]) -> Mapping[str, Any]:
    refused = result.get("refused")
    return refused if isinstance(refused, dict) else {}


def _texts(value: Any) -> Iterator[str]:
    """All texts within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _days(tool: str, result: Mapping[str, Any]) -> Iterator[tuple[date, bool]]:
    if tool == _TELLS_DAYS and "available" in result:
        yield date.fromisoformat(result["date"]), bool(result["available"])


def _is_confirmed(result: Mapping[str, Any]) -> bool:
    return any(event.get("status") == "confirmed" for event in result.get("events", ()))


def _events(result: Mapping[str, Any]) -> Iterator[date]:
    for event in result.get("events", ()):
        if day := str(event.get("date") or ""):
            yield date.fromisoformat(day[: len("2027-06-05")])


def _totals(tool: str, result: Mapping[str, Any]) -> Iterator[int]:
    if tool != "get_quote":
        return
    for bill in (result, result.get("lowest"), result.get("highest")):
        if isinstance(bill, dict):
            yield from amounts(str(bill.get("total", "")))
