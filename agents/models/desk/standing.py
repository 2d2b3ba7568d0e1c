"""Standing reports: listed, made of a ready question, removed."""

from typing import Any

from agents.models.desk.doing import reported
from agents.models.desk.figures import figure_in, grouping_in, standing_sql
from agents.models.desk.lines import numbered
from agents.models.desk.overviews import title_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import at_work
from agents.models.desk.talk import Steps, Talk, Told, trouble
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call
from agents.understanding.dates import find_times
from bot.business.hours import WEEKDAYS

_USUAL = {"daily digest": ("Daily digest", "daily"), "weekly report": ("Weekly report", "weekly")}
_WEEKDAY = lazily(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
_MORNING = "08:00"


def reports(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("list_reports", {})
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("reports") or []
    lines = [f"{row.get('name')} - {row.get('when')}, next {row.get('next')}" for row in rows]
    return Told(numbered(lines) if lines else "There are no standing reports.")


def remove_report(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("remove_report", {"name": groups["name"].strip(" .'\"")})
    return reported(result)


def schedule(talk: Talk, groups: Groups) -> Steps | None:
    """ "Send us leads per week every monday at 9"; a usual report by its name."""
    plain, times = talk.text.lower(), find_times(talk.text)
    at = at_work(times[-1]).strftime("%H:%M") if times else _MORNING
    for known, (name, every) in _USUAL.items():
        if known in plain:
            return _scheduled({"name": name, "every": every, "at": at, **_weekday(plain)})
    figure = figure_in(groups["what"].lower())
    if figure is None:
        return None
    by = grouping_in(groups["what"].lower(), figure) or "week"
    name = f"{title_of(figure)} by {by}"
    asked = {"name": name, "every": _every(plain), "at": at, "sql": standing_sql(figure, by)}
    return _scheduled({**asked, **_weekday(plain)})


def _every(plain: str) -> str:
    if "month" in plain.rpartition("every")[2] or "monthly" in plain:
        return "monthly"
    return "weekly" if _weekday(plain) or "week" in plain.rpartition("every")[2] else "daily"


def _weekday(plain: str) -> dict[str, str]:
    found = _WEEKDAY().search(plain)
    return {"weekday": found[0]} if found else {}


def _scheduled(asked: dict[str, Any]) -> Steps:
    result = yield Call("schedule_report", asked)
    return reported(result)


STANDING_RULES = (
    rule(
        "list_reports",
        reports,
        r"(?:SHOW |the |our |my |standing |scheduled |what |which |all |list )*reports"
        r"(?: do we have| are there| scheduled)?",
    ),
    rule(
        "remove_report",
        remove_report,
        r"(?:remove|stop|delete|cancel|end) (?:the )?(?:report (?P<name>.+))",
        r"(?:remove|stop|delete|cancel|end) (?:the )?(?P<name>.+ (?:report|digest))",
    ),
    rule(
        "schedule_report",
        schedule,
        r"(?:send|post|schedule|set up|give|report|show)(?: me| us| the| a)* (?P<what>.+?)"
        r" (?:every|each|daily|weekly|monthly)(?: .*)?",
        r"(?:send|post|schedule|set up)(?: me| us| the| a)* (?P<what>daily digest|weekly report)"
        r"(?: .*)?",
    ),
)
