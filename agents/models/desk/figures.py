"""The ready questions to the data: what can be counted, by what, and how that is written as SQL."""

import re
from collections.abc import Mapping

from msgspec import Struct

from agents.models.desk.spans import Span

_EVENT = {"status": "status", "source": "source"}
_TALK = "conversation_agent = 'customer' AND visible = 'yes'"
_ANSWERS = (
    "(SELECT author, created_at, created_date, channel,"
    " LEAD(created_at) OVER (PARTITION BY conversation ORDER BY seq) AS next_at,"
    " LEAD(author) OVER (PARTITION BY conversation ORDER BY seq) AS next_author"
    f" FROM v_messages WHERE {_TALK}) AS answers"
)
_FAILED = "status IN ('undelivered', 'failed', 'refused', 'expired')"


class Figure(Struct, frozen=True):
    """Something that can be counted. sounds: how people call it. source, where: its rows. day: the
    column of their day; value: what is counted of them. by: {what people say: column}. rows: the
    columns of an export. how: how it is counted, in words. unit: of its value."""

    name: str
    sounds: str
    source: str
    day: str
    value: str
    how: str
    where: str = ""
    by: Mapping[str, str] = {}
    rows: str = "*"
    unit: str = ""
    ahead: bool = False  # its days may lie ahead


FIGURES = (
    Figure(
        "conversion_percent", r"conversion|win rate|close rate|converted", "v_leads",
        "created_date",
        "round(100.0 * sum(CASE WHEN status = 'won' THEN 1 ELSE 0 END) / count(*), 1)",
        "inquiries won, of all made then", by={"source": "source", "channel": "source"}, unit="%",
    ),
    Figure(
        "failed_deliveries",
        r"(?:failed|undelivered|bounced|lost) (?:deliver\w+|messages|texts|sms)",
        "v_deliveries", "created_date", "count(*)", "messages that did not arrive", _FAILED,
        {"channel": "channel", "status": "status", "kind": "kind"},
        "delivery, created_local, channel, kind, status, error_code, attempts",
    ),
    Figure(
        "deliveries", r"deliver\w+|texts sent|messages sent|outbox|segments", "v_deliveries",
        "created_date", "count(*)", "messages that went out or are to go",
        by={"channel": "channel", "status": "status", "kind": "kind"},
        rows="delivery, created_local, channel, kind, status, error_code, segments, attempts",
    ),
    Figure(
        "response_seconds",
        r"(?:response|answer|reply|answering|wait\w*) times?|how (?:fast|quick\w*)",
        _ANSWERS, "created_date", "round(avg(EXTRACT(EPOCH FROM next_at - created_at)), 1)",
        "average from a customer's message to the next answer",
        "author = 'customer' AND next_author IN ('bot', 'staff')",
        {"channel": "channel", "author": "next_author"}, unit="s",
    ),
    Figure(
        "handovers",
        r"hand ?-? ?(?:over|off)s?|taken over|take ?overs|escalations?|by (?:a )?person",
        "v_messages", "created_date", "count(DISTINCT conversation)",
        "conversations in which staff wrote", f"{_TALK} AND author = 'staff'",
        {"channel": "channel"},
    ),
    Figure(
        "average_rating", r"ratings?|satisfaction|thumbs|feedback|csat", "v_conversations",
        "created_date", "round(avg(rating), 2)", "average of the customers' ratings, 1 to 5",
        "agent = 'customer' AND rating IS NOT NULL", {"channel": "channel"},
        "conversation, created_local, channel, rating",
    ),
    Figure(
        "spend_dollars", r"spend\w*|spent|costs?|(?:ai|openai|model) (?:bill|usage)|budget",
        "v_costs", "day", "round(sum(cost_dollars), 4)", "cost of language models and of texts",
        by={"agent": "agent", "model": "model", "kind": "kind", "channel": "channel"}, unit="$",
        rows="paid_local, kind, agent, model, channel, cost_dollars",
    ),
    Figure(
        "tokens", r"tokens?", "v_model_calls", "day", "sum(tokens_in + tokens_out)",
        "tokens in and out", by={"agent": "agent", "model": "model"},
    ),
    Figure(
        "deposits_dollars", r"deposits?", "v_bookings", "deposit_paid_date",
        "sum(deposit_paid_dollars)", "deposits by the day they were paid",
        "deposit_paid_dollars IS NOT NULL", _EVENT, unit="$",
        rows="booking, event_date, status, total_dollars, deposit_paid_dollars, deposit_paid_date",
    ),
    Figure(
        "revenue_dollars", r"revenue|sales|income|turnover|earn\w*|money|takings|made",
        "v_bookings", "event_date", "sum(total_dollars)",
        "whole bills of confirmed bookings, by the event's day",
        "status = 'confirmed'", _EVENT, unit="$", ahead=True,
        rows="booking, event_date, guest_count, status, total_dollars, deposit_paid_dollars",
    ),
    Figure(
        "average_party",
        r"(?:average|avg|mean|typical) (?:party|group|event|booking) sizes?|party sizes?",
        "v_bookings", "event_date", "round(avg(guest_count), 1)",
        "average guests of a booking that stands, by the event's day", "status <> 'cancelled'",
        _EVENT, ahead=True,
    ),
    Figure(
        "guests", r"guests?|covers|people served|heads", "v_bookings", "event_date",
        "sum(guest_count)", "guests of bookings that stand, by the event's day",
        "status <> 'cancelled'", _EVENT, ahead=True,
        rows="booking, event_date, guest_count, adults, children, status",
    ),
    Figure(
        "cancelled_bookings", r"(?:cancel\w*) (?:bookings|parties|events)|cancellations?",
        "v_bookings", "cancelled_date", "count(*)", "bookings by the day they were cancelled",
        "status = 'cancelled'", {"source": "source"},
        "booking, event_date, guest_count, cancelled_date, total_dollars",
    ),
    Figure(
        "bookings", r"bookings?|parties|events|reservations|gigs", "v_bookings", "event_date",
        "count(*)", "bookings that stand, by the event's day", "status <> 'cancelled'", _EVENT,
        "booking, event_date, guest_count, adults, children, status, source, total_dollars,"
        " deposit_paid_dollars, created_local", ahead=True,
    ),
    Figure(
        "leads", r"leads?|inquir(?:y|ies)|requests", "v_leads", "created_date", "count(*)",
        "inquiries by the day they came", "",
        {**_EVENT, "channel": "source", "colleague": "assigned_name", "person": "assigned_name"},
        "lead, created_local, source, status, event_date, guest_count, estimate_low_dollars,"
        " estimate_high_dollars, assigned_name",
    ),
    Figure(
        "messages", r"messages|texts|sms", "v_messages", "created_date", "count(*)",
        "lines that customers saw or wrote", _TALK, {"channel": "channel", "author": "author"},
        "message, conversation, author, channel, length, created_local",
    ),
    Figure(
        "conversations", r"conversations?|chats?|threads?", "v_conversations", "created_date",
        "count(*)", "customers' conversations by the day they began", "agent = 'customer'",
        {"channel": "channel", "status": "status"},
        "conversation, created_local, channel, status, resolved, rating, messages",
    ),
    Figure(
        "customers", r"customers?|clients?", "v_customers", "created_date", "count(*)",
        "customers by the day they first came", rows="customer, created_local",
    ),
    Figure(
        "todos", r"to ?-? ?dos?|tasks", "v_todos", "created_date", "count(*)",
        "to-dos by the day they were written", by={"done": "done", "colleague": "assigned_name"},
    ),
)  # fmt: skip
SPANS = ("day", "week", "month", "quarter", "year")


