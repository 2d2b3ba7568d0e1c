"""Days: the calendar, and room for guests."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from agents.models.desk.finding import items_of
from agents.models.desk.lines import block, booking_line, counted, day_line, guests_of, numbered
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import DAY, named_days, span_in
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.desk.words import lazily
from agents.models.embedded.exchange import Call
from bot.business.hours import WEEKDAYS

_MOST_DAYS = 7
_SUCH_DAYS = lazily(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)days\b"
    r"|\bnext (?:available|free|open) (mon|tues|wednes|thurs|fri|satur|sun)day\b"
)


def calendar(talk: Talk, groups: Groups) -> Steps:
    span = span_in(talk.text, talk.today)
    asked = {"week_of": str(span.first)} if span else {}
    result = yield Call("calendar", asked)
    if wrong := trouble(result):
        return Told(wrong)
    days = result.get("days", [])
    bookings = [row for day in days for row in day.get("bookings") or ()]
    number = 0
    lines = [f"{counted(result.get('booked', 0), 'guest')} booked:"]
    for day in days:
        lines.append(_day(talk, day))
        for row in day.get("bookings") or ():
            number += 1
            where = [str(row.get("name")), guests_of(row), row.get("place"), row.get("status")]
            lines.append(f"  {number}. {', '.join(str(part) for part in where if part)}")
    return Told(block(lines), shown=items_of("booking", bookings))


def _day(talk: Talk, day: Result) -> str:
    said = day_line(day.get("date"), talk.today)
    if day.get("closed"):
        return f"{said}: closed ({day['closed']})"
    if day.get("blocked"):
        why = f" ({day['blocked_reason']})" if day.get("blocked_reason") else ""
        return f"{said}: blocked{why}"
    return f"{said}: {day.get('booked', 0)} of {day.get('capacity')} booked"


def capacity(talk: Talk, groups: Groups) -> Steps | None:
    days = _asked_days(talk)
    if not days:
        return None
    return _capacities(talk, days)


def _asked_days(talk: Talk) -> list[date]:
    named = [day for each in named_days(talk.text, talk.today) for day in each.days]
    if weekdays := _weekdays(talk):
        return weekdays
    if named:
        return sorted(set(named))[:_MOST_DAYS]
    span = span_in(talk.text, talk.today)
    if span is None or (span.last - span.first).days >= _MOST_DAYS:
        return []
    return [span.first + at * DAY for at in range((span.last - span.first).days + 1)]


def _weekdays(talk: Talk) -> list[date]:
    """ "Which saturdays are free in june", "next available saturday": the next such days."""
    lowered = talk.text.lower()
    found = _SUCH_DAYS().search(lowered)
    if found is None:
        return []
    number = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(found[1] or found[2]))
    span = span_in(talk.text, talk.today) if found[1] else None
    first = span.first if span and span.first > talk.today else talk.today
    first += (number - first.weekday()) % 7 * DAY
    days = [first + 7 * at * DAY for at in range(5 if span else 4)]
    return [day for day in days if span is None or day <= span.last]


def _capacities(talk: Talk, days: list[date]) -> Steps:
    lines: list[str] = []
    rows: list[dict[str, Any]] = []
    for day in days:
        result = yield Call("get_capacity", {"day": str(day)})
        lines += _room(talk, day, result)
        rows += result.get("bookings") or []
    if len(days) == 1 and rows:
        lines += [numbered([booking_line(row) for row in rows])]
    focus = Item("day", str(days[0]), str(days[0])) if len(days) == 1 else None
    return Told(
        block(lines), shown=items_of("booking", rows) if len(days) == 1 else (), focus=focus
    )


def _room(talk: Talk, day: date, result: Result) -> Iterator[str]:
    if wrong := trouble(result):
        yield f"{day_line(day, talk.today)}: {wrong}"
    elif result.get("closed") or result.get("blocked"):
        yield _day(talk, result)
    else:
        yield f"{_day(talk, result)}, room for {counted(result.get('left', 0), 'guest')}"


DAY_LISTS = (
    rule(
        "calendar",
        calendar,
        r"(?:SHOW )*(?:the |our |my )*(?:calendar|schedule|agenda|week)(?: .*)?",
        r"(?:SHOW )*(?:this|next|last|the) (?:week|weekend)(?: .*)?",
        r"(?:what|how) (?:does|is|do) (?:the |our |my )?(?:next|this|last|coming)? ?(?:week"
        r"|schedule"
        r"|calendar)(?: of <date>| of)? ?(?:<date> )?(?:look|looking|like).*",
        r"(?:what|how) (?:does|is) (?:the )?week (?:of )?.*",
    ),
    rule(
        "get_capacity",
        capacity,
        r"(?:what|which|when|who|how|is|are|do|does|can|could|any|SHOW|what is)(?: .*)?"
        r" (?:free|open|available|availability|room|space|spots?|places?|seats?|capacity|full|left"
        r"|blocked|closed)(?: .*)?",
        r"(?:is|are) (?:there )?(?:any )?(?:room|space).*",
        r"(?:can|could) we (?:still )?(?:fit|take|do|handle|squeeze in|host|serve|have) .*",
        r"(?:any |how much |how many )*(?:capacity|availability|room|space|spots|seats"
        r"|openings)(?: .*)?",
        r"(?:is )?(?:the )?<date> (?:free|open|available|full|ok|okay|good|possible).*",
        r"how (?:full|busy|booked|booked up|packed|slammed) (?:is|are|do we look) .*",
        r"(?:when is )?(?:the |our )?next (?:available|free|open) .*",
        r"are we (?:open|free|full|busy|booked|closed|available)(?: up)? .*",
    ),
)
