"""Settings as admins look at them, and what was changed of them."""

import re

from agents.models.desk.finding import items_of
from agents.models.desk.lines import block, joined, numbered, short
from agents.models.desk.rules import Groups
from agents.models.desk.settings import is_admin
from agents.models.desk.talk import Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_PREFIXES = (
    ("paused", "paused"),
    ("staff hours", "staff"),
    ("hours", "event_starts"),
    ("opening", "event_starts"),
    ("holiday", "holidays"),
    ("menu", "menu"),
    ("price", "menu"),
    ("wording", "wording"),
    ("text", "wording"),
    ("guest", "guests"),
    ("limit", "limits"),
    ("budget", "budget"),
    ("model", "models"),
    ("flag", "flags"),
    ("area", "areas"),
    ("notice", "notice"),
    ("cancellation", "cancellation"),
    ("capacity", "guests"),
    ("tax", "prices"),
    ("fee", "prices"),
)


def settings(talk: Talk, groups: Groups) -> Steps | None:
    plain = talk.words.plain
    if not is_admin(talk) and "setting" not in plain:
        return None  # the pages tell the hours
    return _set_so(talk, plain)


def _set_so(talk: Talk, plain: str) -> Steps:
    named = re.search(r"[a-z_]+(?:\.\w+)+", talk.text.lower())
    prefix = named[0] if named else next((p for word, p in _PREFIXES if word in plain), None)
    result = yield Call("get_settings", {"prefix": prefix} if prefix else {})
    if wrong := trouble(result):
        return Told(wrong)
    if "groups" in result:
        return Told(_groups(result))
    rows = result.get("settings") or []
    if not rows:
        return Told(str(result.get("message") or "No such setting."))
    return Told(numbered([_setting(row) for row in rows], result.get("more")))


def _groups(result: Result) -> str:
    groups = [f"- {row['prefix']}: {row['meaning']}" for row in result["groups"]]
    changed = [f"- {_setting(row)}" for row in result.get("changed") or ()]
    head = ["Changed at run time:", *changed] if changed else []
    return block([*head, "Groups of settings:", *groups, 'Ask for one: "show settings guests".'])


def _setting(row: Result) -> str:
    return f"{row.get('path')}: {short(row.get('value'), 100)} ({row.get('source')})"


def history(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("setting_history", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("changes") or []
    if not rows:
        return Told("No setting was changed yet.")
    lines = [
        f"{row.get('path')}: {_as_set(row.get('before'))} -> {_as_set(row.get('after'))}"
        f" ({joined(row.get('by'), row.get('at'))})"
        for row in rows
    ]
    return Told(numbered(lines, result.get("more")), shown=items_of("change", rows))


def _as_set(value: object) -> str:
    return "as in the files" if value is None else short(value, 40)