def figure_in(plain: str) -> Figure | None:
    """What a request asks to be counted."""
    for figure in FIGURES:
        if re.search(rf"\b(?:{figure.sounds})\b", plain):
            return figure
    return None


def grouping_in(plain: str, figure: Figure) -> str | None:
    """By what it is to be told apart, as people say it."""
    named = re.findall(r"\b(?:by|per|each|every|a|over) (?:the )?(\w+?)s?\b", plain)
    ways = {**dict.fromkeys(SPANS), **figure.by}
    if "source" in figure.by and re.search(r"\bsources\b", plain):
        return "source"
    ways |= {"statu": None} if "status" in figure.by else {}
    if found := next((name for name in named if name in ways), None):
        return "status" if found == "statu" else found
    if re.search(r"\b(?:daily|day by day)\b", plain):
        return "day"
    adverbs = {"weekly": "week", "monthly": "month", "yearly": "year", "quarterly": "quarter"}
    return next((way for word, way in adverbs.items() if word in plain.split()), None)


def summary_sql(figure: Figure, by: str | None, span: Span) -> str:
    """One row for each part, or one in all."""
    return _summary(figure, by, _where(figure, f"'{span.first}'", f"'{span.last}'"))


def standing_sql(figure: Figure, by: str) -> str:
    """As summary_sql, of days that move on: what a standing report asks each time."""
    back = {"day": 13, "month": 365, "quarter": 730, "year": 1825}.get(by, 83)
    return _summary(figure, by, _where(figure, f"current_date - {back}", "current_date"))


def _summary(figure: Figure, by: str | None, where: str) -> str:
    if by is None:
        return f"SELECT {figure.value} AS {figure.name} FROM {figure.source} {where}"
    column = f"date_trunc('{by}', {figure.day})" if by in SPANS else figure.by[by]
    column = figure.day if by == "day" else column
    order = "1" if by in SPANS else "2 DESC"
    return (
        f"SELECT {column} AS {by}, {figure.value} AS {figure.name} FROM {figure.source} {where}"
        f" GROUP BY {column} ORDER BY {order}"
    )


def rows_sql(figure: Figure, span: Span) -> str:
    """The rows themselves."""
    where = _where(figure, f"'{span.first}'", f"'{span.last}'")
    return f"SELECT {figure.rows} FROM {figure.source} {where} ORDER BY {figure.day} DESC"


def _where(figure: Figure, first: str, last: str) -> str:
    days = f"{figure.day} >= {first} AND {figure.day} <= {last}"
    return f"WHERE {figure.where} AND {days}" if figure.where else f"WHERE {days}"
