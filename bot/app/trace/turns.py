"""A conversation's turns: what came in, how long it waited, what the agent did, what it said."""

from collections.abc import Iterator
from datetime import datetime

from bot.app.trace.entry import Entry, dollars, in_short, lasted, seconds, spent
from storage.timeline import Journal, Row

_EMBEDDED = "embedded"
SLOW_WAIT, SLOW_TURN, SLOW_MODEL, SLOW_TOOL = 10.0, 5.0, 5.0, 1.0  # seconds


def turn_entries(journal: Journal) -> Iterator[Entry]:
    """Everything that belongs to turns."""
    for message in journal.messages:
        if message["role"] == "user":
            yield _heard(journal, message)
    for turn in sorted({m["turn_id"] for m in journal.messages if m["turn_id"] is not None}):
        yield from _turn(journal, turn)


def _heard(journal: Journal, message: Row) -> Entry:
    event = next((e for e in journal.events if e["id"] == message["inbox_id"]), None)
    who = "customer" if message["author"] == "customer" else message["author"]
    files = len((message["metadata"] or {}).get("media", ()))
    text = message["content"] + (f" [{files} file{'s' * (files > 1)}]" if files else "")
    more = {"author": who, "channel": message["channel"], "message": message["public_id"]}
    if event is not None:
        more |= {"event": event["event_id"], "status": event["status"]}
        if told := event["payload"].get("keyword"):
            more["keyword"] = told
    dead = event is not None and event["status"] == "dead"
    return Entry(
        message["created_at"], "heard", text, wrong=dead, turn=message["turn_id"], more=more
    )


def _turn(journal: Journal, turn: int) -> Iterator[Entry]:
    steps = _timed([m for m in journal.messages if m["turn_id"] == turn and m["role"] != "user"])
    events = [e for e in journal.events if e["turn_id"] == turn and e["kind"] == "message"]
    calls = [call for call in journal.calls if call["turn_id"] == turn]
    replies = [m for m in steps if m["role"] == "assistant" and not m["tool_calls"]]
    opened = _first(event["opened_at"] for event in events)
    if opened is not None:
        yield _begun(events, opened, turn)
    yield from map(_model, calls)
    yield from _tools(steps, turn)
    for reply in replies:
        yield from _said(reply, opened, calls)
    if not replies:
        yield from _unanswered(events, opened, turn)


def _timed(steps: list[Row]) -> list[Row]:
    """A quick step is written down with what came after it, and may bear a later time."""
    found: list[Row] = []
    for step in reversed(steps):
        times = [each["created_at"] for each in (step, *found[-1:])]
        found.append({**step, "created_at": min(times)})
    return found[::-1]


def _begun(events: list[Row], opened: datetime, turn: int) -> Entry:
    waited = lasted(_first(event["received_at"] for event in events), opened, SLOW_WAIT)
    many = f" for {len(events)} messages" if len(events) > 1 else ""
    return Entry(opened, "turn", f"begins{many}, after a wait", *waited, turn=turn)


def _unanswered(events: list[Row], opened: datetime | None, turn: int) -> Iterator[Entry]:
    ended = _last(event["ended_at"] for event in events)
    if ended is None:
        return
    dead = any(event["status"] == "dead" for event in events)
    quiet = "nobody answered: a person has it, or the customer wants no answer"
    how = "given up: it failed again and again" if dead else quiet
    yield Entry(ended, "silence", how, seconds(opened, ended), wrong=dead, turn=turn)


def _first(times: Iterator[datetime | None]) -> datetime | None:
    return min((time for time in times if time is not None), default=None)


def _last(times: Iterator[datetime | None]) -> datetime | None:
    return max((time for time in times if time is not None), default=None)


def _model(call: Row) -> Entry:
    purpose = "" if call["purpose"] == "chat" else f" ({call['purpose']})"
    text = f"{call['model']}{purpose}: {_usage(call)}"
    return Entry(
        call["created_at"],
        "model",
        text,
        *lasted(call["created_at"], call["settled_at"], SLOW_MODEL),
        wrong=call["settled"] is None or call["failed"] is not None,
        turn=call["turn_id"],
        more={
            "model": call["model"],
            "tokens_in": call["tokens_in"],
            "tokens_cached": call["tokens_cached"],
            "tokens_out": call["tokens_out"],
            "micro_dollars": call["settled"],
            "reserved_micro_dollars": call["reserved"],
            "failed": call["failed"],
        },
    )


def _usage(call: Row) -> str:
    if call["settled"] is None:
        return f"no end is known; {dollars(call['reserved'])} stays reserved"
    why = f"{call['failed']}; " if call["failed"] else ""
    if call["tokens_in"] is None:
        return f"{why}usage unknown: {dollars(call['settled'])}, as reserved"
    if why and not call["tokens_in"]:
        return f"{why}{dollars(call['settled'])}"
    cached = call["tokens_cached"] or 0
    part = f" ({100 * cached // max(call['tokens_in'], 1)}% cached)" if cached else ""
    tokens = f"{call['tokens_in']:,} in{part}, {call['tokens_out'] or 0:,} out"
    return f"{why}{tokens}, {dollars(call['settled'])}"


def _tools(steps: list[Row], turn: int) -> Iterator[Entry]:
    results = {step["tool_call_id"]: step for step in steps if step["role"] == "tool"}
    for step in steps:
        since = step["created_at"]
        for call in step["tool_calls"] or ():
            result = results.get(call["id"])
            took = lasted(since, result["created_at"] if result else None, SLOW_TOOL)
            yield _tool(call, step, result, took, turn)
            since = result["created_at"] if result else since


def _tool(
    call: dict[str, str], step: Row, result: Row | None, took: tuple[float | None, bool], turn: int
) -> Entry:
    told = result["content"] if result else "no result was written down"
    return Entry(
        step["created_at"],
        "tool",
        f"{call['name']}({in_short(call['arguments'])}) → {in_short(told)}",
        *took,
        wrong=result is None or told.startswith('{"error"'),
        turn=turn,
        more={"tool": call["name"], "call": call["id"], "arguments": call["arguments"]}
        | {"result": told, "said_besides": step["content"]},
    )


def _said(reply: Row, opened: datetime | None, calls: list[Row]) -> Iterator[Entry]:
    about = reply["metadata"] or {}
    if marks := about.get("signals"):
        text = f"what came in was marked: {', '.join(map(str, marks))}"
        yield Entry(reply["created_at"], "held back", text, turn=reply["turn_id"])
    for faults in about.get("held_back", ()):
        text = f"an answer was not sent: {'; '.join(faults)}"
        yield Entry(reply["created_at"], "held back", text, wrong=True, turn=reply["turn_id"])
    if about.get("model") == _EMBEDDED:
        text = "embedded: no other answered" if calls else _EMBEDDED
        yield Entry(reply["created_at"], "model", text, turn=reply["turn_id"])
    more = {
        "author": reply["author"],
        "message": reply["public_id"],
        "channel": reply["channel"],
        "prompt_version": reply["prompt_version"],
        "profile_version": reply["profile_version"],
        "rating": reply["rating"],
        "micro_dollars": sum(map(spent, calls)),
        **about,
    }
    took = lasted(opened, reply["created_at"], SLOW_TURN)
    yield Entry(
        reply["created_at"], "said", reply["content"], *took, turn=reply["turn_id"], more=more
    )
