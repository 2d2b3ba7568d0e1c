"""Bookings: listed and looked at."""

from typing import Any

from agents.models.desk.finding import items_of, on_one
from agents.models.desk.leads import status_in
from agents.models.desk.lines import (
    block,
    booking_line,
    counted,
    day_line,
    joined,
    note_line,
    numbered,
    phone_of,
    section,
    short,
    todo_line,
)
from agents.models.desk.refs import ref_of
from agents.models.desk.rules import Groups, rule
from agents.models.desk.spans import span_in
from agents.models.desk.talk import Item, Result, Steps, Talk, Told, trouble
from agents.models.embedded.exchange import Call

_STATUSES = {
    "confirmed": "confirmed", "paid": "confirmed", "held": "held", "unconfirmed": "held",
    "unpaid": "held", "owe": "held", "owes": "held", "owing": "held", "pending": "held",
    "canceled": "cancelled", "all": "all",
}  # fmt: skip


def list_bookings(talk: Talk, groups: Groups) -> Steps:
    asked: dict[str, Any] = {}
    if status := status_in(talk.words.plain, _STATUSES):
        asked["status"] = status
    if span := span_in(talk.text, talk.today):
        asked |= {"first": str(span.first), "last": str(span.last)}
    return _listed(talk, asked)


def _listed(talk: Talk, asked: dict[str, Any]) -> Steps:
    result = yield Call("list_bookings", asked)
    if wrong := trouble(result):
        return Told(wrong)
    rows = result.get("bookings", [])
    days = _days(talk, result)
    status = asked.get("status", "")
    kind = "" if status in ("", "all") else f"{status} "
    if not rows:
        return Told(f"No {kind}bookings {days}.")
    found = counted(result.get("found", len(rows)), f"{kind}booking")
    guests = f", {counted(result['guests'], 'guest')}" if result.get("guests") else ""
    listed = numbered([booking_line(row) for row in rows], result.get("more"))
    items = items_of("booking", rows)
    focus = items[0] if len(items) == 1 else None
    return Told(f"{found} {days}{guests}:\n{listed}", shown=items, focus=focus)


def _days(talk: Talk, result: Result) -> str:
    first, last = result.get("first"), result.get("last")
    if not first or first == last:
        return f"on {day_line(first, talk.today)}" if first else ""
    return f"from {day_line(first, talk.today)} to {day_line(last, talk.today)}"


def show_booking(talk: Talk, groups: Groups) -> Steps:
    return on_one(talk, ref_of(talk, groups["booking"]), "booking", shown_booking)


def shown_booking(booking: Item) -> Steps:
    result = yield Call("get_booking", {"booking": booking.id})
    if wrong := trouble(result):
        return Told(wrong)
    item = Item("booking", str(result["id"]), str(result.get("name") or ""), dict(result))
    return Told(_card(result), focus=item)


def _card(row: Result) -> str:
    dishes = row.get("dishes") or {}
    party = joined(
        f"{row['adults']} adults" if row.get("adults") else "",
        f"{row['children']} children" if row.get("children") else "",
        *(f"{count} {dish}" for dish, count in dishes.items()),
        row.get("dietary"),
    )
    paid = f"paid {row['deposit_paid']}" if row.get("deposit_paid") else ""
    owed = f"deposit still due {row['deposit_still_due']}" if row.get("deposit_still_due") else ""
    why = row.get("cancelled_reason")
    return block(
        [
            booking_line(row),
            joined(phone_of(row), row.get("email"), party),
            joined(paid, owed),
            f"Cancelled: {why}" if why else "",
            f'Message: "{short(row["message"])}"' if row.get("message") else "",
            *section("Notes", row.get("notes"), note_line),
            *section("To-dos", row.get("todos"), todo_line),
        ]
    )


BOOKING_LISTS = (
    rule(
        "list_bookings",
        list_bookings,
        r"(?:SHOW |what |which |who |any |are there |do we have |all |the |our |my |upcoming |next "
        r"|confirmed |held |unpaid |unconfirmed |canceled |pending |today 's |tomorrow 's |paid "
        r"|<date> 's |<date> |this week 's |next week 's |this |week |weekend |open )*"
        r"BOOKINGS(?: .*)?",
        r"(?:who|what|which (?:customers|people))(?: all| else)? (?:do|did|have|has|are) we"
        r" (?:have|got|serving|doing|cooking for|cater).*",
        r"what(?: else)? is (?:on|up|happening|booked|going on|coming up).*",
        r"what (?:have )?we(?: have)? got.*",
        r"what (?:do )?we have.*",
        r"who is (?:on|booked|coming|<date>).*",
        r"(?:any|is there|do we have|are there)(?: any)?(?:thing)?(?: BOOKING)? (?:on|booked|for"
        r"|this|next|happening|coming)(?: .*)?",
        r"(?:anything|something) (?:on|booked|for|happening).*",
        r"who (?:still )?owes.*",
        r"who (?:has|have) (?:a |an |any )*BOOKING.*",
        r"how many PEOPLE(?: do we have| are coming| are we \w+| are booked)?(?: on| for|"
        r" this)* <date>",
        r"(?:SHOW )*(?:the )?(?:next|coming) \d+ (?:days|weeks)",
        r"booked .*",
        r"what is booked.*",
        r"(?:SHOW )?<date>",
    ),
    rule(
        "get_booking",
        show_booking,
        r"(?:SHOW )+(?P<booking>(?:the )?.+ BOOKING)",
        r"(?:SHOW )*(?P<booking>BOOKING (?:of|for|by|from) .+)",
        r"(?P<booking>(?:the )?\S+(?: \S+)?(?: 's)? BOOKING)",
        r"(?:when|what time|where) is (?P<booking>.+ BOOKING).*",
        r"(?:did|has|have) (?P<booking>(?!we\b|i\b|you\b|any|every).+?) (?:pay|paid|send|sent)"
        r"(?: us| in| the| a| their| there| his| her)* deposit(?: .*)?",
        r"how many (?:PEOPLE )?(?:are coming to|at|for|in) (?P<booking>.+ BOOKING)",
    ),
)
