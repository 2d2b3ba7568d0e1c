"""What there is to be asked, how business goes, and the standing reports."""

import re
from typing import Any

from agents.models.desk.figures import (
    FIGURES,
    Figure,
    summary_sql,
)
from agents.models.desk.lines import block, day_line
from agents.models.desk.rules import Groups
from agents.models.desk.spans import DAY, Span, span_in
from agents.models.desk.talk import Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_OVERVIEW = (
    "leads",
    "conversion_percent",
    "bookings",
    "guests",
    "revenue_dollars",
    "conversations",
    "handovers",
    "spend_dollars",
)


def value_text(value: Any, figure: Figure) -> str:
    if value is None:
        return "none"
    if not isinstance(value, int | float):
        return str(value)
    if figure.unit == "$":
        return f"${value:,.2f}"
    if figure.unit == "s":
        return f"{value:,} seconds"
    return f"{value:,}{figure.unit}"


def overview(talk: Talk, groups: Groups) -> Steps:
    """The figures that tell how business goes, of the days named or the last thirty."""
    span = span_in(talk.text, talk.today, back=True) or Span(talk.today - 29 * DAY, talk.today)
    first, last = day_line(span.first, talk.today), day_line(span.last, talk.today)
    lines = [f"{first} to {last}:"]
    figures = {figure.name: figure for figure in FIGURES}
    for figure in map(figures.__getitem__, _OVERVIEW):
        result = yield Call("query", {"sql": summary_sql(figure, None, span)})
        rows = result.get("rows") or [[None]]
        value = trouble(result) or value_text(rows[0][0], figure)
        lines.append(f"- {title_of(figure)}: {value} ({figure.how})")
    return Told(block(lines))


def title_of(figure: Figure) -> str:
    title = figure.name.split("_")[0] if figure.unit else figure.name.replace("_", " ")
    return title.capitalize()


def views(talk: Talk, groups: Groups) -> Steps:
    result = yield Call("describe_views", {})
    if wrong := trouble(result):
        return Told(wrong)
    told_of = result.get("views") or {}
    about = [f"- {_about(str(view.get('about', '')))}" for view in told_of.values()]
    ask = 'Ask for example "leads per week", "revenue last month", "chart of bookings by status".'
    return Told(block(["I can count, draw and export:", *about, ask]))


def _about(text: str) -> str:
    return re.split(r"[;.]|, one row", text)[0]
