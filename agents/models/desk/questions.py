"""What figure a request asks for: of which days, told apart by what, shown how."""

import re
from datetime import date
from typing import Literal

from msgspec import Struct

from agents.models.desk.figures import (
    SPANS,
    Figure,
    grouping_in,
)
from agents.models.desk.spans import DAY, Span, span_in
from agents.models.desk.talk import Talk
from agents.models.desk.words import lazily
from agents.understanding.calendar_math import add_months

Form = Literal["text", "chart", "csv", "xlsx"]


_CHART = lazily(r"\b(?:charts?|graphs?|plot|plotted|diagram|pie|bars?|line|draw|picture)\b")


_CSV = lazily(r"\bcsv\b")


_SHEET = lazily(r"\b(?:excel|spreadsheet|sheet|export|download|file)\b")


_BESIDE = lazily(
    r"\b(?:vs|versus|compared (?:to|with)|against|than) (?:the )?(?:last|previous)"
    r" (week|month|quarter|year)\b"
)


class Question(Struct, frozen=True):
    """A figure, how it is told apart, of which days (None: the usual), and how it is shown."""

    figure: Figure
    by: str | None
    span: Span | None
    form: Form


def form_in(plain: str) -> Form:
    if _CHART().search(plain):
        return "chart"
    if _CSV().search(plain):
        return "csv"
    return "xlsx" if _SHEET().search(plain) else "text"


def question_in(talk: Talk, figure: Figure) -> Question:
    plain = talk.words.plain
    if beside := _BESIDE().search(plain):
        # "This year vs last year": both, told apart.
        last = span_in(f"last {beside[1]}", talk.today)
        this = span_in(f"this {beside[1]}", talk.today)
        if last and this:
            return Question(figure, beside[1], Span(last.first, this.last), form_in(plain))
    return Question(figure, grouping_in(plain, figure), span_of(talk, figure), form_in(plain))


def span_of(talk: Talk, figure: Figure) -> Span | None:
    """The days named. A month of an event is this year's; others have been."""
    if not figure.ahead:
        return _until(talk.today, span_in(talk.text, talk.today, back=True))
    found = span_in(talk.text, talk.today)
    if found and found.first.year > talk.today.year and not re.search(r"20\d\d|next", talk.text):
        return span_in(talk.text, talk.today, back=True)
    return found


def _until(today: date, span: Span | None) -> Span | None:
    """The part of a span that has been: "this year" of what is counted as it happens."""
    return Span(span.first, min(span.last, today)) if span and span.first <= today else span


def usual_days(question: Question, today: date) -> Span:
    """The days where none were named: the month, or as many parts as fit a screen."""
    if question.by in ("week", "day"):
        back = today - (83 if question.by == "week" else 13) * DAY
        return Span(back, _ahead(question, today, 28))
    if question.by in SPANS or question.form in ("csv", "xlsx"):
        return Span(add_months(today.replace(day=1), -11), _ahead(question, today, 183))
    if question.figure.ahead:
        first = today.replace(day=1)
        return Span(first, add_months(first, 1) - DAY)
    return Span(today - 29 * DAY, today)


def _ahead(question: Question, today: date, days: int) -> date:
    return today + days * DAY if question.figure.ahead else today
