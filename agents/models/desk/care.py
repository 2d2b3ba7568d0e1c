"""How the bot is doing: pausing, dead letters, the audit log, spend, health."""

import re
from collections.abc import Mapping
from typing import Any

from agents.models.desk.doing import reported
from agents.models.desk.finding import items_of, on_one
from agents.models.desk.lines import block, counted, joined, numbered, short
from agents.models.desk.refs import kind_meant, ref_of
from agents.models.desk.rules import Groups
from agents.models.desk.spans import span_in
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_CHANNELS = (
    ("all", re.compile(r"\b(?:everything|all|everywhere|completely|both)\b")),
    ("sms", re.compile(r"\b(?:texts?|sms|texting|phone|twilio)\b")),
    ("web", re.compile(r"\b(?:web|website|chat|chats|widget|site)\b")),
)


def pause(talk: Talk, groups: Groups) -> Steps:
    return _switched("pause_bot", _channel(talk))


def resume(talk: Talk, groups: Groups) -> Steps:
    return _switched("resume_bot", _channel(talk))


def _channel(talk: Talk) -> str:
    plain = talk.words.plain
    return next((name for name, sound in _CHANNELS if sound.search(plain)), "all")


def _switched(tool: str, channel: str) -> Steps:
    result = yield Call(tool, {"channel": channel})
    return reported(result)


def dead_letters(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("list_dead_letters", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("dead_letters") or []
    if not rows:
        return Told("There are no dead letters.")
    lines = [
        f"{joined(row.get('channel'), row.get('whose'))} - {short(row.get('what'), 80)}"
        f" - {joined(row.get('why'), row.get('age'))}"
        for row in rows
    ]
    return Told(f"{counted(len(rows), 'dead letter')}:\n{numbered(lines, result.get('more'))}",
                shown=items_of("dead_letter", rows))  # fmt: skip


def retry(talk: Talk, groups: Groups) -> Steps | None:
    return _letter(talk, groups, "retry_dead_letter")


def drop(talk: Talk, groups: Groups) -> Steps | None:
    return _letter(talk, groups, "drop_dead_letter")


def _letter(talk: Talk, groups: Groups, tool: str) -> Steps | None:
    ref = ref_of(talk, groups["letter"])
    if kind_meant(talk, ref) != "dead_letter" and "letter" not in talk.words.plain:
        return None
    return on_one(talk, ref, "dead_letter", lambda letter: _ended(letter, tool))


def _ended(letter: Item, tool: str) -> Steps:
    result = yield Call(tool, {"id": letter.id})
    return reported(result)


def audit(talk: Talk, groups: Groups) -> Steps:
    asked: dict[str, Any] = {}
    if span := span_in(talk.text, talk.today, back=True):
        asked["since"] = str(span.first)
    if who := groups.get("who"):
        asked["person"] = who
    result = yield Call("audit_log", asked)
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("entries") or []
    if not rows:
        return Told("Nothing was changed by anybody then." if asked else "The audit log is empty.")
    return Told(numbered([_entry(row) for row in rows], result.get("more")))


def _entry(row: Result) -> str:
    change = _difference(row.get("before"), row.get("after"))
    done = str(row.get("action", "")).replace("_", " ")
    return " - ".join(p for p in (joined(row.get("at"), row.get("by")),
                                  joined(done, row.get("subject")), change) if p)  # fmt: skip


def _difference(before: object, after: object) -> str:
    if not isinstance(after, Mapping):
        return ""
    was = before if isinstance(before, Mapping) else {}
    return short(joined(*(f"{key}: {was.get(key)} -> {value}" for key, value in after.items()
                          if was.get(key) != value)), 120)  # fmt: skip


def spend(talk: Talk, groups: Groups) -> Steps:
    span = span_in(talk.text, talk.today, back=True)
    asked = {"since": str(span.first), "until": str(span.last)} if span else {}
    result = yield Call("spend_report", asked)
    if wrong := trouble(result):
        return Told(wrong)
    today = result.get("today") or {}
    by_agent = [f"- {row['agent']}: {_calls(row)}" for row in result.get("by_agent") or ()]
    by_day = [
        f"- {row['day']}: {_calls(row)}, {counted(row.get('texts', 0), 'text')} for "
        f"{row.get('texts_cost')}"
        for row in result.get("days") or ()
    ]
    head = f"Today: {today.get('spent')} of {today.get('limit')}, alert at {today.get('alert_at')}."
    agents = ["By agent:", *by_agent] if by_agent else []
    whole = [_together(result), _each(result.get("customers") or {})]
    return Told(block([head, *whole, *agents, "By day:" if by_day else "", *by_day[:10]]))


def _together(result: Result) -> str:
    total = result.get("total") or {}
    return (
        f"{result.get('since')} to {result.get('until')}: {total.get('together')}, of it models "
        f"{total.get('models')} and texts {total.get('texts')}."
    )


def _each(customers: Result) -> str:
    """What customers cost, for each thing that came of it."""
    things = {"conversation": "a conversation", "lead": "an inquiry", "booking": "a booking"}
    each = [
        f"{cost} {name} ({customers[f'{thing}s']})"
        for thing, name in things.items()
        if (cost := customers.get(f"per_{thing}"))
    ]
    return f"Customers cost {customers.get('cost')}" + (f": {', '.join(each)}." if each else ".")


def _calls(row: Result) -> str:
    return f"{row['cost']}, {counted(row['calls'], 'call')}"


def health(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("system_health", {})
    if wrong := trouble(result):
        return Told(wrong)
    problems = [f"- {problem}" for problem in result.get("problems") or ()]
    head = "All is well." if result.get("well") else "Something is wrong:"
    waits = joined(
        f"inbox {_count(result, 'inbox')}", f"outbox {_count(result, 'outbox')}",
        f"dead letters {result.get('dead_letters', 0)}",
    )  # fmt: skip
    paused = result.get("paused") or []
    stopped = f"Paused: {', '.join(map(str, paused))}" if paused else ""
    base = result.get("database") or {}
    stored = joined(base.get("kind"), f"schema {base.get('schema')}", base.get("size"))
    return Told(block([head, *problems, f"Waiting: {waits}", stopped, f"Database: {stored}"]))


def _count(result: Result, name: str) -> object:
    part = result.get(name) or {}
    return part.get("waiting", 0)
