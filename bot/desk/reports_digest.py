"""The figures of the daily digest and the weekly report, in words, by code alone."""

from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from bot.business.charts import Chart
from bot.business.dates import date_text
from bot.business.money import format_cents
from bot.business.profile import Profile
from storage.analytics.engine import Analytics, Asked

_WEEKS = 8
_FIGURES = """
SELECT
 (SELECT count(*) FROM v_leads WHERE {created}) AS inquiries,
 (SELECT count(*) FROM v_bookings WHERE {created}) AS bookings,
 (SELECT coalesce(sum(guest_count), 0) FROM v_bookings
   WHERE status <> 'cancelled' AND {created}) AS guests,
 (SELECT coalesce(sum(total_dollars), 0) FROM v_bookings
   WHERE status <> 'cancelled' AND {created}) AS revenue,
 (SELECT count(*) FROM v_bookings WHERE {cancelled}) AS cancelled,
 (SELECT count(*) FROM v_conversations WHERE agent = 'customer' AND {created}) AS conversations,
 (SELECT count(DISTINCT conversation) FROM v_messages WHERE author = 'staff' AND visible = 'yes'
   AND conversation_agent = 'customer' AND {created}) AS handed_over,
 (SELECT coalesce(sum(cost_dollars), 0) FROM v_model_calls WHERE {day}) AS spend,
 (SELECT coalesce(sum(cost_dollars), 0) FROM v_costs WHERE kind <> 'model' AND {day}) AS texts,
 (SELECT count(*) FROM v_deliveries WHERE status IN
   ('undelivered', 'failed', 'refused', 'expired', 'doubt') AND {created}) AS failed
"""
_WAITING = """
SELECT count(*) AS n FROM v_conversations WHERE agent = 'customer' AND status = 'active'
AND person_asked = 'yes' AND held = 'no'
"""
_EVENTS = """
SELECT event_time, guest_count, status, name, place FROM v_bookings
WHERE event_date = DATE '{day}' AND status <> 'cancelled' ORDER BY event_time LIMIT 30
"""
_INQUIRIES_A_WEEK = """
SELECT date_trunc('week', d.day) AS week, count(l.lead) AS inquiries
FROM v_days d LEFT JOIN v_leads l ON l.created_date = d.day
WHERE d.day BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY 1 ORDER BY 1
"""
_REVENUE_A_WEEK = """
SELECT date_trunc('week', d.day) AS week, coalesce(sum(b.total_dollars), 0) AS revenue_dollars
FROM v_days d LEFT JOIN v_bookings b ON b.created_date = d.day AND b.status <> 'cancelled'
WHERE d.day BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY 1 ORDER BY 1
"""
_LABELS = {
    "inquiries": "New inquiries",
    "bookings": "Bookings made",
    "cancelled": "Bookings cancelled",
    "guests": "Guests booked",
    "revenue": "Revenue booked",
    "conversations": "Conversations",
    "handed_over": "Answered by a person",
    "spend": "Language model",
    "texts": "Texts, sent and received",
    "failed": "Messages not delivered",
}
_MONEY = ("revenue", "spend", "texts")


class Made(Struct, frozen=True):
    """A report that is made. lines: "Label: value", or a sentence. charts: to be drawn."""

    title: str
    lines: list[str]
    charts: tuple[Chart, ...] = ()


class Digest:
    """Makes the two reports that every business has. asked: a query as of now, which may name
    people: the staff's channel is where inquiries are announced by name."""

    def __init__(self, analytics: Analytics, profile: Profile, asked: Asked) -> None:
        self._analytics, self._profile, self._asked = analytics, profile, asked

    async def daily(self, today: date) -> Made:
        """Yesterday's figures, and what is on today."""
        yesterday = today - timedelta(days=1)
        figures = await self._figures(yesterday, yesterday)
        [(waiting,)] = await self._rows(_WAITING)
        events = await self._rows(_EVENTS.format(day=today))
        title = f"Daily digest, {date_text(today, today)}"
        if not (any(figures.values()) or waiting or events):
            return Made(title, ["Nothing happened yesterday, and there is no event today."])
        lines = ["Yesterday: nothing new"] if not any(figures.values()) else []
        lines += [f"{_LABELS[name]}: {_said(name, n)}" for name, n in figures.items() if n]
        if waiting:
            lines.append(f"Waiting for a person now: {waiting}")
        guests = sum(event[1] or 0 for event in events)
        lines.append(
            f"Events today: {len(events)}, {guests} guests" if events else "Today: no event"
        )
        return Made(title, [*lines, *map(_event, events)])

    async def weekly(self, today: date) -> Made:
        """The week that ended before today's, against the one before it, and eight weeks drawn."""
        monday = today - timedelta(days=today.weekday())
        first, last = monday - timedelta(days=7), monday - timedelta(days=1)
        figures = await self._figures(first, last)
        before = await self._figures(first - timedelta(days=7), first - timedelta(days=1))
        title = f"Weekly report, {date_text(first, today)} to {date_text(last, today)}"
        if not (any(figures.values()) or any(before.values())):
            return Made(title, ["Nothing happened this week, nor in the week before."])
        lines = [
            f"{_LABELS[name]}: {_said(name, n)} ({_said(name, before[name])} the week before)"
            for name, n in figures.items()
            if n or before[name]
        ]
        return Made(title, lines, await self._charts(monday - timedelta(weeks=_WEEKS), last))

    async def _charts(self, first: date, last: date) -> tuple[Chart, ...]:
        span = {"first": first, "last": last}
        drawn = (
            ("Inquiries a week", _INQUIRIES_A_WEEK, "inquiries"),
            ("Revenue booked a week", _REVENUE_A_WEEK, "revenue_dollars"),
        )
        return tuple(
            [
                Chart("bar", title, await self._dicts(sql.format(**span)), "week", column)
                for title, sql, column in drawn
            ]
        )

    async def _figures(self, first: date, last: date) -> dict[str, Any]:
        span = f"BETWEEN DATE '{first}' AND DATE '{last}'"
        spans = {
            "created": f"created_date {span}",
            "cancelled": f"cancelled_date {span}",
            "day": f"day {span}",
        }
        [found] = await self._dicts(_FIGURES.format(**spans))
        return {name: found[name] for name in _LABELS}

    async def _dicts(self, sql: str) -> list[dict[str, Any]]:
        answer = await self._analytics.ask(_with(self._asked, sql))
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    async def _rows(self, sql: str) -> list[list[Any]]:
        return (await self._analytics.ask(_with(self._asked, sql))).rows


def _with(asked: Asked, sql: str) -> Asked:
    return replace(asked, sql=sql)


def _said(name: str, figure: float) -> str:
    return format_cents(round(figure * 100)) if name in _MONEY else f"{figure:,}"


def _event(row: list[Any]) -> str:
    at, guests, status, name, place = row
    parts = [str(at or "time open"), f"{guests or '?'} guests", name, place, status]
    return "• " + ", ".join(" ".join(str(part).split()) for part in parts if part)
