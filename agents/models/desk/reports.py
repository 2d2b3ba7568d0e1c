"""Figures, charts and exports from the ready questions."""

import re
from typing import Any

from agents.models.desk.figures import (
    SPANS,
    figure_in,
    grouping_in,
    rows_sql,
    summary_sql,
)
from agents.models.desk.lines import MOST_LINES, block, counted, day_line
from agents.models.desk.overviews import overview, title_of, value_text, views
from agents.models.desk.questions import Question, form_in, question_in, span_of, usual_days
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import Span
from agents.models.desk.standing import STANDING_RULES
from agents.models.desk.talk import Result, Steps, Talk, Told, trouble
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call

_ACTS = lazily(
    r"(?:assign|block|unblock|open|reopen|close|book|cancel|move|confirm|convert|tell|text|send"
    r"|note"
    r"|remind|mark|find|change|pause|resume|take|undo|who|tell|read|cap|lose|erase|retry)\b"
)
_LISTED = frozenset({"leads", "bookings", "conversations", "messages", "customers", "todos"})
_COUNTS = lazily(
    r"\b(?:how many|how much|number of|count|total|average|avg|mean|statistics?|stats|trends?"
    r"|report"
    r"|compare\w*|per|rate|revenue|conversion|by (?:day|week|month|quarter|year|channel|source"
    r"|status"
    r"|agent|model))\b"
)


def report(talk: Talk, groups: Groups) -> Steps | None:
    """On the analyst's own ground any figure named is asked for."""
    plain = talk.words.plain
    figure = figure_in(plain)
    if figure is None or _ACTS().match(plain):
        return None
    question = question_in(talk, figure)
    counted = _COUNTS().search(plain) or question.by or question.span or question.form != "text"
    if figure.name in _LISTED and not counted:
        return None  # "leads": the staff agent lists them
    return _told(talk, question)


def report_elsewhere(talk: Talk, groups: Groups) -> Steps | None:
    """Among other business, what plainly is to be counted, drawn or exported."""
    plain = talk.words.plain
    figure = figure_in(plain)
    if figure is None or _ACTS().match(plain):
        return None
    if not (_COUNTS().search(plain) or form_in(plain) != "text"):
        return None
    if figure.name == "guests" and "how much" in plain:
        return None
    return _told(talk, question_in(talk, figure))


def _told(talk: Talk, question: Question) -> Steps:
    if question.form == "chart":
        return _chart(talk, question)
    if question.form in ("csv", "xlsx"):
        return _export(talk, question)
    return _text(talk, question)


def _spanned(talk: Talk, question: Question) -> tuple[Span, str]:
    span = question.span or usual_days(question, talk.today)
    first, last = day_line(span.first, talk.today), day_line(span.last, talk.today)
    return span, first if span.first == span.last else f"{first} to {last}"


def _text(talk: Talk, question: Question) -> Steps:
    span, days = _spanned(talk, question)
    result = yield Call("query", {"sql": summary_sql(question.figure, question.by, span)})
    if wrong := trouble(result):
        return Told(wrong)
    figure, rows = question.figure, result.get("rows") or []
    how = f"({figure.how}; {days})"
    title = title_of(figure)
    if question.by is None:
        value = rows[0][0] if rows and rows[0] else None
        text = f"{title}: {value_text(value, figure)}\n{how}"
    else:
        lines = [f"{_part(row[0], question, talk)}: {value_text(row[1], figure)}" for row in rows]
        shown = lines if len(lines) <= MOST_LINES else ["...", *lines[-MOST_LINES:]]
        head = f"{title} by {question.by} {how}:"
        text = block([head, *(shown or ["Nothing in these days."])])
    return Told(text, then=lambda later: _goes_on(later, question))


def _part(value: Any, question: Question, talk: Talk) -> str:
    if value is None:
        return "none"
    if question.by == "week":
        return f"Week of {day_line(value, talk.today)}"
    if question.by == "day":
        return day_line(value, talk.today)
    return str(value)[:7] if question.by in ("month", "quarter", "year") else str(value)


def _goes_on(talk: Talk, question: Question) -> Steps | None:
    """ "As a chart", "by month", "and last week?": the same figure another way."""
    plain = talk.words.plain
    if figure_in(plain) not in (None, question.figure) or _ACTS().match(plain):
        return None
    by, span = grouping_in(plain, question.figure), span_of(talk, question.figure)
    form = form_in(plain)
    if by is None and span is None and form == "text":
        return None
    return _told(talk, Question(question.figure, by or question.by, span or question.span, form))


def _chart(talk: Talk, question: Question) -> Steps:
    by = question.by or "week"
    asked = Question(question.figure, by, question.span, "chart")
    span, days = _spanned(talk, asked)
    figure, plain = question.figure, talk.words.plain
    kind = "line" if by in SPANS else "bar"
    if named := re.search(r"\b(pie|bar|line)s?\b", plain):
        kind = named[1]
    title = f"{figure.name.replace('_', ' ').capitalize()} by {by}, {days}"
    arguments = {"kind": kind, "x": by, "y": figure.name, "title": title}
    result = yield Call("make_chart", {**arguments, "sql": summary_sql(figure, by, span)})
    if wrong := trouble(result):
        return Told(wrong)
    points = counted(int(result.get("points") or 0), "point")
    text = f"{title}: {points} ({figure.how}). {_where_shown(result)}"
    return Told(text, then=lambda later: _goes_on(later, asked))


def _where_shown(result: Result) -> str:
    return "It is posted here." if result.get("shown") else f"File {result.get('file')}."


def _export(talk: Talk, question: Question) -> Steps:
    span, days = _spanned(talk, question)
    figure = question.figure
    plain_rows = question.by is None and figure.rows != "*"
    sql = (
        rows_sql(figure, span) if plain_rows else summary_sql(figure, question.by or "month", span)
    )
    arguments = {"sql": sql, "format": question.form, "name": figure.name.replace("_", "-")}
    result = yield Call("export_file", arguments)
    if wrong := trouble(result):
        return Told(wrong)
    rows = counted(int(result.get("rows") or 0), "row")
    text = f"{result.get('name')}: {rows}, {days}. {_where_shown(result)}"
    return Told(text, then=lambda later: _goes_on(later, question))


_VIEWS = rule(
    "describe_views",
    views,
    r"what (?:can|could|do) (?:you|i) (?:report|tell|show|count|chart|query|know|analy\w+)(?: .*)?",
    r"(?:what|which) (?:data|figures|views|reports|numbers|statistics|tables)(?: .*)?",
    r"(?:SHOW )*(?:the )?(?:views|figures|statistics|data)",
)
_OVERALL = rule(
    "query",
    overview,
    r"how (?:did|are|is|have|was|were) (?:we|business|it|things|sales)(?: been)?(?: do| doing| done"
    r"| going| go| look| looking)?(?: .*)?",
    r"(?:SHOW |the |a |give me )*(?:summary|overview|numbers|kpis|weekly report|monthly report"
    r"|report)(?: .*)?",
)
REPORT_RULES = (*STANDING_RULES, _VIEWS, rule("query", report, r".+"), _OVERALL)
REPORT_FORMS = (*STANDING_RULES, rule("query", report_elsewhere, r".+"), _OVERALL)
