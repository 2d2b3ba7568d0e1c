"""A conversation's turns: what came in, how long it waited, what the agent did, what it said."""

from collections.abc import Iterator
from datetime import datetime

from bot.app.trace.entry import Entry, dollars, in_short, seconds
from storage.timeline import Journal, Row

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
    steps = [m for m in journal.messages if m["turn_id"] == turn and m["role"] != "user"]
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


def _begun(events: list[Row], opened: datetime, turn: int) -> Entry:
    waited = seconds(_first(event["received_at"] for event in events), opened)
    many = f" for {len(events)} messages" if len(events) > 1 else ""
    slow = waited is not None and waited > SLOW_WAIT
    return Entry(opened, "turn", f"begins{many}, after a wait", waited, slow, turn=turn)


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
    took = seconds(call["created_at"], call["settled_at"])
    purpose = "" if call["purpose"] == "chat" else f" ({call['purpose']})"
    text = f"{call['model']}{purpose}: {_usage(call)}"
    return Entry(
        at=call["created_at"],
        kind="model",
        text=text,
        took=took,
        slow=took is not None and took > SLOW_MODEL,
        wrong=call["settled"] is None,
        turn=call["turn_id"],
        more={
            "model": call["model"],
            "tokens_in": call["tokens_in"],
            "tokens_cached": call["tokens_cached"],
            "tokens_out": call["tokens_out"],
            "micro_dollars": call["settled"],
            "reserved_micro_dollars": call["reserved"],
        },
    )


def _usage(call: Row) -> str:
    if call["settled"] is None:
        return f"no end is known; {dollars(call['reserved'])} stays reserved"
    if call["tokens_in"] is None:
        return f"the server told no usage: {dollars(call['settled'])}, as reserved"
    cached = call["tokens_cached"] or 0
    part = f" ({100 * cached // max(call['tokens_in'], 1)}% cached)" if cached else ""
    tokens = f"{call['tokens_in']:,} in{part}, {call['tokens_out'] or 0:,} out"
    return f"{tokens}, {dollars(call['settled'])}"


def _tools(steps: list[Row], turn: int) -> Iterator[Entry]:
    results = {step["tool_call_id"]: step for step in steps if step["role"] == "tool"}
    for step in steps:
        since = step["created_at"]
        for call in step["tool_calls"] or ():
            result = results.get(call["id"])
            took = seconds(since, result["created_at"]) if result else None
            yield _tool(call, step, result, took, turn)
            since = result["created_at"] if result else since


def _tool(
    call: dict[str, str], step: Row, result: Row | None, took: float | None, turn: int
) -> Entry:
    told = result["content"] if result else "no result was written down"
    return Entry(
        at=step["created_at"],
        kind="tool",
        text=f"{call['name']}({in_short(call['arguments'])}) → {in_short(told)}",
        took=took,
        slow=took is not None and took > SLOW_TOOL,
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
    took = seconds(opened, reply["created_at"])
    cost = sum(call["settled"] or call["reserved"] for call in calls)
    more = {
        "author": reply["author"],
        "message": reply["public_id"],
        "channel": reply["channel"],
        "prompt_version": reply["prompt_version"],
        "profile_version": reply["profile_version"],
        "rating": reply["rating"],
        "micro_dollars": cost,
        **about,
    }
    slow = took is not None and took > SLOW_TURN
    yield Entry(
        reply["created_at"], "said", reply["content"], took, slow, turn=reply["turn_id"], more=more
    )
