"""How a turn went then, how it goes now, and what of that differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from msgspec import Struct

from bot.app.replay.past import Dumped, PastTurn, loaded
from bot.app.replay.rewind import called
from bot.business.scope import Scope
from bot.business.texts import fixed_text
from bot.messages import Message, Reply
from storage import details


class Called(Struct, frozen=True):
    """A tool as it was called. arguments: as JSON, in a fixed order."""

    tool: str
    arguments: str
    failed: bool


class Outcome(Struct, frozen=True):
    """How a turn went. slots: {name: value} it ended with. read_back: the slots that the reply
    reads back. person: somebody was called. held_back: answers that guards did not let through.
    micros: micro-dollars for models. seconds: None where it is not known."""

    text: str
    calls: tuple[Called, ...]
    slots: Mapping[str, Any]
    read_back: tuple[str, ...]
    person: bool
    held_back: tuple[str, ...]
    model: str
    micros: int
    seconds: float | None


class Difference(Struct, frozen=True):
    """Something that is otherwise now. deed: it is more than other words."""

    what: str
    then: str
    now: str
    deed: bool = True


def recorded(past: PastTurn, scope: Scope, read_back: Mapping[str, int] | None) -> Outcome:
    """How it went then."""
    about = past.reply["metadata"] or {}
    steps = [(step["tool_calls"] or (), step) for step in past.steps]
    results = {step["tool_call_id"]: step["content"] for step in past.steps}
    calls = [
        _called(call["name"], call["arguments"], results.get(call["id"], ""))
        for made, _ in steps
        for call in made
    ]
    return Outcome(
        text=_own_words(past.reply["content"], scope),
        calls=tuple(calls),
        slots=details.values(past.after),
        read_back=tuple(sorted(read_back or ())),
        person=any(called(told) for told in results.values()),
        held_back=tuple(_faults(about)),
        model=about.get("model", ""),
        micros=past.micros,
        seconds=past.seconds,
    )


def replayed(
    reply: Reply, messages: Sequence[Message], slots: Dumped, micros: int, seconds: float
) -> Outcome:
    """How it goes now. messages: the turn's own steps."""
    results = {line.tool_call_id: line.content for line in messages if line.role == "tool"}
    calls = [
        _called(call.name, call.arguments, results.get(call.id, ""))
        for line in messages
        for call in line.tool_calls
    ]
    return Outcome(
        text=reply.text,
        calls=tuple(calls),
        slots=slots,
        read_back=tuple(sorted(reply.read_back or ())),
        person=any(called(told) for told in results.values()),
        held_back=tuple(_faults(reply.metadata)),
        model=reply.metadata.get("model", ""),
        micros=micros,
        seconds=seconds,
    )


def _called(name: str, arguments: str, result: str) -> Called:
    known = loaded(arguments)
    text = orjson.dumps(known, option=orjson.OPT_SORT_KEYS).decode() if known else arguments or "{}"
    return Called(name, text, "error" in loaded(result))


def _faults(about: Dumped) -> Iterator[str]:
    for faults in about.get("held_back", ()):
        yield "; ".join(faults)


def _own_words(text: str, scope: Scope) -> str:
    """A reply without the line that a customer's first one ends with, and that after a person."""
    introduction = fixed_text(scope.profile, "first_message", scope.received_at)
    again = fixed_text(scope.profile, "assistant_again", scope.received_at)
    return text.removesuffix(f"\n\n{introduction}").removeprefix(f"{again} ")


def differences(then: Outcome, now: Outcome) -> list[Difference]:
    """What differs, the deeds first."""
    found = [
        Difference("tools", _calls(then.calls), _calls(now.calls)),
        *_slots(then.slots, now.slots),
        Difference("reads back", ", ".join(then.read_back), ", ".join(now.read_back)),
        Difference("calls a person", _yes(then.person), _yes(now.person)),
        Difference("held back", _lines(then.held_back), _lines(now.held_back)),
        Difference("words", then.text.strip(), now.text.strip(), deed=False),
    ]
    return [each for each in found if each.then != each.now]


def _calls(calls: Iterable[Called]) -> str:
    lines = (f"{c.tool}({c.arguments})" + (" failed" if c.failed else "") for c in calls)
    return "\n".join(lines)


def _slots(then: Dumped, now: Dumped) -> Iterator[Difference]:
    for slot in sorted({*then, *now}):
        yield Difference(slot, _value(then.get(slot)), _value(now.get(slot)))


def _value(value: object) -> str:
    return "" if value is None else str(value)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _yes(it: bool) -> str:
    return "yes" if it else "no"
